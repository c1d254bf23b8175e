"""The refused openings: a file that exists and is not found by whoever asks for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from beneficiaries.models import Beneficiary
from core import audit
from core.models import AuditAction

FILES = "personnes/<uuid:pk>/"


class RefusedOpeningMiddleware:
    """Journal, once the refused request is rolled back, that somebody asked for a file closed to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the page answer; the answer says nothing more than before."""
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code == 404 and match and match.route.startswith(FILES) and request.user.is_authenticated:
            person = Beneficiary.objects.known_by_number().filter(pk=match.kwargs["pk"]).first()
            if person and not Beneficiary.objects.visible_to(request.user).filter(pk=person.pk).exists():
                audit.record(request.user, AuditAction.REFUSED, person, person_id=person.pk)
        return response
