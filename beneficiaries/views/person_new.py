"""A new person: look for an existing file first, then open one. What is typed travels by POST only."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.actions import open_file
from beneficiaries.forms.person import NewPersonForm, PersonCheckForm, described_by, fingerprint
from beneficiaries.models import Beneficiary
from beneficiaries.similar import Described, Match, find_similar
from beneficiaries.words import birth_words
from core import audit
from core.models import AuditAction

STEPS = {
    "check": (1, "beneficiaries/person_new_check.html"),
    "matches": (1, "beneficiaries/person_new_matches.html"),
    "create": (2, "beneficiaries/person_new_create.html"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def person_new(request: StaffRequest) -> HttpResponse:
    """Step 1 checks, step 2 describes, then the file is opened."""
    if request.method != "POST":
        return _page(request, "check", PersonCheckForm())
    step = request.POST.get("step")
    if step == "create":
        return _create(request)
    form = PersonCheckForm(request.POST)
    if step == "correct" or not form.is_valid():
        return _page(request, "check", form)
    if step != "details" and (likely := likely_matches(request, described_by(form.cleaned_data))):
        return _page(request, "matches", form, typed=_typed(form), **likely)
    return _page(request, "create", _details(request, form.cleaned_data))


def _create(request: StaffRequest) -> HttpResponse:
    """Open the file, unless who is described has changed since the check and looks like somebody."""
    form = NewPersonForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, "create", form)
    mark, submission = fingerprint(form.cleaned_data), form.cleaned_data["submission"]
    sent_before = Beneficiary.objects.visible_to(request.user).filter(submission=submission).exists()
    if mark != form.cleaned_data["checked"] and not sent_before:
        likely = likely_matches(request, described_by(form.cleaned_data))
        if likely:
            data = request.POST.copy()
            data["checked"] = mark
            return _page(request, "create", NewPersonForm(data, user=request.user), **likely)
    facts = {**form.facts, "submission": submission}
    person = open_file(by=request.user, at=timezone.now(), contact=form.contact, **facts)
    messages.success(request, _("Le dossier %(number)s est ouvert.") % {"number": person.file_number})
    return redirect("casework:person-file", pk=person.pk)


def _details(request: StaffRequest, data: dict[str, Any]) -> NewPersonForm:
    """The form of the file, with what step 1 already says."""
    names = ("last_name", "first_name", "nickname", "birth", "phone")
    known = {name: data[name] for name in names}
    known |= {"submission": uuid.uuid4(), "checked": fingerprint(data), "intake_on": timezone.localdate()}
    return NewPersonForm(initial=known, user=request.user)


def _typed(form: PersonCheckForm) -> list[tuple[str, str]]:
    """The fields as typed, to carry hidden to the next step."""
    return [(name, form.data.get(name, "")) for name in form.fields]


def _page(request: StaffRequest, step: str, form: Any, **context: Any) -> HttpResponse:
    number, template = STEPS[step]
    return render(request, template, {"form": form, "step": number, **context})


def likely_matches(request: StaffRequest, described: Described) -> dict[str, Any]:
    """Files to look at before opening another: named when the user may open them, else told by team alone.

    Of another team’s file only its existence is told, when name and birth or telephone agree; and it is journaled.
    """
    found = find_similar(described, reader=request.user)
    ids = [match.person.pk for match in found]
    open_to_user = set(Beneficiary.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))
    elsewhere = [match for match in found if match.person.pk not in open_to_user and match.is_almost_certain]
    for match in elsewhere:
        audit.record(request.user, AuditAction.SEARCHED, match.person, person_id=match.person.pk)
    matches = [_shown(match) for match in found if match.person.pk in open_to_user]
    teams = sorted({match.person.team.name for match in elsewhere})
    return {"matches": matches, "elsewhere": teams} if matches or teams else {}


def _shown(match: Match) -> dict[str, Any]:
    """A likely file as the page lists it."""
    person = match.person
    return {
        "pk": person.pk,
        "name": person.display_name,
        "nickname": person.nickname if person.nickname != person.display_name else "",
        "file_number": person.file_number,
        "birth": birth_words(person, timezone.localdate()),
        "lead": person.lead_worker.get_short_name() if person.lead_worker else "",
        "reasons": ", ".join(match.reasons),
    }
