"""Handing over: a leave or a departure, the files proposed to colleagues, what each acceptance moves."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.appointment import Appointment
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.case_team import CaseTeamMember
from beneficiaries.models.need import Need
from beneficiaries.models.reach import kept_from
from beneficiaries.models.readiness_item import ReadinessItem
from beneficiaries.models.step import Step
from beneficiaries.models.task import Task
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction

if TYPE_CHECKING:
    from collections.abc import Mapping


class HandOverKind(models.TextChoices):
    """For a time or for good."""

    LEAVE = "leave", _("Absence")
    DEPARTURE = "departure", _("Départ")


class HandOverStatus(models.TextChoices):
    """Where one file of a hand-over stands."""

    PROPOSED = "proposed", _("Proposé")
    ACCEPTED = "accepted", _("Accepté")
    DECLINED = "declined", _("Refusé")
    WITHDRAWN = "withdrawn", _("Retiré")
    RETURNED = "returned", _("Rendu")


def held_by(user: User) -> dict[str, models.QuerySet[Any]]:
    """What a worker still has in hand, by the name of the field that says so; files closed since are left alone."""
    of_live_files = {"beneficiary__in": Beneficiary.objects.active()}
    return {
        "lead_worker": Beneficiary.objects.active().filter(lead_worker=user, merged_into__isnull=True),
        "user": CaseTeamMember.objects.current().filter(user=user, **of_live_files),
        "assignee": Task.objects.open().filter(assignee=user),
        "worker": Appointment.objects.open().filter(worker=user),
        "step": Step.objects.open().filter(assignee=user),
        "responsible": Need.objects.open().filter(responsible=user),
        "owner": ReadinessItem.objects.filter(owner=user),
    }


def people_held_by(user: User) -> models.QuerySet[Beneficiary]:
    """The people for whom a worker has something in hand."""
    held = held_by(user)
    found = models.Q(pk__in=held.pop("lead_worker").values("pk"))
    found |= models.Q(pk__in=held.pop("owner").values("release__beneficiary_id"))
    for rows in held.values():
        found |= models.Q(pk__in=rows.values("beneficiary_id"))
    return Beneficiary.objects.filter(found)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Reading the hand-overs."""

    @transaction.atomic
    def register(
        self,
        giver: User,
        *,
        by: User,
        kind: str,
        starts_on: date,
        ends_on: date | None,
        files: "Mapping[Beneficiary, User]",
        submission: uuid.UUID,
    ) -> "HandOver":
        """Propose each file to a colleague; the same form sent twice proposes once."""
        facts = {"giver": giver, "kind": kind, "starts_on": starts_on, "ends_on": ends_on, "created_by": by}
        hand_over, is_new = self.get_or_create(submission=submission, defaults=facts)
        for person, receiver in files.items() if is_new else ():
            _refuse_unsuited(person, receiver, giver)
            person.lock()
            if HandedFile.objects.waiting().filter(beneficiary=person).exists():
                raise DomainError(
                    _("Le dossier %(number)s est déjà proposé à quelqu’un.") % {"number": person.file_number}
                )
            line = hand_over.files.create(beneficiary=person, receiver=receiver)
            audit.record(by, AuditAction.CREATED, line, person_id=person.pk)
        return hand_over


