"""The minimal pages we measure ourselves against: same middleware, session and user, one query more, bare markup."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from beneficiaries.models import Beneficiary, FollowUp, FollowUpMode, Topic

PAGE = """<!doctype html><html lang="fr"><head><title>std</title></head><body><p>{{ user.email }}</p>
{% if person %}<h1>{{ person.file_number }}</h1>{% endif %}
<ul>{% for row in rows %}<li data-row>{{ row.0 }} {{ row.1 }} {{ row.2|date:"d/m/Y" }} {{ row.3 }}</li>{% endfor %}</ul>
</body></html>"""
TEMPLATE = engines["django"].from_string(PAGE)


def people(request: HttpRequest) -> HttpResponse:
    """Twenty-five rows, one query."""
    rows = Beneficiary.objects.order_by("pk").values_list("first_name", "last_name", "intake_on", "file_number")[:25]
    return HttpResponse(TEMPLATE.render({"user": request.user, "rows": rows}))


def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person and the last twenty-five follow-ups, two queries."""
    found = Beneficiary.objects.get(pk=pk)
    rows = found.follow_ups.order_by("-happened_on", "-happened_at", "-created_at", "pk").values_list(
        "mode", "place", "happened_on", "summary"
    )[:25]
    return HttpResponse(TEMPLATE.render({"user": request.user, "rows": rows, "person": found}))


def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One row inserted, nothing checked, then a redirection; a GET hands the token out."""
    if request.method != "POST":
        return HttpResponse(engines["django"].from_string("{% csrf_token %}").render({}, request))
    FollowUp.objects.create(
        beneficiary_id=pk,
        author=request.user,
        happened_on=timezone.localdate(),
        mode=FollowUpMode.INTERVIEW,
        topics=[Topic.HOUSING],
        summary=request.POST["summary"],
    )
    return HttpResponseRedirect("/std/personnes/")


urlpatterns = [
    path("std/personnes/", people),
    path("std/personnes/<uuid:pk>/", person),
    path("std/personnes/<uuid:pk>/noter/", note),
    path("", include("reinsertion.urls")),
]
