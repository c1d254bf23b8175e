"""What every page about one person starts with, and where it goes back to."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.permissions import Permission, StaffRequest
from beneficiaries.identity import identity_of
from beneficiaries.models import Beneficiary, Opened
from beneficiaries.models.layer import Door, opened


def door_of(request: StaffRequest) -> Door:
    """To the people whom the page asked for may show: by name, or with content when the page shows content."""
    view = request.resolver_match.func if request.resolver_match else None
    if getattr(view, "permission", None) == Permission.FILE_CONTENT:
        return Beneficiary.objects.content_visible_to
    return Beneficiary.objects.visible_to


def person_or_404(request: StaffRequest, pk: UUID) -> Beneficiary:
    """A person whose file the user may open."""
    return get_object_or_404(door_of(request)(request.user).for_file(), pk=pk)


def file_or_404(request: StaffRequest, pk: UUID, door: Door | None = None) -> Opened:
    """The same with the layers that the user reads: what the file holds is then asked of it alone."""
    file = opened(door or door_of(request), request.user, pk)
    if file is None:
        raise Http404
    return file


def about(request: StaffRequest, person: Beneficiary) -> dict[str, Any]:
    """Context of a page about a person: the identity bar."""
    return {"person": person, "identity": identity_of(person, viewer=request.user, day=timezone.localdate())}


def back_to_origin(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The page of ours where the button was, else the person’s file."""
    origin = request.POST.get("next") or urlsplit(request.headers.get("referer", ""))._replace(fragment="").geturl()
    if url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure()):
        return redirect(origin)
    return redirect("casework:person-file", pk=person_id)


def person_form(
    request: StaffRequest, person: Beneficiary, form: Any, *, heading: str, submit: str = "", **more: Any
) -> HttpResponse:
    """A page about one person made of one form."""
    context = {**about(request, person), "form": form, "heading": heading, "submit": submit, **more}
    return render(request, "beneficiaries/person_form.html", context)
