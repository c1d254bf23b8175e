"""Slots of a program: the week, opening hours, taking one, and the page of a session."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.forms.appointment import OutcomeForm
from beneficiaries.identity import identity_of
from beneficiaries.meetings import note_outcome
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.templatetags.french import date_words
from programs.models import Program, ProgramKind, Slot, SlotBooking
from programs.models.session import sees_to
from programs.models.support.slot import SLOT_KINDS
from programs.support import bookings_of, note_of, rows_of, week_of, week_of_slots
from programs.support_figures import support_figures, year_asked
from programs.support_forms import BookingForm, NoteForm, SlotsForm, StageForm
from programs.views.people import choice_of_person, person_asked, search_again
from programs.views.program_tabs import program_tabs

OPENING, FIGURES = "ouvrir", "chiffres"
WEEK = timedelta(weeks=1)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def slot_list(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The week, day by day; under ?vue=ouvrir the form that opens hours, under ?vue=chiffres the year in figures."""
    program = get_object_or_404(Program.objects.select_related("site").filter(kind__in=SLOT_KINDS), pk=pk)
    view, manages = request.GET.get("vue"), sees_to(request.user, program)
    context = {
        "program": program,
        "manages": manages,
        "tabs": program_tabs(program, current="programs:slot-list"),
        "may_book": request.user.can(Permission.PROGRAM_ENROL),
    }
    if view == OPENING or request.method == "POST":
        return slots_opened(request, program, context)
    if view == FIGURES:
        year = year_asked(request.GET.get("annee", ""))
        return render(
            request,
            "programs/slot_figures.html",
            {**context, "figures": support_figures(program, year), **years_around(year)},
        )
    monday = week_of(request.GET.get("semaine", ""))
    days = week_of_slots(program, monday, request.user)
    shown = [row.booking for day in days for row in day.rows if row.booking]
    audit.record_each(
        request.user, AuditAction.OPENED, [(booking, booking.appointment.beneficiary_id) for booking in shown]
    )
    context |= {
        "days": days,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": (monday - WEEK).isoformat(),
        "after": (monday + WEEK).isoformat(),
        "free": sum(day.free for day in days),
    }
    return render(request, "programs/slot_list.html", context)


def years_around(year: int) -> dict[str, int | None]:
    """The year shown and its neighbours."""
    return {"year": year, "year_before": year - 1, "year_after": year + 1 if year < timezone.localdate().year else None}


