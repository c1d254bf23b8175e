"""The page of one small record of a file: its form, its saving, the way back to its tab."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import StaffRequest
from beneficiaries.models import Beneficiary, Layer
from beneficiaries.models.layer import people_read_in
from beneficiaries.views.opening import person_form
from core.errors import DomainError


def person_in_layer(request: StaffRequest, pk: UUID, layer: Layer) -> Beneficiary:
    """A person of whom the user reads, and so may write, the records of a layer."""
    person: Beneficiary = get_object_or_404(people_read_in(request.user, layer).for_file(), pk=pk)
    return person


def record_page(
    request: StaffRequest,
    person: Beneficiary,
    form: Any,
    save: Callable[..., Any],
    *,
    tab: str,
    heading: str,
    done: str,
    submit: str = "",
) -> HttpResponse:
    """Show the form; save its facts with save(by=…, **facts) and come back to the tab."""
    back = reverse(f"casework:{tab}", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        try:
            save(by=request.user, **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(back)
    return person_form(request, person, form, heading=heading, submit=submit, back=back)


def taken_away(request: StaffRequest, model: Any, pk: UUID, *, tab: str, done: str) -> HttpResponse:
    """Take one record away; the file keeps its trace."""
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    record.remove(by=request.user, at=timezone.now())
    messages.success(request, done)
    return redirect(f"casework:{tab}", pk=record.file_id)
