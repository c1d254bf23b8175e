"""The occupancy calendar, free places, places out of use."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.dates import FIRST_YEAR, LAST_YEAR
from core.errors import DomainError
from core.sql import FrenchSort
from programs.free_places import rooms, soonest
from programs.models import Place, PlaceRequest, Program, ProgramKind, Unavailability
from programs.models.protected_address import sites_of_team
from programs.stay_calendar import LENGTHS, calendar_of, refusals
from programs.stay_forms import FreeSearchForm, UnavailabilityForm
from programs.stay_words import history
from programs.views.program_tabs import Tab

ROOMS_SHOWN = 60


def shelter_tabs(user: User, current: str) -> list[Tab]:
    """The pages about the houses."""
    waiting = PlaceRequest.objects.managed_by(user).open().count()
    return [
        Tab(_("Jour"), reverse("programs:house-day"), current == "house-day"),
        Tab(_("Occupation"), reverse("programs:occupancy"), current == "occupancy"),
        Tab(_("Séjours"), reverse("programs:stay-list"), current == "stay-list"),
        Tab(_("Demandes"), reverse("programs:place-request-list"), current == "place-request-list", waiting),
        Tab(_("Places libres"), reverse("programs:free-places"), current == "free-places"),
        Tab(_("Chiffres"), reverse("programs:house-figures"), current == "house-figures"),
    ]


def day_or_today(text: str | None) -> date:
    """A day of an address, or today when it is absurd."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return timezone.localdate()
    return day if FIRST_YEAR < day.year < LAST_YEAR else timezone.localdate()


def length_of(text: str | None) -> int:
    """How many days are shown."""
    return int(text) if text in {str(length) for length in LENGTHS} else LENGTHS[0]


@require_safe
@require_permission(Permission.PROGRAM_READ)
def occupancy(request: StaffRequest) -> HttpResponse:
    """The places of the houses, night by night, and what the days shown come to."""
    today, days = timezone.localdate(), length_of(request.GET.get("jours"))
    since = day_or_today(request.GET.get("du"))
    houses = list(Program.objects.active().filter(kind=ProgramKind.SHELTER).order_by(FrenchSort("name"), "pk"))
    house = next((house for house in houses if str(house.pk) == request.GET.get("maison")), None)
    places = list(Place.objects.beds().filter(program__in=[house] if house else houses).for_list())
    calendar = calendar_of(request.user, places, since, since + timedelta(days=days), today)
    context = {
        "calendar": calendar,
        "tonight": calendar.on(today) if calendar.since <= today < calendar.until else None,
        "today": today,
        "before": (since - timedelta(days=days)).isoformat(),
        "after": (since + timedelta(days=days)).isoformat(),
        "last": calendar.until - timedelta(days=1),
        "length": days,
        "lengths": LENGTHS,
        "houses": houses,
        "house": house,
        "writes_address": house and house.site_id and sites_of_team(request.user).filter(pk=house.site_id).exists(),
        "refusals": refusals(places, calendar.since, calendar.until),
        "tabs": shelter_tabs(request.user, "occupancy"),
    }
    return render(request, "programs/stay_calendar.html", context)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def free_places(request: StaffRequest) -> HttpResponse:
    """Rooms with enough free places for given nights and needs; when there is none, from when."""
    today = timezone.localdate()
    initial = {"since": today, "until": today + timedelta(days=30), "number": 1}
    form = FreeSearchForm(request.GET if "since" in request.GET else None, initial=initial)
    context: dict[str, Any] = {"form": form, "tabs": shelter_tabs(request.user, "free-places")}
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        places = Place.objects.beds().filter(program__is_active=True)
        if typed["program"]:
            places = places.filter(program=typed["program"])
        found = [
            room
            for room in rooms(places.for_list(), typed["since"], typed["until"], typed["number"])
            if (room.is_accessible or not typed["accessible"]) and (room.takes_children or not typed["children"])
        ]
        given = set(Place.objects.managed_by(request.user).values_list("pk", flat=True))
        fitting = [room for room in found if len(room.free) >= typed["number"]]
        context |= {
            "searched": True,
            "rooms": [(room, room.free[0].pk in given) for room in fitting[:ROOMS_SHOWN]],
            "next_room": soonest(found),
            "du": typed["since"].isoformat(),
            "au": typed["until"].isoformat(),
        }
    return render(request, "programs/stay_free.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def unavailability_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a place out of use for some nights."""
    place = get_object_or_404(Place.objects.managed_by(request.user).select_related("program", "site"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = UnavailabilityForm(data, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            row = Unavailability.objects.mark(place, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La place est indisponible sur ces dates."))
            return redirect("programs:unavailability", pk=row.pk)
    return render(request, "programs/stay_unavailable.html", {"place": place, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def unavailability_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An unavailability, its history, and its form while it holds."""
    row = unavailability_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    told = {"since": row.period.lower, "until": row.period.upper, "reason": row.reason, "note": row.note}
    form = UnavailabilityForm(data, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            row.amend(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’indisponibilité est modifiée."))
            return redirect("programs:unavailability", pk=row.pk)
    context = {"place": row.place, "row": row, "form": form, "history": history(row.events.for_history())}
    return render(request, "programs/stay_unavailable.html", context)


@require_POST
@require_permission(Permission.STAY_WRITE)
def unavailability_cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put the place back in use."""
    row = unavailability_or_404(request, pk)
    try:
        row.cancel(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La place est de nouveau libre sur ces dates."))
    return redirect("programs:unavailability", pk=row.pk)


def unavailability_or_404(request: StaffRequest, pk: UUID) -> Unavailability:
    """Of a place that the user gives."""
    rows = Unavailability.objects.filter(place__in=Place.objects.managed_by(request.user))
    return get_object_or_404(rows.select_related("place__program", "place__site"), pk=pk)
