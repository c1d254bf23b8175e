"""The directory’s search page, and the commune remembered for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.filters import RADII
from partners.models import Commune
from partners.search import search_services
from partners.territory import territory_called

SUGGESTIONS = 8


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def directory(request: StaffRequest) -> HttpResponse:
    """Find a service: tiles, words, place, filters."""
    user = request.user
    found = search_services(
        request.GET,
        default_territory=user.territory,
        default_km=user.usual_km,
        page=request.GET.get("page"),
        reader=user,
    )
    context = {
        "directory": found,
        "favourites": found.favourites,
        "form": found.form,
        "refer_url": reverse("referrals:new") if user.can(Permission.REFERRAL_WRITE) else "",
        "can_write": user.can(Permission.DIRECTORY_WRITE),
    }
    return render(request, "partners/directory.html", context)


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def territory(request: StaffRequest) -> HttpResponse:
    """Remember the commune from which the user usually searches, and how far around."""
    place = territory_called(request.POST.get("commune", "")[:100].replace("\x00", ""))
    if place.commune and not place.guessed:
        user, km = request.user, request.POST.get("rayon", "")
        user.territory = place.commune.pk
        user.territory_km = int(km) if km in map(str, RADII) else user.territory_km
        user.save(update_fields=["territory", "territory_km"])
        told = {"place": place.commune.label, "km": user.usual_km}
        messages.success(request, _("Vous chercherez désormais autour de %(place)s, à %(km)d\u00a0km.") % told)
    else:
        messages.error(request, _("Cette commune n’est pas connue. Vérifiez son nom ou son code postal."))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("partners:directory")
    return redirect(back)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def communes(request: StaffRequest) -> HttpResponse:
    """Options for the commune field while somebody types."""
    typed = request.GET.get("commune") or request.GET.get("commune_code", "")
    text = typed.strip()[:60].replace("\x00", "")
    found = Commune.objects.starting_with(text)[:SUGGESTIONS] if len(text) > 1 else []
    return render(request, "partners/commune_options.html", {"communes": found})
