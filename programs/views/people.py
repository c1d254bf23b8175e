"""The person a page is about: named by ?personne=, or chosen on the page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.permissions import StaffRequest
from beneficiaries.models import Beneficiary
from core.fields import clean_line
from core.sealed import seal, unseal
from programs.people import PersonChoice


def uuid_or_404(text: str) -> UUID:
    """The identifier that an address carries."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def person_asked(request: StaffRequest) -> Beneficiary | None:
    """The person of ?personne=, when the user may see them."""
    if not (text := request.GET.get("personne")):
        return None
    return get_object_or_404(Beneficiary.objects.visible_to(request.user).for_file(), pk=uuid_or_404(text))


def choice_of_person(request: StaffRequest) -> PersonChoice:
    """The people to choose from, found with the sealed words of ?r=."""
    return PersonChoice.among(request.user, unseal(request.GET.get("r", "")))


def search_again(request: StaffRequest) -> HttpResponse:
    """Come back to the same page with the words sealed: a name never stands in an address."""
    query = request.GET.copy()
    query["r"] = seal(clean_line(request.POST.get("mots", ""))[:100])
    return redirect(f"{request.path}?{query.urlencode()}")
