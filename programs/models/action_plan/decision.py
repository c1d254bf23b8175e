"""Decisions of a committee: each is a task with somebody who leads it and a day, followed until it is done."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.constraints import one_of
from core.errors import DomainError
from core.fields import LineField
from programs.models.action_plan.change import PlanPart
from programs.models.action_plan.member import unchanged_once_over
from programs.models.action_plan.states import DECISIONS, DecisionStatus, MeetingStatus

S = DecisionStatus


class CommitteeDecisionQuerySet(models.QuerySet["CommitteeDecision"]):
    """Reading the decisions."""

    def to_follow(self) -> "CommitteeDecisionQuerySet":
        """Taken by a committee that is over, and still to do."""
        return self.filter(status=S.OPEN, meeting__status=MeetingStatus.CLOSED)

    def for_list(self) -> "CommitteeDecisionQuerySet":
        """Soonest first, with their lead."""
        rows = self.select_related("lead_staff", "lead_party__organization", "meeting__plan")
        return rows.order_by("due_on", "text", "pk")


class CommitteeDecision(PlanPart):
    """What was decided, who does it and by when; item is the point of the agenda where it was taken."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = DECISIONS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("programs.CommitteeMeeting", on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        "programs.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    text = LineField(gettext_lazy("décision"), max_length=300)
    lead_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("pilote dans l’équipe"),
    )  # fmt: skip
    lead_party = models.ForeignKey(
        "programs.ActionPlanParty", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("pilote chez une partie"),
    )  # fmt: skip
    due_on = models.DateField(gettext_lazy("pour le"))
    status = models.CharField(
        gettext_lazy("état"), max_length=12, choices=DecisionStatus, default=S.OPEN, editable=False
    )
    done_on = models.DateField(gettext_lazy("faite le"), null=True, editable=False)
    drop_reason = LineField(gettext_lazy("raison de l’abandon"), max_length=300, blank=True, editable=False)

    objects = CommitteeDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("décision du comité")
        verbose_name_plural = gettext_lazy("décisions du comité")
        constraints = [
            one_of("committeedecision", "status", DecisionStatus),
            models.UniqueConstraint(
                fields=["meeting", "item", "text"],
                nulls_distinct=False,
                name="committeedecision_once",
                violation_error_message=gettext_lazy("Cette décision est déjà notée."),
            ),
            models.CheckConstraint(
                condition=Q(lead_staff__isnull=False, lead_party__isnull=True)
                | Q(lead_staff__isnull=True, lead_party__isnull=False),
                name="committeedecision_one_lead",
                violation_error_message=gettext_lazy("Une décision a un pilote, et un seul."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.DONE, done_on__isnull=False) | Q(~Q(status=S.DONE), done_on__isnull=True),
                name="committeedecision_done_is_dated",
                violation_error_message=gettext_lazy("Une décision faite, et elle seule, porte une date."),
            ),
            models.CheckConstraint(
                condition=Q(~Q(drop_reason=""), status=S.DROPPED) | Q(~Q(status=S.DROPPED), drop_reason=""),
                name="committeedecision_drop_is_told",
                violation_error_message=gettext_lazy("Une décision abandonnée, et elle seule, porte une raison."),
            ),
        ]
        indexes = [models.Index(fields=["lead_staff"], condition=Q(status="open"), name="committeedecision_to_do")]
        # What becomes of a decision is followed after the committee; a new one is not added to its minutes.
        triggers = [unchanged_once_over(pgtrigger.Insert | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text

    @property
    def whole(self) -> Any:
        """The plan of its committee."""
        return self.meeting.plan

    @property
    def lead(self) -> str:
        """Who does it, in words."""
        return self.lead_staff.get_full_name() if self.lead_staff else self.lead_party.said if self.lead_party else ""

    def is_late(self, day: date) -> bool:
        """Whether its day has passed."""
        return self.status == S.OPEN and self.due_on < day

    def finish(self, *, by: User, at: datetime, on: date) -> None:
        """Say that it is done."""
        self._move_to(S.DONE, by=by, at=at, done_on=on)

    def drop(self, *, by: User, at: datetime, reason: str) -> None:
        """Give it up, and say why."""
        if not reason:
            raise DomainError(_("Dites pourquoi la décision est abandonnée."))
        self._move_to(S.DROPPED, by=by, at=at, reason=reason, drop_reason=reason)

    def reopen(self, *, by: User, at: datetime) -> None:
        """Follow it again."""
        self._move_to(S.OPEN, by=by, at=at, done_on=None, drop_reason="")