class HandOver(models.Model):
    """One worker’s leave, with its end, or departure; submission is the identifier of the form sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("qui passe le relais"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("pourquoi"), max_length=10, choices=HandOverKind)
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(_("proposé le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("relais")
        verbose_name_plural = _("relais")
        constraints = [
            one_of("handover", "kind", HandOverKind),
            models.CheckConstraint(
                condition=models.Q(kind=HandOverKind.LEAVE, ends_on__isnull=False, ends_on__gte=models.F("starts_on"))
                | models.Q(kind=HandOverKind.DEPARTURE, ends_on__isnull=True),
                name="handover_leave_ends",
                violation_error_message=_("Une absence a une date de fin, après son début ; un départ n’en a pas."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on:%Y-%m-%d}"


class HandedFileQuerySet(models.QuerySet["HandedFile"]):
    """Reading the files proposed."""

    def visible_to(self, user: User) -> "HandedFileQuerySet":
        """Those that the user gives or is offered, and those of the files that they may open."""
        people = Beneficiary.objects.visible_to(user)
        return self.filter(models.Q(receiver=user) | models.Q(hand_over__giver=user) | models.Q(beneficiary__in=people))

    def of(self, user: User) -> "HandedFileQuerySet":
        """Offered to this colleague."""
        return self.filter(receiver=user)

    def waiting(self) -> "HandedFileQuerySet":
        """Not answered."""
        return self.filter(status=HandOverStatus.PROPOSED)

    def over(self, day: date) -> "HandedFileQuerySet":
        """Lent for a leave that has ended."""
        return self.filter(status=HandOverStatus.ACCEPTED, hand_over__ends_on__lt=day)

    def for_list(self) -> "HandedFileQuerySet":
        """Latest first, with who gives what to whom."""
        related = self.select_related("hand_over__giver", "receiver", "beneficiary")
        return related.order_by("-hand_over__created_at", "beneficiary__sort_key", "pk")


class HandedFile(models.Model):
    """One file proposed to one colleague; moved lists [model label, key] of what the acceptance gave them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="files")
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="hand_overs"
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confié à"), on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        _("statut"), max_length=10, choices=HandOverStatus, default=HandOverStatus.PROPOSED, editable=False
    )
    reason = LineField(_("raison du refus"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("réponse le"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    moved = models.JSONField(default=list, editable=False)

    objects = HandedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier confié")
        verbose_name_plural = _("dossiers confiés")
        constraints = [
            one_of("handedfile", "status", HandOverStatus),
            paired("handedfile", "answered_at", "answered_by"),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=models.Q(status=HandOverStatus.PROPOSED),
                name="handedfile_proposed_once",
                violation_error_message=_("Ce dossier est déjà proposé à quelqu’un."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=HandOverStatus.PROPOSED, answered_at__isnull=True)
                | (~models.Q(status=HandOverStatus.PROPOSED) & models.Q(answered_at__isnull=False)),
                name="handedfile_answer_dated",
                violation_error_message=_("Une réponse porte sa date et son auteur, une proposition n’en a pas."),
            ),
        ]
        indexes = [models.Index(fields=["receiver", "status"], name="handedfile_receiver")]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"

    @transaction.atomic
    def accept(self, *, by: User, at: datetime) -> None:
        """Take the file, with everything that the giver had in hand for the person."""
        self._expect(HandOverStatus.PROPOSED)
        person, giver = Beneficiary.objects.get(pk=self.beneficiary_id), self.hand_over.giver
        _refuse_unsuited(person, self.receiver, giver)
        if self.hand_over.kind == HandOverKind.LEAVE:
            self._join_case_team(self.receiver, self.hand_over.starts_on, self.hand_over.ends_on, by)
        else:
            self._leave_for_good(person, giver, by)
        self._move_work(giver, by)
        self._answer(HandOverStatus.ACCEPTED, by, at, ["moved"])

    @transaction.atomic
    def decline(self, *, by: User, at: datetime, reason: str) -> None:
        """Say no, and why: the file stays with the giver until somebody takes it."""
        self._expect(HandOverStatus.PROPOSED)
        self.reason = reason
        self._answer(HandOverStatus.DECLINED, by, at, ["reason"])

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take the proposal back before it is answered."""
        self._expect(HandOverStatus.PROPOSED)
        self._answer(HandOverStatus.WITHDRAWN, by, at)

    @transaction.atomic
    def give_back(self, *, by: User, at: datetime) -> None:
        """At the end of a leave, what is still to be done goes back to its owner."""
        self._expect(HandOverStatus.ACCEPTED)
        if self.hand_over.kind != HandOverKind.LEAVE:
            raise TransitionNotAllowed(_("Un départ est définitif : proposez plutôt un nouveau relais."))
        for work in work_of(self.receiver, self.beneficiary_id):
            keys = [key for label, key in self.moved if label == work.model._meta.label]
            work.rows.filter(pk__in=keys).update(**{work.field: self.hand_over.giver_id})
        lent = CaseTeamMember.objects.current().filter(beneficiary=self.beneficiary_id, user=self.receiver)
        lent.filter(until=self.hand_over.ends_on).update(until=timezone.localdate(at) - timedelta(days=1))
        self._answer(HandOverStatus.RETURNED, by, at)

    def _expect(self, status: HandOverStatus) -> None:
        """Read the line again under lock, and refuse when another answer came first."""
        current = HandedFile.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.status != status:
            raise TransitionNotAllowed(_("Cette proposition a déjà reçu une réponse."))
        self.moved = current.moved

    def _answer(self, status: HandOverStatus, by: User, at: datetime, fields: "list[str] | None" = None) -> None:
        self.status, self.answered_at, self.answered_by = status, at, by
        self.save(update_fields=["status", "answered_at", "answered_by", *(fields or [])])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status"])

    def _leave_for_good(self, person: Beneficiary, giver: User, by: User) -> None:
        """The receiver leads, or joins the case team where the giver was; the giver reads until the last day."""
        last_day = self.hand_over.starts_on
        if person.lead_worker_id == giver.pk:
            person.hand_over(self.receiver, by=by)
        else:
            self._join_case_team(self.receiver, timezone.localdate(), None, by)
        CaseTeamMember.objects.current().filter(beneficiary=person, user=giver).update(until=last_day)
        if last_day >= timezone.localdate():
            self._join_case_team(giver, timezone.localdate(), last_day, by)

    def _join_case_team(self, user: User, since: date, until: date | None, by: User) -> None:
        if not CaseTeamMember.objects.current().filter(beneficiary=self.beneficiary_id, user=user).exists():
            member = CaseTeamMember.objects.create(
                beneficiary_id=self.beneficiary_id, user=user, since=since, until=until, created_by=by
            )
            audit.record(by, AuditAction.CREATED, member, person_id=self.beneficiary_id)

    def _move_work(self, giver: User, by: User) -> None:
        """Tasks, appointments and steps of the person: all of them, or those of the days of the leave."""
        first, last = self.hand_over.starts_on, self.hand_over.ends_on
        self.moved = []
        for work in work_of(giver, self.beneficiary_id):
            rows = work.rows
            if last:
                rows = rows.alias(day=work.day).filter(day__range=(first, last)) if work.day else rows.none()
            moving = list(rows)
            given = work.model._base_manager.filter(pk__in=[row.pk for row in moving])
            given.update(**{work.field: self.receiver_id})
            self.moved += [[work.model._meta.label, str(row.pk)] for row in moving]
            audit.record_each(by, AuditAction.CHANGED, [(row, self.beneficiary_id) for row in moving])


class Work(NamedTuple):
    """What one worker has to do for one person: in which field they are named, on which day if there is one."""

    model: type[models.Model]
    field: str
    rows: models.QuerySet[Any]
    day: models.expressions.Combinable | None = None


def work_of(user: User, person_id: uuid.UUID) -> list[Work]:
    """What is to be done by the user for the person."""
    held = held_by(user)
    return [
        Work(Task, "assignee", held["assignee"].filter(beneficiary=person_id), models.F("due_on")),
        Work(Appointment, "worker", held["worker"].filter(beneficiary=person_id), TruncDate("starts_at")),
        Work(Step, "assignee", held["step"].filter(beneficiary=person_id), models.F("due_on")),
        Work(Need, "responsible", held["responsible"].filter(beneficiary=person_id)),
        Work(ReadinessItem, "owner", held["owner"].filter(release__beneficiary=person_id)),
    ]


def _refuse_unsuited(person: Beneficiary, receiver: User, giver: User) -> None:
    """The receiver is somebody else, of the team, and nothing keeps them from the file; the reason is not told."""
    suited = receiver.is_active and receiver != giver and receiver.teams.filter(pk=person.team_id).exists()
    people = Beneficiary.objects.filter(pk=person.pk)
    if not suited or people.filter(kept_from(receiver)).exists():
        raise DomainError(
            _("Le dossier %(number)s ne peut pas être confié à %(name)s.")
            % {"number": person.file_number, "name": receiver.get_full_name()}
        )
