"""Requests for a place: asked, looked at, refused, or placed with nothing typed again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from programs.free_places import places_together, rooms, soonest
from programs.models import Place, PlaceRequest
from programs.models.stay_states import OPEN_REQUESTS, REQUEST_TONES, REQUEST_TRANSITIONS, RequestStatus
from programs.stay_forms import PlacementForm, RejectionForm, RequestForm
from programs.stay_words import history
from programs.views.occupancy import shelter_tabs
from programs.views.people import choice_of_person, person_asked, search_again

STEPS = {
    "etude": ("assess", RequestStatus.ASSESSED, gettext_lazy("Mettre à l’étude")),
    "prete": ("make_ready", RequestStatus.READY, gettext_lazy("Prête à placer")),
    "retirer": ("withdraw", RequestStatus.WITHDRAWN, gettext_lazy("Retirer la demande")),
}


@require_safe
@require_permission(Permission.PROGRAM_READ)
def place_request_list(request: StaffRequest) -> HttpResponse:
    """The requests that the user may read: open ones, or those of one status."""
    asked = request.GET.get("statut", "")
    status = RequestStatus(asked) if asked in RequestStatus.values else None
    rows = PlaceRequest.objects.visible_to(request.user).filter(status__in=[status] if status else OPEN_REQUESTS)
    rows = rows.select_related("beneficiary", "program").order_by("since", "pk")
    page = page_of(rows, request.GET.get("page"))
    audit.record_each(request.user, AuditAction.OPENED, [(row, row.beneficiary_id) for row in page])
    context = {
        "page": page,
        "status": status,
        "statuses": RequestStatus,
        "may_ask": request.user.can(Permission.REFERRAL_WRITE),
        "tabs": shelter_tabs(request.user, "place-request-list"),
    }
    return render(request, "programs/place_request_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def place_request_new(request: StaffRequest) -> HttpResponse:
    """Ask for a place for a person named by ?personne=, or chosen here first."""
    person = person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        return render(request, "programs/place_request_person.html", {"choice": choice_of_person(request)})
    data = request.POST if request.method == "POST" else None
    form = RequestForm(data, initial={"since": timezone.localdate()}, user=request.user, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            row = PlaceRequest.objects.register(person, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La demande de place est envoyée à l’équipe d’hébergement."))
            return redirect("programs:place-request", pk=row.pk)
    identity = identity_of(person, viewer=request.user, day=timezone.localdate())
    context = {"person": person, "identity": identity, "form": form}
    return render(request, "programs/place_request_form.html", context)


def request_or_404(request: StaffRequest, pk: UUID, *, writing: bool = False) -> PlaceRequest:
    """A request that the user may read, or decide on."""
    rows = PlaceRequest.objects.managed_by(request.user) if writing else PlaceRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("beneficiary", "program", "created_by"), pk=pk)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def place_request_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The whole request, what came of it, and what may be done now."""
    row = request_or_404(request, pk)
    audit.record(request.user, AuditAction.OPENED, row, person_id=row.beneficiary_id)
    decides = PlaceRequest.objects.managed_by(request.user).filter(pk=row.pk).exists()
    open_to = REQUEST_TRANSITIONS[row.status]
    return render(
        request,
        "programs/place_request_page.html",
        {
            "row": row,
            "tone": REQUEST_TONES.get(row.status, "neutral"),
            "people": 1 + row.children.count(),
            "stays": row.stays.select_related("place__program").order_by("place__name", "pk"),
            "steps": [(slug, label) for slug, (_verb, status, label) in STEPS.items() if decides and status in open_to],
            "may_place": decides and RequestStatus.PLACED in open_to,
            "may_reject": decides and RequestStatus.REJECTED in open_to,
            "history": history(row.events.for_history()),
        },
    )


@require_POST
@require_permission(Permission.STAY_WRITE)
def place_request_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """Look at it, make it ready, take it back."""
    if act not in STEPS:
        raise Http404
    row = request_or_404(request, pk, writing=True)
    try:
        getattr(row, STEPS[act][0])(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("programs:place-request", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def place_request_reject(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Refuse, and say why."""
    row = request_or_404(request, pk, writing=True)
    form = RejectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row.reject(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La demande est refusée."))
            return redirect("programs:place-request", pk=row.pk)
    return decided(request, row, form, _("Refuser la demande"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def place_request_place(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Book what was asked for: the rooms with enough free places are offered, the dates are those of the request."""
    row = request_or_404(request, pk, writing=True)
    number = 1 + row.children.count()
    places = Place.objects.managed_by(request.user).beds().filter(program__is_active=True)
    if row.program_id:
        places = places.filter(program=row.program_id)
    found = rooms(places.for_list(), row.since, row.until, number)
    found = [room for room in found if room.is_accessible or not row.needs_accessible]
    fitting = [room for room in found if len(room.free) >= number]
    choices = [(str(room.free[0].pk), room_words(room.free[0], len(room.free))) for room in fitting]
    data = request.POST if request.method == "POST" else None
    form = PlacementForm(data, initial={"since": row.since, "until": row.until}, places=choices)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            first = next(room.free[0] for room in fitting if str(room.free[0].pk) == typed["place"])
            beds = places_together(first, number, typed["since"], typed["until"])
            stays = row.place(beds, by=request.user, at=timezone.now(), since=typed["since"], until=typed["until"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La réservation provisoire est faite."))
            return redirect("programs:stay", pk=stays[0].pk)
    return decided(request, row, form, _("Placer"), number=number, choices=choices, next_room=soonest(found))


def room_words(place: Place, free: int) -> str:
    """« Hébergement Le Passage, Appartement 2, Lit 4 (3 libres ensemble) »."""
    names = [str(place.program), place.unit, place.name]
    words = ", ".join(name for name in names if name)
    return _("%(place)s (%(free)d libres ensemble)") % {"place": words, "free": free} if free > 1 else words


def decided(request: StaffRequest, row: PlaceRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    """A form about a request."""
    audit.record(request.user, AuditAction.OPENED, row, person_id=row.beneficiary_id)
    context = {"row": row, "form": form, "title": title, **more}
    return render(request, "programs/place_request_decide.html", context)
