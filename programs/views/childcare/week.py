"""The places of a crèche: a week, the bookings of each status, the requests, the free hours."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.models import Layer
from beneficiaries.models.layer import people_read_in
from core import audit
from core.errors import DomainError
from core.fields import clean_line
from core.models import AuditAction
from core.pagination import page_of
from core.sealed import seal, unseal
from programs.childcare.forms import FreeHoursForm
from programs.childcare.week import free_places, week_of
from programs.models import CareRule, ChildBooking, PlaceRequest, Program
from programs.models.childcare.booking_states import BookingStatus
from programs.models.childcare.hours import require_hours
from programs.models.stay_states import OPEN_REQUESTS, RequestStatus
from programs.stay_calendar import SMALL
from programs.views.childcare.day import creche_or_404, gives
from programs.views.occupancy import day_or_today
from programs.views.program_tabs import Tab, program_tabs

WEEK, BOOKINGS, REQUESTS, FREE = "semaine", "reservations", "demandes", "libres"
OVER = {BookingStatus.DEPARTED, BookingStatus.CANCELLED, BookingStatus.NOT_ARRIVED}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def creche_week(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One part of the page; the words searched for stand sealed in the address."""
    program = creche_or_404(request, pk)
    view = request.GET.get("vue", WEEK)
    if request.method == "POST":
        sealed = seal(clean_line(request.POST.get("mots", ""))[:60])
        return redirect(f"{request.path}?vue={BOOKINGS}&statut={request.GET.get('statut', '')[:20]}&r={sealed}")
    parts = {BOOKINGS: bookings_part, REQUESTS: requests_part, FREE: free_part}
    context = {
        "program": program,
        "view": view if view in parts else WEEK,
        "parts": parts_of(request, program, view if view in parts else WEEK),
        "writes": gives(request, program),
        "may_ask": request.user.can(Permission.REFERRAL_WRITE),
        "tabs": program_tabs(program, current="programs:creche-week"),
        **parts.get(view, week_part)(request, program),
    }
    return render(request, "programs/creche_week.html", context)


def parts_of(request: StaffRequest, program: Program, view: str) -> list[Tab]:
    """The parts of the page."""
    url = reverse("programs:creche-week", args=[program.pk])
    waiting = PlaceRequest.objects.made_to(program, request.user).open().count()
    labels = {WEEK: _("Semaine"), BOOKINGS: _("Réservations"), REQUESTS: _("Demandes"), FREE: _("Heures libres")}
    counts = {REQUESTS: waiting}
    return [Tab(label, f"{url}?vue={slug}", slug == view, counts.get(slug)) for slug, label in labels.items()]


def week_part(request: StaffRequest, program: Program) -> dict[str, Any]:
    """Place by place, day by day; each child named is one entry of the journal."""
    asked = day_or_today(request.GET.get("du"))
    monday = asked - timedelta(days=asked.weekday())
    week = week_of(program, monday, request.user)
    named = {part.pk for _place, cells in week.lines for cell in cells for part in cell.parts if part.pk}
    rows = ChildBooking.objects.visible_to(request.user).filter(pk__in=named).only("pk", "beneficiary_id")
    audit.record_each(request.user, AuditAction.OPENED, [(row, row.beneficiary_id) for row in rows.order_by("pk")])
    return {
        "week": week,
        "monday": monday,
        "last": monday + timedelta(days=6),
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "today": timezone.localdate(),
    }


def bookings_part(request: StaffRequest, program: Program) -> dict[str, Any]:
    """Those of one status, found by the child’s first name, or by the file number for who reads the family."""
    asked = request.GET.get("statut", "")
    status = BookingStatus(asked) if asked in BookingStatus.values else BookingStatus.PROVISIONAL
    words = unseal(request.GET.get("r", ""))
    rows = ChildBooking.objects.visible_to(request.user).for_list().filter(status=status, place__program=program)
    if words:
        files = people_read_in(request.user, Layer.FAMILY).filter(file_number__iexact=words)
        rows = rows.filter(Q(child__first_name__iexact=words) | Q(beneficiary__in=files))
    page = page_of(rows.order_by("-period" if status in OVER else "period", "pk"), request.GET.get("page"))
    audit.record_each(request.user, AuditAction.OPENED, [(row, row.beneficiary_id) for row in page])
    now = timezone.now()
    late = {row.pk for row in page if row.is_late(now)}
    return {"page": page, "status": status, "statuses": BookingStatus, "words": words, "late": late}


def requests_part(request: StaffRequest, program: Program) -> dict[str, Any]:
    """What is asked of the crèche, about children, never about the parent; how many were refused."""
    rows = PlaceRequest.objects.made_to(program, request.user)
    page = page_of(
        rows.filter(status__in=OPEN_REQUESTS).prefetch_related("children").order_by("since", "pk"),
        request.GET.get("page"),
    )
    audit.record_each(request.user, AuditAction.OPENED, [(row, row.beneficiary_id) for row in page])
    refused = rows.filter(status=RequestStatus.REJECTED).count()
    return {"page": page, "refused": refused if refused >= SMALL or not refused else _("moins de 5")}


def free_part(request: StaffRequest, program: Program) -> dict[str, Any]:
    """Free places on given hours; when there is none, from which hour."""
    initial = {"day": timezone.localdate(), "number": 1}
    form = FreeHoursForm(request.GET if "day" in request.GET else None, initial=initial)
    if not (form.is_bound and form.is_valid()):
        return {"form": form}
    typed = form.cleaned_data
    try:
        slot = form.slot(typed["day"])
        require_hours(slot, CareRule.of(program), today=timezone.localdate())
    except DomainError as error:
        form.add_error(None, str(error))
        return {"form": form}
    places, free_from = free_places(program, slot, typed["months"], typed["number"])
    hours = {"jour": typed["day"].isoformat(), "de": f"{typed['from_hour']:%H:%M}", "a": f"{typed['to_hour']:%H:%M}"}
    return {"form": form, "searched": True, "places": places, "free_from": free_from, "hours": hours}