def slots_opened(request: StaffRequest, program: Program, context: dict[str, Any]) -> HttpResponse:
    """Open the hours of a professional, for whoever organises the program."""
    if not context["manages"] or not program.is_active:
        raise Http404
    form = SlotsForm(request.POST if request.method == "POST" else None, program=program)
    if request.method == "POST" and form.is_valid():
        try:
            hours, holidays = form.hours()
            slots = Slot.objects.open_hours(program, hours, by=request.user, **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            count = len(slots)
            words = ngettext("%(count)d créneau ouvert.", "%(count)d créneaux ouverts.", count) % {"count": count}
            if holidays:
                days = ", ".join(date_words(day) for day in holidays)
                words += " " + _("Jours fériés sautés : %(days)s.") % {"days": days}
            messages.success(request, words)
            return redirect(week_url(slots[0]))
    return render(request, "programs/slot_form.html", {**context, "form": form})


def week_url(slot: Slot) -> str:
    """The week of a slot."""
    return f"{reverse('programs:slot-list', args=[slot.program_id])}?semaine={timezone.localdate(slot.starts_at)}"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def slot_book(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a slot for a person named by ?personne=, or chosen here first."""
    slot = get_object_or_404(Slot.objects.open().for_list(), pk=pk)
    person = person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        return render(request, "programs/slot_person.html", {"slot": slot, "choice": choice_of_person(request)})
    form = BookingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            SlotBooking.objects.book(slot, person, by=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le rendez-vous est pris : il est dans l’agenda de la personne."))
            return redirect(week_url(slot))
    identity = identity_of(person, viewer=request.user, day=timezone.localdate())
    context = {"slot": slot, "person": person, "identity": identity, "form": form, "week": week_url(slot)}
    return render(request, "programs/slot_book.html", context)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def slot_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A slot: free, or the session of whoever holds it, for those who may know it."""
    return session_page(request, *slot_and_booking(request, pk))


def slot_and_booking(request: StaffRequest, pk: UUID) -> tuple[Any, SlotBooking | None]:
    """The slot and who holds it; a slot taken by somebody whom the user may not know does not open."""
    slot: Any = get_object_or_404(Slot.objects.with_taken().for_list(), pk=pk)
    booking = bookings_of([slot.pk], request.user).get(slot.pk)
    if slot.is_taken and booking is None:
        raise Http404
    return slot, booking


def session_page(request: StaffRequest, slot: Any, booking: SlotBooking | None, **forms: Any) -> HttpResponse:
    """The page; forms: those just sent and refused, shown again with what was typed."""
    user = request.user
    acts = slot.worker_id == user.pk or sees_to(user, slot.program)
    context: dict[str, Any] = {
        "slot": slot,
        "week": week_url(slot),
        "acts": acts,
        "may_book": user.can(Permission.PROGRAM_ENROL) and rows_of([slot], user)[0].is_open,
        "health": slot.program.kind == ProgramKind.PSYCHOLOGICAL_SUPPORT,
    }
    if booking:
        context |= about_booking(request, booking, acts=acts) | forms
    return render(request, "programs/slot_page.html", context)


def about_booking(request: StaffRequest, booking: SlotBooking, *, acts: bool) -> dict[str, Any]:
    """Who comes, at which stage, what came of it and what was written; the reading is journalled."""
    user, meeting = request.user, booking.appointment
    audit.record(user, AuditAction.OPENED, booking, person_id=meeting.beneficiary_id)
    staged: Any = SlotBooking.objects.visible_to(user).with_stage().get(pk=booking.pk)
    note = note_of(booking, user)
    begun = meeting.starts_at <= timezone.now()
    writes = acts and begun and (not meeting.follow_up_id or (note is not None and note.author_id == user.pk))
    return {
        "booking": booking,
        "meeting": meeting,
        "stage": staged.stage_now,
        "begun": begun,
        "note": note,
        "stage_form": StageForm(initial={"stage": booking.stage}) if acts else None,
        "note_form": NoteForm(initial={"text": note.summary if note else ""}) if writes else None,
        "outcome_form": OutcomeForm(appointment=meeting) if acts and meeting.is_pending else None,
    }


@require_POST
@require_permission(Permission.PROGRAM_READ)
def slot_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """Close the hour, correct the stage, say what came of it, write the note."""
    slot, booking = slot_and_booking(request, pk)
    if act not in ACTS or not (slot.worker_id == request.user.pk or sees_to(request.user, slot.program)):
        raise Http404
    return ACTS[act](request, slot, booking)


def withdrawn(request: StaffRequest, slot: Slot, booking: SlotBooking | None) -> HttpResponse:
    """Close the hour, unless somebody holds it."""
    try:
        slot.withdraw(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("programs:slot", pk=slot.pk)
    messages.success(request, _("Le créneau est retiré."))
    return redirect(week_url(slot))


def staged(request: StaffRequest, slot: Slot, booking: SlotBooking | None) -> HttpResponse:
    """Correct the stage."""
    form = StageForm(request.POST)
    if booking is None:
        raise Http404
    if not form.is_valid():
        return session_page(request, slot, booking, stage_form=form)
    booking.say_stage(form.cleaned_data["stage"], by=request.user)
    messages.success(request, _("C’est noté."))
    return redirect("programs:slot", pk=slot.pk)


def settled(request: StaffRequest, slot: Slot, booking: SlotBooking | None) -> HttpResponse:
    """Say what came of the appointment, by the one way there is."""
    if booking is None:
        raise Http404
    form = OutcomeForm(request.POST, appointment=booking.appointment)
    if form.is_valid():
        outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
        try:
            note_outcome(booking.appointment, outcome, by=request.user, at=timezone.now(), reason=reason)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("C’est noté."))
            return redirect(week_url(slot) if outcome == "cancelled" else reverse("programs:slot", args=[slot.pk]))
    return session_page(request, slot, booking, outcome_form=form)


def noted(request: StaffRequest, slot: Slot, booking: SlotBooking | None) -> HttpResponse:
    """Write the note of the session, or correct one’s own."""
    if booking is None or booking.appointment.starts_at > timezone.now():
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            booking.note(form.cleaned_data["text"], by=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La note est enregistrée."))
            return redirect("programs:slot", pk=slot.pk)
    return session_page(request, slot, booking, note_form=form)


ACTS = {"retirer": withdrawn, "etape": staged, "issue": settled, "note": noted}
