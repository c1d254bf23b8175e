"""Who is expected at a committee, and whether they came."""

import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField
from core.sql import FrenchSort
from programs.models.action_plan.states import Presence

# Once a committee is over, what belongs to it is its minutes.
OVER = """
IF EXISTS (SELECT 1 FROM programs_committeemeeting m WHERE m.status IN ('closed', 'cancelled')
           AND m.id = COALESCE(NEW.meeting_id, OLD.meeting_id)) THEN
    RAISE EXCEPTION 'this committee is over: its minutes do not change' USING ERRCODE = 'restrict_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def unchanged_once_over(operation: Any) -> pgtrigger.Trigger:
    """PostgreSQL refuses the operation on what belongs to a committee that is over."""
    return pgtrigger.Trigger(name="unchanged_once_over", when=pgtrigger.Before, operation=operation, func=OVER)


class CommitteeMemberQuerySet(models.QuerySet["CommitteeMember"]):
    """Reading the members."""

    def for_list(self) -> "CommitteeMemberQuerySet":
        """The parties in the order of French names, then those expected by name."""
        party = FrenchSort(Coalesce("party__organization__name", "party__name"))
        return self.select_related("party__organization").order_by(
            models.OrderBy(party, nulls_last=True), FrenchSort("name"), "pk"
        )


class CommitteeMember(models.Model):
    """Somebody expected: for a party of the plan, or by name; a professional, never a person accompanied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("programs.CommitteeMeeting", on_delete=models.PROTECT, related_name="members")
    party = models.ForeignKey(
        "programs.ActionPlanParty", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = LineField(_("nom et fonction"), max_length=160, blank=True)
    presence = models.CharField(_("présence"), max_length=12, choices=Presence, blank=True, default="")
    represented_by = LineField(_("représenté·e par"), max_length=150, blank=True)

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre du comité")
        verbose_name_plural = _("membres du comité")
        constraints = [
            one_of("committeemember", "presence", Presence),
            models.CheckConstraint(
                condition=models.Q(party__isnull=False) | ~models.Q(name=""),
                name="committeemember_named",
                violation_error_message=_("Nommez la personne attendue."),
            ),
            models.CheckConstraint(
                condition=(models.Q(presence=Presence.REPRESENTED) & ~models.Q(represented_by=""))
                | (~models.Q(presence=Presence.REPRESENTED) & models.Q(represented_by="")),
                name="committeemember_represented_by_somebody",
                violation_error_message=_("Dites par qui cette partie est représentée."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "party", "name"],
                nulls_distinct=False,
                name="committeemember_once",
                violation_error_message=_("Cette personne est déjà attendue."),
            ),
        ]
        triggers = [unchanged_once_over(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.party.said if self.party else "") if part)
