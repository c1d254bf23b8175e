"""Update campaigns: list, new one, its lines, sending, the list to telephone from."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.errors import DomainError
from core.pagination import page_of
from partners.checks import check_all
from partners.freshness.campaigns import AT_MOST, CampaignForm, send_line, send_some, waiting_to_leave
from partners.hours import in_words
from partners.models import CampaignLine, LineStatus, UpdateCampaign

PRINTED_AT_MOST = 500


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def campaign_list(request: StaffRequest) -> HttpResponse:
    """Campaigns and how far each is."""
    page = page_of(UpdateCampaign.objects.with_progress().for_list(), request.GET.get("page"))
    return render(request, "partners/campaign_list.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def campaign_new(request: StaffRequest) -> HttpResponse:
    """Choose the organisations, see how many they are, start."""
    form = CampaignForm(request.POST or None)
    found, count = None, 0
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen(timezone.localdate())
        count, found = chosen.count(), list(chosen[:10])
        if "start" in request.POST and count:
            campaign = UpdateCampaign.objects.start(
                form.cleaned_data["name"], chosen[:AT_MOST], by=request.user, at=timezone.now()
            )
            messages.success(request, _("La campagne est ouverte : envoyez les liens, ou appelez."))
            return redirect("partners:campaign", pk=campaign.pk)
    context = {"form": form, "found": found, "count": count, "at_most": AT_MOST}
    return render(request, "partners/campaign_new.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def campaign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The lines of a campaign, by state."""
    found = _campaign(pk)
    lines, state = CampaignLine.objects.filter(campaign=found), request.GET.get("etat", "")
    if state in LineStatus.values:
        lines = lines.filter(status=state)
    now = timezone.now()
    waiting = [waiting_to_leave(found, at=now, reminders=reminders).count() for reminders in (False, True)]
    context = {
        "campaign": found,
        "page_obj": page_of(lines.for_list(), request.GET.get("page")),
        "state": state,
        "states": LineStatus.choices,
        "to_send": waiting[0],
        "to_remind": waiting[1],
    }
    return render(request, "partners/campaign.html", context)


@transaction.non_atomic_requests
@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def campaign_send(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send the next links, or remind those who have not answered; each mail that leaves is noted at once."""
    found = get_object_or_404(UpdateCampaign, pk=pk, closed_at__isnull=True)
    reminders = "remind" in request.POST
    sent, failed = send_some(found, by=request.user, at=timezone.now(), reminders=reminders)
    if sent:
        messages.success(request, ngettext("%(sent)d lien envoyé.", "%(sent)d liens envoyés.", sent) % {"sent": sent})
    if failed:
        words = ngettext("%(failed)d courriel n’est pas parti.", "%(failed)d courriels ne sont pas partis.", failed)
        messages.error(request, words % {"failed": failed})
    return redirect("partners:campaign", pk=pk)


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def campaign_print(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whom to telephone, on paper: what is not done, with what the card says to read aloud."""
    found = _campaign(pk)
    lines = CampaignLine.objects.filter(campaign=found).exclude(status=LineStatus.DONE).for_list()
    rows = [(line, line.organization, in_words(line.organization.opening_hours)) for line in lines[:PRINTED_AT_MOST]]
    return render(request, "partners/campaign_calls.html", {"campaign": found, "rows": rows})


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def campaign_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Stop asking."""
    get_object_or_404(UpdateCampaign, pk=pk).close(by=request.user, at=timezone.now())
    messages.success(request, _("La campagne est close."))
    return redirect("partners:campaign-list")


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def campaign_line_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One line: its card was read with the partner, its link leaves, or « done » was a click too many."""
    rows = CampaignLine.objects.select_related("organization", "campaign")
    line = get_object_or_404(rows, pk=pk, campaign__closed_at__isnull=True)
    verb, user, now = request.POST.get("verb"), request.user, timezone.now()
    try:
        if verb == "send" and line.organization.email:
            if not send_line(line, by=user, at=now):
                messages.error(request, _("Cette adresse n’est pas une adresse de courriel : corrigez la fiche."))
        elif verb == "reopen":
            line.move_to(LineStatus.TO_DO, by=user, at=now)
        elif verb == "done":
            check_all(line.organization, by=user, on=timezone.localdate())
            CampaignLine.objects.advance(line.organization, LineStatus.DONE, by=user, at=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("partners:campaign", pk=line.campaign_id)


def _campaign(pk: UUID) -> UpdateCampaign:
    """With its progress."""
    return get_object_or_404(UpdateCampaign.objects.with_progress(), pk=pk)
