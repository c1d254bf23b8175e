"""Acts that write several records: opening a file with its rules, logging a follow-up of several people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import (
    Appointment,
    Beneficiary,
    Child,
    ConfidentialNote,
    ContactRule,
    Draft,
    FollowUp,
    FollowUpMode,
    Layer,
    NoContactLink,
    ParentalAuthority,
    Task,
)
from beneficiaries.models.confidential_note import coordinators_of, readers_key
from beneficiaries.models.layer import COORDINATOR_LAYERS
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What happened, the same for each person who was there: fields of FollowUp."""

    happened_on: date
    mode: str
    topics: list[str] = field(default_factory=list)
    happened_at: time | None = None
    duration_minutes: int | None = None
    place: str = ""
    absence_reason: str = ""
    summary: str = ""
    layer: str = Layer.ORDINARY


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """Something to do afterwards, for each person: fields of Task."""

    title: str
    due_on: date
    assignee: User


@dataclass(frozen=True, kw_only=True)
class NewAppointment:
    """When the author meets each person again: fields of Appointment."""

    starts_at: datetime
    purpose: str
    place: str = ""


class LoggedDifferently(DomainError):
    """The same form was saved before with another content: nothing is written, follow_up is what stands."""

    def __init__(self, follow_up: FollowUp) -> None:
        super().__init__(_("Ce suivi est déjà enregistré, avec un contenu différent de celui-ci."))
        self.follow_up = follow_up


@transaction.atomic
def open_file(*, by: User, at: datetime, contact: dict[str, Any], **facts: Any) -> Beneficiary:
    """Open the file of a person, with the safe-contact rules noted at once."""
    person = Beneficiary.objects.register(by=by, at=at, **facts)
    if contact and not person.rule:
        ContactRule.objects.keep(person, by=by, **contact)
    return person


@transaction.atomic
def note_child(person: Beneficiary, *, by: User, kind: str, state: str, **facts: Any) -> Child:
    """Note a child in the file of a parent, with what that parent is to the child."""
    child: Child = Child.objects.register(person, by=by, **facts)
    ParentalAuthority.objects.register(person, by=by, child=child, holder=person, kind=kind, state=state)
    return child


def log_follow_up(
    *,
    by: User,
    at: datetime,
    submission: UUID,
    people: Sequence[Beneficiary],
    exchange: Exchange,
    confidential: str = "",
    readers_shown: str | None = None,
    task: NewTask | None = None,
    appointment: NewAppointment | None = None,
    written_up: Appointment | None = None,
) -> list[FollowUp]:
    """Write one record a person, with its confidential note, task and appointment, and end the draft.

    The same submission sent again answers with the records of the first sending; written_up is the appointment
    that this follow-up tells of; readers_shown, what readers_key said of those named beside the note.
    """
    if NoContactLink.objects.current().between(person.pk for person in people).exists():
        raise DomainError(_("Notez un suivi à part pour chacune de ces personnes."))
    if exchange.happened_on > timezone.localdate(at):
        raise DomainError(_("Un suivi raconte ce qui a eu lieu : sa date ne peut pas être à venir."))
    if confidential and exchange.layer not in COORDINATOR_LAYERS:
        raise DomainError(_("La coordination ne lit pas ce niveau : écrivez tout dans le compte rendu."))
    if task and task.assignee != by:
        _require_access(task.assignee, people)
    write = partial(
        _write,
        by=by,
        submission=submission,
        exchange=exchange,
        confidential=confidential,
        readers_shown=readers_shown,
        task=task,
        appointment=appointment,
        written_up=written_up,
    )
    try:
        return write(people=people)
    except IntegrityError:
        logged = {row.beneficiary_id: row for row in FollowUp.objects.filter(submission=submission, author=by)}
        if not logged and FollowUp.objects.filter(submission=submission).exists():
            raise DomainError(_("Ce formulaire n’est plus valable : rouvrez la page pour noter ce suivi.")) from None
        if not logged:
            raise
    known = [logged[person.pk] for person in people if person.pk in logged]
    for row in known:
        if _differs(row, exchange) or _adds(row, by, confidential, task, appointment):
            raise LoggedDifferently(row)
    missing = [person for person in people if person.pk not in logged]
    return [*known, *(write(people=missing) if missing else [])]


