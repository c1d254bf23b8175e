"""What is prepared for a release: the list, the state of each item, who sees to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.release import ReadinessAddForm, ReadinessItemForm, ReadinessStateForm
from beneficiaries.models import ReadinessItem, Release
from beneficiaries.views.opening import back_to_origin, person_form, person_or_404

TAB = "casework:person-release"


@require_POST
@require_permission(Permission.PERSON_WRITE)
def release_prepare(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Lay the list for somebody whose release was dated before there was one, or complete it."""
    person = person_or_404(request, pk)
    now = timezone.now()
    Release.objects.prepare(person, by=request.user, at=now, today=timezone.localdate(now))
    messages.success(request, _("La liste de la sortie est prête à remplir."))
    return redirect(TAB, pk=pk)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def readiness_mark(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say how far an item is, and offer to take it back."""
    item = item_or_404(request, pk)
    form = ReadinessStateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Cet état n’est pas dans la liste."))
        return back_to_origin(request, item.release.beneficiary_id)
    before = item.mark(form.cleaned_data["state"], by=request.user, at=timezone.now())
    context = {"item": item, "may_write": True, "before": before, "changed": before != item.state}
    if request.htmx:
        return render(request, "beneficiaries/readiness_row.html", context)
    messages.success(request, render_to_string("beneficiaries/readiness_message.html", context, request))
    return back_to_origin(request, item.release.beneficiary_id)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def readiness_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who sees to an item, what to know about it, the proof."""
    item = item_or_404(request, pk)
    person = person_or_404(request, item.release.beneficiary_id)
    form = ReadinessItemForm(request.POST or None, instance=item, user=request.user)
    if request.method == "POST" and form.is_valid():
        item.amend(by=request.user, **form.cleaned_data)
        messages.success(request, _("Le point est à jour."))
        return redirect(TAB, pk=person.pk)
    return person_form(request, person, form, heading=item.kind.label)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def readiness_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add something that the list did not hold for this person."""
    person = person_or_404(request, pk)
    release = Release.objects.visible_to(request.user).to_come().filter(beneficiary=person).first()
    if not release:
        messages.info(request, _("Notez d’abord la date de sortie prévue : la liste en découle."))
        return redirect(TAB, pk=pk)
    form = ReadinessAddForm(request.POST or None, release=release)
    if request.method == "POST" and form.is_valid():
        release.items.register(release, form.cleaned_data["kind"], by=request.user)
        messages.success(request, _("Le point est dans la liste."))
        return redirect(TAB, pk=pk)
    return person_form(request, person, form, heading=_("Ajouter un point à préparer"), submit=_("Ajouter le point"))


def item_or_404(request: StaffRequest, pk: UUID) -> ReadinessItem:
    """An item that the user may read."""
    return get_object_or_404(
        ReadinessItem.objects.visible_to(request.user).select_related("kind", "owner", "step", "release__beneficiary"),
        pk=pk,
    )
