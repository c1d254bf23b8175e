"""« Qui a consulté ce dossier »: what the journal says to the person themselves, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.roles import Role
from beneficiaries.models import Beneficiary
from core.models import AuditAction, AuditEntry
from referrals.answering.readings import OBJECT_TYPE, partners_of

LOOKED_BACK = timedelta(days=366)
TAKEN_OUT = [AuditAction.PRINTED, AuditAction.EXPORTED]


@dataclass(frozen=True)
class Reading:
    """One member of staff, or one partner by its link, on one day: who, from what time, printed or only read."""

    day: date
    name: str
    function: str
    first_at: datetime
    times: int
    printed: bool


def readings_of(person: Beneficiary, now: datetime) -> list[tuple[date, list[Reading]]]:
    """The readings of a year, by day, latest first."""
    entries = AuditEntry.objects.filter(
        person_id__in=person.files().values("pk"),
        action__in=[AuditAction.OPENED, *TAKEN_OUT],
        at__gte=now - LOOKED_BACK,
    )
    readings = [*by_staff(entries), *by_partners(entries)]
    readings.sort(key=lambda reading: (-reading.day.toordinal(), reading.first_at, reading.name))
    return [(day, list(group)) for day, group in groupby(readings, key=lambda reading: reading.day)]


def by_staff(entries: QuerySet[AuditEntry]) -> list[Reading]:
    """Those who have an account."""
    lines = (
        entries.filter(actor__isnull=False)
        .values("actor__first_name", "actor__last_name", "actor__roles", "actor", day=TruncDate("at"))
        .annotate(first_at=Min("at"), times=Count("pk"), printed=Count("pk", filter=Q(action__in=TAKEN_OUT)))
        .order_by("-day", "first_at", "actor")
    )
    return [
        Reading(
            day=line["day"],
            name=f"{line['actor__first_name']} {line['actor__last_name']}",
            function=function_words(line["actor__roles"]),
            first_at=line["first_at"],
            times=line["times"],
            printed=bool(line["printed"]),
        )
        for line in lines
    ]


def by_partners(entries: QuerySet[AuditEntry]) -> list[Reading]:
    """Those who read by a link what was sent to them."""
    rows = entries.filter(actor=None, object_type=OBJECT_TYPE).values("object_id", day=TruncDate("at"))
    lines = rows.annotate(first_at=Min("at"), times=Count("pk"), printed=Count("pk", filter=Q(action__in=TAKEN_OUT)))
    names = partners_of({line["object_id"] for line in lines})
    return [
        Reading(
            day=line["day"],
            name=names[line["object_id"]],
            function=_("par le lien d’une orientation"),
            first_at=line["first_at"],
            times=line["times"],
            printed=bool(line["printed"]),
        )
        for line in lines.order_by("day", "object_id")
    ]


def function_words(roles: Iterable[str]) -> str:
    """The functions of somebody, as the association names them."""
    return ", ".join(str(Role(role).label) for role in roles)
