"""Whether a place would bring together two people who must not meet; the answer never says who."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone

from beneficiaries.models import Beneficiary
from beneficiaries.models.apart import apart_from
from programs.models.program import Program
from programs.models.session import Session
from programs.models.states import IN_FORCE, EnrolmentStatus

# Two meetings at the same site need this long between them.
BUFFER = timedelta(hours=2)


def would_meet(person: Beneficiary, program: Program, *, since: date, until: date | None = None) -> bool:
    """Whether somebody whom the person must not meet is in the program, or at its site at the same times.

    The file stays locked until the end of the transaction: what is answered still holds when the place is written.
    """
    apart = apart_from(person)
    return bool(apart) and (
        Beneficiary.objects.filter(
            pk__in=apart, enrolments__program=program, enrolments__status=EnrolmentStatus.ACTIVE
        ).exists()
        or _stays_there(apart, program, since, until)
        or _sessions_cross(apart, program, since, until)
    )


def _stays_there(apart: Iterable[UUID], program: Program, since: date, until: date | None) -> bool:
    """A stay in the program, or in a place of its site, on one of these nights."""
    there = models.Q(stays__place__program=program)
    if program.site_id:
        there |= models.Q(stays__place__site=program.site_id) | models.Q(stays__place__program__site=program.site_id)
    nights = {"stays__period__endswith__gte": since, "stays__status__in": IN_FORCE}
    if until:
        nights["stays__period__startswith__lte"] = until
    return Beneficiary.objects.filter(there, pk__in=apart, **nights).exists()


def _sessions_cross(apart: Iterable[UUID], program: Program, since: date, until: date | None) -> bool:
    """Meetings of their programs at the same site, less than the buffer from one of this program’s, or on a night."""
    if not program.site_id:
        return False
    coming = {"is_cancelled": False, "ends_at__gte": timezone.now()}
    theirs = Session.objects.filter(
        program__site=program.site_id,
        program__enrolments__beneficiary__in=apart,
        program__enrolments__status=EnrolmentStatus.ACTIVE,
        **coming,
    )
    if until:
        return theirs.filter(starts_at__date__gte=since, starts_at__date__lte=until).exists()
    near = theirs.filter(
        starts_at__lt=models.OuterRef("ends_at") + BUFFER, ends_at__gt=models.OuterRef("starts_at") - BUFFER
    )
    return Session.objects.filter(models.Exists(near), program=program, **coming).exists()
