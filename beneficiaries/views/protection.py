"""« Protection des dossiers »: emergency accesses, no-contact links and exclusions, by file number; no content."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.emergency import review
from beneficiaries.forms.access import ExclusionForm, NoContactForm
from beneficiaries.models import Beneficiary, EmergencyAccess, Exclusion, NoContactLink, PeopleExport
from beneficiaries.protection import exclude, keep_apart, lift
from core.errors import DomainError
from core.pagination import page_of

EMERGENCIES, LINKS, EXCLUSIONS, EXPORTS = "urgences", "contacts", "ecarts", "exports"


@require_safe
@require_permission(Permission.FILE_PROTECT)
def protections(request: StaffRequest) -> HttpResponse:
    """One list at a time."""
    view = request.GET.get("vue", "")
    sources: dict[str, Any] = {
        EMERGENCIES: EmergencyAccess,
        LINKS: NoContactLink,
        EXCLUSIONS: Exclusion,
        EXPORTS: PeopleExport,
    }
    view = view if view in sources else EMERGENCIES
    url, user = reverse("beneficiaries:protections"), request.user
    page = page_of(sources[view].objects.visible_to(user).for_list(), request.GET.get("page"))
    titles = {
        EMERGENCIES: _("Accès d’urgence"),
        LINKS: _("Interdictions de contact"),
        EXCLUSIONS: _("Mises à l’écart"),
        EXPORTS: _("Exports"),
    }
    context = {
        "view": view,
        "title": titles[view],
        "tabs": [{"label": label, "url": f"{url}?vue={key}", "current": key == view} for key, label in titles.items()],
        "page_obj": page,
        "lines": [_line(row) for row in page] if view == EMERGENCIES else [],
        "may_review": user.can(Permission.EMERGENCY_REVIEW),
    }
    return render(request, "beneficiaries/protections.html", context)


def _line(access: EmergencyAccess) -> tuple[EmergencyAccess, bool]:
    return access, access.is_overdue(timezone.now())


def people_within(request: StaffRequest) -> Any:
    """The people whom the user protects: all of them by number for data protection, those it sees for coordination."""
    return Beneficiary.objects.protectable_by(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FILE_PROTECT)
def no_contact_new(request: StaffRequest) -> HttpResponse:
    """Note that two people must not meet; both are named by their file numbers."""
    people = people_within(request)
    start = {"number": _number_asked(request, people)}
    form = NoContactForm(
        request.POST or None, people=people, others=Beneficiary.objects.known_by_number(), initial=start
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            link = keep_apart(given["number"], given["other"], by=request.user, reason=given["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’interdiction de contact est notée."))
            return redirect(f"{reverse('casework:crossings')}?lien={link.pk}")
    return _form_page(request, form, _("Noter une interdiction de contact"), LINKS)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FILE_PROTECT)
def exclusion_new(request: StaffRequest) -> HttpResponse:
    """Keep a member of staff away from a file."""
    people = people_within(request)
    form = ExclusionForm(request.POST or None, people=people, initial={"number": _number_asked(request, people)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            exclude(given["number"], given["user"], by=request.user, reason=given["reason"])
        except DomainError as error:
            form.add_error("user", str(error))
        else:
            messages.success(request, _("La mise à l’écart est notée."))
            return redirect(f"{reverse('beneficiaries:protections')}?vue={EXCLUSIONS}")
    return _form_page(request, form, _("Écarter quelqu’un d’un dossier"), EXCLUSIONS)


def _number_asked(request: StaffRequest, people: Any) -> str:
    """The file number of ?dossier=, when it is one that the user protects."""
    row = people.filter(file_number=request.GET.get("dossier", "").replace("\x00", "")).first()
    return row.file_number if row else ""


def _form_page(request: StaffRequest, form: Any, heading: str, view: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": f"{reverse('beneficiaries:protections')}?vue={view}"}
    return render(request, "beneficiaries/protection_form.html", context)


@require_POST
@require_permission(Permission.FILE_PROTECT)
def no_contact_lift(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a no-contact link."""
    lift(get_object_or_404(NoContactLink.objects.visible_to(request.user), pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("L’interdiction de contact est levée. Sa trace reste."))
    return redirect(f"{reverse('beneficiaries:protections')}?vue={LINKS}")


@require_POST
@require_permission(Permission.FILE_PROTECT)
def exclusion_lift(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End an exclusion."""
    lift(get_object_or_404(Exclusion.objects.visible_to(request.user), pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("La mise à l’écart est levée. Sa trace reste."))
    return redirect(f"{reverse('beneficiaries:protections')}?vue={EXCLUSIONS}")


@require_POST
@require_permission(Permission.EMERGENCY_REVIEW)
def emergency_review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the reason of an emergency access was read again."""
    review(
        get_object_or_404(EmergencyAccess.objects.visible_to(request.user), pk=pk), by=request.user, at=timezone.now()
    )
    messages.success(request, _("L’accès est relu."))
    return redirect("beneficiaries:protections")
