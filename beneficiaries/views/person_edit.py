"""Changing a file: identity and contact, lead worker, end and resumption of the support."""

from collections.abc import Callable
from copy import copy
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.person import CloseForm, IdentityForm, LeadForm, PersonForm
from beneficiaries.models import Beneficiary, FileStatus
from beneficiaries.views.opening import about, person_form, person_or_404
from core.errors import DomainError, Outdated
from core.templatetags.french import date_words

Make = Callable[[Any, Beneficiary], Any]
Save = Callable[[Any, Beneficiary], None]


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def person_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Identity and safe contact."""
    person = person_or_404(request, pk)
    page = {"heading": _("Modifier l’identité et le contact"), "saved": _("L’identité et le contact sont à jour.")}
    return _change(request, person, _model_form(IdentityForm), _amend(request), page)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def lead_change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give the file to a colleague of the team."""
    person = person_or_404(request, pk)
    if not person.can_hand_over(request.user):
        raise PermissionDenied

    def make(data: Any, of: Beneficiary) -> LeadForm:
        return LeadForm(data, person=of)

    def save(form: LeadForm, of: Beneficiary) -> None:
        of.hand_over(form.cleaned_data["lead_worker"], by=request.user, version=form.cleaned_data["version"])

    page = {"heading": _("Changer de référent·e"), "saved": _("Le changement de référent·e est enregistré.")}
    return _change(request, person, make, save, page)


def _model_form(form_class: type[PersonForm]) -> Make:
    return lambda data, person: form_class(data, instance=person)


def _amend(request: StaffRequest) -> Save:
    def save(form: PersonForm, person: Beneficiary) -> None:
        person.amend(by=request.user, fields=form.changed_fields, version=form.cleaned_data["version"])

    return save


def _change(request: StaffRequest, person: Beneficiary, make: Make, save: Save, page: dict[str, Any]) -> HttpResponse:
    """Show the form, save it, or show both versions when the file has changed since it was opened."""
    amended = copy(person)  # the identity bar shows the file as it is, not as it is being typed
    form, differences = make(request.POST or None, amended), []
    if request.method == "POST" and form.is_valid():
        try:
            save(form, amended)
        except Outdated as error:
            person = person_or_404(request, person.pk)
            form = _typed_over(request, make, copy(person))
            differences = differences_of(form)
            form.add_error(None, str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, page["saved"])
            return redirect("casework:person-file", pk=person.pk)
    return person_form(request, person, form, heading=page["heading"], differences=differences)


def _typed_over(request: StaffRequest, make: Make, stored: Beneficiary) -> Any:
    """What was typed, over the file as it is now: saving again keeps what was typed."""
    data = request.POST.copy()
    data["version"] = str(stored.version)
    form = make(data, stored)
    form.is_valid()
    return form


def differences_of(form: Any) -> list[dict[str, str]]:
    """Each field whose typed value is not the stored one, both in words."""
    return [
        {
            "label": str(form[name].label),
            "yours": in_words(form.fields[name], form.cleaned_data.get(name)),
            "stored": in_words(form.fields[name], form.get_initial_for_field(form.fields[name], name)),
        }
        for name in form.changed_data
    ]


def in_words(field: forms.Field, value: Any) -> str:
    """A value of a form as a reader says it."""
    if isinstance(field, forms.ModelChoiceField) and value and not isinstance(value, models.Model):
        value = field.queryset.filter(pk=value).first()  # type: ignore[union-attr]
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value) or "")  # type: ignore[arg-type]
    if isinstance(field, forms.DateField):
        return date_words(value)
    return ", ".join(value) if isinstance(value, list) else str(value or "")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def person_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End the support, having seen what remains open."""
    person = person_or_404(request, pk)
    if person.status == FileStatus.CLOSED:
        messages.info(request, _("Ce suivi est déjà terminé."))
        return redirect("casework:person-file", pk=pk)
    form, bar = CloseForm(request.POST or None, initial={"exited_on": timezone.localdate()}), about(request, person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person.close(by=request.user, at=timezone.now(), reason=data["exit_reason"], on=data["exited_on"])
        except DomainError as error:
            form.add_error("exited_on", str(error))
        else:
            messages.success(request, _("Le suivi est terminé. Le dossier reste consultable et peut être rouvert."))
            return redirect("casework:person-file", pk=pk)
    context = {
        **bar,
        "form": form,
        "heading": _("Terminer le suivi"),
        "tasks": person.tasks.open().order_by("due_on", "pk")[:20],
        "appointments": person.appointments.upcoming(timezone.now()).order_by("starts_at", "pk")[:20],
    }
    return render(request, "beneficiaries/person_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def person_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the support up again."""
    person = person_or_404(request, pk)
    if request.method == "POST":
        try:
            person.reopen(by=request.user)
        except DomainError as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("Le suivi a repris."))
        return redirect("casework:person-file", pk=pk)
    return render(
        request, "beneficiaries/person_reopen.html", {**about(request, person), "heading": _("Reprendre le suivi")}
    )
