"""Who must not meet whom, and who may therefore work for whom: asked under lock, answered without naming anybody."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models.case_team import CaseTeamMember
from beneficiaries.models.exclusion import Exclusion
from beneficiaries.models.no_contact import NoContactLink
from core.errors import DomainError

if TYPE_CHECKING:
    from beneficiaries.models.beneficiary import Beneficiary

# Any number that no other advisory lock uses.
NO_CONTACT_LOCK = 7_020_433


def apart_from(person: "Beneficiary") -> set[UUID]:
    """Those whom the person must not meet.

    The file is locked, so that no link is noted meanwhile; whoever has a link waits for the others who have one, so
    that two people kept apart are never placed together by two acts of the same moment.
    """
    person.lock()
    if apart := NoContactLink.objects.current().others(person.pk):
        _wait_for_others()
    return apart


def everybody_apart() -> dict[UUID, set[UUID]]:
    """Whoever has a link, with those whom they must not meet; none of them is placed meanwhile."""
    _wait_for_others()
    apart: dict[UUID, set[UUID]] = defaultdict(set)
    for first, second in NoContactLink.objects.current().values_list("first_id", "second_id"):
        apart[first].add(second)
        apart[second].add(first)
    return apart


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NO_CONTACT_LOCK])


def workers_of(people: "Iterable[Beneficiary]") -> set[UUID]:
    """Lead workers and case teams, those announced for later included."""
    found = list(people)
    members = CaseTeamMember.objects.not_over().filter(beneficiary__in=found).values_list("user_id", flat=True)
    return {person.lead_worker_id for person in found if person.lead_worker_id} | set(members)


def require_may_work(user: User, person: "Beneficiary") -> None:
    """Refuse a worker excluded from the file, or who works for somebody whom the person must not meet."""
    others = type(person).objects.filter(pk__in=apart_from(person))
    if Exclusion.objects.current().filter(user=user, beneficiary=person).exists() or user.pk in workers_of(others):
        raise DomainError(_("Ce dossier ne peut pas être confié à cette personne."))
