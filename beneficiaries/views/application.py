"""Applications of a person: sent, interview, answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.work import ApplicationForm, InterviewForm, RefusalForm
from beneficiaries.models import Application, Beneficiary
from beneficiaries.views.opening import person_form, person_or_404
from core.errors import DomainError


def tab_of(person: Beneficiary) -> str:
    """Where work stands in the file."""
    return f"{reverse('casework:person-programs', args=[person.pk])}#work"


def application_or_404(request: StaffRequest, pk: UUID) -> Application:
    """An application of a person whose content the user reads."""
    rows = Application.objects.visible_to(request.user).select_related("beneficiary", "post__employer__organization")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def application_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note an application; ?poste= names the post."""
    person = person_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ApplicationForm(data, initial={"post": request.GET.get("poste", "")[:40]})
    if request.method == "POST" and form.is_valid():
        Application.objects.register(person, by=request.user, **form.cleaned_data)
        messages.success(request, _("La candidature est notée."))
        return redirect(tab_of(person))
    words = {"heading": _("Noter une candidature"), "submit": _("Noter la candidature")}
    return person_form(request, person, form, back=tab_of(person), **words)


def asked(
    request: StaffRequest, application: Application, form: Any, act: Any, heading: str, done: str
) -> HttpResponse:
    """Ask what goes with the step, then take it."""
    person = person_or_404(request, application.beneficiary_id)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(tab_of(person))
    return person_form(request, person, form, heading=heading, back=tab_of(person))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def application_interview(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note the day of the interview."""
    application = application_or_404(request, pk)
    form = InterviewForm(request.POST if request.method == "POST" else None)

    def act(typed: dict[str, Any]) -> None:
        application.meet(by=request.user, **typed)

    return asked(request, application, form, act, _("Entretien d’embauche"), _("L’entretien est noté."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def application_refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The employer says no."""
    application = application_or_404(request, pk)
    form = RefusalForm(request.POST if request.method == "POST" else None)

    def act(typed: dict[str, Any]) -> None:
        application.refuse(by=request.user, at=timezone.now(), **typed)

    return asked(request, application, form, act, _("Candidature refusée"), _("Le refus est noté."))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def application_accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The employer says yes: the job is noted next."""
    application = application_or_404(request, pk)
    try:
        application.accept(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(tab_of(application.beneficiary))
    messages.success(request, _("La candidature est acceptée. Notez maintenant le début."))
    new = reverse("beneficiaries:placement-new", args=[application.beneficiary_id])
    return redirect(f"{new}?candidature={application.pk}")


@require_POST
@require_permission(Permission.PERSON_WRITE)
def application_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person takes it back."""
    application = application_or_404(request, pk)
    try:
        application.withdraw(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La candidature est retirée."))
    return redirect(tab_of(application.beneficiary))
