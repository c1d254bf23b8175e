"""After a refusal or a silence: two or three other services that fit the person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.fit_facts import facts_of
from casework.others import MOST, other_cards, searches_like
from casework.views.opening import file_context, open_file
from casework.views.partner import territory_for
from partners.cards import ServiceCard
from partners.search import search_services
from referrals.models import Referral


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def referral_others(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The nearest services like it that fit, then others of its domain, none already asked for this person."""
    rows = Referral.objects.visible_to(request.user).writable_by(request.user).filter(service__isnull=False)
    referral = get_object_or_404(rows.select_related("service__organization", "program"), pk=pk)
    file = open_file(request, referral.beneficiary_id)
    facts = facts_of(file.person, request.user, timezone.localdate())
    asked = Referral.objects.visible_to(request.user).of([file.person.pk])
    cards: list[ServiceCard] = []
    for search in searches_like(referral):
        found = search_services(
            search,
            default_territory=territory_for(file.person, request.user),
            default_km=request.user.usual_km,
            reader=request.user,
            facts=lambda: facts,
        )
        cards = other_cards(cards, found.cards, asked)
        if len(cards) == MOST:
            break
    context = file_context(request, file, "find-partner") | {
        "referral": referral,
        "cards": cards,
        "favourites": {card.pk for card in cards if card.kept},
        "refer_url": reverse("referrals:new"),
        "person_pk": file.person.pk,
        "further_url": f"{reverse('casework:find-partner', args=[file.person.pk])}?{search.urlencode()}",
    }
    return render(request, "casework/referral_others.html", context)
