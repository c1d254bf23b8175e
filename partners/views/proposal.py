"""What partners answered: the list, one answer as a diff, the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.errors import DomainError
from core.pagination import page_of
from partners.freshness.answers import decide, diff_of
from partners.models import CardProposal, ProposalStatus

REASON_LENGTH = 1_000


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def proposal_list(request: StaffRequest) -> HttpResponse:
    """Answers to read, then those already dealt with."""
    everything = request.GET.get("vue") == "toutes"
    rows = CardProposal.objects.all() if everything else CardProposal.objects.pending()
    page = page_of(rows.for_list(), request.GET.get("page"))
    return render(request, "partners/proposal_list.html", {"page_obj": page, "everything": everything})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def proposal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One answer, field by field; each box kept is written on the card."""
    rows = CardProposal.objects.select_related("organization", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    lines, reason, refusal = diff_of(found), "", ""
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\x00", "").strip()[:REASON_LENGTH]
        try:
            written = decide(found, _kept(request, len(lines)), by=request.user, at=timezone.now(), reason=reason)
        except DomainError as error:
            refusal = str(error)
        else:
            text = _("La fiche est à jour.") if written else _("C’est noté.")
            messages.success(request, text)
            return redirect("partners:organization", pk=found.organization_id)
    context = {
        "proposal": found,
        "organization": found.organization,
        "lines": lines,
        "waiting": found.status == ProposalStatus.PENDING,
        "kept": _kept(request, len(lines)) if request.method == "POST" else set(range(len(lines))),
        "reason": reason,
        "refusal": refusal,
    }
    return render(request, "partners/proposal.html", context, status=422 if refusal else 200)


def _kept(request: StaffRequest, count: int) -> set[int]:
    """The corrections to write: all, none, or those ticked."""
    verdict = request.POST.get("verdict", "")
    if verdict in {"all", "none"}:
        return set(range(count)) if verdict == "all" else set()
    return {int(index) for index in request.POST.getlist("kept") if index.isdecimal() and int(index) < count}
