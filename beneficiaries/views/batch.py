"""« Saisir une matinée »: several follow-ups of one visit on one page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.batch import UNDO_MINUTES, LineLoggedDifferently, log_batch, may_undo, undo_batch
from beneficiaries.forms.batch import LINES_ADDED, Batch
from beneficiaries.forms.batch_person import find_one, label_of
from beneficiaries.models import Draft, FollowUp
from beneficiaries.views.people_page import Kind, page_kept, page_shown, page_started
from core.errors import DomainError
from core.fields import clean_line

QUERY_LENGTH = 200
KIND = Kind(
    Batch,
    Draft.BATCH,
    "beneficiaries/batch_new.html",
    "beneficiaries/batch_line.html",
    "beneficiaries:batch-new",
    "beneficiaries:batch-draft",
)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_new(request: StaffRequest) -> HttpResponse:
    """The page, begun or taken up from a draft; its saving, all lines or none."""
    if request.method != "POST":
        return page_started(request, KIND)
    values = dict(request.POST.lists())
    if "more" in request.POST:
        return page_shown(request, KIND, Batch(request.user, values, more=LINES_ADDED))
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
    return page_shown(request, KIND, batch)


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
    """Keep the page as it stands."""
    return page_kept(request, KIND)


@require_safe
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_saved(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was saved, line by line, with the ways to read and to correct it."""
    mine = FollowUp.objects.visible_to(request.user).filter(author=request.user)
    one = get_object_or_404(mine, pk=pk)
    rows = list(mine.filter(submission=one.submission).select_related("beneficiary").order_by("created_at", "pk"))
    context = {"first": one, "rows": rows, "may_undo": may_undo(rows, timezone.now()), "undo_minutes": UNDO_MINUTES}
    return render(request, "beneficiaries/batch_saved.html", context)


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def batch_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the morning back: its lines are on the page again, and nowhere else."""
    mine = FollowUp.objects.visible_to(request.user).filter(author=request.user)
    one = get_object_or_404(mine, pk=pk)
    try:
        draft = undo_batch(by=request.user, at=timezone.now(), submission=one.submission)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("beneficiaries:batch-saved", pk=pk)
    messages.success(request, _("L’enregistrement est annulé. La saisie est revenue, à corriger ou à supprimer."))
    return redirect(f"{reverse('beneficiaries:batch-new')}?brouillon={draft.pk}")
