"""Enrolments: a person in a program."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Beneficiary
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.templatetags.french import date_words
from programs.models.enrolment_event import EnrolmentEvent
from programs.models.enrolment_rules import CLOSED, NO_PLACE, RULES, TWICE, WITHIN_CAPACITY, refused_in_words
from programs.models.enrolment_states import MOST_OPEN_APPLICATIONS, TRANSITIONS, EndCause, Priority
from programs.models.meeting import would_meet
from programs.models.program import Program
from programs.models.states import ASKING, ENDED, HOLDING, EnrolmentStatus

FURTHEST = timedelta(days=731)
# The order in which places are offered: each of these is shown as a reason.
BY_RANK = ("-priority", "applied_on", "created_at", "pk")


def require_room(program: Program, person: Beneficiary, *, since: date) -> None:
    """Refuse a place, in the same words when none is left and when somebody is there whom the person must not meet."""
    if program.places_left() == 0 or would_meet(person, program, since=since):
        raise DomainError(str(NO_PLACE))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reading the enrolments, and the ways to make one."""

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        """Those of visible people, and those in the programs that the user runs; nobody the user is kept from."""
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        run = models.Q(program__in=Program.objects.run_by(user).values("pk"))
        return self.filter(seen | run).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def of(self, person: Beneficiary) -> "EnrolmentQuerySet":
        """Those of a person already opened."""
        return self.filter(beneficiary=person)

    def active(self) -> "EnrolmentQuerySet":
        """Those who take part now."""
        return self.filter(status=EnrolmentStatus.ACTIVE)

    def holding(self) -> "EnrolmentQuerySet":
        """Those who have a place, even while they are away."""
        return self.filter(status__in=HOLDING)

    def asking(self) -> "EnrolmentQuerySet":
        """Those who have asked and have no place yet."""
        return self.filter(status__in=ASKING)

    def ranked(self) -> "EnrolmentQuerySet":
        """The first to be offered a place first."""
        return self.order_by(*BY_RANK)

    def with_person_visibility(self, user: User) -> "EnrolmentQuerySet":
        """Tell on each row, as person_is_visible, whether the user may open the person’s file."""
        person = Beneficiary.objects.visible_to(user).filter(pk=models.OuterRef("beneficiary_id"))
        return self.annotate(person_is_visible=models.Exists(person))

    def for_list(self) -> "EnrolmentQuerySet":
        """In the order of French names, with the person."""
        return self.select_related("beneficiary").order_by("beneficiary__sort_key", "pk")

    @transaction.atomic
    def enrol(self, program: Program, beneficiary: Beneficiary, *, by: User, on: date, reason: str = "") -> "Enrolment":
        """Give a person a place in a program; an application under way becomes the enrolment.

        reason: why the person passes before those who wait, when some do.

        The program’s row is locked while its places are counted, and the database counts again. Raises DomainError
        when the program is closed, the person already enrolled, or no place is left for them: none at all, or somebody
        is there whom they must not meet, which the words do not tell apart.
        """
        locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        if not locked.is_active:
            raise DomainError(str(CLOSED))
        mine = self.filter(program=locked, beneficiary=beneficiary)
        if mine.holding().exists():
            raise DomainError(str(TWICE))
        if asked := mine.asking().first():
            asked.accept(by=by, on=on, reason=reason)
            return asked
        require_dates(locked, on)
        require_room(locked, beneficiary, since=on)
        require_turn(locked, None, reason)
        with refused_in_words():
            row = self.create(program=locked, beneficiary=beneficiary, started_on=on, created_by=by)
        return row.begin(by=by, on=on, reason=reason)

    @transaction.atomic
    def apply(self, program: Program, beneficiary: Beneficiary, *, by: User, on: date, **fields: Any) -> "Enrolment":
        """Ask for a place for a person: once a program, and in five programs at most at a time."""
        locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        if not locked.is_active:
            raise DomainError(str(CLOSED))
        require_dates(locked, on)
        list(Beneficiary.objects.select_for_update(of=("self",)).filter(pk=beneficiary.pk).values_list("pk"))
        mine = self.filter(beneficiary=beneficiary)
        if mine.filter(program=locked, status__in=[*ASKING, *HOLDING]).exists():
            raise DomainError(str(TWICE))
        if mine.asking().count() >= MOST_OPEN_APPLICATIONS:
            raise DomainError(
                _("Cette personne a déjà %(count)d candidatures ouvertes : retirez-en une d’abord.")
                % {"count": MOST_OPEN_APPLICATIONS}
            )
        with refused_in_words():
            row = self.create(
                program=locked, beneficiary=beneficiary, status=EnrolmentStatus.APPLIED, applied_on=on, created_by=by,
                **fields,
            )  # fmt: skip
        return row.begin(by=by, on=on)


