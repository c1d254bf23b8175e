"""Organisations: list, page, editing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.pagination import page_of
from partners.actions import save_record
from partners.cards import cards_of
from partners.deals import deals_of
from partners.facts import plain_text
from partners.filters import OrganizationFilter
from partners.forms import OrganizationForm
from partners.forms.organization import network_words
from partners.freshness.shown import freshness_of
from partners.hours import in_words, now_words
from partners.merging import kept_instead_of
from partners.models import Organization, TrackRecord
from partners.track import track_facts


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def organization_list(request: StaffRequest) -> HttpResponse:
    """Organisations of the directory, by name."""
    offered = Count("services", filter=Q(services__is_active=True))
    filters = OrganizationFilter(request.GET, Organization.objects.active())
    found = filters.qs if filters.form.is_valid() else Organization.objects.none()
    page = page_of(found.for_list(), request.GET.get("page"))
    counted = Organization.objects.filter(pk__in=[row.pk for row in page.object_list]).annotate(offered=offered)
    page.object_list = list(counted.for_list())
    count = page.paginator.count
    context = {
        "page_obj": page,
        "form": filters.form,
        "heading": ngettext("%(count)d structure", "%(count)d structures", count) % {"count": count},
        "can_write": request.user.can(Permission.DIRECTORY_WRITE),
    }
    return render(request, "partners/organization_list.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def organization_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One organisation, its services and contacts."""
    organization = get_object_or_404(Organization.objects.select_related("checked_by", "parent"), pk=pk)
    if merged := kept_instead_of(organization):
        return redirect("partners:organization", pk=merged.kept_id)
    return render(request, "partners/organization_page.html", organization_context(request, organization))


def organization_context(
    request: StaffRequest, organization: Organization, revealed: UUID | None = None
) -> dict[str, Any]:
    """What the page of an organisation shows; revealed is the contact whose details were asked for."""
    services = organization.services.for_cards().order_by("-is_active", "name", "pk")[:100]
    offered = [service for service in services if service.is_active]
    can_write, now = request.user.can(Permission.DIRECTORY_WRITE), timezone.now()
    contacts, sites = organization.contacts.select_related("service"), organization.sites.for_list()
    if not can_write:
        contacts, sites = contacts.filter(is_active=True), sites.active()
    return {
        "organization": organization,
        "hours": in_words(organization.opening_hours),
        "now": now_words(organization.opening_hours, now, organization.country),
        "networks": network_words(organization.networks),
        "branches": organization.branches.for_list()[:100],
        "sites": [
            {
                "site": one,
                "hours": in_words(one.opening_hours),
                "now": now_words(one.opening_hours, now, organization.country),
            }
            for one in sites[:100]
        ],
        "description": plain_text(organization.description),
        "cards": cards_of(offered, {}),
        "withdrawn": [service for service in services if not service.is_active],
        "contacts": contacts.order_by("-is_active", "function", "name", "pk")[:100],
        "revealed": revealed,
        "track": track_facts(TrackRecord.objects.filter(organization=organization, service=None).first()),
        "deals": deals_of(organization, request.user),
        "refer_url": "",
        "can_write": can_write,
        "freshness": freshness_of(organization, request.user),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def organization_new(request: StaffRequest) -> HttpResponse:
    """Add an organisation, or a branch of the one that the URL names."""
    try:
        head = Organization.objects.filter(pk=UUID(request.GET.get("siege", "")), parent=None).first()
    except ValueError:
        head = None
    return organization_form(request, Organization(parent=head))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def organization_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct an organisation."""
    return organization_form(request, get_object_or_404(Organization.objects.select_related("parent"), pk=pk))


def organization_form(request: StaffRequest, organization: Organization) -> HttpResponse:
    """The form, new or filled in."""
    context = {"organization": organization, "name": organization.name, "is_new": organization._state.adding}
    form = OrganizationForm(request.POST or None, instance=organization)
    if request.method == "POST" and form.is_valid():
        saved = save_record(form, by=request.user, on=timezone.localdate())
        messages.success(request, _("La structure est enregistrée."))
        return redirect("partners:organization", pk=saved.pk)
    return render(request, "partners/organization_form.html", {**context, "form": form})