@transaction.atomic
def _write(
    *,
    by: User,
    people: Sequence[Beneficiary],
    submission: UUID,
    exchange: Exchange,
    confidential: str,
    readers_shown: str | None,
    task: NewTask | None,
    appointment: NewAppointment | None,
    written_up: Appointment | None,
) -> list[FollowUp]:
    rows = FollowUp.objects.bulk_create(
        FollowUp(beneficiary=person, author=by, submission=submission, **vars(exchange)) for person in people
    )
    for row in rows:
        audit.record(by, AuditAction.CREATED, row, person_id=row.beneficiary_id)
    if confidential:
        _write_notes(by, rows, confidential, readers_shown)
    for person in people:
        _plan(by, person, task, appointment)
    if written_up:
        _write_up(by, written_up, rows)
    if exchange.mode != FollowUpMode.NO_SHOW:
        day = exchange.happened_on
        earlier = models.Q(last_contact_on__isnull=True) | models.Q(last_contact_on__lt=day)
        Beneficiary.objects.filter(earlier, pk__in=[person.pk for person in people]).update(last_contact_on=day)
    Draft.objects.end(submission, owner=by)
    return rows


def _write_notes(by: User, rows: list[FollowUp], body: str, readers_shown: str | None) -> None:
    """One note a record, read by its author and the coordination of that person’s team: those who were named."""
    coordinators = coordinators_of(row.beneficiary.team_id for row in rows)
    if readers_shown is not None and readers_shown != readers_key([by, *chain.from_iterable(coordinators.values())]):
        raise DomainError(_("Vérifiez qui lira la note confidentielle, puis enregistrez de nouveau."))
    notes = ConfidentialNote.objects.bulk_create(ConfidentialNote(follow_up=row, author=by, body=body) for row in rows)
    link = ConfidentialNote.readers.through
    link.objects.bulk_create(
        link(confidentialnote_id=note.pk, user_id=reader)
        for note in notes
        for reader in {by.pk, *(user.pk for user in coordinators.get(note.follow_up.beneficiary.team_id, []))}
    )
    for note in notes:
        audit.record(by, AuditAction.CREATED, note, person_id=note.follow_up.beneficiary_id)


def _plan(by: User, person: Beneficiary, task: NewTask | None, appointment: NewAppointment | None) -> None:
    """What comes next for one person."""
    if task:
        planned = Task.objects.create(beneficiary=person, created_by=by, **vars(task))
        audit.record(by, AuditAction.CREATED, planned, person_id=person.pk)
    if appointment:
        fixed = Appointment.objects.create(beneficiary=person, worker=by, created_by=by, **vars(appointment))
        audit.record(by, AuditAction.CREATED, fixed, person_id=person.pk)


def _write_up(by: User, appointment: Appointment, rows: list[FollowUp]) -> None:
    """Link the appointment to what came of it, unless somebody has already done so."""
    if row := next((row for row in rows if row.beneficiary_id == appointment.beneficiary_id), None):
        appointment.tell(row, by=by, at=row.created_at)


def _require_access(assignee: User, people: Sequence[Beneficiary]) -> None:
    """A task goes to somebody who may open the file."""
    keys = {person.pk for person in people}
    if Beneficiary.objects.visible_to(assignee).filter(pk__in=keys).count() < len(keys):
        words = {"name": assignee.get_short_name()}
        raise DomainError(
            _("%(name)s n’a pas accès à ce dossier : choisissez quelqu’un d’autre pour la tâche.") % words
        )


def _differs(row: FollowUp, exchange: Exchange) -> bool:
    """Whether what was saved says something else."""
    return any(getattr(row, name) != value for name, value in vars(exchange).items())


def _adds(row: FollowUp, by: User, confidential: str, task: NewTask | None, appointment: NewAppointment | None) -> bool:
    """Whether the form sent again holds something that was not saved."""
    mine = {"beneficiary": row.beneficiary_id, "created_by": by}
    return (
        bool(confidential and not ConfidentialNote.objects.filter(follow_up=row, body=confidential).exists())
        or bool(task and not Task.objects.filter(**mine, **vars(task)).exists())
        or bool(appointment and not Appointment.objects.filter(**mine, **vars(appointment)).exists())
    )
