"""« Ouvrir en urgence »: finding a file by its number or its exact name, and opening it for two hours."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.emergency import forget_opening, remember_opening
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.emergency import close_emergency, open_in_emergency
from beneficiaries.forms.access import EmergencyForm
from beneficiaries.models import Beneficiary, EmergencyAccess
from beneficiaries.search import SEARCH_LENGTH, called_exactly
from core import audit
from core.errors import DomainError
from core.fields import clean_line
from core.models import AuditAction
from core.sealed import seal, unseal

FOUND_AT_MOST = 5


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FILE_EMERGENCY)
def emergency_search(request: StaffRequest) -> HttpResponse:
    """Find a file: only its number and its team are shown, and each one shown is an entry of the journal."""
    if request.method == "POST":
        typed = clean_line(request.POST.get("q", ""))[:SEARCH_LENGTH]
        return redirect(f"{request.path}?{urlencode({'r': seal(typed)})}" if typed else request.path)
    words = unseal(request.GET.get("r", ""))
    people = Beneficiary.objects.openable_in_emergency_by(request.user).select_related("team")
    found = list(called_exactly(people, words).order_by("file_number")[:FOUND_AT_MOST]) if words else []
    audit.record_each(request.user, AuditAction.SEARCHED, [(person, person.pk) for person in found])
    return render(request, "beneficiaries/emergency_search.html", {"words": words, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FILE_EMERGENCY)
def emergency_open(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask for the reason, then open; the page says nothing of the file but its number and its team."""
    people = Beneficiary.objects.openable_in_emergency_by(request.user).select_related("team")
    person = get_object_or_404(people, pk=pk)
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            access = open_in_emergency(
                person, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"], site=site
            )
        except DomainError as error:
            form.add_error("reason", str(error))
        else:
            remember_opening(request, access.pk, person.pk, person.file_number, access.ends_at)
            messages.success(request, _("Le dossier est ouvert pour deux heures. La coordination est prévenue."))
            return redirect("casework:person-file", pk=pk)
    return render(request, "beneficiaries/emergency_open.html", {"person": person, "form": form})


@require_POST
@require_permission(Permission.FILE_EMERGENCY)
def emergency_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End one’s own access before its time."""
    access = get_object_or_404(EmergencyAccess.objects.visible_to(request.user).filter(user=request.user), pk=pk)
    close_emergency(access, by=request.user, at=timezone.now())
    forget_opening(request, access.pk)
    messages.success(request, _("L’accès d’urgence est terminé."))
    return redirect(settings.LOGIN_REDIRECT_URL)
