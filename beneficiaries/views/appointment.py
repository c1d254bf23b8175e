"""Appointments: fixing one, moving it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.plans import AppointmentForm
from beneficiaries.models import Appointment
from beneficiaries.views.opening import person_form, person_or_404
from core.errors import DomainError

FACTS = ("purpose", "place", "worker")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def appointment_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Fix a meeting with the person."""
    person = person_or_404(request, pk)
    form = AppointmentForm(request.POST or None, person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in FACTS}
        Appointment.objects.register(person, by=request.user, starts_at=form.starts_at, **facts)
        messages.success(request, _("Le rendez-vous est fixé."))
        return redirect("casework:person-file", pk=pk)
    return person_form(request, person, form, heading=_("Nouveau rendez-vous"), submit=_("Fixer le rendez-vous"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def appointment_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Move or correct a meeting."""
    appointment = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    person = person_or_404(request, appointment.beneficiary_id)
    form = AppointmentForm(request.POST or None, instance=appointment, person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in FACTS}
        try:
            appointment.amend(by=request.user, starts_at=form.starts_at, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le rendez-vous est à jour."))
            return redirect("casework:person-file", pk=person.pk)
    return person_form(request, person, form, heading=_("Modifier le rendez-vous"))
