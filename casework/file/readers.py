"""« Qui a consulté ce dossier »: what the journal says to the person themselves, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate

from accounts.roles import Role
from beneficiaries.models import Beneficiary
from core.models import AuditAction, AuditEntry

LOOKED_BACK = timedelta(days=366)
TAKEN_OUT = [AuditAction.PRINTED, AuditAction.EXPORTED]


@dataclass(frozen=True)
class Reading:
    """One member of staff on one day: who, in which function, from what time, printed or only read."""

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
        actor__isnull=False,
    )
    lines = (
        entries.values("actor__first_name", "actor__last_name", "actor__roles", "actor", day=TruncDate("at"))
        .annotate(first_at=Min("at"), times=Count("pk"), printed=Count("pk", filter=Q(action__in=TAKEN_OUT)))
        .order_by("-day", "first_at", "actor")
    )
    readings = [
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
    return [(day, list(group)) for day, group in groupby(readings, key=lambda reading: reading.day)]


def function_words(roles: Iterable[str]) -> str:
    """The functions of somebody, as the association names them."""
    return ", ".join(str(Role(role).label) for role in roles)
