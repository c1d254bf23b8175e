"""Noting a need without an answer, from a search that found nothing: nobody is named."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.freshness.unmet_form import UnmetNeedForm
from partners.models import Domain, UnmetNeed
from partners.territory import territory_of_code


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def unmet_need_new(request: StaffRequest) -> HttpResponse:
    """Domain and territory come from the search."""
    domain, place = request.GET.get("domaine", ""), request.GET.get("commune", "").replace("\x00", "")[:100]
    home = territory_of_code(request.user.territory).commune
    initial = {
        "domain": domain if domain in Domain.values else "",
        "territory": place or (home.label if home else ""),
    }
    form = UnmetNeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        UnmetNeed.objects.note(by=request.user, on=timezone.localdate(), **form.facts)
        messages.success(request, _("C’est noté : ce besoin compte parmi les besoins sans réponse."))
        return redirect("partners:directory")
    return render(request, "partners/unmet_need_form.html", {"form": form})
