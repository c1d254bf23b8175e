"""Action plans: what a territory promises for the employment of people who are or were detained."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from core.constraints import one_of, ordered_dates
from core.errors import DomainError
from core.fields import LineField
from programs.models.action_plan.change import PlanPart
from programs.models.action_plan.states import PHASES, PlanPhase
from programs.models.program import Program, ProgramKind

END_IS_NEAR = timedelta(days=180)
ENTERED = {
    PlanPhase.ELABORATION: "elaboration_on",
    PlanPhase.IMPLEMENTATION: "implementation_on",
    PlanPhase.EVALUATION: "evaluation_on",
}


def programs_planned_by(user: User) -> models.QuerySet[Program]:
    """The programs whose plan the user writes: all for coordination and direction, theirs for the staff of one."""
    rows = Program.objects.filter(kind=ProgramKind.ACTION_PLAN)
    if user.can(Permission.PLAN_WRITE):
        return rows
    return rows.filter(staff=user) if user.can(Permission.PROGRAM_READ) else rows.none()


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    """Reading the plans: they hold nobody’s personal data."""

    def written_by(self, user: User) -> "ActionPlanQuerySet":
        """Those that the user writes."""
        return self.filter(program__in=programs_planned_by(user))


class ActionPlan(PlanPart):
    """The plan of one program: its protocol, its three phases and their dates."""

    STATE: ClassVar[str] = "phase"
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = PHASES

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.OneToOneField(
        "programs.Program", verbose_name=gettext_lazy("programme"), on_delete=models.PROTECT, related_name="action_plan"
    )
    name = LineField(gettext_lazy("nom"), max_length=150)
    protocol_reference = LineField(
        gettext_lazy("référence du protocole"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Numéro, et où est l’exemplaire signé."),
    )
    protocol_signed_on = models.DateField(gettext_lazy("protocole signé le"), null=True, blank=True)
    protocol_ends_on = models.DateField(gettext_lazy("protocole valable jusqu’au"), null=True, blank=True)
    phase = models.CharField(
        gettext_lazy("phase"), max_length=15, choices=PlanPhase, default=PlanPhase.ELABORATION, editable=False
    )
    elaboration_on = models.DateField(gettext_lazy("élaboration à partir du"))
    implementation_on = models.DateField(gettext_lazy("mise en œuvre à partir du"), null=True, editable=False)
    evaluation_on = models.DateField(gettext_lazy("suivi et évaluation à partir du"), null=True, editable=False)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("plan d’action")
        verbose_name_plural = gettext_lazy("plans d’action")
        constraints = [
            one_of("actionplan", "phase", PlanPhase),
            ordered_dates("actionplan", "elaboration_on", "implementation_on"),
            ordered_dates("actionplan", "implementation_on", "evaluation_on"),
            ordered_dates("actionplan", "protocol_signed_on", "protocol_ends_on"),
            models.CheckConstraint(
                condition=models.Q(phase=PlanPhase.ELABORATION, implementation_on=None, evaluation_on=None)
                | models.Q(phase=PlanPhase.IMPLEMENTATION, implementation_on__isnull=False, evaluation_on=None)
                | models.Q(phase=PlanPhase.EVALUATION, implementation_on__isnull=False, evaluation_on__isnull=False),
                name="actionplan_phase_is_dated",
                violation_error_message=gettext_lazy("Chaque phase commencée porte la date de son début."),
            ),
            models.CheckConstraint(
                condition=models.Q(phase=PlanPhase.ELABORATION) | models.Q(protocol_signed_on__isnull=False),
                name="actionplan_begins_signed",
                violation_error_message=gettext_lazy(
                    "La mise en œuvre commence une fois le protocole signé : notez d’abord la date de sa signature."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whole(self) -> "ActionPlan":
        """Itself."""
        return self

    def clean(self) -> None:
        """Only a program of its kind has a plan."""
        super().clean()
        if self.program.kind != ProgramKind.ACTION_PLAN:
            raise ValidationError(_("Ce programme n’est pas un plan d’action."))

    def is_written_by(self, user: User) -> bool:
        """Whether the user writes to it."""
        return ActionPlan.objects.written_by(user).filter(pk=self.pk).exists()

    def ends_soon(self, day: date) -> bool:
        """Whether the protocol ends within six months, or has ended."""
        return self.protocol_ends_on is not None and self.protocol_ends_on - END_IS_NEAR <= day

    @property
    def phases(self) -> list[tuple[Any, date | None, bool]]:
        """Each phase in words, the day it began, whether it is the present one."""
        return [(phase.label, getattr(self, field), phase == self.phase) for phase, field in ENTERED.items()]

    def history(self) -> list[tuple[Any, Any]]:
        """Each change of phase, oldest first, with the words of the phase reached."""
        rows = self.changes.filter(action=None, meeting=None, decision=None).select_related("by")
        return [(row, PlanPhase(row.to_status).label) for row in rows.order_by("at", "pk")]

    def move_to(self, phase: str, *, by: User, at: datetime, on: date, reason: str = "") -> None:
        """Begin the next phase, or come back to the one before with a reason."""
        known = list(ENTERED)
        dates: dict[str, Any] = {}
        if known.index(PlanPhase(phase)) < known.index(PlanPhase(self.phase)):
            if not reason:
                raise DomainError(_("Dites pourquoi le plan revient à la phase d’avant."))
            dates[ENTERED[PlanPhase(self.phase)]] = None
        else:
            self._require_actions()
            dates[ENTERED[PlanPhase(phase)]] = on
        self._move_to(phase, by=by, at=at, reason=reason, **dates)

    def _require_actions(self) -> None:
        from_empty = not self.objectives.filter(actions__isnull=False).exists()
        if from_empty:
            raise DomainError(_("Ce plan n’a pas encore d’action : ajoutez-en une avant de changer de phase."))
