"""Appointments: fixing one, moving it, saying what came of it, taking that back."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.appointment import AppointmentForm, OutcomeForm
from beneficiaries.meetings import note_outcome, undo_outcome
from beneficiaries.models import Appointment, AppointmentParticipant
from beneficiaries.models.appointment_states import CAME
from beneficiaries.views.follow_up import origin_of
from beneficiaries.views.opening import about, back_to_origin, file_or_404, person_form, person_or_404
from core.errors import DomainError


def appointment_or_404(request: StaffRequest, pk: UUID) -> Appointment:
    """An appointment of a person whose content the user may read."""
    rows = Appointment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("worker", "outcome_by", "follow_up", "visit_day"), pk=pk)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def appointment_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """When, where, with whom, what came of it and what changed; the reading is journalled."""
    appointment = appointment_or_404(request, pk)
    file = file_or_404(request, appointment.beneficiary_id)
    person, own = file.person, appointment.worker_id == request.user.pk
    person.opened(by=request.user)
    company = AppointmentParticipant.objects.visible_to(request.user).filter(appointment=appointment)
    context = about(request, person) | {
        "appointment": appointment,
        "company": company.for_list(),
        "changes": appointment.changes.select_related("by").order_by("-at", "-pk"),
        "came": appointment.outcome in CAME,
        "begun": timezone.localdate(appointment.starts_at) <= timezone.localdate(),
        "shows_slot": appointment.slot and (own or appointment.told_in in file.layers),
        "heading": _("Rendez-vous"),
    }
    return render(request, "beneficiaries/appointment_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def appointment_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Fix a meeting with the person."""
    person = person_or_404(request, pk)
    form = AppointmentForm(request.POST or None, person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            Appointment.objects.register(person, by=request.user, **form.facts)
        except DomainError as error:
            form.add_error("colleagues", str(error))
        else:
            messages.success(request, _("Le rendez-vous est fixé."))
            return redirect("casework:person-file", pk=pk)
    return person_form(request, person, form, heading=_("Nouveau rendez-vous"), submit=_("Fixer le rendez-vous"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def appointment_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Move or correct a meeting."""
    appointment = appointment_or_404(request, pk)
    person = person_or_404(request, appointment.beneficiary_id)
    form = AppointmentForm(request.POST or None, instance=appointment, person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            appointment.amend(by=request.user, **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le rendez-vous est à jour."))
            return redirect("beneficiaries:appointment", pk=pk)
    return person_form(request, person, form, heading=_("Modifier le rendez-vous"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def appointment_outcome(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what came of the meeting: somebody who came is written about, an absence writes itself."""
    appointment = appointment_or_404(request, pk)
    person = person_or_404(request, appointment.beneficiary_id)
    form = OutcomeForm(request.POST or None, appointment=appointment)
    back = origin_of(request)
    if request.method == "POST" and form.is_valid():
        outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
        try:
            note_outcome(appointment, outcome, by=request.user, at=timezone.now(), reason=reason)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return outcome_noted(request, appointment, back)
    context = about(request, person) | {
        "form": form,
        "appointment": appointment,
        "heading": _("Issue du rendez-vous"),
        "next": back,
        "back": back or reverse("beneficiaries:appointment", args=[pk]),
    }
    return render(request, "beneficiaries/appointment_outcome.html", context)


def outcome_noted(request: StaffRequest, appointment: Appointment, back: str) -> HttpResponse:
    """On to « Noter un suivi » when the person came; else say so, with the way to take it back."""
    if appointment.outcome in CAME and not appointment.follow_up_id:
        query = {"rendez-vous": str(appointment.pk), "next": back}
        return redirect(f"{reverse('beneficiaries:follow-up-new')}?{urlencode(query)}")
    words = render_to_string("beneficiaries/outcome_noted_message.html", {"appointment": appointment}, request)
    messages.success(request, words)
    return redirect(back or reverse("beneficiaries:appointment", args=[appointment.pk]))


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def appointment_outcome_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back what was said of the meeting."""
    appointment = appointment_or_404(request, pk)
    try:
        undo_outcome(appointment, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Issue annulée : le rendez-vous attend de nouveau la sienne."))
    return back_to_origin(request, appointment.beneficiary_id)
