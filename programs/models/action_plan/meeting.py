"""Committees of a plan: planned, convened, held, then closed with what they froze."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.templatetags.french import date_words
from programs.models.action_plan.change import PlanPart
from programs.models.action_plan.states import MEETINGS, ItemOutcome, MeetingStatus, Presence

S = MeetingStatus
EDITABLE = (S.PLANNED, S.CONVENED, S.HELD)
OVER = ("closed", "cancelled")
STAYS_FROZEN = pgtrigger.Protect(
    name="stays_frozen",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.status IN ('closed', 'cancelled')"
        " AND to_jsonb(OLD.*) - 'sent_on' IS DISTINCT FROM to_jsonb(NEW.*) - 'sent_on'"
    ),
)
NEVER_REMOVED = pgtrigger.Protect(
    name="never_removed", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__status__in=OVER)
)


class CommitteeMeetingQuerySet(models.QuerySet["CommitteeMeeting"]):
    """Reading the committees."""

    def closed(self) -> "CommitteeMeetingQuerySet":
        """Those that were held to the end, latest first."""
        return self.filter(status=S.CLOSED).order_by("-on", "pk")

    def for_list(self) -> "CommitteeMeetingQuerySet":
        """Latest first."""
        return self.order_by("-on", "pk")


class CommitteeMeeting(PlanPart):
    """One committee of a plan: when, where, who chairs; frozen holds the minutes and figures of the closing."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = MEETINGS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("programs.ActionPlan", on_delete=models.PROTECT, related_name="meetings", editable=False)
    on = models.DateField(gettext_lazy("date"))
    at_time = models.TimeField(gettext_lazy("heure"), null=True, blank=True)
    place = LineField(gettext_lazy("lieu"), max_length=160, blank=True)
    chair = LineField(gettext_lazy("présidence"), max_length=150, help_text=gettext_lazy("Nom et fonction."))
    status = models.CharField(
        gettext_lazy("état"), max_length=15, choices=MeetingStatus, default=S.PLANNED, editable=False
    )
    cancel_reason = LineField(gettext_lazy("raison de l’annulation"), max_length=300, blank=True, editable=False)
    frozen = models.JSONField(gettext_lazy("compte rendu figé"), default=dict, blank=True, editable=False)
    sent_on = models.DateField(gettext_lazy("compte rendu envoyé le"), null=True, editable=False)

    objects = CommitteeMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("comité")
        verbose_name_plural = gettext_lazy("comités")
        constraints = [
            one_of("committeemeeting", "status", MeetingStatus),
            models.UniqueConstraint(
                fields=["plan", "on"],
                condition=~models.Q(status=S.CANCELLED),
                name="committeemeeting_once_a_day",
                violation_error_message=gettext_lazy("Un comité de ce plan est déjà prévu ce jour-là."),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(status=S.HELD),
                name="committeemeeting_one_at_a_time",
                violation_error_message=gettext_lazy("Un autre comité de ce plan est en séance : closez-le d’abord."),
            ),
            models.CheckConstraint(
                condition=models.Q(~models.Q(cancel_reason=""), status=S.CANCELLED)
                | models.Q(~models.Q(status=S.CANCELLED), cancel_reason=""),
                name="committeemeeting_cancel_is_told",
                violation_error_message=gettext_lazy("Un comité annulé, et lui seul, porte une raison."),
            ),
            models.CheckConstraint(
                condition=models.Q(~models.Q(frozen={}), status=S.CLOSED)
                | models.Q(~models.Q(status=S.CLOSED), frozen={}),
                name="committeemeeting_closed_is_frozen",
                violation_error_message=gettext_lazy("Un comité clos, et lui seul, porte son compte rendu figé."),
            ),
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=True) | models.Q(status=S.CLOSED, sent_on__gte=models.F("on")),
                name="committeemeeting_sent_once_closed",
                violation_error_message=gettext_lazy("Le compte rendu s’envoie une fois le comité clos."),
            ),
        ]
        triggers = [STAYS_FROZEN, NEVER_REMOVED]

    def __str__(self) -> str:
        return date_words(self.on)

    @property
    def whole(self) -> Any:
        """Its plan."""
        return self.plan

    @property
    def is_open(self) -> bool:
        """Whether it can still be written to."""
        return self.status in EDITABLE

    def require_open(self) -> "CommitteeMeeting":
        """The committee, locked; refused once it is over."""
        meeting: CommitteeMeeting = self.locked()
        if not meeting.is_open:
            raise DomainError(_("Ce comité est terminé : son compte rendu ne change plus."))
        return meeting

    def convene(self, *, by: User, at: datetime, day: date) -> None:
        """Say that the members are asked to come."""
        if self.on < day:
            raise DomainError(_("La date de ce comité est passée : changez-la avant de le convoquer."))
        if not self.members.exists():
            raise DomainError(_("Personne n’est attendu à ce comité : ajoutez au moins une personne."))
        self._move_to(S.CONVENED, by=by, at=at)

    def open(self, *, by: User, at: datetime, day: date) -> None:
        """Begin, on its day or after."""
        if self.on > day:
            words = _("Ce comité est prévu le %(day)s : ouvrez-le ce jour-là, ou changez sa date.")
            raise DomainError(words % {"day": date_words(self.on)})
        self._move_to(S.HELD, by=by, at=at)

    def cancel(self, *, by: User, at: datetime, reason: str) -> None:
        """Say that it will not take place, and why."""
        if not reason:
            raise DomainError(_("Dites pourquoi le comité est annulé."))
        self._move_to(S.CANCELLED, by=by, at=at, reason=reason, cancel_reason=reason)

    @transaction.atomic
    def close(self, *, by: User, at: datetime, frozen: dict[str, Any]) -> None:
        """End it: whoever was expected is accounted for, what was not treated is postponed, the minutes are frozen."""
        if missing := self.members.filter(presence=Presence.UNKNOWN).count():
            words = _("Notez d’abord qui était là : il manque la présence de %(missing)d personne(s) attendue(s).")
            raise DomainError(words % {"missing": missing})
        if not self.members.filter(presence__in=[Presence.PRESENT, Presence.REPRESENTED]).exists():
            raise DomainError(_("Personne n’est noté présent : un comité sans personne s’annule, il ne se clôt pas."))
        if self.items.filter(outcome=ItemOutcome.UNKNOWN).exists():
            raise DomainError(_("Un point n’est ni traité ni reporté."))
        self._move_to(S.CLOSED, by=by, at=at, frozen=frozen)

    @transaction.atomic
    def note_sent(self, *, by: User, on: date) -> None:
        """Say on which day the minutes left."""
        if self.locked().status != S.CLOSED:
            raise DomainError(_("Le compte rendu s’envoie une fois le comité clos."))
        self.sent_on = on
        self.save(update_fields=["sent_on"])
        audit.record(by, AuditAction.CHANGED, self, fields=["sent_on"])
