"""Interview sheets: choosing for whom, and the pages to print."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.batch import as_key, topic_keys
from beneficiaries.forms.sheet import SheetForm, people_offered, prisons_of
from beneficiaries.models import InterviewSheet, Topic
from beneficiaries.views.follow_up import searched
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def sheet_new(request: StaffRequest) -> HttpResponse:
    """For whom to prepare sheets, and their preparation."""
    if request.method != "POST":
        return sheet_page(request, SheetForm(initial={"people": request.GET.getlist("personne")}, user=request.user))
    if "search" in request.POST:
        initial = {"people": request.POST.getlist("people"), "submission": request.POST.get("submission", "")}
        return sheet_page(request, SheetForm(initial=initial, user=request.user), query=searched(request))
    form = SheetForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            sheets = InterviewSheet.objects.prepare(
                by=request.user, at=timezone.now(), run=form.run, people=form.cleaned_data["people"]
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("beneficiaries:sheet-run", pk=sheets[0].pk)
    return sheet_page(request, form)


def sheet_page(request: StaffRequest, form: SheetForm, *, query: str = "") -> HttpResponse:
    """The whole page, with the people checked so far."""
    prison = as_key(request.GET.get("etablissement"))
    context = {
        "form": form,
        "choice": people_offered(request.user, chosen=form.chosen, query=query, prison=prison),
        "prisons": prisons_of(request.user),
        "prison": str(prison or ""),
        "search_url": reverse("beneficiaries:sheet-new"),
    }
    return render(request, "beneficiaries/sheet_new.html", context)


@require_safe
@require_permission(Permission.FOLLOW_UP_WRITE)
def sheet_run(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheets of one set, ready for the printer; each is written in the journal as printed."""
    mine = InterviewSheet.objects.visible_to(request.user).filter(printed_by=request.user)
    one = get_object_or_404(mine, pk=pk)
    sheets = list(mine.filter(run=one.run).for_print())
    audit.record_each(request.user, AuditAction.PRINTED, [(sheet, sheet.beneficiary_id) for sheet in sheets])
    # One sheet is left in a prison, another is read over a shoulder: this topic is told by its letter alone.
    topics = [
        (letter.upper(), "" if value == Topic.JUSTICE else Topic(value).label) for value, letter in topic_keys().items()
    ]
    return render(request, "beneficiaries/sheet_run.html", {"sheets": sheets, "topics": topics, "lines": range(11)})
