"""Carrying out a reorientation: the file, its lead worker and the work in hand go together."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from beneficiaries.models import Beneficiary, CaseTeamMember, FileStatus, HandedFile, Reorientation
from beneficiaries.models.apart import require_may_work
from beneficiaries.models.confidential_note import coordinators_of
from beneficiaries.models.hand_over import work_of
from beneficiaries.models.reorientation import require_of_team
from beneficiaries.protection import leave_case_team
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@transaction.atomic
def reorient(
    request: Reorientation, *, by: User, at: datetime, team: Team, lead: User | None, reason: str = ""
) -> None:
    """Move the person as decided; without a lead worker named, the coordination keeps the work until one is."""
    request.grant(by=by, at=at, team=team, lead=lead, reason=reason)
    request.beneficiary.lock()
    person = Beneficiary.objects.get(pk=request.beneficiary_id)
    if person.status == FileStatus.CLOSED:
        raise DomainError(_("Ce suivi est terminé."))
    if (team.pk, lead and lead.pk) == (person.team_id, person.lead_worker_id):
        raise DomainError(_("Rien ne changerait : choisissez une autre équipe ou une autre personne référente."))
    keeper = lead or keeper_of(team, by)
    require_of_team(keeper, team)
    require_may_work(keeper, person)
    previous = person.lead_worker
    changed = [name for name, value in (("team", team), ("lead_worker", lead)) if getattr(person, name) != value]
    person.team, person.lead_worker = team, lead
    person.amend(by=by, fields=changed)
    for offer in HandedFile.objects.waiting().filter(beneficiary=person):
        offer.withdraw(by=by, at=at)
    if previous and previous != lead:
        give_work(previous, keeper, person, by=by)
        for member in CaseTeamMember.objects.not_over().filter(beneficiary=person, user=previous):
            leave_case_team(member, by=by, on=timezone.localdate(at))


def keeper_of(team: Team, by: User) -> User:
    """Who keeps the work of a file without a lead worker: who decides, if of the team, else its coordination."""
    coordinators = coordinators_of([team.pk]).get(team.pk, [])
    if not coordinators:
        raise DomainError(_("Cette équipe n’a pas de coordination : nommez la personne référente."))
    return by if by in coordinators else coordinators[0]


def give_work(giver: User, receiver: User, person: Beneficiary, *, by: User) -> None:
    """Everything that the giver had to do for the person is now the receiver’s."""
    for work in work_of(giver, person.pk):
        moving = list(work.rows)
        given = work.model._base_manager.filter(pk__in=[row.pk for row in moving])
        given.update(**{work.field: receiver.pk})
        audit.record_each(by, AuditAction.CHANGED, [(row, person.pk) for row in moving])
