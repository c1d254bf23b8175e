"""The day of a crèche: the sheet, one tap for an arrival, a departure or a meal, the team."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.dates import parse_french_time
from core.errors import DomainError
from core.models import AuditAction
from programs.childcare.gate import hand_over
from programs.childcare.ratio import walks
from programs.childcare.sheet import day_sheet
from programs.childcare.steps import tap_arrival
from programs.models import CareCard, CareShift, CareWorker, ChildBooking, Program, ProgramKind
from programs.models.childcare.hours import moment
from programs.views.occupancy import day_or_today
from programs.views.program_tabs import program_tabs

BLANK_LINES = 4


def creche_or_404(request: StaffRequest, pk: UUID, *, writing: bool = False) -> Program:
    """A crèche; to write, one whose places the user gives."""
    rows = Program.objects.managed_by(request.user) if writing else Program.objects.all()
    return get_object_or_404(rows.filter(kind=ProgramKind.CHILDCARE).select_related("site"), pk=pk)


def gives(request: StaffRequest, program: Program) -> bool:
    """Whether the user writes on the pages of this crèche."""
    return Program.objects.managed_by(request.user).filter(pk=program.pk).exists()


def sheet_context(request: StaffRequest, program: Program, day: date) -> dict[str, Any]:
    """The sheet, each child shown being one entry of the journal."""
    sheet = day_sheet(program, day, timezone.now(), request.user)
    shown = [(row.booking, row.booking.beneficiary_id) for row in sheet.rows]
    audit.record_each(request.user, AuditAction.OPENED, shown)
    is_today = day == timezone.localdate()
    return {"program": program, "sheet": sheet, "is_today": is_today, "writes": gives(request, program)}


@require_safe
@require_permission(Permission.PROGRAM_READ)
def creche(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet of a day, on the screen or on paper with blank columns."""
    program, day = creche_or_404(request, pk), day_or_today(request.GET.get("jour"))
    context = sheet_context(request, program, day)
    context |= {
        "before": date.fromordinal(day.toordinal() - 1).isoformat(),
        "after": date.fromordinal(day.toordinal() + 1).isoformat(),
        "blank": range(BLANK_LINES),
        "tabs": program_tabs(program, current="programs:creche"),
    }
    page = "programs/creche_paper.html" if request.GET.get("vue") == "papier" else "programs/creche_day.html"
    return render(request, page, context)


@require_POST
@require_permission(Permission.STAY_WRITE)
def child_booking_tap(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """One tap on the sheet: at the hour typed, or now; the sheet comes back with its ratio."""
    rows = ChildBooking.objects.managed_by(request.user).select_related(
        "place__program", "child__care_card", "beneficiary"
    )
    booking = get_object_or_404(rows, pk=pk)
    if act not in {"arrivee", "depart", "repas", "marche"}:
        raise Http404
    notice, now = "", timezone.now()
    try:
        taps(booking, act, request, now)
    except DomainError as error:
        notice = str(error)
    return back_to_sheet(request, booking.place.program, booking.first_day, notice)


def taps(booking: ChildBooking, act: str, request: StaffRequest, now: datetime) -> None:
    """Write what the button says."""
    user = request.user
    if act == "repas":
        booking.note_meal(by=user, at=now, meal=not booking.meal)
    elif act == "marche":
        CareCard.objects.keep(booking.child, by=user, walks=not walks(booking.child))
    elif act == "arrivee":
        tap_arrival(booking, by=user, at=now, on=hour_typed(request, booking, now))
    else:
        on = hour_typed(request, booking, now)
        hand_over(
            booking, by=user, at=now, on=on, who=request.POST.get("who", ""), name=request.POST.get("name", "")[:120]
        )


def hour_typed(request: StaffRequest, booking: ChildBooking, now: datetime) -> datetime:
    """The hour of the field when there is one, on the day of the booking; else now, to the minute."""
    if not (text := request.POST.get("hour", "").strip()):
        return now.replace(second=0, microsecond=0)
    try:
        return moment(booking.first_day, parse_french_time(text[:20]))
    except ValidationError as error:
        raise DomainError(error.message) from error


def back_to_sheet(request: StaffRequest, program: Program, day: date, notice: str) -> HttpResponse:
    """The sheet alone for the page that asked, else the whole page."""
    if request.htmx:
        return render(request, "programs/creche_sheet.html", sheet_context(request, program, day) | {"notice": notice})
    if notice:
        messages.error(request, notice)
    return redirect(f"{reverse('programs:creche', args=[program.pk])}?jour={day.isoformat()}")


@require_POST
@require_permission(Permission.STAY_WRITE)
def creche_team(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who of the team is there on a day, from when to when."""
    program, day = creche_or_404(request, pk, writing=True), day_or_today(request.POST.get("jour"))
    notice = ""
    try:
        CareShift.objects.write_day(program, day, team_typed(request, program), by=request.user)
    except DomainError as error:
        notice = str(error)
    return back_to_sheet(request, program, day, notice)


def team_typed(request: StaffRequest, program: Program) -> dict[int, Any]:
    """The hours of each box ticked."""
    hours, wrong = {}, []
    for worker in CareWorker.objects.filter(program=program).order_by("name", "pk"):
        if f"la-{worker.pk}" not in request.POST:
            continue
        try:
            hours[worker.pk] = tuple(
                parse_french_time(request.POST.get(f"{name}-{worker.pk}", "")[:20]) for name in ("de", "a")
            )
        except ValidationError:
            wrong.append(worker.name)
    if wrong:
        raise DomainError(_("Écrivez les heures de : %(names)s.") % {"names": ", ".join(wrong)})
    return hours
