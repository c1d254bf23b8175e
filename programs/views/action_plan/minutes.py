"""The minutes of a committee: read, printed, taken away as PDF or ODT, and noted as sent."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Association
from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.errors import DomainError
from partners.views.deal import do
from programs.committee.minutes import minutes_of
from programs.committee.odt import odt_of
from programs.committee.pdf import pdf_of
from programs.models import ActionPlan, CommitteeMeeting
from programs.models.action_plan import Presence
from programs.views.action_plan.plan import READ_OR_POST
from programs.views.action_plan.reach import meeting_or_404, written_or_404

KINDS = {"pdf": ("application/pdf", pdf_of), "odt": ("application/vnd.oasis.opendocument.text", odt_of)}
FRENCH = "fr"


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_READ)
def committee_minutes(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The minutes on a page made to be printed; ?format=pdf or odt gives the file; POST notes that they were sent."""
    meeting = meeting_or_404(pk)
    if request.method == "POST":
        return note_sent(request, pk)
    kind = request.GET.get("format")
    if kind in KINDS:
        return file_of(request, meeting, kind)
    context = {
        "meeting": meeting,
        "plan": meeting.plan,
        "minutes": minutes_of(meeting),
        "may_write": ActionPlan.objects.written_by(request.user).filter(pk=meeting.plan_id).exists(),
        "mail": mail_of(meeting) if meeting.frozen else "",
    }
    return render(request, "programs/committee_minutes.html", context)


def file_of(request: StaffRequest, meeting: CommitteeMeeting, kind: str) -> HttpResponse:
    """The file, in French whatever the language of the screens; a sign that does not print is said on the page."""
    media, make = KINDS[kind]
    try:
        with translation.override(FRENCH):
            content = make(minutes_of(meeting), Association.current().name)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("programs:committee-minutes", pk=meeting.pk)
    name = f"compte-rendu-{meeting.on:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media, headers=headers)


def note_sent(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that the minutes left today."""
    meeting = written_or_404(request, CommitteeMeeting.objects.all(), "plan", pk)

    def act() -> None:
        meeting.note_sent(by=request.user, on=timezone.localdate())

    return do(request, act, done=_("L’envoi est noté."), back=reverse("programs:committee-minutes", args=[pk]))


def mail_of(meeting: CommitteeMeeting) -> str:
    """A letter ready in the reader’s own mail program, to those expected; the file is theirs to attach."""
    rows = meeting.members.exclude(presence=Presence.UNKNOWN).filter(party__email__gt="").order_by("pk")
    addresses = ",".join(dict.fromkeys(rows.values_list("party__email", flat=True)))
    subject = _("%(plan)s : compte rendu du comité du %(day)s") % {"plan": meeting.plan, "day": meeting}
    body = _("Bonjour,\n\nVous trouverez ci-joint le compte rendu du comité du %(day)s.\n\nCordialement") % {
        "day": meeting
    }
    return f"mailto:{quote(addresses, safe='@,')}?subject={quote(subject)}&body={quote(body)}"
