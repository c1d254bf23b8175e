"""The day of the houses, and their figures over some days."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.sql import FrenchSort
from programs.house_day import day_of
from programs.house_figures import figures_of
from programs.models import Place, Program, ProgramKind
from programs.stay_forms import FiguresForm
from programs.views.occupancy import day_or_today, shelter_tabs

DAY = timedelta(days=1)


def houses_asked(request: StaffRequest) -> tuple[list[Program], Program | None, list[Place]]:
    """The houses, the one of ?maison=, and the beds of that one or of all."""
    houses = list(Program.objects.active().filter(kind=ProgramKind.SHELTER).order_by(FrenchSort("name"), "pk"))
    house = next((house for house in houses if str(house.pk) == request.GET.get("maison")), None)
    return houses, house, list(Place.objects.beds().filter(program__in=[house] if house else houses).for_list())


@require_safe
@require_permission(Permission.PROGRAM_READ)
def house_day(request: StaffRequest) -> HttpResponse:
    """Who is expected, who leaves, who is there, which beds are free, on a day of the houses or of one of them."""
    today, day = timezone.localdate(), day_or_today(request.GET.get("jour"))
    houses, house, places = houses_asked(request)
    managed = set(Place.objects.managed_by(request.user).values_list("pk", flat=True))
    context = {
        "day": day,
        "today": today,
        "before": (day - DAY).isoformat(),
        "after": (day + DAY).isoformat(),
        "houses": houses,
        "house": house,
        "managed": managed,
        "shown": day_of(request.user, places, day, today),
        "tabs": shelter_tabs(request.user, "house-day"),
    }
    return render(request, "programs/house_day.html", context)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def house_figures(request: StaffRequest) -> HttpResponse:
    """Nights, rate, refusals and destinations from one day to another: this year when none is asked for."""
    today = timezone.localdate()
    initial: dict[str, Any] = {"since": date(today.year, 1, 1), "until": today}
    form = FiguresForm(request.GET if "since" in request.GET else None, initial=initial)
    _houses, _house, places = houses_asked(request)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else None if form.is_bound else initial
    if asked and asked.get("program"):
        places = [place for place in places if place.program_id == asked["program"].pk]
    context = {
        "form": form,
        "asked": asked,
        "figures": figures_of(places, asked["since"], asked["until"] + DAY, today) if asked else None,
        "tabs": shelter_tabs(request.user, "house-figures"),
    }
    return render(request, "programs/house_figures.html", context)
