"""Alerts of a person: noting one, lifting one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.plans import AlertForm
from beneficiaries.models import Alert
from beneficiaries.views.opening import back_to_origin, person_form, person_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def alert_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note what whoever opens the file must know, until a day."""
    person = person_or_404(request, pk)
    form = AlertForm(request.POST or None, initial={"span": "30"})
    if request.method == "POST" and form.is_valid():
        text, ends_on = form.cleaned_data["text"], form.cleaned_data["ends_on"]
        Alert.objects.register(person, by=request.user, text=text, starts_on=timezone.localdate(), ends_on=ends_on)
        messages.success(request, _("L’alerte est en tête du dossier."))
        return redirect("casework:person-file", pk=pk)
    return person_form(request, person, form, heading=_("Nouvelle alerte"), submit=_("Ajouter l’alerte"))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def alert_lift(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End an alert before its day."""
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    alert.lift(by=request.user, at=timezone.now())
    messages.success(request, _("L’alerte est levée."))
    return back_to_origin(request, alert.beneficiary_id)
