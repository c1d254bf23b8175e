"""Children: noting one, who holds parental authority, who comes for them, preparing a separation."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.actions import note_child
from beneficiaries.forms.family import ChildForm, NewChildForm, ParentForm, PickUpForm, SeparationStepForm
from beneficiaries.models import Beneficiary, Child, Layer, ParentalAuthority, PickUpPerson, SeparationStep
from beneficiaries.models.plan_item import layers_read_by
from beneficiaries.views.records import person_in_layer, record_page, taken_away

TAB = "person-family"
READ_OR_POST = ["GET", "HEAD", "POST"]


def child_and_person(request: StaffRequest, pk: UUID) -> tuple[Child, Beneficiary]:
    """A child whose record the user reads, and the person whose file keeps it."""
    child: Child = get_object_or_404(Child.objects.visible_to(request.user).current(), pk=pk)
    return child, person_in_layer(request, child.beneficiary_id, Layer.FAMILY)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PERSON_WRITE)
def child_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A child of the person."""
    person = person_in_layer(request, pk, Layer.FAMILY)
    health = Layer.HEALTH in layers_read_by(request.user, person)
    form = NewChildForm(request.POST or None, reads_health=health)

    def save(**facts: Any) -> None:
        note_child(person, kind=form.cleaned_data["kind"], state=form.cleaned_data["state"], **facts)

    return record_page(request, person, form, save, tab=TAB, heading=_("Nouvel enfant"), done=_("L’enfant est noté."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PERSON_WRITE)
def child_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct what is known of a child."""
    child, person = child_and_person(request, pk)
    health = Layer.HEALTH in layers_read_by(request.user, person)
    form = ChildForm(request.POST or None, instance=child, reads_health=health)
    done = _("La fiche de l’enfant est à jour.")
    return record_page(
        request, person, form, child.amend, tab=TAB, heading=_("Modifier la fiche de l’enfant"), done=done
    )


@require_POST
@require_permission(Permission.PERSON_WRITE)
def child_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a child off the file: noted by mistake, or no longer of concern."""
    return taken_away(request, Child, pk, tab=TAB, done=_("L’enfant est retiré de la fiche."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PERSON_WRITE)
def parent_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody who holds, or held, parental authority."""
    child, person = child_and_person(request, pk)
    form = ParentForm(request.POST or None, child=child, user=request.user)
    save = partial(ParentalAuthority.objects.register, person, child=child)
    heading, done = _("Nouveau parent ou responsable"), _("Le parent est noté.")
    return record_page(request, person, form, save, tab=TAB, heading=heading, done=done)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PERSON_WRITE)
def parent_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The state of parental authority has changed."""
    rows = ParentalAuthority.objects.visible_to(request.user).current().select_related("child")
    parent: ParentalAuthority = get_object_or_404(rows, pk=pk)
    person = person_in_layer(request, parent.file_id, Layer.FAMILY)
    form = ParentForm(request.POST or None, instance=parent, child=parent.child, user=request.user)
    heading, done = _("Modifier l’autorité parentale"), _("L’autorité parentale est à jour.")
    return record_page(request, person, form, parent.amend, tab=TAB, heading=heading, done=done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def parent_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a holder off a child’s record."""
    return taken_away(request, ParentalAuthority, pk, tab=TAB, done=_("Le parent est retiré."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PERSON_WRITE)
def pick_up_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who may come for the child, or must not."""
    child, person = child_and_person(request, pk)
    save = partial(PickUpPerson.objects.register, person, child=child)
    heading, done = _("Qui vient chercher l’enfant"), _("La personne est notée.")
    return record_page(request, person, PickUpForm(request.POST or None), save, tab=TAB, heading=heading, done=done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def pick_up_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take somebody off the list of a child."""
    return taken_away(request, PickUpPerson, pk, tab=TAB, done=_("La personne est retirée."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PERSON_WRITE)
def separation_step_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One step towards the day on which the child leaves the unit."""
    child, person = child_and_person(request, pk)
    save = partial(SeparationStep.objects.register, person, child=child)
    form = SeparationStepForm(request.POST or None)
    heading, done = _("Préparer la séparation"), _("L’étape est notée.")
    return record_page(request, person, form, save, tab=TAB, heading=heading, done=done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def separation_step_done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One step is ready."""
    rows = SeparationStep.objects.visible_to(request.user).current().select_related("child")
    step: SeparationStep = get_object_or_404(rows, pk=pk)
    step.finish(by=request.user, at=timezone.now())
    messages.success(request, _("L’étape est faite."))
    return redirect(f"casework:{TAB}", pk=step.file_id)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def separation_step_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a step off the plan."""
    return taken_away(request, SeparationStep, pk, tab=TAB, done=_("L’étape est retirée."))
