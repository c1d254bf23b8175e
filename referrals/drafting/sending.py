"""The acts of the wizard: begin, rewrite, ask several services, send them all at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from partners.models import Service
from referrals.channels import usual_channel
from referrals.models import NeedGroup, Referral, Status, Terms
from referrals.models.need_group import MOST_SERVICES


@transaction.atomic
def begin(*, send: bool, by: User, at: datetime, **content: Any) -> Referral:
    """Write a draft, once however many times its form comes, and send it at once when asked."""
    referral = Referral.objects.prepare(by=by, at=at, **content)
    if send and referral.status == Status.DRAFT:
        send_all(referral, by=by, at=at)
    return referral


@transaction.atomic
def rewrite(referral: Referral, *, send: bool, by: User, at: datetime, **content: Any) -> None:
    """Write a draft again, and send it when asked."""
    referral.amend(by=by, at=at, **content)
    if send:
        send_all(referral, by=by, at=at)


@transaction.atomic
def ask_also(referral: Referral, services: Sequence[Service], *, by: User, at: datetime) -> None:
    """Ask other services for the same need: one draft each, which takes message and agreement when this one is sent."""
    current = referral.lock()
    if current.status != Status.DRAFT:
        raise DomainError(_("Cette orientation n’est plus un brouillon : elle ne se modifie plus."))
    wanted = {service.pk: service for service in services if service.pk != referral.service_id}
    if len(wanted) >= MOST_SERVICES:
        raise DomainError(_("Cinq services au plus pour un même besoin."))
    beside = {row.service_id: row for row in drafts_beside(current)}
    for pk, row in beside.items():
        if pk not in wanted:
            row.withdraw(by=by, at=at)
    if wanted and current.group is None:
        referral.group = NeedGroup.objects.create(beneficiary=current.beneficiary, created_by=by)
        referral.save(update_fields=["group"])
    for pk, service in wanted.items():
        if pk not in beside:
            other = Referral.objects.create(
                beneficiary=current.beneficiary,
                service=service,
                channel=usual_channel(service),
                created_by=by,
                group=referral.group,
            )
            audit.record(by, AuditAction.CREATED, other, person_id=current.beneficiary_id)


def drafts_beside(referral: Referral) -> list[Referral]:
    """The drafts that will leave with this one."""
    if referral.group is None:
        return []
    rows = referral.group.others(referral).filter(status=Status.DRAFT)
    return list(rows.select_related("service__organization", "beneficiary", "group"))


@transaction.atomic
def send_all(referral: Referral, *, by: User, at: datetime) -> list[Referral]:
    """Send a draft, and with it those for the same need, with its message, its agreement and its documents."""
    others = drafts_beside(referral)
    referral.send(by=by, at=at)
    joined: list[UUID] = list(referral.joined.values_list("document_id", flat=True))
    for other in others:
        terms = Terms.of(referral.agreement)
        other.amend(by=by, at=at, terms=terms, documents=joined, message=referral.message, consent=referral.consent)
        other.send(by=by, at=at)
    return [referral, *others]
