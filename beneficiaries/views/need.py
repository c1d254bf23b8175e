"""Needs: going round the nine domains, changing one, giving it another status."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.need import NeedForm, NeedsForm
from beneficiaries.models import Need
from beneficiaries.models.plan_item import layers_read_by
from beneficiaries.plan_actions import note_needs
from beneficiaries.views.opening import person_or_404
from beneficiaries.views.plan_pages import change, moved, plan_form, plan_url
from core.errors import DomainError
from partners.models import Domain

FACTS = ("title", "person_words", "responsible")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def need_assess(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note in which domains help is useful, and for what."""
    person = person_or_404(request, pk)
    layers = layers_read_by(request.user, person)
    form = NeedsForm(request.POST or None, person=person, user=request.user, layers=layers)
    if request.method == "POST" and form.is_valid():
        try:
            noted = note_needs(person, form.findings(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(count)d besoin est noté.", "%(count)d besoins sont notés.", len(noted))
            messages.success(request, words % {"count": len(noted)} if noted else _("Le tour des besoins est noté."))
            return redirect(plan_url(person))
    kept = [label for value, label in Domain.choices if value not in dict(form.domains)]
    page: dict[str, Any] = {"rows": form.rows(), "kept": kept, "template": "beneficiaries/need_assess.html"}
    return plan_form(request, person, form, heading=_("Besoins"), **page)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def need_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The words of a need and who is in charge."""
    rows = Need.objects.visible_to(request.user).select_related("beneficiary")
    need = get_object_or_404(rows, pk=pk)
    need.beneficiary = person_or_404(request, need.beneficiary_id)
    return change(
        request,
        need,
        make=lambda data, item: NeedForm(data, instance=item),
        save=lambda form, item: item.amend(
            by=request.user,
            version=form.cleaned_data["version"],
            **{name: form.cleaned_data[name] for name in FACTS},
        ),
        reload=lambda: get_object_or_404(rows, pk=pk),
        heading=_("Modifier un besoin"),
        saved=_("Le besoin est modifié."),
        history=need.history(),
    )


@require_POST
@require_permission(Permission.PERSON_WRITE)
def need_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a need another status."""
    return moved(request, get_object_or_404(Need.objects.visible_to(request.user).select_related("responsible"), pk=pk))
