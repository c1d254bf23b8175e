"""The history of a plan, and the one door through which its parts change state."""

from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from programs.models.action_plan.states import TONES

ABOUT = ("action", "meeting", "decision")


def about_one_at_most() -> models.Q:
    """The plan itself, or one of its parts."""
    condition = models.Q(**{f"{name}__isnull": True for name in ABOUT})
    for named in ABOUT:
        condition |= models.Q(**{f"{name}__isnull": name != named for name in ABOUT})
    return condition


class ActionPlanChange(models.Model):
    """One change of state of a plan, an action, a committee or a decision: from what to what, when, by whom, why."""

    plan = models.ForeignKey("programs.ActionPlan", on_delete=models.PROTECT, related_name="changes")
    action = models.ForeignKey("programs.PlanAction", on_delete=models.PROTECT, null=True, related_name="changes")
    meeting = models.ForeignKey("programs.CommitteeMeeting", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("programs.CommitteeDecision", on_delete=models.PROTECT, null=True, related_name="+")
    from_status = models.CharField(gettext_lazy("de"), max_length=15)
    to_status = models.CharField(gettext_lazy("à"), max_length=15)
    reason = LineField(gettext_lazy("raison"), max_length=300, blank=True)
    at = models.DateTimeField(gettext_lazy("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("par"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = gettext_lazy("changement d’un plan d’action")
        verbose_name_plural = gettext_lazy("changements des plans d’action")
        constraints = [
            models.CheckConstraint(
                condition=about_one_at_most(),
                name="actionplanchange_about_one",
                violation_error_message=gettext_lazy("Un changement concerne le plan ou une seule de ses parties."),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_status=models.F("to_status")),
                name="actionplanchange_changes",
                violation_error_message=gettext_lazy("L’état n’a pas changé."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_status}"


class PlanPart(models.Model):
    """A plan or a part of it: written by amend, moved by its verbs, each journalled."""

    STATE: ClassVar[str] = "status"
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]]

    class Meta:
        abstract = True

    @property
    def whole(self) -> Any:
        """The plan that it belongs to."""
        raise NotImplementedError

    @property
    def state(self) -> str:
        """Where it stands."""
        return str(getattr(self, self.STATE))

    @property
    def tone(self) -> str:
        """Colour of the pill."""
        return TONES.get(self.state, "success" if self.state == "done" else "neutral")

    def can_become(self, state: str) -> bool:
        """Whether the state may follow the present one."""
        return state in self.TRANSITIONS[self.state]

    def locked(self) -> Any:
        """The record as it is now, kept to this transaction."""
        return type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)

    def require_valid(self) -> None:
        """Say every rule that the record breaks, the database’s included."""
        try:
            self.full_clean()
        except ValidationError as error:
            raise DomainError(" ".join(error.messages)) from error

    @transaction.atomic
    def enter(self, *, by: User) -> None:
        """Write it a first time, one at a time in its plan, and journal it."""
        if self.whole is not self:
            self.whole.locked()
        self.require_valid()
        self.save(force_insert=True)
        audit.record(by, AuditAction.CREATED, self)

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Write what changed and journal the names of the fields."""
        stored = self.locked()
        changed = sorted(name for name, value in facts.items() if getattr(stored, name) != value)
        for name, value in facts.items():
            setattr(self, name, value)
        if changed:
            self.require_valid()
            self.save(update_fields=changed)
            audit.record(by, AuditAction.CHANGED, self, fields=changed)

    @transaction.atomic
    def _move_to(self, state: str, *, by: User, at: datetime, reason: str = "", **fields: Any) -> None:
        """The one door: lock the row, check the table, write the state, its fields and its line of history."""
        current = self.locked().state
        if state not in self.TRANSITIONS[current]:
            words = dict(self._meta.get_field(self.STATE).flatchoices)[current]  # type: ignore[union-attr]
            raise TransitionNotAllowed(_("L’état est déjà « %(status)s » : rien n’a changé.") % {"status": words})
        for name, value in {self.STATE: state, **fields}.items():
            setattr(self, name, value)
        self.require_valid()
        self.save(update_fields=[self.STATE, *fields])
        about = {name: self for name in ABOUT if isinstance(self, ActionPlanChange._meta.get_field(name).related_model)}  # type: ignore[arg-type]
        ActionPlanChange.objects.create(
            plan=self.whole, from_status=current, to_status=state, at=at, by=by, reason=reason, **about
        )
        audit.record(by, AuditAction.CHANGED, self, fields=[self.STATE, *fields])
