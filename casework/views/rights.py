"""The tab « Droits »: what the person was told, what they agreed to, how they may be reached, who read their file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Consent, InformationSheet
from beneficiaries.models.information_sheet import days_without_sheet
from casework.file.summary import contact_facts
from casework.views.opening import file_context, open_file
from core.pagination import page_of
from referrals.models import ReferralConsent

MOST_AGREEMENTS = 25


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_rights(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Information sheet, agreements in force and ended, safe-contact rules."""
    file, today = open_file(request, pk), timezone.localdate()
    person = file.person
    consents = Consent.objects.of(person)
    in_force = list(consents.in_force(today))
    ended = consents.exclude(pk__in=[consent.pk for consent in in_force])
    context = file_context(request, file, "person-rights") | {
        "sheets": InformationSheet.objects.of(person)[:10],
        "days_without_sheet": days_without_sheet(person, today),
        "in_force": in_force,
        "referral_agreements": ReferralConsent.objects.of(person).in_force(today)[:MOST_AGREEMENTS],
        "page_obj": page_of(ended, request.GET.get("page")),
        "contact_facts": contact_facts(person),
        "readers_url": readers_url(pk),
    }
    return render(request, "casework/person_rights.html", context)


def readers_url(pk: UUID) -> str:
    """Where the person may see who read their file, when that page exists."""
    try:
        return reverse("casework:person-readers", args=[pk])
    except NoReverseMatch:
        return ""
