"""Finding a partner for a person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Beneficiary
from casework.views.opening import file_context, open_file
from partners.search import search_services
from partners.territory import territory_called


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def find_partner(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The directory for one person, from where they live: the nine domains at once."""
    person = open_file(request, pk)
    found = search_services(
        request.GET, default_territory=territory_for(person, request.user), page=request.GET.get("page")
    )
    context = file_context(request, person, "find-partner") | {
        "directory": found,
        "form": found.form,
        "refer_url": reverse("referrals:new"),
        "person_pk": person.pk,
    }
    return render(request, "casework/find_partner.html", context)


def territory_for(person: Beneficiary, user: User) -> str:
    """The commune of the person, else the one the user searches from, else the city of the team."""
    if code := person.commune_code or user.territory:
        return code
    place = territory_called(person.team.city)
    return place.commune.pk if place.commune and not place.guessed else ""
