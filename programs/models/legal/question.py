"""Legal questions: asked by a person, answered by the program, with what came of it and when it is taken up again."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Beneficiary, Layer, Task
from beneficiaries.models.layer import readable_by
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from programs.models.legal.states import NEEDS_ANSWER, QUESTION_TRANSITIONS, QuestionOutcome, ReferredBy
from programs.models.program import Program
from programs.models.support.slot import seen_to_by


class LegalQuestionQuerySet(models.QuerySet["LegalQuestion"]):
    """Reading the questions, and noting one."""

    def visible_to(self, user: User) -> "LegalQuestionQuerySet":
        """Those of the programs that the user runs; in the files they open, those whose topic they may read.

        Nobody the user is kept from.
        """
        run = models.Q(program__in=Program.objects.run_by(user).order_by().values("pk"))
        seen = models.Q(beneficiary__in=Beneficiary.objects.content_visible_to(user))
        read = readable_by(user, layer="topic__layer", author="created_by")
        return self.filter(run | (seen & read)).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def answered_by(self, user: User) -> "LegalQuestionQuerySet":
        """Those that the user may answer: of the programs they organise, among what they may read."""
        return self.visible_to(user).filter(program__in=seen_to_by(user).order_by().values("pk"))

    def open(self) -> "LegalQuestionQuerySet":
        """Without an outcome."""
        return self.filter(outcome=QuestionOutcome.OPEN)

    def to_resume(self, day: date) -> "LegalQuestionQuerySet":
        """To be taken up again by the day."""
        return self.filter(follow_up_on__lte=day)

    def for_list(self) -> "LegalQuestionQuerySet":
        """Oldest first, with the person and the topic."""
        return self.select_related("beneficiary", "topic").order_by("asked_on", "created_at", "pk")

    @transaction.atomic
    def register(self, program: Program, person: Beneficiary, *, by: User, **facts: Any) -> "LegalQuestion":
        """Note a question; the same one still without an outcome is noted once."""
        person.lock()
        same = self.open().filter(program=program, beneficiary=person, topic=facts["topic"], question=facts["question"])
        if already := same.first():
            return already
        row = self.create(program=program, beneficiary=person, created_by=by, **facts)
        audit.record(by, AuditAction.CREATED, row, person_id=person.pk)
        return row


class LegalQuestion(models.Model):
    """One question of right, who sent the person, what was answered and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=gettext_lazy("programme"), on_delete=models.PROTECT, related_name="questions"
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=gettext_lazy("personne"), on_delete=models.PROTECT,
        related_name="legal_questions",
    )  # fmt: skip
    topic = models.ForeignKey(
        "programs.LegalTopic", verbose_name=gettext_lazy("sujet"), on_delete=models.PROTECT, related_name="questions"
    )
    asked_on = models.DateField(gettext_lazy("posée le"))
    referred_by = models.CharField(gettext_lazy("envoyée par"), max_length=12, choices=ReferredBy)
    referrer = LineField(gettext_lazy("qui, précisément"), max_length=120, blank=True)
    question = models.TextField(gettext_lazy("question"), max_length=5_000)
    answer = models.TextField(gettext_lazy("réponse donnée"), max_length=10_000, blank=True)
    outcome = models.CharField(
        gettext_lazy("issue"), max_length=15, choices=QuestionOutcome, blank=True, default=QuestionOutcome.OPEN
    )
    outcome_at = models.DateTimeField(gettext_lazy("issue notée le"), null=True, editable=False)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    follow_up_on = models.DateField(gettext_lazy("à reprendre le"), null=True, blank=True)
    task = models.OneToOneField(
        "beneficiaries.Task", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = LegalQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("question de droit")
        verbose_name_plural = gettext_lazy("questions de droit")
        constraints = [
            one_of("legalquestion", "referred_by", ReferredBy),
            one_of("legalquestion", "outcome", QuestionOutcome),
            paired("legalquestion", "outcome_at", "outcome_by"),
            models.CheckConstraint(
                condition=models.Q(outcome=QuestionOutcome.OPEN, outcome_at__isnull=True)
                | (~models.Q(outcome=QuestionOutcome.OPEN) & models.Q(outcome_at__isnull=False)),
                name="legalquestion_outcome_is_dated",
                violation_error_message=gettext_lazy("Une issue est datée\u00a0; sans issue, il n’y a pas de date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=NEEDS_ANSWER) | ~models.Q(answer=""),
                name="legalquestion_outcome_says_what",
                violation_error_message=gettext_lazy("Écrivez ce qui a été répondu."),
            ),
            models.CheckConstraint(
                condition=models.Q(asked_on__gte=date(1990, 1, 1), asked_on__lte=date(2100, 1, 1)),
                name="legalquestion_date_plausible",
                violation_error_message=gettext_lazy("Cette date n’est pas plausible."),
            ),
        ]
        indexes = [models.Index(fields=["program", "asked_on"], name="legalquestion_program")]

    def __str__(self) -> str:
        return str(self.pk)

    def reply(self, outcome: str, *, answer: str, by: User, at: datetime, follow_up_on: date | None = None) -> None:
        """Write what was answered, what came of it, and the day on which somebody takes it up again."""
        if outcome in NEEDS_ANSWER and not answer:
            raise DomainError(_("Écrivez ce qui a été répondu."))
        self._move_to(outcome, by=by, at=at, answer=answer, follow_up_on=follow_up_on)

    @transaction.atomic
    def _move_to(self, outcome: str, *, by: User, at: datetime, **facts: Any) -> None:
        """The one door: lock, check the table, write, plan the task, journal."""
        self.beneficiary.lock()
        stored = LegalQuestion.objects.select_for_update(of=("self",)).select_related("task").get(pk=self.pk)
        if outcome != stored.outcome:
            if outcome not in QUESTION_TRANSITIONS[stored.outcome]:
                raise TransitionNotAllowed(_("Cette issue n’est pas dans la liste."))
            facts |= {"outcome": outcome, "outcome_at": at if outcome else None, "outcome_by": by if outcome else None}
        changed = {name: value for name, value in facts.items() if getattr(stored, name) != value}
        if not changed:
            return
        if "follow_up_on" in changed:
            changed["task"] = self._plan(stored, changed["follow_up_on"], by=by, at=at)
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=list(changed))

    def _plan(self, stored: "LegalQuestion", day: date | None, *, by: User, at: datetime) -> Task | None:
        """The task of the day given, in place of the one planned before; its words say nothing of the question."""
        if stored.task and not stored.task.done_at:
            stored.task.finish(by=by, at=at)
        if day is None:
            return None
        if day < timezone.localdate(at):
            raise DomainError(_("Le jour où reprendre la question est à venir."))
        person = self.beneficiary
        opens = Beneficiary.objects.content_visible_to(by).filter(pk=person.pk).exists()
        assignee = by if opens else person.lead_worker or by
        title = _("Reprendre une question d’accès au droit")
        return Task.objects.register(person, by=by, title=title, due_on=day, assignee=assignee)

    @property
    def layer(self) -> str:
        """Who reads it in the team of the person."""
        return self.topic.layer or Layer.ORDINARY
