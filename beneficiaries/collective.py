"""Saving a workshop or a meeting: what is shared once, and one follow-up a person with their own part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.actions import Exchange, log_follow_up
from beneficiaries.models import Beneficiary, CollectiveContact, FollowUp, FollowUpMode, NoContactLink
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What is the same for all: fields of CollectiveContact."""

    happened_on: date
    title: str
    place: str = ""
    topics: list[str] = field(default_factory=list)
    summary: str = ""


@dataclass(frozen=True)
class Part:
    """What concerns one person alone."""

    person: Beneficiary
    note: str = ""
    absent: bool = False


def log_collective(
    *, by: User, at: datetime, submission: UUID, shared: Shared, parts: Sequence[Part]
) -> CollectiveContact:
    """Write the contact and one follow-up a person; the same form sent again answers with what it wrote first."""
    _require_meeting_allowed([part.person for part in parts])
    try:
        return _write(by, at, submission, shared, parts)
    except IntegrityError:
        written = CollectiveContact.objects.filter(submission=submission, author=by).first()
        if not written:
            raise DomainError(_("Ce formulaire n’est plus valable : rouvrez la page.")) from None
    if _says(written) != (shared, {(part.person.pk, part.note, part.absent) for part in parts}):
        raise DomainError(_("Cette rencontre est déjà enregistrée, avec un contenu différent de celui-ci."))
    return written


def _require_meeting_allowed(people: list[Beneficiary]) -> None:
    """People who must not be brought together are not written together; the words say neither who nor why."""
    if NoContactLink.objects.current().between(person.pk for person in people).exists():
        raise DomainError(_("Ces personnes ne peuvent pas être notées ensemble : notez-les séparément."))


@transaction.atomic
def _write(by: User, at: datetime, submission: UUID, shared: Shared, parts: Sequence[Part]) -> CollectiveContact:
    contact = CollectiveContact.objects.create(
        author=by, submission=submission, people_count=len(parts), **vars(shared)
    )
    audit.record(by, AuditAction.CREATED, contact)
    for part in parts:
        exchange = Exchange(
            happened_on=shared.happened_on,
            mode=FollowUpMode.NO_SHOW if part.absent else FollowUpMode.GROUP,
            topics=[] if part.absent else shared.topics,
            place=shared.place,
            summary=part.note,
        )
        log_follow_up(by=by, at=at, submission=submission, people=[part.person], exchange=exchange)
    FollowUp.objects.filter(submission=submission, author=by).update(collective=contact)
    return contact


def _says(contact: CollectiveContact) -> tuple[Shared, set[tuple[UUID, str, bool]]]:
    """What was written, in the words of log_collective."""
    shared = Shared(**{name: getattr(contact, name) for name in Shared.__dataclass_fields__})
    return shared, {(row.beneficiary_id, row.summary, row.mode == FollowUpMode.NO_SHOW) for row in contact.parts.all()}
