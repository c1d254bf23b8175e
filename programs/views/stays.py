"""Stays: lists by status, one stay and its history, each of its steps, a new booking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.fields import clean_line
from core.models import AuditAction
from core.pagination import page_of
from core.sealed import seal, unseal
from programs.free_places import places_together
from programs.models import Place, Stay, StayStatus
from programs.models.protected_address import sites_known_to
from programs.models.stay_states import TONES
from programs.stay_forms import BookingForm
from programs.stay_words import history
from programs.stays import STEPS, take_step
from programs.views.occupancy import day_or_today, shelter_tabs
from programs.views.people import choice_of_person, person_asked, search_again

LATEST_FIRST = {StayStatus.DEPARTED, StayStatus.CANCELLED, StayStatus.NOT_ARRIVED}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def stay_list(request: StaffRequest) -> HttpResponse:
    """The stays of one status, found by file number; the number stands sealed in the address."""
    asked = request.GET.get("statut", "")
    status = StayStatus(asked) if asked in StayStatus.values else StayStatus.PROVISIONAL
    if request.method == "POST":
        sealed = seal(clean_line(request.POST.get("numero", ""))[:20])
        return redirect(f"{request.path}?statut={status}&r={sealed}")
    number = unseal(request.GET.get("r", ""))
    rows = Stay.objects.visible_to(request.user).for_list().filter(status=status)
    if number:
        rows = rows.filter(beneficiary__file_number__iexact=number)
    page = page_of(rows.order_by("-period" if status in LATEST_FIRST else "period", "pk"), request.GET.get("page"))
    audit.record_each(request.user, AuditAction.OPENED, [(stay, stay.beneficiary_id) for stay in page])
    context = {
        "page": page,
        "status": status,
        "statuses": StayStatus,
        "number": number,
        "today": timezone.localdate(),
        "late": {stay.pk for stay in page if stay.is_late(timezone.localdate())},
        "tabs": shelter_tabs(request.user, "stay-list"),
    }
    return render(request, "programs/stay_list.html", context)


def stay_or_404(request: StaffRequest, pk: UUID, *, writing: bool = False) -> Stay:
    """A stay that the user may read, or write to."""
    rows = Stay.objects.managed_by(request.user) if writing else Stay.objects.visible_to(request.user)
    return get_object_or_404(rows.for_list().select_related("place__program", "place__site", "beneficiary"), pk=pk)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def stay_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One stay: its dates, how it ended, those placed together, everything that was written and when."""
    stay = stay_or_404(request, pk)
    audit.record(request.user, AuditAction.OPENED, stay, person_id=stay.beneficiary_id)
    writes = Stay.objects.managed_by(request.user).filter(pk=stay.pk).exists()
    steps = [(slug, step) for slug, step in STEPS.items() if writes and stay.status in step.among]
    context = {
        **facts(request, stay),
        "steps": steps,
        "others": Stay.objects.visible_to(request.user)
        .filter(party=stay.party)
        .exclude(pk=stay.pk)
        .select_related("place")
        .order_by("place__name", "pk"),
        "history": history(stay.events.for_history()),
    }
    return render(request, "programs/stay_page.html", context)


def facts(request: StaffRequest, stay: Stay) -> dict[str, Any]:
    """What each page about a stay shows of it."""
    return {
        "stay": stay,
        "tone": TONES[stay.status],
        "is_late": stay.is_late(timezone.localdate()),
        "knows_address": stay.place.site.has_secret_address and sites_known_to(request.user, stay).exists(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def stay_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """One act on a stay: asked for, then written."""
    if (step := STEPS.get(act)) is None:
        raise Http404
    stay = stay_or_404(request, pk, writing=True)
    if stay.status not in step.among:
        messages.info(request, _("Ce séjour est «\u00a0%(status)s\u00a0».") % {"status": stay.get_status_display()})
        return redirect("programs:stay", pk=stay.pk)
    data = request.POST if request.method == "POST" else None
    form = step.form(data, initial=step.initial(stay), stay=stay, number=stay.together().count())
    if request.method == "POST" and form.is_valid():
        together = bool(form.cleaned_data.get("together"))
        try:
            take_step(stay, step, together=together, by=request.user, at=timezone.now(), **form.told)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(step.done))
            return redirect("programs:stay", pk=stay.pk)
    audit.record(request.user, AuditAction.OPENED, stay, person_id=stay.beneficiary_id)
    return render(request, "programs/stay_step.html", {**facts(request, stay), "step": step, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def stay_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Book a place for a person named by ?personne=, or chosen here first; children sleep in the same room or not."""
    places = Place.objects.managed_by(request.user).beds().select_related("program", "site")
    place = get_object_or_404(places, pk=pk)
    person = person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        return render(request, "programs/stay_person.html", {"place": place, "choice": choice_of_person(request)})
    data = request.POST if request.method == "POST" else None
    initial = {
        "since": day_or_today(request.GET.get("du")),
        "until": day_or_today(request.GET.get("au")) if request.GET.get("au") else None,
        "turnaround_days": place.turnaround_days,
    }
    form = BookingForm(data, initial=initial, user=request.user, person=person)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        children = list(typed.pop("children", []))
        try:
            beds = [place]
            if children:
                beds = places_together(place, 1 + len(children), typed["since"], typed["until"])
            who = list(zip(beds, [None, *children], strict=True))
            stays = Stay.objects.book_together(who, person, by=request.user, **typed)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La réservation provisoire est faite."))
            return redirect("programs:stay", pk=stays[0].pk)
    identity = identity_of(person, viewer=request.user, day=timezone.localdate())
    context = {"place": place, "person": person, "identity": identity, "form": form}
    return render(request, "programs/stay_form.html", context)
