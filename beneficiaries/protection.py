"""Who else reaches a file and who must not: case team, exclusions, no-contact links, each journalled and liftable."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary, CaseTeamMember, Exclusion, NoContactLink
from beneficiaries.models.apart import require_may_work, workers_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@transaction.atomic
def join_case_team(
    person: Beneficiary, user: User, *, by: User, since: date, until: date | None = None
) -> CaseTeamMember:
    """Let somebody work for the person beside the lead worker; twice changes nothing."""
    if not user.can(Permission.FILE_CONTENT):
        raise DomainError(_("Seule une personne qui fait de l’accompagnement rejoint une équipe de suivi."))
    if user.pk == person.lead_worker_id:
        raise DomainError(_("Cette personne suit déjà ce dossier."))
    require_may_work(user, person)
    if already := CaseTeamMember.objects.not_over().filter(beneficiary=person, user=user).first():
        return already
    member = CaseTeamMember.objects.create(beneficiary=person, user=user, since=since, until=until, created_by=by)
    audit.record(by, AuditAction.CREATED, member, person_id=person.pk)
    return member


@transaction.atomic
def leave_case_team(member: CaseTeamMember, *, by: User, on: date) -> None:
    """End a membership on the eve of the day, or drop it when it had not lasted a day."""
    current = CaseTeamMember.objects.select_for_update(of=("self",)).filter(pk=member.pk).not_over().first()
    if current is None:
        return
    yesterday = date.fromordinal(on.toordinal() - 1)
    if current.since > yesterday:
        audit.record(by, AuditAction.DELETED, current, person_id=current.beneficiary_id)
        current.delete()
        return
    current.until = yesterday
    current.save(update_fields=["until"])
    audit.record(by, AuditAction.CHANGED, current, person_id=current.beneficiary_id, fields=["until"])


@transaction.atomic
def exclude(person: Beneficiary, user: User, *, by: User, reason: str) -> Exclusion:
    """Keep a worker away from a file; whoever works for the person hands over first."""
    person.lock()
    if already := Exclusion.objects.current().filter(beneficiary=person, user=user).first():
        return already
    if user.pk in workers_of(Beneficiary.objects.filter(pk=person.pk)):
        raise DomainError(_("Cette personne suit le dossier : confiez-le d’abord à quelqu’un d’autre."))
    exclusion = Exclusion.objects.create(beneficiary=person, user=user, reason=reason, created_by=by)
    audit.record(by, AuditAction.CREATED, exclusion, person_id=person.pk)
    return exclusion


@transaction.atomic
def keep_apart(one: Beneficiary, other: Beneficiary, *, by: User, reason: str) -> NoContactLink:
    """Note that two people must not meet; nobody may go on working for both."""
    if one == other:
        raise DomainError(_("Donnez les numéros de deux dossiers différents."))
    first, second = sorted((one, other), key=lambda person: person.pk)
    first.lock()
    second.lock()
    if already := NoContactLink.objects.current().filter(first=first, second=second).first():
        return already
    workers = [workers_of(Beneficiary.objects.filter(pk=person.pk)) for person in (first, second)]
    if workers[0] & workers[1]:
        raise DomainError(_("Une même personne suit les deux dossiers : confiez d’abord l’un des deux à un autre."))
    link = NoContactLink.objects.create(first=first, second=second, reason=reason, created_by=by)
    for person in (first, second):
        audit.record(by, AuditAction.CREATED, link, person_id=person.pk)
    return link


@transaction.atomic
def lift(barrier: Exclusion | NoContactLink, *, by: User, at: datetime) -> None:
    """End an exclusion or a link now, keeping its trace; lifting twice changes nothing."""
    rows = type(barrier)._default_manager.filter(pk=barrier.pk, lifted_at__isnull=True)
    if not rows.update(lifted_at=at, lifted_by=by):
        return
    ends = [barrier.beneficiary_id] if isinstance(barrier, Exclusion) else [barrier.first_id, barrier.second_id]
    for person_id in ends:
        audit.record(by, AuditAction.CHANGED, barrier, person_id=person_id, fields=["lifted_at"])