class Enrolment(models.Model):
    """A person’s participation in a program: the application, its rank, the dates, and how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=gettext_lazy("programme"), on_delete=models.PROTECT, related_name="enrolments"
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="enrolments",
    )
    status = models.CharField(
        gettext_lazy("statut"), max_length=20, choices=EnrolmentStatus, default=EnrolmentStatus.ACTIVE
    )
    applied_on = models.DateField(gettext_lazy("demandée le"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(gettext_lazy("priorité"), choices=Priority, default=Priority.ORDINARY)
    priority_reason = LineField(gettext_lazy("raison de la priorité"), max_length=200, blank=True)
    eligibility = models.JSONField(gettext_lazy("conditions à la candidature"), default=list, blank=True)
    exception_reason = LineField(gettext_lazy("raison de la dérogation"), max_length=200, blank=True)
    started_on = models.DateField(gettext_lazy("depuis le"), null=True, blank=True)
    suspended_on = models.DateField(gettext_lazy("suspendue depuis le"), null=True, blank=True)
    resumes_on = models.DateField(gettext_lazy("reprise prévue le"), null=True, blank=True)
    ended_on = models.DateField(gettext_lazy("jusqu’au"), null=True, blank=True)
    end_cause = models.CharField(
        gettext_lazy("raison de la fin"), max_length=20, choices=EndCause, blank=True, default=""
    )
    end_reason = LineField(gettext_lazy("précisions sur la fin"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("inscription")
        verbose_name_plural = gettext_lazy("inscriptions")
        constraints = RULES
        indexes = [models.Index(fields=["program", "status"], name="enrolment_program_status")]
        triggers = [WITHIN_CAPACITY]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_asking(self) -> bool:
        """Whether no place holds the person yet."""
        return self.status in ASKING

    @property
    def is_holding(self) -> bool:
        """Whether a place is the person’s."""
        return self.status in HOLDING

    def begin(self, *, by: User, on: date, reason: str = "") -> "Enrolment":
        """Write the first line of the history of a row just made."""
        EnrolmentEvent.objects.create(enrolment=self, to_status=self.status, by=by, on=on, reason=reason)
        audit.record(by, AuditAction.CREATED, self, person_id=self.beneficiary_id)
        return self

    def put_on_list(self, *, by: User, on: date) -> None:
        """Keep the application on the waiting list."""
        self._move_to(EnrolmentStatus.WAITLISTED, by=by, on=on)

    def accept(self, *, by: User, on: date, reason: str = "") -> None:
        """Give the place asked for; reason: why before those who are higher on the list."""
        require_dates(self.program, on)
        require_turn(self.program, self, reason)
        self._move_to(EnrolmentStatus.ACTIVE, by=by, on=on, reason=reason, started_on=on)

    def decline(self, *, by: User, on: date, cause: str, reason: str = "") -> None:
        """Refuse the application, and say why."""
        require_cause(cause, reason)
        told = {"end_cause": cause, "end_reason": reason}
        self._move_to(EnrolmentStatus.DECLINED, by=by, on=on, cause=cause, reason=reason, ended_on=on, **told)

    def suspend(self, *, by: User, on: date, until: date | None, reason: str) -> None:
        """Keep the place while the person is away for a time."""
        if not reason.strip():
            raise DomainError(_("Dites pourquoi la participation est suspendue."))
        if self.started_on and on < self.started_on:
            raise DomainError(_("La suspension vient avant le début de l’inscription."))
        if until and until < on:
            raise DomainError(_("La reprise prévue vient avant la suspension."))
        self._move_to(EnrolmentStatus.SUSPENDED, by=by, on=on, reason=reason, suspended_on=on, resumes_on=until)

    def resume(self, *, by: User, on: date) -> None:
        """Take part again."""
        if self.suspended_on and on < self.suspended_on:
            raise DomainError(_("La reprise vient avant la suspension."))
        self._move_to(EnrolmentStatus.ACTIVE, by=by, on=on, suspended_on=None, resumes_on=None)

    def end(self, *, status: EnrolmentStatus, reason: str, by: User, on: date, cause: str = "") -> None:
        """Free the place, or take the application back; what has ended ends once."""
        if on < (self.started_on or self.applied_on or on):
            raise DomainError(_("La date de fin vient avant le début de l’inscription."))
        told = {"end_cause": cause, "end_reason": reason, "suspended_on": None, "resumes_on": None}
        self._move_to(status, by=by, on=on, cause=cause, reason=reason, ended_on=on, **told)

    @transaction.atomic
    def set_priority(self, *, by: User, on: date, priority: int, reason: str) -> None:
        """Move the application up or down the list, for a reason that its history keeps."""
        current = self._locked()
        if current.status not in ASKING:
            raise TransitionNotAllowed(_("Cette candidature a déjà sa réponse."))
        if not reason.strip():
            raise DomainError(_("Dites pourquoi la priorité change."))
        kept = reason if priority else ""
        self._write(priority=priority, priority_reason=kept)
        words = f"{Priority(priority).label} – {reason}"[:200]
        self._keep(current.status, current.status, by=by, on=on, reason=words, fields=["priority"])

    @transaction.atomic
    def _move_to(
        self, status: EnrolmentStatus, *, by: User, on: date, cause: str = "", reason: str = "", **fields: Any
    ) -> None:
        """The one door: lock the program then the row, check the table, find the place, write, keep the step."""
        program = Program.objects.select_for_update(of=("self",)).get(pk=self.program_id)
        current = self._locked()
        if status not in TRANSITIONS[current.status]:
            raise TransitionNotAllowed(refusal_of(current.status))
        if status in HOLDING and current.status not in HOLDING:
            if not program.is_active:
                raise DomainError(str(CLOSED))
            require_room(program, self.beneficiary, since=on)
        with refused_in_words():
            self._write(status=status, **fields)
        self._keep(current.status, status, by=by, on=on, cause=cause, reason=reason, fields=["status"])

    def _locked(self) -> "Enrolment":
        return Enrolment.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def _write(self, **fields: Any) -> None:
        before = {name: getattr(self, name) for name in fields}
        for name, value in fields.items():
            setattr(self, name, value)
        try:
            self.save(update_fields=fields)
        except Exception:
            for name, value in before.items():
                setattr(self, name, value)
            raise

    def _keep(self, before: str, after: str, *, by: User, on: date, fields: list[str], **told: str) -> None:
        EnrolmentEvent.objects.create(enrolment=self, from_status=before, to_status=after, by=by, on=on, **told)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=fields)


def require_dates(program: Program, on: date) -> None:
    """Refuse a day after the end of the program, or years away."""
    if program.ends_on and on > program.ends_on:
        raise DomainError(
            _("Le programme se termine le %(day)s : choisissez une date avant.") % {"day": date_words(program.ends_on)}
        )
    if abs(on - timezone.localdate()) > FURTHEST:
        raise DomainError(_("Cette date est à plus de deux ans : vérifiez l’année."))


def require_turn(program: Program, asked: Enrolment | None, reason: str) -> None:
    """Refuse to pass over those who wait without saying why."""
    waiting = Enrolment.objects.filter(program=program, status=EnrolmentStatus.WAITLISTED).ranked()
    first = waiting.first()
    if first is not None and (asked is None or first.pk != asked.pk) and not reason.strip():
        raise DomainError(
            _("Une autre personne est la première de la liste d’attente : dites pourquoi celle-ci passe avant.")
        )


def require_cause(cause: str, reason: str) -> None:
    """A refusal is told, and « autre raison » in words."""
    if not cause:
        raise DomainError(_("Choisissez la raison."))
    if cause == EndCause.OTHER and not reason.strip():
        raise DomainError(_("Précisez la raison."))


def refusal_of(status: str) -> str:
    """Why the step is no longer possible."""
    if status in ENDED:
        return _("Cette inscription est déjà terminée.")
    label = EnrolmentStatus(status).label
    return _("Entre-temps, cette inscription a changé (« %(status)s ») : rien n’a été écrit.") % {"status": label}
