"""Measures that begin or end by their dates: the situation of the file follows, though nobody notes anything."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from beneficiaries.models import FileStatus, JusticeMeasure, JusticeStatus, MeasureEnd, MeasureKind

UNDER_MEASURE = [JusticeStatus.COMMUNITY, JusticeStatus.DAY_RELEASE]
WITHOUT_MEASURE = [JusticeStatus.RELEASED, JusticeStatus.NO_MEASURE, JusticeStatus.UNKNOWN]


def follow_terms(now: datetime) -> int:
    """Settle the files whose situation is that of another day, in the name of whoever noted the dates; count them."""
    today, settled = timezone.localdate(now), 0
    measures = JusticeMeasure.objects.filter(
        end_kind=MeasureEnd.NOT_ENDED, beneficiary__status=FileStatus.ACTIVE, beneficiary__merged_into__isnull=True
    )
    lapsed = models.Q(ends_on__lt=today, beneficiary__justice_status__in=UNDER_MEASURE)
    begun = models.Q(starts_on__lte=today, beneficiary__justice_status__in=WITHOUT_MEASURE)
    held = models.Q(beneficiary__justice_status=JusticeStatus.IN_CUSTODY)
    begun |= models.Q(starts_on__lte=today, kind=MeasureKind.DAY_RELEASE) & held
    due = measures.filter(lapsed | begun).select_related("beneficiary", "created_by")
    for measure in due.order_by("created_at", "pk"):
        settled += settle(measure, now)
    return settled


@transaction.atomic
def settle(measure: JusticeMeasure, now: datetime) -> bool:
    """Bring one file into step, under lock; say whether it changed."""
    person = measure.beneficiary
    person.lock()
    told = person.situation_on(timezone.localdate(now))
    if told["justice_status"] == person.justice_status:
        return False
    person.settle_situation(by=measure.created_by, at=now)
    return True
