"""Noting, from the plan of a person, that nobody could be found for a need."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Need, UnansweredNeed
from beneficiaries.views.opening import about
from beneficiaries.views.plan_pages import plan_url
from partners.freshness.unmet_form import UnmetNeedForm
from partners.territory import territory_of_code


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def unanswered_need_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Only the domain and the territory leave the file; the need itself stays in it."""
    rows = Need.objects.visible_to(request.user).select_related("beneficiary")
    need = get_object_or_404(rows, pk=pk)
    person = need.beneficiary
    home = territory_of_code(person.commune_code or request.user.territory).commune
    initial = {"domain": need.domain, "territory": home.label if home else ""}
    form = UnmetNeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        UnansweredNeed.objects.register(need, by=request.user, on=timezone.localdate(), **form.facts)
        messages.success(request, _("C’est noté : ce besoin compte parmi les besoins sans réponse."))
        return redirect(plan_url(person, f"plan-{need.pk}"))
    context = {
        **about(request, person),
        "form": form,
        "heading": _("Besoin sans réponse"),
        "back_url": plan_url(person),
    }
    return render(request, "beneficiaries/unanswered_need.html", context)
