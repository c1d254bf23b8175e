"""Services: page, editing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.actions import save_record
from partners.cards import cards_of
from partners.facts import plain_text, service_facts
from partners.forms import ServiceForm
from partners.freshness.shown import freshness_of
from partners.merging import kept_instead_of
from partners.models import Organization, Service, TrackRecord
from partners.offer import closure_words, open_words
from partners.track import track_facts


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def service_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything the directory knows of a service."""
    service = get_object_or_404(Service.objects.select_related("organization", "site", "checked_by"), pk=pk)
    if merged := kept_instead_of(service):
        return redirect("partners:service", pk=merged.kept_id)
    user, now = request.user, timezone.now()
    [card] = cards_of(list(Service.objects.for_cards().filter(pk=pk)), {})
    context = {
        "service": service,
        "organization": service.organization,
        "card": card,
        "open_now": open_words(service, now, timezone.localdate()),
        "closing": "" if service.is_closed_on(timezone.localdate()) else closure_words(service, timezone.localdate()),
        "facts": service_facts(service),
        "description": plain_text(service.description),
        "phone": service.phone or service.organization.phone,
        "email": service.email or service.organization.email,
        "link": service.link or service.organization.website,
        "contacts": service.contacts.filter(is_active=True).order_by("function", "name", "pk")[:100],
        "track": track_facts(TrackRecord.objects.filter(service=service).first()),
        "refer_url": reverse("referrals:new") if user.can(Permission.REFERRAL_WRITE) else "",
        "can_write": user.can(Permission.DIRECTORY_WRITE),
        "freshness": freshness_of(service, user),
    }
    return render(request, "partners/service_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def service_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a service to an organisation, at its address."""
    organization = get_object_or_404(Organization, pk=pk)
    place = ["address", "address_more", "postal_code", "city", "insee_code", "latitude", "longitude"]
    service = Service(organization=organization, **{name: getattr(organization, name) for name in place})
    return service_form(request, service)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def service_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a service."""
    return service_form(request, get_object_or_404(Service.objects.select_related("organization", "site"), pk=pk))


def service_form(request: StaffRequest, service: Service) -> HttpResponse:
    """The form, new or filled in."""
    is_new = service._state.adding
    form = ServiceForm(request.POST or None, instance=service)
    if request.method == "POST" and form.is_valid():
        saved = save_record(form, by=request.user, on=timezone.localdate())
        messages.success(request, _("Le service est enregistré."))
        return redirect("partners:service", pk=saved.pk)
    context = {"form": form, "service": service, "organization": service.organization, "is_new": is_new}
    return render(request, "partners/service_form.html", context)
