"""Which services to propose instead of one that refused or keeps silent."""

from collections.abc import Iterable

from partners.cards import ServiceCard
from partners.fit import Verdict
from referrals.models import Status
from referrals.models.queries import ReferralQuerySet

MOST = 3


def other_cards(cards: Iterable[ServiceCard], asked: ReferralQuerySet) -> list[ServiceCard]:
    """The best of the services found, none of those already asked for the person, none that cannot fit."""
    known = set(asked.exclude(status__in=[Status.DRAFT, Status.WITHDRAWN]).values_list("service_id", flat=True))
    fitting = [card for card in cards if card.pk not in known and card.fit and card.fit.verdict < Verdict.NOT]
    return sorted(fitting, key=lambda card: card.fit.verdict if card.fit else Verdict.NOT)[:MOST]
