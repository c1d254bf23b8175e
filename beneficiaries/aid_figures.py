"""What an envelope was used for, without saying by how few people."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import AidKind, AidPayment
from core.choices import label_of
from partners.models import AidEnvelope

HIDDEN_UNDER = 5


@dataclass(frozen=True)
class Use:
    """What went to one kind of need."""

    kind: str
    total: Decimal
    people: int

    @property
    def label(self) -> str:
        """The kind in words."""
        return label_of(AidKind, self.kind)

    @property
    def people_words(self) -> str:
        """« 12 personnes », and never a number under five."""
        if self.people < HIDDEN_UNDER:
            return _("moins de %(limit)d personnes") % {"limit": HIDDEN_UNDER}
        return ngettext("%(count)d personne", "%(count)d personnes", self.people) % {"count": self.people}


def uses_of(envelope: AidEnvelope, viewer: User) -> list[Use]:
    """What the envelope paid, by kind, the largest first."""
    paid = AidPayment.objects.shown_to(viewer).counted().filter(envelope=envelope).order_by()
    rows = paid.values("kind").annotate(total=Sum("amount"), people=Count("beneficiary", distinct=True))
    return [Use(row["kind"], row["total"], row["people"]) for row in rows.order_by("-total", "kind")]
