"""Duplicates of the directory: likely pairs, both cards side by side, one card of two, and back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.errors import DomainError
from core.pagination import page_of
from partners import duplicates, history, merging
from partners.models import CardKind, CardMerge
from partners.models.card_change import Card

LATEST = 25


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def duplicate_list(request: StaffRequest) -> HttpResponse:
    """Pairs that may be one partner twice, those that share most first; and the latest merges."""
    kind = CardKind.SERVICE if request.GET.get("sorte") == CardKind.SERVICE else CardKind.ORGANIZATION
    page = page_of(duplicates.likely_pairs(kind), request.GET.get("page"))
    page.object_list = duplicates.shown_pairs(kind, list(page.object_list))
    now = timezone.now()
    merges = CardMerge.objects.filter(kind=kind).for_list()[:LATEST]
    context = {
        "page_obj": page,
        "kind": kind,
        "kinds": CardKind.choices,
        "page_name": f"partners:{kind}",
        "merge_name": f"partners:{kind}-merge",
        "apart_name": f"partners:{kind}-tell-apart",
        "merges": [(merge, merge.undone_at is None and now <= merge.undo_until) for merge in merges],
    }
    return render(request, "partners/duplicate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def card_merge(request: StaffRequest, kind: str, pk: UUID, other: UUID) -> HttpResponse:
    """Both sides beside each other, the choices, then one card."""
    kept, absorbed = _card(kind, pk), _card(kind, other)
    if kept == absorbed:
        raise Http404
    aspects = merging.aspects_of(kept, absorbed)
    choices = {aspect.name: request.POST.get(aspect.name, "kept") for aspect in aspects if aspect.differs}
    refusal = ""
    if request.method == "POST":
        try:
            record = merging.merge(kept, absorbed, by=request.user, at=timezone.now(), choices=choices)
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, _said(record))
            return redirect(f"partners:{kind}", pk=kept.pk)
    context = {
        "kind": kind,
        "kept": kept,
        "absorbed": absorbed,
        "merge_name": f"partners:{kind}-merge",
        "sides": [_side(aspect, type(kept), choices) for aspect in aspects],
        "refusal": refusal,
    }
    return render(request, "partners/card_merge.html", context, status=422 if refusal else 200)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def card_tell_apart(request: StaffRequest, kind: str, pk: UUID, other: UUID) -> HttpResponse:
    """The two are different: no longer proposed."""
    one, another = _card(kind, pk), _card(kind, other)
    if one != another:
        duplicates.tell_apart(one, another, by=request.user)
        messages.success(request, _("C’est noté : ces deux fiches ne seront plus proposées comme doublons."))
    return redirect("partners:duplicate-list")


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def card_merge_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make two cards again of one."""
    record = get_object_or_404(CardMerge, pk=pk)
    try:
        changed = merging.undo(record, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La fiche « %(name)s » est de nouveau à part.") % {"name": record.absorbed_name})
        if changed:
            names = ", ".join(history.label_of(merging.model_of(record.kind), name) for name in changed)
            messages.info(request, _("Modifiés depuis, donc laissés tels quels : %(names)s.") % {"names": names})
    return redirect("partners:duplicate-list")


def _card(kind: str, pk: UUID) -> Card:
    model: Any = merging.model_of(kind)
    card: Card = get_object_or_404(model, pk=pk)
    return card


def _said(record: CardMerge) -> str:
    """What was done, and what a constraint kept back."""
    done = _("Les deux fiches n’en font plus qu’une. La réunion peut être annulée pendant 30 jours.")
    if not record.stayed:
        return done
    number = len(record.stayed)
    return f"{done} " + ngettext(
        "%(number)d élément qui ferait double emploi est resté sur l’ancienne fiche.",
        "%(number)d éléments qui feraient double emploi sont restés sur l’ancienne fiche.",
        number,
    ) % {"number": number}


def _side(aspect: merging.Aspect, model: type[Card], choices: dict[str, str]) -> dict[str, Any]:
    """One line of the comparison."""
    return {
        "name": aspect.name,
        "label": history.label_of(model, aspect.name),
        "kept": _words(model, aspect.fields, aspect.kept),
        "absorbed": _words(model, aspect.fields, aspect.absorbed),
        "differs": aspect.differs,
        "chosen": choices.get(aspect.name, "kept"),
        "only_absorbed": not any(aspect.kept),
    }


def _words(model: type[Card], fields: tuple[str, ...], values: tuple[Any, ...]) -> str:
    hidden = {"insee_code", "latitude", "longitude"}
    said = [
        history.words(model, name, history.stored(value))
        for name, value in zip(fields, values, strict=True)
        if name not in hidden
    ]
    return ", ".join(filter(None, said))
