"""« Saisir une matinée »: several follow-ups of one visit on one page."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.batch import LineLoggedDifferently, log_batch
from beneficiaries.forms.batch import LINES_ADDED, Batch, LineForm, kept_values, topic_keys
from beneficiaries.forms.batch_person import find_one, label_of
from beneficiaries.models import Draft, FollowUp, FollowUpMode, Prison, Topic
from beneficiaries.views.follow_up import as_uuid
from core.errors import DomainError
from core.fields import clean_line
from core.templatetags.french import time_words

QUERY_LENGTH = 200


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_new(request: StaffRequest) -> HttpResponse:
    """The page, begun or taken up from a draft; its saving, all lines or none."""
    if request.method != "POST":
        return batch_started(request)
    values = dict(request.POST.lists())
    if "more" in request.POST:
        return batch_page(request, Batch(request.user, values, more=LINES_ADDED))
    batch = Batch(request.user, values, judged=True)
    if batch.is_valid():
        try:
            rows = log_batch(by=request.user, at=timezone.now(), submission=batch.submission, lines=batch.to_log())
        except LineLoggedDifferently as refusal:
            url = reverse("beneficiaries:follow-up-edit", args=[refusal.follow_up.pk])
            words = format_html('{} <a href="{}">{}</a>', str(refusal), url, _("Modifier ce suivi"))
            batch.lines[refusal.number - 1].add_error("who", words)
        except DomainError as refusal:
            batch.shared.add_error(None, str(refusal))
        else:
            return redirect("beneficiaries:batch-saved", pk=rows[0].pk)
    return batch_page(request, batch)


def batch_started(request: StaffRequest) -> HttpResponse:
    """Empty lines, or the draft asked for; a morning begun before is offered, never put back by itself."""
    drafts = Draft.objects.of(request.user).filter(form=Draft.BATCH)
    if asked := request.GET.get("brouillon"):
        draft = drafts.filter(pk=as_uuid(asked)).first()
        if not draft:
            messages.info(request, _("Ce brouillon n’existe plus : il est enregistré, supprimé ou trop ancien."))
            return redirect("beneficiaries:batch-new")
        values = {**draft.payload, "submission": [str(draft.pk)]}
        return batch_page(request, Batch(request.user, values), draft=draft)
    return batch_page(request, Batch(request.user, {}), begun=drafts.first())


def batch_page(
    request: StaffRequest, batch: Batch, *, draft: Draft | None = None, begun: Draft | None = None
) -> HttpResponse:
    """The whole page, with every value typed so far."""
    context = {
        "batch": batch,
        "form": batch.shared,
        "draft": draft,
        "begun": begun,
        "has_draft": draft or Draft.objects.of(request.user).filter(pk=batch.submission).exists(),
        "offline_key": offline_key(request.user),
        "blank": LineForm(index="__n__"),
        "places": Prison.objects.filter(is_active=True).for_list(),
        "keys": [(letter.upper(), value, Topic(value).label) for value, letter in topic_keys().items()],
    }
    return render(request, "beneficiaries/batch_new.html", context)


def offline_key(user: User) -> str:
    """What seals the text of a page that has lost the network, until its author opens the page again."""
    return b64encode(salted_hmac("beneficiaries.batch.offline", str(user.pk), algorithm="sha256").digest()).decode()


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_people(request: StaffRequest) -> HttpResponse:
    """The people whom the text of a line may mean; names travel in the body."""
    query = clean_line(request.POST.get("q", ""))[:QUERY_LENGTH]
    found = find_one(request.user, query) if query else None
    people = ([found.person] if found.person else found.candidates) if found else []
    code = found.sheet.code if found and found.sheet else ""
    options = [
        {"id": str(person.pk), "label": label_of(person), "born": person.year_of_birth or "", "sheet": code}
        for person in people
    ]
    return JsonResponse({"people": options, "message": found.refusal if found and not people else ""})


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_draft(request: StaffRequest) -> HttpResponse:
    """Keep the page as it stands: called while one types, or by « Enregistrer le brouillon »."""
    values = dict(request.POST.lists())
    payload, key = kept_values(values), Batch(request.user, {"submission": values.get("submission", [])}).submission
    try:
        draft = payload and Draft.objects.keep(
            owner=request.user, key=key, form=Draft.BATCH, person=None, payload=payload
        )
    except DomainError:
        raise Http404 from None
    here = reverse("beneficiaries:batch-new")
    url = f"{here}?brouillon={draft.pk}" if draft else here
    words = _("Brouillon enregistré à %(time)s") % {"time": time_words(timezone.localtime())}
    if request.accepts("text/html"):
        if draft:
            messages.success(request, words)
        return redirect(url)
    return JsonResponse({"message": words, "url": url}) if draft else HttpResponse(status=204)


@require_safe
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_saved(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was saved, line by line, with the ways to read and to correct it."""
    mine = FollowUp.objects.visible_to(request.user).filter(author=request.user)
    one = get_object_or_404(mine, pk=pk)
    rows = mine.filter(submission=one.submission).select_related("beneficiary").order_by("created_at", "pk")
    context: dict[str, Any] = {"first": one, "rows": rows, "no_show": FollowUpMode.NO_SHOW}
    return render(request, "beneficiaries/batch_saved.html", context)
