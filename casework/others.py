"""Which services to propose instead of one that refused or keeps silent."""

from collections.abc import Iterator

from django.http import QueryDict  # noqa: TID251 – the shape of the filters in the URL, not a request

from partners.cards import ServiceCard
from partners.fit import Verdict
from referrals.models import Referral, Status
from referrals.models.queries import ReferralQuerySet

MOST = 3


def searches_like(referral: Referral) -> Iterator[QueryDict]:
    """What to ask the directory: services of the same name or topic first, then all those of the domain."""
    if referral.service is None:
        return
    domain = next(iter(referral.service.domains), "")
    for words in (referral.service.name, ""):
        search = QueryDict(mutable=True)
        search.update({"domaine": domain} | ({"q": words} if words else {}))
        yield search


def other_cards(kept: list[ServiceCard], found: list[ServiceCard], asked: ReferralQuerySet) -> list[ServiceCard]:
    """The best of what was found after those kept, none already asked for the person, none that cannot fit."""
    known = set(asked.exclude(status__in=[Status.DRAFT, Status.WITHDRAWN]).values_list("service_id", flat=True))
    known |= {card.pk for card in kept}
    fitting = [card for card in found if card.pk not in known and card.fit and card.fit.verdict < Verdict.NOT]
    best = sorted(fitting, key=lambda card: card.fit.verdict if card.fit else Verdict.NOT)
    return [*kept, *best][:MOST]
