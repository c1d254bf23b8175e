"""Duplicates: finding them, comparing both sides, making one file of two, undoing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries import merging
from beneficiaries.forms.merge import MergeForm, OtherFileForm
from beneficiaries.models import Beneficiary, ContactRule, Merge, NoContactLink
from beneficiaries.similar import Match, find_duplicates, likely_pairs
from beneficiaries.views.opening import about, person_or_404
from beneficiaries.words import birth_words
from core.errors import DomainError
from core.pagination import page_of
from core.templatetags.french import date_words


@require_safe
@require_permission(Permission.FILE_MERGE)
def duplicate_list(request: StaffRequest) -> HttpResponse:
    """Pairs of files that may be one person’s, the likeliest first."""
    pairs = likely_pairs(Beneficiary.objects.visible_to(request.user))
    page = page_of(pairs, request.GET.get("page"))
    return render(request, "beneficiaries/duplicate_list.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FILE_MERGE)
def person_duplicates(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Files that may be this person’s too, another chosen by its number, and the merges already made."""
    person = person_or_404(request, pk)
    people = Beneficiary.objects.visible_to(request.user)
    form = OtherFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = people.exclude(pk=pk).filter(file_number__iexact=form.cleaned_data["file_number"]).first()
        if other:
            return redirect("beneficiaries:merge", pk=pk, other=other.pk)
        form.add_error("file_number", _("Aucun autre dossier de vos équipes ne porte ce numéro."))
    merges = Merge.objects.visible_to(request.user).filter(kept=person).for_list()
    context = {
        **about(request, person),
        "heading": _("Doublons"),
        "form": form,
        "matches": [_shown(match) for match in find_duplicates(person, people)],
        "merges": [(merge, merge.undone_at is None and timezone.now() <= merge.undo_until) for merge in merges],
    }
    return render(request, "beneficiaries/person_duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FILE_MERGE)
def merge(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Both sides beside each other, the choices, then one file."""
    kept, absorbed = person_or_404(request, pk), person_or_404(request, other)
    if kept == absorbed:
        return redirect("beneficiaries:duplicates", pk=pk)
    aspects = merging.aspects_of(kept, absorbed)
    if request.method != "POST":
        absorbed.opened(by=request.user)
    versions = {"kept_version": kept.version, "absorbed_version": absorbed.version}
    form = MergeForm(request.POST or None, aspects=aspects, initial=versions)
    if request.method == "POST" and form.is_valid():
        try:
            record = merging.merge(
                kept, absorbed, by=request.user, at=timezone.now(), choices=form.choices, versions=form.versions
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(record))
            if ContactRule._meta.label in record.stayed:
                words = _("Les deux dossiers avaient des règles de contact : seules celles du dossier gardé valent.")
                messages.warning(request, words)
            if NoContactLink.objects.visible_to(request.user).about(kept.pk).current().exists():
                words = _(
                    "Ce dossier porte une interdiction de contact : voyez « Croisements », "
                    "dans la protection des dossiers."
                )
                messages.warning(request, words)
            return redirect("casework:person-file", pk=kept.pk)
    context = {
        **about(request, kept),
        "heading": _("Réunir deux dossiers"),
        "form": form,
        "absorbed": absorbed,
        "sides": [_side(aspect, form) for aspect in aspects],
        "kept_version": kept.version,
        "absorbed_version": absorbed.version,
    }
    return render(request, "beneficiaries/merge.html", context)


@require_POST
@require_permission(Permission.FILE_MERGE)
def tell_apart(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    """The two are different people: no longer proposed."""
    one, another = person_or_404(request, pk), person_or_404(request, other)
    if one != another:
        merging.tell_apart(one, another, by=request.user)
        messages.success(request, _("C’est noté : ces deux dossiers ne seront plus proposés comme doublons."))
    return redirect("beneficiaries:duplicates", pk=pk)


@require_POST
@require_permission(Permission.FILE_MERGE)
def merge_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make two files again of one."""
    record = get_object_or_404(Merge.objects.visible_to(request.user).select_related("absorbed"), pk=pk)
    try:
        changed = merging.undo(record, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        number = record.absorbed.file_number
        messages.success(request, _("Le dossier %(number)s est de nouveau à part.") % {"number": number})
        if changed:
            names = ", ".join(_label(name) for name in changed)
            messages.info(request, _("Modifiés depuis, donc laissés tels quels : %(names)s.") % {"names": names})
    return redirect("beneficiaries:duplicates", pk=record.kept_id)


def _said(record: Merge) -> str:
    """What was done, and what a constraint kept back."""
    done = _("Les deux dossiers n’en font plus qu’un. La réunion peut être annulée pendant 30 jours.")
    if not record.stayed:
        return done
    number = len(record.stayed)
    return f"{done} " + ngettext(
        "%(number)d élément qui ferait double emploi est resté sur l’ancien dossier.",
        "%(number)d éléments qui feraient double emploi sont restés sur l’ancien dossier.",
        number,
    ) % {"number": number}


def _shown(match: Match) -> dict[str, Any]:
    """A likely duplicate as the page lists it."""
    return {
        "person": match.person,
        "birth": birth_words(match.person, timezone.localdate()),
        "reasons": ", ".join(match.reasons),
    }


def _side(aspect: merging.Aspect, form: MergeForm) -> dict[str, Any]:
    """One line of the comparison."""
    return {
        "label": ", ".join(_label(name) for name in aspect.fields),
        "kept": _words(aspect, aspect.kept),
        "absorbed": _words(aspect, aspect.absorbed),
        "field": form[aspect.name] if aspect.differs else None,
        "only_absorbed": not any(aspect.kept),
    }


def _label(name: str) -> str:
    return str(Beneficiary._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _words(aspect: merging.Aspect, values: tuple[Any, ...]) -> str:
    """The values of one side, as screens say them."""
    said = []
    for name, value in zip(aspect.fields, values, strict=True):
        field = Beneficiary._meta.get_field(name)
        if value in (None, "", [], False):
            continue
        if value is True:
            said.append(_("oui"))
        elif isinstance(field, models.DateField):
            said.append(date_words(value))
        elif isinstance(value, list):
            said.append(", ".join(value))
        else:
            said.append(str(dict(getattr(field, "flatchoices", ())).get(value, value)))
    return " · ".join(said)
