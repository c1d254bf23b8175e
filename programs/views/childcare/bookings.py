"""The hours of a child: booking them, reading them, each act on them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.models import Beneficiary, Child, Layer
from beneficiaries.models.layer import people_read_in
from core import audit
from core.dates import parse_french_time
from core.errors import DomainError
from core.models import AuditAction
from programs.childcare.forms import ChildrenHoursForm
from programs.childcare.sheet import booked_children, sheet_rows
from programs.childcare.steps import STEPS, act_on, next_days
from programs.models import ChildBooking, Place, Program
from programs.models.childcare.booking import Booked, book_hours
from programs.models.stay_states import TONES
from programs.stay_words import history
from programs.views.childcare.day import creche_or_404
from programs.views.occupancy import day_or_today
from programs.views.people import choice_of_person, person_asked, search_again, uuid_or_404


def children_for(request: StaffRequest, program: Program, person: Beneficiary | None) -> "QuerySet[Child]":
    """The children of the person whose family the user reads; without a person, those the crèche knows already."""
    if person is not None:
        return Child.objects.visible_to(request.user).current().filter(beneficiary=person).order_by("birth_date", "pk")
    known = ChildBooking.objects.managed_by(request.user).filter(place__program=program)
    return booked_children(known).order_by("first_name", "pk")


def booking_or_404(request: StaffRequest, pk: UUID, *, writing: bool = False) -> ChildBooking:
    """A booking that the user may read, or write to."""
    rows = ChildBooking.objects.managed_by(request.user) if writing else ChildBooking.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("child__care_card", "place__program", "beneficiary", "session", "appointment", "placement"),
        pk=pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def child_booking_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Book hours for the children of a person, chosen here first, or for a child whom the crèche knows."""
    program = creche_or_404(request, pk, writing=True)
    person = person_asked(request)
    if person is not None and not people_read_in(request.user, Layer.FAMILY).filter(pk=person.pk).exists():
        raise Http404
    known = request.GET.get("enfants") == "connus"
    if person is None and not known:
        if request.method == "POST":
            return search_again(request)
        choice = choice_of_person(request) if request.user.can(Permission.PERSON_LIST) else None
        return render(request, "programs/child_booking_person.html", {"program": program, "choice": choice})
    children = children_for(request, program, person)
    form = ChildrenHoursForm(
        request.POST if request.method == "POST" else None,
        initial=asked_hours(request), user=request.user, program=program, children=children, person=person,
    )  # fmt: skip
    place = place_asked(request, program)
    if request.method == "POST" and form.is_valid():
        try:
            booked = booked_from(form, program, place, request)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, booked_words(booked))
            return redirect("programs:child-booking", pk=booked.rows[0].pk)
    context = {"program": program, "person": person, "place": place, "form": form, "children": list(children)}
    return render(request, "programs/child_booking_form.html", context)


def booked_from(form: ChildrenHoursForm, program: Program, place: Place | None, request: StaffRequest) -> Booked:
    """What the form asks for."""
    told = form.cleaned_data
    return book_hours(
        program, list(told["children"]), told["slots"], by=request.user, reason=form.why, place=place,
        minutes=told["minutes"], leave_taken=told["leave_taken"], sessions=told["sessions"], meal=told["meal"],
        note=told["note"],
    )  # fmt: skip


def booked_words(booked: Booked) -> str:
    """How many hours were booked, and which days were left aside."""
    days = len({row.party for row in booked.rows})
    done = ngettext("%(days)d jour réservé, provisoire.", "%(days)d jours réservés, provisoires.", days) % {
        "days": days
    }
    return " ".join([done, *(_("Laissé de côté : %(why)s") % {"why": one.words()} for one in booked.aside[:5])])


def asked_hours(request: StaffRequest) -> dict[str, Any]:
    """The day and the hours that the address carries."""
    initial: dict[str, Any] = {"day": day_or_today(request.GET.get("jour"))}
    for name, field in (("de", "from_hour"), ("a", "to_hour")):
        try:
            initial[field] = parse_french_time(request.GET.get(name, "")[:20])
        except ValidationError:
            continue
    return initial


def place_asked(request: StaffRequest, program: Program) -> Place | None:
    """The place of ?place=, of this crèche."""
    if not (text := request.GET.get("place")):
        return None
    return get_object_or_404(Place.objects.childcare().filter(program=program), pk=uuid_or_404(text))


@require_safe
@require_permission(Permission.PROGRAM_READ)
def child_booking_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One booking: its hours, who came and left with whom, what was written; the reason for who reads the family."""
    booking = booking_or_404(request, pk)
    audit.record(request.user, AuditAction.OPENED, booking, person_id=booking.beneficiary_id)
    writes = ChildBooking.objects.managed_by(request.user).filter(pk=booking.pk).exists()
    together = ChildBooking.objects.visible_to(request.user).filter(party=booking.party).exclude(pk=booking.pk)
    context = {
        **facts(request, booking),
        "steps": [(slug, step) for slug, step in STEPS.items() if writes and booking.status in step.among],
        "others": together.select_related("child", "place").order_by("place__name", "pk"),
        "later": len(next_days(booking, together=False)),
        "history": history(booking.events.for_history()),
    }
    return render(request, "programs/child_booking_page.html", context)


def facts(request: StaffRequest, booking: ChildBooking) -> dict[str, Any]:
    """What each page about a booking shows of it."""
    row = sheet_rows([booking], booking.first_day, timezone.now())[0]
    reads = people_read_in(request.user, Layer.FAMILY).filter(pk=booking.beneficiary_id).exists()
    return {"booking": booking, "row": row, "tone": TONES[booking.status], "reads_family": reads}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def child_booking_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """One act on a booking: asked for, then written; the gate is checked on the way out."""
    if (step := STEPS.get(act)) is None:
        raise Http404
    booking = booking_or_404(request, pk, writing=True)
    if booking.status not in step.among:
        status = {"status": booking.get_status_display()}
        messages.info(request, _("Cette réservation est « %(status)s ».") % status)
        return redirect("programs:child-booking", pk=booking.pk)
    data = request.POST if request.method == "POST" else None
    form: Any = step.form(
        data,
        initial=step.initial(booking),
        stay=booking,
        number=booking.together().count(),
    )
    if "following" in form.fields and (act != "annuler" or not next_days(booking, together=False)):
        form.leave_out("following")
    if request.method == "POST" and form.is_valid():
        told = {**form.told, **({"together": True} if form.cleaned_data.get("together") else {})}
        try:
            act_on(booking, act, told, by=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(step.done))
            return redirect("programs:child-booking", pk=booking.pk)
    audit.record(request.user, AuditAction.OPENED, booking, person_id=booking.beneficiary_id)
    context = {**facts(request, booking), "step": step, "form": form}
    return render(request, "programs/child_booking_step.html", context)
