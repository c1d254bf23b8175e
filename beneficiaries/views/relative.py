"""Relatives: noting one, changing how they may be called, taking one away."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.family import RelativeForm
from beneficiaries.models import Layer, Relative
from beneficiaries.views.records import person_in_layer, record_page, taken_away

TAB = "person-family"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def relative_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody close to the person."""
    person = person_in_layer(request, pk, Layer.FAMILY)
    save = partial(Relative.objects.register, person)
    form, heading, done = RelativeForm(request.POST or None), _("Nouveau proche"), _("Le proche est noté.")
    return record_page(request, person, form, save, tab=TAB, heading=heading, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def relative_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a relative; the form shows the telephone, so opening it is journalled."""
    relative: Relative = get_object_or_404(Relative.objects.visible_to(request.user).current(), pk=pk)
    person = person_in_layer(request, relative.beneficiary_id, Layer.FAMILY)
    if request.method != "POST":
        relative.reveal(by=request.user)
    form = RelativeForm(request.POST or None, instance=relative)
    heading, done = _("Modifier un proche"), _("Le proche est à jour.")
    return record_page(request, person, form, relative.amend, tab=TAB, heading=heading, done=done)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def relative_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a relative off the file."""
    return taken_away(request, Relative, pk, tab=TAB, done=_("Le proche est retiré de la fiche."))
