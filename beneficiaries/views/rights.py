"""The rights of the person: the information sheet given, agreements noted and taken back."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.rights import ConsentForm, InformationSheetForm
from beneficiaries.models import Consent, InformationSheet, Layer
from beneficiaries.views.records import person_in_layer, record_page, taken_away

TAB = "person-rights"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def information_sheet_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet was handed over and explained."""
    person = person_in_layer(request, pk, Layer.ORDINARY)
    form = InformationSheetForm(request.POST or None, person=person, user=request.user)
    save = partial(InformationSheet.objects.register, person)
    heading, done = _("Fiche d’information remise"), _("La remise de la fiche d’information est notée.")
    return record_page(request, person, form, save, tab=TAB, heading=heading, done=done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def information_sheet_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A sheet noted by mistake."""
    return taken_away(request, InformationSheet, pk, tab=TAB, done=_("La fiche notée par erreur est retirée."))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def consent_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What the person answered when asked."""
    person = person_in_layer(request, pk, Layer.ORDINARY)
    save = partial(Consent.objects.register, person)
    heading, done = _("Accord de la personne"), _("La réponse de la personne est notée.")
    return record_page(request, person, ConsentForm(request.POST or None), save, tab=TAB, heading=heading, done=done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def consent_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person takes an agreement back: from now on nothing leaves under it."""
    consent: Consent = get_object_or_404(Consent.objects.visible_to(request.user).current(), pk=pk)
    consent.withdraw(by=request.user, at=timezone.now())
    messages.success(request, _("L’accord est repris : plus rien ne part en son nom."))
    return redirect(f"casework:{TAB}", pk=consent.beneficiary_id)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def consent_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An answer noted by mistake."""
    return taken_away(request, Consent, pk, tab=TAB, done=_("La réponse notée par erreur est retirée."))
