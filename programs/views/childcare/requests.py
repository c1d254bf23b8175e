"""Asking for hours at a crèche, and what the crèche answers: it reads the children, never the file of the parent."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.models import Child, Layer
from beneficiaries.models.layer import people_read_in
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.childcare.forms import CarePlacementForm, CareRequestForm
from programs.models import CareRule, PlaceRequest, Program, ProgramKind
from programs.models.childcare.booking import require_known
from programs.models.stay_states import REQUEST_TONES, REQUEST_TRANSITIONS, RequestStatus
from programs.stay_forms import RejectionForm
from programs.stay_words import history
from programs.views.childcare.bookings import booked_words
from programs.views.childcare.day import creche_or_404
from programs.views.people import choice_of_person, person_asked, search_again
from programs.views.place_requests import STEPS


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def care_request_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask a crèche for hours, for the children of a person whose family the user reads."""
    program, person = creche_or_404(request, pk), person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        context = {"program": program, "choice": choice_of_person(request)}
        return render(request, "programs/child_booking_person.html", context)
    if not people_read_in(request.user, Layer.FAMILY).filter(pk=person.pk).exists():
        raise Http404
    children = Child.objects.visible_to(request.user).current().filter(beneficiary=person).order_by("birth_date", "pk")
    form = CareRequestForm(request.POST if request.method == "POST" else None, children=children)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        chosen = list(told.pop("children"))
        told["until"] += timedelta(days=1)
        try:
            require_known(chosen)
            row = PlaceRequest.objects.register(
                person, by=request.user, at=timezone.now(), children=chosen, program=program, **told
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La demande de place est envoyée à la crèche."))
            return redirect("programs:care-request", pk=row.pk)
    context = {"program": program, "person": person, "form": form, "children": list(children), "asking": True}
    return render(request, "programs/child_booking_form.html", context)


def care_request_or_404(request: StaffRequest, pk: UUID) -> tuple[PlaceRequest, bool]:
    """A request to a crèche, and whether the user decides on it; who reads the family reads it too."""
    programs = Program.objects.managed_by(request.user).filter(kind=ProgramKind.CHILDCARE)
    rows = PlaceRequest.objects.care_visible_to(request.user).select_related("program", "beneficiary")
    row = get_object_or_404(rows, pk=pk)
    return row, row.program_id is not None and programs.filter(pk=row.program_id).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def care_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The whole request and what came of it; ?acte= shows the form that refuses or places."""
    row, decides = care_request_or_404(request, pk)
    act = request.GET.get("acte", "")
    form = form_of(act, row, request) if decides else None
    if request.method == "POST":
        if not decides:
            raise Http404
        try:
            if done := decide(row, form, request):
                return done
        except DomainError as error:
            if form is None:
                messages.error(request, str(error))
                return redirect("programs:care-request", pk=row.pk)
            form.add_error(None, str(error))
    audit.record(request.user, AuditAction.OPENED, row, person_id=row.beneficiary_id)
    open_to = REQUEST_TRANSITIONS[row.status]
    reads = people_read_in(request.user, Layer.FAMILY).filter(pk=row.beneficiary_id).exists()
    context = {
        "row": row,
        "children": [
            (child, child.age_words(timezone.localdate())) for child in row.children.order_by("birth_date", "pk")
        ],
        "last": row.until - timedelta(days=1),
        "tone": REQUEST_TONES.get(row.status, "neutral"),
        "reads_family": reads,
        "bookings": row.child_bookings.select_related("child", "place").order_by("period", "pk")[:20],
        "steps": [(slug, label) for slug, (_verb, status, label) in STEPS.items() if decides and status in open_to],
        "may_place": decides and RequestStatus.PLACED in open_to,
        "may_reject": decides and RequestStatus.REJECTED in open_to,
        "form": form,
        "act": act,
        "history": history(row.events.for_history()),
    }
    return render(request, "programs/care_request.html", context)


def form_of(act: str, row: PlaceRequest, request: StaffRequest) -> Any:
    """The form of an act that asks for something, while the request allows it."""
    data = request.POST if request.method == "POST" else None
    open_to = REQUEST_TRANSITIONS[row.status]
    if act == "refuser" and RequestStatus.REJECTED in open_to:
        return RejectionForm(data)
    if act == "placer" and RequestStatus.PLACED in open_to and row.program:
        initial: dict[str, Any] = {"since": row.since, "until": row.until - timedelta(days=1)}
        initial |= {"from_hour": row.from_hour, "to_hour": row.to_hour}
        return CarePlacementForm(data, initial=initial, rule=CareRule.of(row.program))
    return None


def decide(row: PlaceRequest, form: Any, request: StaffRequest) -> HttpResponse | None:
    """Write what was decided; None when the form has to be shown again."""
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    act = request.POST.get("acte", "")
    if form is None:
        if act not in STEPS:
            raise Http404
        getattr(row, STEPS[act][0])(**told)
    elif not form.is_valid():
        return None
    elif isinstance(form, RejectionForm):
        row.reject(**told, **form.cleaned_data)
        messages.success(request, _("La demande est refusée."))
    else:
        typed = form.cleaned_data
        booked = row.place_children(**told, slots=typed["slots"], leave_taken=typed["leave_taken"])
        messages.success(request, booked_words(booked))
    return redirect(reverse("programs:care-request", args=[row.pk]))
