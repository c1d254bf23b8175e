"""Suggestions for the fields of the directory’s forms, while somebody types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.fields import clean_line
from core.sql import FrenchSort
from partners.areas import areas_starting_with
from partners.forms.organization import label_of
from partners.models import Organization
from partners.models.folding import fold

MOST = 8


def typed(request: StaffRequest, name: str) -> str:
    """What is being typed: the last item of a list separated by commas."""
    return clean_line(request.GET.get(name, "")[-60:].rpartition(",")[2])


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def areas(request: StaffRequest) -> HttpResponse:
    """Areas of eligibility that start so, each after what was already typed."""
    before, comma, _last = request.GET.get("more_areas", "")[:500].replace("\x00", "").rpartition(",")
    start = f"{before}, " if comma else ""
    text = typed(request, "more_areas")
    options = [start + label for label in areas_starting_with(text, MOST)] if len(text) > 1 else []
    return render(request, "partners/options.html", {"options": options})


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def heads(request: StaffRequest) -> HttpResponse:
    """Organisations that may be the head of a branch."""
    text = fold(clean_line(request.GET.get("head", "")[:60]))
    found = Organization.objects.active().filter(parent=None).alias(folded=FrenchSort("name"))
    rows = found.filter(folded__contains=text).order_by(FrenchSort("name"), "pk")[:MOST] if len(text) > 1 else []
    return render(request, "partners/options.html", {"options": [label_of(one) for one in rows]})
