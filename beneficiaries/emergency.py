"""Opening a file in an emergency: two hours, one reason, at once known to the coordination and to data protection."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission, Role
from beneficiaries.models import Beneficiary, EmergencyAccess
from beneficiaries.models.confidential_note import coordinators_of
from beneficiaries.models.emergency_access import A_DAY_AT_MOST, LASTS, REASON_AT_LEAST
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.outgoing import post
from core.tokens import digest


@transaction.atomic
def open_in_emergency(person: Beneficiary, *, by: User, at: datetime, reason: str, site: str) -> EmergencyAccess:
    """Open the file for two hours and tell those who watch over it; while one access runs, it is given back."""
    if not by.can(Permission.FILE_EMERGENCY):
        raise DomainError(_("L’accès d’urgence n’est pas ouvert à votre fonction."))
    reason = " ".join(reason.split())
    if len(reason) < REASON_AT_LEAST:
        raise DomainError(_("Donnez la raison en une phrase (15 signes au moins)."))
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    mine = EmergencyAccess.objects.filter(user=by)
    if running := mine.current().filter(beneficiary=person).first():
        return running
    if mine.filter(starts_at__gt=at - timedelta(days=1)).count() >= A_DAY_AT_MOST:
        raise DomainError(_("Trois accès d’urgence en 24 heures au plus : appelez la coordination de l’équipe."))
    access = EmergencyAccess.objects.create(
        beneficiary=person, user=by, reason=reason, starts_at=at, ends_at=at + LASTS
    )
    audit.record(by, AuditAction.CREATED, access, person_id=person.pk)
    tell(access, site=site)
    return access


def tell(access: EmergencyAccess, *, site: str) -> None:
    """Write to the coordination of the team and to data protection; the message names nobody."""
    team = access.beneficiary.team_id
    officers = User.objects.filter(is_active=True, roles__contains=[Role.DATA_PROTECTION_OFFICER]).order_by("pk")
    watchers = {user.email for user in [*coordinators_of([team]).get(team, []), *officers]}
    subject = _("Un dossier vient d’être ouvert en urgence")
    body = _(
        "Un dossier vient d’être ouvert en urgence, pour deux heures, avec une raison écrite.\n"
        "Pour savoir qui, quand et pourquoi, connectez-vous : %(url)s"
    ) % {"url": f"{site}{reverse('beneficiaries:protections')}"}
    for email in sorted(watchers - {access.user.email}):
        post(email, subject, body, key=f"emergency:{access.pk}:{digest(email)[:20]}", at=access.starts_at)


@transaction.atomic
def close_emergency(access: EmergencyAccess, *, by: User, at: datetime) -> None:
    """End an access before its two hours; once it has ended, nothing changes."""
    if EmergencyAccess.objects.filter(pk=access.pk, starts_at__lt=at, ends_at__gt=at).update(ends_at=at):
        audit.record(by, AuditAction.CHANGED, access, person_id=access.beneficiary_id, fields=["ends_at"])


@transaction.atomic
def review(access: EmergencyAccess, *, by: User, at: datetime) -> None:
    """Note that the reason was read again; once is enough."""
    if EmergencyAccess.objects.filter(pk=access.pk).to_review().update(reviewed_at=at, reviewed_by=by):
        audit.record(by, AuditAction.CHANGED, access, person_id=access.beneficiary_id, fields=["reviewed_at"])
