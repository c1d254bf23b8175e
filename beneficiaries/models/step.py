"""Steps: what is to be done to reach a goal."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.goal import Goal
from beneficiaries.models.plan_item import PlanItem, PlanItemQuerySet, plan_constraints
from beneficiaries.models.plan_states import OPEN_STEP, STEP_TRANSITIONS, StepActor, StepStatus
from core.constraints import one_of
from core.fields import LineField


class StepQuerySet(PlanItemQuerySet["Step"]):
    """Reading the steps."""

    def open(self) -> "StepQuerySet":
        """To do, or waiting for somebody’s answer."""
        return self.filter(status__in=OPEN_STEP)

    def due(self, day: date) -> "StepQuerySet":
        """To do by the day."""
        return self.open().filter(due_on__lte=day)

    def for_list(self) -> "StepQuerySet":
        """In the order of their dates, with who follows them."""
        return self.select_related("assignee").order_by(models.F("due_on").asc(nulls_last=True), "created_at", "pk")

    @transaction.atomic
    def register(self, goal: Goal, *, by: User, title: str, assignee: User, **facts: Any) -> "Step":
        """Add a step to a goal and journal it; the same step still open is added once."""
        goal.beneficiary.lock()
        if already := self.open().filter(goal=goal, title=title).first():
            return already
        step = self.create(
            goal=goal,
            beneficiary=goal.beneficiary,
            domain=goal.domain,
            layer=goal.layer,
            title=title,
            assignee=assignee,
            created_by=by,
            **facts,
        )
        step._created(by, [assignee])
        return step


class Step(PlanItem):
    """One thing to do: who does it, who follows it, by when. Domain and layer are those of the goal."""

    STATUSES: ClassVar = StepStatus
    TRANSITIONS: ClassVar = STEP_TRANSITIONS

    goal = models.ForeignKey(Goal, verbose_name=_("objectif"), on_delete=models.PROTECT, related_name="steps")
    title = LineField(_("démarche"), max_length=160)
    actor = models.CharField(_("qui la fait"), max_length=10, choices=StepActor, default=StepActor.WORKER)
    partner = LineField(
        _("quel partenaire"), max_length=160, blank=True, help_text=_("Par exemple : le CCAS, la mission locale.")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("suivie par"), on_delete=models.PROTECT, related_name="steps"
    )
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    status = models.CharField(_("état"), max_length=20, choices=StepStatus, default=StepStatus.TO_DO, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("démarche")
        verbose_name_plural = _("démarches")
        constraints = [
            *plan_constraints("step", StepStatus),
            one_of("step", "actor", StepActor),
            models.CheckConstraint(
                condition=models.Q(actor=StepActor.PARTNER) | models.Q(partner=""),
                name="step_partner_named_when_it_acts",
                violation_error_message=_("Un partenaire ne se nomme que pour une démarche qu’il fait."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=date(1990, 1, 1), due_on__lte=date(2100, 1, 1)),
                name="step_due_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
            models.UniqueConstraint(
                fields=["goal", "title"],
                condition=models.Q(status__in=sorted(OPEN_STEP)),
                name="step_open_once",
                violation_error_message=_("Cette démarche est déjà prévue."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_on"], condition=models.Q(status__in=sorted(OPEN_STEP)), name="step_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def who(self) -> str:
        """Who does it, in words."""
        if self.actor == StepActor.WORKER:
            return self.assignee.get_short_name()
        return self.partner or str(StepActor(self.actor).label)

    @transaction.atomic
    def amend(self, *, by: User, version: int, **facts: Any) -> list[str]:
        """Change the step; whoever follows it may read it."""
        changed = super().amend(by=by, version=version, **facts)
        if "assignee" in changed:
            self.require_reader(self.assignee)
        return changed
