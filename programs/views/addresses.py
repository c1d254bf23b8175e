"""Protected addresses: written by the team of the house, read by those named for a stay, each reading journalled."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.address_forms import NamingForm, ProtectedAddressForm
from programs.models import AddressReader, ProtectedAddress, Stay
from programs.models.protected_address import sites_known_to, sites_of_team
from programs.views.stays import stay_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.STAY_WRITE)
def site_address(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write the address of a protected house that the user works in."""
    site = get_object_or_404(sites_of_team(request.user), pk=pk)
    known = ProtectedAddress.objects.known_to(request.user).filter(site=site).first()
    form = ProtectedAddressForm(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and form.is_valid():
        ProtectedAddress.objects.keep(site, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("L’adresse est enregistrée."))
        return redirect("programs:site-address", pk=site.pk)
    if known:
        audit.record(request.user, AuditAction.OPENED, known)
    return render(request, "programs/address_form.html", {"site": site, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def stay_address(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where a stay in a protected house takes place, and who is named to know it; whoever books there names others."""
    stay = stay_or_404(request, pk)
    site = get_object_or_404(sites_known_to(request.user, stay))
    names = Stay.objects.managed_by(request.user).filter(pk=stay.pk).exists()
    form = NamingForm(request.POST if names and request.method == "POST" else None, stay=stay)
    if form.is_bound and form.is_valid():
        try:
            AddressReader.objects.register(stay, form.cleaned_data["user"], by=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’adresse est confiée à %(who)s.") % {"who": form.cleaned_data["user"]})
            return redirect("programs:stay-address", pk=stay.pk)
    address = ProtectedAddress.objects.known_to(request.user, stay).first()
    if address:
        audit.record(request.user, AuditAction.OPENED, address, person_id=stay.beneficiary_id)
    context = {
        "stay": stay,
        "site": site,
        "address": address,
        "readers": AddressReader.objects.of(stay).for_list(),
        "team": stay.place.program.staff.filter(is_active=True).order_by("first_name", "last_name", "pk"),
        "form": form if names else None,
        "may_write": sites_of_team(request.user).filter(pk=site.pk).exists(),
    }
    return render(request, "programs/stay_address.html", context)


@require_POST
@require_permission(Permission.STAY_WRITE)
def address_reader_remove(request: StaffRequest, pk: UUID, reader_pk: UUID) -> HttpResponse:
    """Take somebody off the list of a stay."""
    stay = stay_or_404(request, pk, writing=True)
    get_object_or_404(sites_known_to(request.user, stay))
    reader = get_object_or_404(AddressReader.objects.of(stay).select_related("user"), pk=reader_pk)
    reader.remove(by=request.user, at=timezone.now())
    messages.success(request, _("%(who)s n’est plus sur la liste.") % {"who": reader.user})
    return redirect("programs:stay", pk=stay.pk)
