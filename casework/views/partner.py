"""Finding a partner for a person."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.fit_facts import facts_of
from beneficiaries.models import Beneficiary, FollowUpMode
from casework.views.opening import file_context, open_file
from partners.search import search_services
from partners.territory import territory_called


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def find_partner(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The directory for one person, from where they live: the nine domains at once."""
    file = open_file(request, pk)
    person = file.person
    found = search_services(
        request.GET,
        default_territory=territory_for(person, request.user),
        default_km=request.user.usual_km,
        page=request.GET.get("page"),
        reader=request.user,
        facts=lambda: facts_of(person, request.user, timezone.localdate()),
    )
    context = file_context(request, file, "find-partner")
    call = urlencode({"personne": person.pk, "mode": FollowUpMode.PHONE})
    context |= {
        "call_url": f"{reverse('beneficiaries:follow-up-new')}?{call}" if context["may_log"] else "",
        "directory": found,
        "favourites": found.favourites,
        "form": found.form,
        "refer_url": reverse("referrals:new"),
        "person_pk": person.pk,
        "without_url": f"{reverse('partners:directory')}{query_of(request)}",
    }
    return render(request, "casework/find_partner.html", context)


def territory_for(person: Beneficiary, user: User) -> str:
    """The commune of the person, else the one the user searches from, else the city of the team."""
    if code := person.commune_code or user.territory:
        return code
    place = territory_called(person.team.city)
    return place.commune.pk if place.commune and not place.guessed else ""


def query_of(request: StaffRequest) -> str:
    """The search as it stands, for the directory without anybody in mind."""
    return f"?{request.GET.urlencode()}" if request.GET else ""
