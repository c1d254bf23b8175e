"""Entering and leaving a program."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.forms import EnrolmentEndForm, EnrolmentForm
from programs.models import Enrolment, EnrolmentStatus, Program
from programs.views.people import choice_of_person, person_asked, search_again
from programs.views.program_tabs import WAITING


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def enrolment_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a place to a person named by ?personne=, or chosen here first."""
    program = get_object_or_404(Program.objects.active().select_related("site"), pk=pk)
    person = person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        context = {"program": program, "choice": choice_of_person(request)}
        return render(request, "programs/enrolment_person.html", context)
    data = request.POST if request.method == "POST" else None
    form = EnrolmentForm(data, initial={"started_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data
            Enrolment.objects.enrol(program, person, by=request.user, on=typed["started_on"], reason=typed["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La personne est inscrite au programme."))
            return redirect("programs:detail", pk=program.pk)
    identity = identity_of(person, viewer=request.user, day=timezone.localdate())
    context = {"program": program, "person": person, "identity": identity, "form": form}
    return render(request, "programs/enrolment_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def enrolment_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say how a participation ended, and free the place."""
    rows = Enrolment.objects.visible_to(request.user).holding().with_person_visibility(request.user)
    enrolment = get_object_or_404(rows.select_related("program", "beneficiary"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = EnrolmentEndForm(data, initial={"ended_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            status = EnrolmentStatus(typed["status"])
            told = {"cause": typed["cause"], "reason": typed["reason"]}
            enrolment.end(status=status, by=request.user, on=typed["ended_on"], **told)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’inscription est terminée, la place est libre."))
            return redirect(after_leaving(enrolment))
    audit.record(request.user, AuditAction.OPENED, enrolment, person_id=enrolment.beneficiary_id)
    return render(request, "programs/enrolment_end.html", {"enrolment": enrolment, "form": form})


def after_leaving(enrolment: Enrolment) -> str:
    """Where the place just freed can be offered, when somebody waits for it."""
    page = reverse("programs:detail", args=[enrolment.program_id])
    waits = enrolment.program.enrolments.asking().exists()
    return f"{page}?vue={WAITING}" if waits else page
