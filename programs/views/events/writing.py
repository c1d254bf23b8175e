"""Preparing an event: what it is, its lines, and each of its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from partners.views.deal import deal_form, do, posted
from programs.event_forms.about import CancelForm, EventForm
from programs.event_forms.lines import ItemForm, MaterialForm, PartForm, PartnerForm, SpeakerForm, TaskForm
from programs.event_recurrence import renew
from programs.models import Event, EventItem, EventMaterial, EventPartner, EventSpeaker, EventStatus, EventTask

READ_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Part:
    """A kind of line: its form, its record, what the page says."""

    form: type[PartForm]
    model: type[Any]
    heading: StrOrPromise
    done: StrOrPromise


PARTS = {
    "programme": Part(
        ItemForm, EventItem, gettext_lazy("Un moment du programme"), gettext_lazy("Le programme est à jour.")
    ),
    "intervenant": Part(
        SpeakerForm,
        EventSpeaker,
        gettext_lazy("Qui intervient"),
        gettext_lazy("La liste de qui intervient est à jour."),
    ),
    "partenaire": Part(
        PartnerForm, EventPartner, gettext_lazy("Un partenaire"), gettext_lazy("Les partenaires sont à jour.")
    ),
    "preparatif": Part(TaskForm, EventTask, gettext_lazy("À préparer"), gettext_lazy("Les préparatifs sont à jour.")),
    "support": Part(MaterialForm, EventMaterial, gettext_lazy("Un support"), gettext_lazy("Les supports sont à jour.")),
}


def up() -> dict[str, str]:
    """The way up from the pages of one event."""
    return {"up": reverse("programs:event-list"), "up_label": _("Événements")}


def page_url(event: Event) -> str:
    """Where an event is prepared."""
    return reverse("programs:event", args=[event.pk])


def line_or_404(model: type[Any], event: Event, key: str) -> Any:
    """A line of this event."""
    try:
        return get_object_or_404(model, event=event, pk=key)
    except (ValidationError, ValueError):
        raise Http404 from None


@require_http_methods(READ_OR_POST)
@require_permission(Permission.EVENT_WRITE)
def event_new(request: StaffRequest) -> HttpResponse:
    """Prepare an event."""

    def act(valid: EventForm) -> str:
        return page_url(Event.objects.register(by=request.user, **valid.facts))

    words = {"heading": _("Nouvel événement"), "done": _("L’événement est en préparation.")}
    return deal_form(request, EventForm(posted(request)), act, back=reverse("programs:event-list"), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.EVENT_WRITE)
def event_write(request: StaffRequest, pk: UUID, part: str) -> HttpResponse:
    """Correct the event, call it off, or write one of its lines: a new one, or that of ?ligne=."""
    event = get_object_or_404(Event.objects.select_related("site"), pk=pk)
    if event.status == EventStatus.CANCELLED:
        raise Http404
    if part == "modifier":
        return event_edit(request, event)
    if part == "annuler":
        return event_cancel(request, event)
    if part not in PARTS:
        raise Http404
    kind, key = PARTS[part], request.GET.get("ligne")
    line = line_or_404(kind.model, event, key) if key else kind.model(event=event)

    def act(valid: PartForm) -> None:
        valid.instance.write(by=request.user, **valid.many)

    words = {"heading": str(kind.heading), "lede": event.title, "done": str(kind.done)}
    return deal_form(request, kind.form(posted(request), instance=line), act, back=page_url(event), **words, **up())


def event_edit(request: StaffRequest, event: Event) -> HttpResponse:
    """Correct what the event is."""

    def act(valid: EventForm) -> None:
        Event.objects.get(pk=event.pk).amend(by=request.user, at=timezone.now(), **valid.facts)

    words = {"heading": _("Modifier l’événement"), "lede": event.title, "done": _("L’événement est à jour.")}
    return deal_form(request, EventForm(posted(request), instance=event), act, back=page_url(event), **words, **up())


def event_cancel(request: StaffRequest, event: Event) -> HttpResponse:
    """Call the event off, and why."""

    def act(valid: CancelForm) -> None:
        event.cancel(by=request.user, at=timezone.now(), reason=valid.cleaned_data["reason"])

    words = {
        "heading": _("Annuler l’événement"),
        "lede": event.title,
        "done": _("L’événement est annulé ; les personnes inscrites sont prévenues."),
        "submit": _("Annuler l’événement"),
        "tone": "danger",
    }
    return deal_form(request, CancelForm(posted(request)), act, back=page_url(event), **words, **up())


def steps(request: StaffRequest, event: Event) -> dict[str, tuple[Callable[[], Any], str]]:
    """Each act of one click: what it does, and what is then said."""
    by, at = request.user, timezone.now()

    def line(part: str) -> Any:
        return line_or_404(PARTS[part].model, event, request.POST.get("ligne", ""))

    return {
        "annoncer": (lambda: event.announce(by=by, at=at), _("L’événement est annoncé : sa page est ouverte.")),
        "tenu": (lambda: event.hold(by=by, at=at), _("C’est noté : l’événement a eu lieu.")),
        "fait": (lambda: line("preparatif").mark(True, by=by, at=at), _("C’est noté.")),
        "a-faire": (lambda: line("preparatif").mark(False, by=by, at=at), _("C’est de nouveau à faire.")),
        **{
            f"retirer-{part}": (lambda part=part: line(part).remove(by=by), _("La ligne est retirée."))  # type: ignore[misc]
            for part in PARTS
        },
    }


@require_POST
@require_permission(Permission.EVENT_WRITE)
def event_do(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """One act of one click."""
    event = get_object_or_404(Event, pk=pk)
    if act == "reconduire":
        later: list[Event] = []
        done = _("L’événement de l’an prochain est en préparation. Redemandez aux intervenants s’ils sont d’accord.")
        answer = do(
            request,
            lambda: later.append(renew(event, by=request.user, at=timezone.now())),
            done=done,
            back=page_url(event),
        )
        if later:
            answer.headers["Location"] = page_url(later[0])
        return answer
    known = steps(request, event)
    if act not in known:
        raise Http404
    verb, said = known[act]
    return do(request, verb, done=said, back=page_url(event))
