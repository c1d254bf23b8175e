"""Goals: a result aimed at with the person."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.need import Need
from beneficiaries.models.plan_item import PlanItem, PlanItemQuerySet, layer_for, plan_constraints
from beneficiaries.models.plan_states import GOAL_TRANSITIONS, GoalStatus, NeedStatus, progress_words
from core import audit
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction


class GoalQuerySet(PlanItemQuerySet["Goal"]):
    """Reading the goals."""

    def active(self) -> "GoalQuerySet":
        """Still aimed at."""
        return self.filter(status=GoalStatus.ACTIVE)

    def for_list(self) -> "GoalQuerySet":
        """The soonest first, those without a date last."""
        return self.order_by(models.F("target_on").asc(nulls_last=True), "created_at", "pk")

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        by: User,
        submission: uuid.UUID,
        domain: str,
        needs: Iterable[Need] = (),
        **facts: Any,
    ) -> "Goal":
        """Set a goal, journal it, and note that its needs are being worked on; a submission sets one goal."""
        person.lock()
        if already := self.filter(submission=submission, beneficiary=person).first():
            return already
        needs = list(needs)
        layer = layer_for(domain, *(need.layer for need in needs))
        goal = self.create(
            beneficiary=person, domain=domain, layer=layer, submission=submission, created_by=by, **facts
        )
        goal.needs.set(needs)
        goal._created(by)
        goal._take_up(needs, by)
        return goal


class Goal(PlanItem):
    """What the person and the worker want to reach, said as a result, by when, and for which needs."""

    STATUSES: ClassVar = GoalStatus
    TRANSITIONS: ClassVar = GOAL_TRANSITIONS

    title = LineField(_("résultat visé"), max_length=200)
    person_words = models.TextField(_("dans les mots de la personne"), max_length=2_000, blank=True)
    target_on = models.DateField(_("pour le"), null=True, blank=True)
    needs = models.ManyToManyField(Need, verbose_name=_("besoins"), blank=True, related_name="goals")
    status = models.CharField(_("état"), max_length=20, choices=GoalStatus, default=GoalStatus.ACTIVE, editable=False)
    end_reason = LineField(_("raison de l’abandon"), max_length=300, blank=True, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")
        constraints = [
            *plan_constraints("goal", GoalStatus),
            models.UniqueConstraint(
                fields=["submission", "beneficiary"],
                name="goal_once_per_submission",
                violation_error_message=_("Cet objectif est déjà noté."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=GoalStatus.ABANDONED) & ~models.Q(end_reason="")
                | ~models.Q(status=GoalStatus.ABANDONED) & models.Q(end_reason=""),
                name="goal_abandoned_with_reason",
                violation_error_message=_("Un objectif abandonné porte sa raison, et lui seul."),
            ),
            models.CheckConstraint(
                condition=models.Q(target_on__isnull=True)
                | models.Q(target_on__gte=date(1990, 1, 1), target_on__lte=date(2100, 1, 1)),
                name="goal_target_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def progress(self) -> str:
        """« 2 démarches faites sur 5 »."""
        return progress_words(step.status for step in self.steps.all())

    def become(self, status: str, *, by: User, at: datetime, reason: str = "", **fields: Any) -> str:
        """Reach, abandon (and say why) or take up again."""
        abandoned = status == GoalStatus.ABANDONED
        if abandoned and not reason.strip():
            raise DomainError(_("Dites pourquoi cet objectif s’arrête : les mots de la personne suffisent."))
        kept = reason if abandoned else ""
        return super().become(status, by=by, at=at, reason=reason, end_reason=kept, **fields)

    @transaction.atomic
    def amend(self, *, by: User, version: int, needs: Iterable[Need] | None = None, **facts: Any) -> list[str]:
        """Change the goal; its layer, and that of its steps, follow its domain and its needs."""
        wanted = list(self.needs.all()) if needs is None else list(needs)
        facts["layer"] = layer_for(facts.get("domain", self.domain), *(need.layer for need in wanted))
        changed = super().amend(by=by, version=version, **facts)
        if {"domain", "layer"} & set(changed):
            self.steps.update(domain=self.domain, layer=self.layer)
            for step in self.steps.filter(status__in=["to_do", "waiting"]).select_related("assignee"):
                step.require_reader(step.assignee)
        if {need.pk for need in wanted} != set(self.needs.values_list("pk", flat=True)):
            self.needs.set(wanted)
            self._take_up(wanted, by)
            if not changed:
                Goal.objects.filter(pk=self.pk).update(version=version + 1)
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["needs"])
            changed.append("needs")
        return changed

    def _take_up(self, needs: Iterable[Need], by: User) -> None:
        """A need with a goal is being worked on."""
        for need in needs:
            if need.status == NeedStatus.IDENTIFIED:
                need.become(NeedStatus.IN_PROGRESS, by=by, at=timezone.now())
