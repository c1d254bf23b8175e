"""Favourites: the star, and the list of what one keeps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.pagination import page_of
from core.sql import FrenchSort
from partners.cards import cards_of
from partners.models import Domain, Favourite, Organization, Service
from partners.models.card_change import Card


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def favourite_list(request: StaffRequest) -> HttpResponse:
    """Services kept, by domain if asked; then organisations."""
    kept = Favourite.objects.of(request.user)
    services = Service.objects.filter(pk__in=kept.filter(service__isnull=False).values("service"))
    domain = request.GET.get("domaine", "")
    if domain in Domain.values:
        services = services.filter(domains__contains=[domain])
    page = page_of(services.for_cards().order_by(FrenchSort("name"), "pk"), request.GET.get("page"))
    page.object_list = cards_of(list(page.object_list), {})
    organizations = Organization.objects.filter(pk__in=kept.filter(organization__isnull=False).values("organization"))
    context = {
        "page_obj": page,
        "cards": page.object_list,
        "organizations": organizations.for_list()[:100],
        "domain": domain,
        "domains": Domain.choices,
        "refer_url": reverse("referrals:new") if request.user.can(Permission.REFERRAL_WRITE) else "",
    }
    return render(request, "partners/favourite_list.html", context)


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def service_favourite(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep a service at hand, or no longer."""
    return _toggle(request, get_object_or_404(Service, pk=pk), "partners:service")


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def organization_favourite(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep an organisation at hand, or no longer."""
    return _toggle(request, get_object_or_404(Organization, pk=pk), "partners:organization")


def _toggle(request: StaffRequest, card: Card, page: str) -> HttpResponse:
    kept = Favourite.objects.toggle(card, by=request.user)
    messages.success(request, _("Gardé dans vos favoris.") if kept else _("Retiré de vos favoris."))
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect(page, pk=card.pk)
