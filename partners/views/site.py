"""Sites of an organisation: adding, correcting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.actions import save_site
from partners.forms import SiteForm
from partners.models import Organization, Site


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def site_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a site to an organisation."""
    return _form(request, Site(organization=get_object_or_404(Organization, pk=pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def site_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a site."""
    return _form(request, get_object_or_404(Site.objects.select_related("organization"), pk=pk))


def _form(request: StaffRequest, site: Site) -> HttpResponse:
    form = SiteForm(request.POST or None, instance=site)
    if request.method == "POST" and form.is_valid():
        save_site(form, by=request.user)
        messages.success(request, _("Le lieu est enregistré."))
        return redirect("partners:organization", pk=site.organization_id)
    title = _("Nouveau lieu") if site._state.adding else _("Modifier un lieu")
    return render(request, "partners/part_form.html", {"form": form, "organization": site.organization, "title": title})
