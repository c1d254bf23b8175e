"""People sent to us: the list, one request, the file that it opens or joins, the refusal."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.actions import open_file
from beneficiaries.forms.person import NewPersonForm, described_by, fingerprint
from beneficiaries.models import Beneficiary
from beneficiaries.views.person_new import likely_matches
from beneficiaries.words import birth_words
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from referrals.inbound.contents import initial_of, matches_for, repeats_of, rows_of
from referrals.inbound.forms import FileNumberForm, InboundDeclineForm
from referrals.models import InboundReferral


@require_safe
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_list(request: StaffRequest) -> HttpResponse:
    """Requests to read, the oldest first; then those already dealt with."""
    rows, everything = InboundReferral.objects.visible_to(request.user), request.GET.get("vue") == "toutes"
    listed = rows.for_list().order_by("-received_at", "pk") if everything else rows.waiting().for_list()
    page = page_of(listed, request.GET.get("page"))
    return render(request, "referrals/inbound_list.html", {"page_obj": page, "everything": everything})


@require_safe
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One request, the files of one’s own that it may be about, what can be done. Reading it is journalled."""
    asked = request_or_404(request, pk)
    audit.record(request.user, AuditAction.OPENED, asked, person_id=asked.person_id)
    return _page(request, asked, FileNumberForm())


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_open_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The form of a new file, filled with what the sender wrote; nothing is typed again."""
    asked = request_or_404(request, pk)
    if not asked.is_waiting:
        messages.error(request, asked.refusal)
        return redirect("referrals:inbound", pk=pk)
    if request.method != "POST":
        audit.record(request.user, AuditAction.OPENED, asked)
        known = {**initial_of(asked), "submission": uuid.uuid4()}
        return _file_page(request, asked, NewPersonForm(initial=known, user=request.user))
    form = NewPersonForm(request.POST, user=request.user)
    if not form.is_valid():
        return _file_page(request, asked, form)
    mark = fingerprint(form.cleaned_data)
    if mark != form.cleaned_data["checked"] and (likely := likely_matches(request, described_by(form.cleaned_data))):
        data = request.POST.copy()
        data["checked"] = mark
        return _file_page(request, asked, NewPersonForm(data, user=request.user), **likely)
    try:
        with transaction.atomic():
            facts = {**form.facts, "submission": form.cleaned_data["submission"]}
            person = open_file(by=request.user, at=timezone.now(), contact=form.contact, **facts)
            asked.accept(person, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("referrals:inbound", pk=pk)
    messages.success(request, _("Le dossier %(number)s est ouvert.") % {"number": person.file_number})
    return redirect("casework:person-file", pk=person.pk)


@require_POST
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_attach(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person has a file: the request joins it."""
    asked, form = request_or_404(request, pk), FileNumberForm(request.POST)
    if form.is_valid():
        people = Beneficiary.objects.visible_to(request.user)
        person = people.filter(file_number__iexact=form.cleaned_data["file_number"].strip()).first()
        if person:
            try:
                asked.accept(person, by=request.user, at=timezone.now())
            except DomainError as error:
                messages.error(request, str(error))
                return redirect("referrals:inbound", pk=pk)
            messages.success(request, _("La demande est rattachée au dossier %(number)s.") % {"number": person})
            return redirect("casework:person-file", pk=person.pk)
        form.add_error("file_number", _("Aucun dossier de vos équipes ne porte ce numéro."))
    return _page(request, asked, form)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A no, with its reason."""
    asked, form = request_or_404(request, pk), InboundDeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked.decline(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le refus est noté."))
            return redirect("referrals:inbound-list")
    return render(
        request,
        "referrals/inbound_decline.html",
        {"asked": asked, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@require_permission(Permission.REFERRAL_MODERATE)
def inbound_set_aside(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The same request came twice."""
    asked = request_or_404(request, pk)
    try:
        asked.set_aside(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La demande est notée comme déjà reçue."))
    return redirect("referrals:inbound-list")


def request_or_404(request: StaffRequest, pk: UUID) -> InboundReferral:
    """A request sent to one of the user’s teams."""
    return get_object_or_404(InboundReferral.objects.visible_to(request.user).for_list(), pk=pk)


def _page(request: StaffRequest, asked: InboundReferral, form: FileNumberForm) -> HttpResponse:
    """The request, with what may be the same person’s, named only when the user may open it."""
    today, user = timezone.localdate(), request.user
    matches = matches_for(asked, user) if asked.is_waiting else []
    visible = asked.person_id and Beneficiary.objects.visible_to(user).filter(pk=asked.person_id).exists()
    context = {
        "asked": asked,
        "rows": rows_of(asked),
        "person": asked.person if visible else None,
        "matches": [(match.person, birth_words(match.person, today), ", ".join(match.reasons)) for match in matches],
        "repeats": repeats_of(asked, user) if asked.is_waiting else [],
        "form": form,
    }
    return render(request, "referrals/inbound_detail.html", context, status=422 if form.errors else 200)


def _file_page(request: StaffRequest, asked: InboundReferral, form: NewPersonForm, **likely: object) -> HttpResponse:
    context = {"asked": asked, "form": form, **likely}
    return render(request, "referrals/inbound_open_file.html", context, status=422 if form.errors else 200)
