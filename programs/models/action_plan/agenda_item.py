"""Items of the agenda of a committee: those that it finds by itself, and free ones."""

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField
from programs.models.action_plan.member import unchanged_once_over
from programs.models.action_plan.states import ItemKind, ItemOutcome


class AgendaItem(models.Model):
    """One item, at its rank; origin is the item of an earlier committee that was postponed, cause why it came at all.

    An item postponed keeps the action or the decision of the first time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("programs.CommitteeMeeting", on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("sorte"), max_length=12, choices=ItemKind)
    cause = models.CharField(_("cause"), max_length=12, choices=ItemKind, default=ItemKind.FREE)
    action = models.ForeignKey("programs.PlanAction", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("programs.CommitteeDecision", on_delete=models.PROTECT, null=True, related_name="+")
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    title = LineField(_("point"), max_length=300)
    rank = models.PositiveIntegerField(_("rang"))
    notes = models.TextField(_("notes"), max_length=8_000, blank=True)
    outcome = models.CharField(_("suite"), max_length=12, choices=ItemOutcome, blank=True, default="")

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("points de l’ordre du jour")
        constraints = [
            one_of("agendaitem", "kind", ItemKind),
            one_of("agendaitem", "cause", ItemKind),
            one_of("agendaitem", "outcome", ItemOutcome),
            models.UniqueConstraint(
                fields=["meeting", "rank"],
                deferrable=models.Deferrable.DEFERRED,
                name="agendaitem_rank_once",
                violation_error_message=_("Deux points ont le même rang."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "cause", "action", "decision", "title"],
                nulls_distinct=False,
                name="agendaitem_once",
                violation_error_message=_("Ce point est déjà à l’ordre du jour."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ItemKind.POSTPONED, origin__isnull=False)
                | (~models.Q(kind=ItemKind.POSTPONED) & models.Q(origin__isnull=True, kind=models.F("cause"))),
                name="agendaitem_postponed_has_origin",
                violation_error_message=_("Un point reporté dit de quel comité il vient."),
            ),
        ]
        triggers = [unchanged_once_over(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title
