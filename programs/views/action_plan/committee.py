"""The page of a committee: its agenda before, everything written during, what it froze after."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.errors import DomainError
from partners.views.deal import deal_form, posted
from programs.committee import agenda, content, holding
from programs.committee.minutes import minutes_of
from programs.models import ActionPlan, CommitteeDecision, CommitteeMeeting
from programs.models.action_plan import MeetingStatus
from programs.plan_forms.committee import FreeItemForm, GeneralDecisionForm, ItemForm, MeetingForm, MemberForm
from programs.plan_forms.fields import lead_choices
from programs.plan_forms.plan import WhyForm, uuid_or_none
from programs.views.action_plan.plan import MEETINGS, READ_OR_POST
from programs.views.action_plan.reach import meeting_or_404, plan_url, up, written_or_404

S = MeetingStatus


@dataclass
class Sheet:
    """The forms of a committee being held, bound together: all are kept, or none is written."""

    meeting: CommitteeMeeting
    members: list[MemberForm]
    items: list[ItemForm]
    other: GeneralDecisionForm
    free: FreeItemForm

    @property
    def forms(self) -> list[Any]:
        """All of them."""
        return [*self.members, *self.items, self.other, self.free]

    @property
    def errors(self) -> bool:
        """Whether one of them is to be corrected: the title of the page says so."""
        return any(form.is_bound and form.errors for form in self.forms)

    def written(self) -> holding.Written:
        """What is to be kept."""
        decisions = [form.decision for form in (*self.items, self.other)]
        done = [form.item.decision for form in self.items if form.cleaned_data.get("done") and form.item]
        return holding.Written(
            members=[form.filled for form in self.members if form.is_in_page],
            items=[form.filled for form in self.items if form.is_in_page],
            decisions=[decision for decision in decisions if decision],
            done=[decision for decision in done if decision],
        )


def sheet_of(meeting: CommitteeMeeting, data: Any = None) -> Sheet:
    """The forms of the committee."""
    leads = lead_choices(meeting.plan, empty=_("Choisir…"))
    people = meeting.members.for_list()
    items = meeting.items.select_related("action__objective", "decision").order_by("rank", "pk")
    taken: dict[UUID | None, list[CommitteeDecision]] = defaultdict(list)
    for decision in meeting.decisions.for_list():
        taken[decision.item_id].append(decision)
    given: dict[str, Any] = {"leads": leads, "meeting": meeting}
    return Sheet(
        meeting=meeting,
        members=[MemberForm(data, member=member) for member in people],
        items=[ItemForm(data, item=item, taken=taken[item.pk], **given) for item in items],
        other=GeneralDecisionForm(data, taken=taken[None], **given),
        free=FreeItemForm(data),
    )


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_READ)
def committee_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read a committee, or act on it: everything typed is kept first, then the button’s act is done."""
    meeting = meeting_or_404(pk)
    if request.method != "POST":
        return show(request, meeting)
    written_or_404(request, CommitteeMeeting.objects.all(), "plan", pk)
    sheet = sheet_of(meeting, request.POST) if meeting.status == S.HELD else None
    free = sheet.free if sheet else FreeItemForm(request.POST)
    if not all(form.is_valid() for form in (sheet.forms if sheet else [free])):
        return show(request, meeting, sheet=sheet, free=free)
    here = reverse("programs:committee", args=[pk])
    try:
        if sheet:
            holding.write(meeting, sheet.written(), by=request.user, at=timezone.now())
    except DomainError as error:
        return show(request, meeting_or_404(pk), sheet=sheet, free=free, refusal=str(error))
    try:
        done, place = do_act(request, meeting, free.cleaned_data["title"])
    except DomainError as error:
        if not sheet:
            return show(request, meeting_or_404(pk), free=free, refusal=str(error))
        messages.error(request, _("Vos notes sont enregistrées. %(refusal)s") % {"refusal": error})
        return redirect(here)
    messages.success(request, done)
    return redirect(here + place)


def do_act(request: StaffRequest, meeting: CommitteeMeeting, title: str) -> tuple[str, str]:
    """Do what the button says; what was done, and the place of the page to come back to."""
    act, _colon, key = request.POST.get("act", "").partition(":")
    by, at = request.user, timezone.now()
    item = meeting.items.filter(pk=pk).first() if (pk := uuid_or_none(key)) else None
    if title:
        added = agenda.add_free(meeting, title, by=by)
        if act in {"", "enregistrer"}:
            return _("Le point est à l’ordre du jour."), f"#point-{added.pk}"
    if item and act in {"monter", "descendre"}:
        agenda.move(meeting, item, up=act == "monter", by=by)
        return _("L’ordre du jour est changé."), f"#point-{item.pk}"
    if item and act == "retirer":
        agenda.take_off(meeting, item, by=by)
        return _("Le point est retiré."), "#ordre-du-jour"
    if act == "actualiser":
        count = agenda.build(meeting, by=by, day=timezone.localdate())
        return ngettext("%(count)d point ajouté.", "%(count)d points ajoutés.", count) % {
            "count": count
        }, "#ordre-du-jour"
    if act == "convoquer":
        holding.convene(meeting, by=by, at=at)
        return _("Le comité est convoqué : envoyez l’ordre du jour aux personnes attendues."), ""
    if act == "ouvrir":
        holding.open_meeting(meeting, by=by, at=at)
        return _("La séance est ouverte."), ""
    if act == "clore":
        return closed_words(content.close(meeting, by=by, at=at)), ""
    return _("C’est enregistré."), f"#point-{item.pk}" if item else ""


def closed_words(postponed: int) -> str:
    """What the closing did."""
    words = _("Le comité est clos : son compte rendu et ses chiffres ne changent plus.")
    if postponed:
        count = {"count": postponed}
        more = ngettext(
            "%(count)d point non traité est reporté.", "%(count)d points non traités sont reportés.", postponed
        )
        words = f"{words} {more % count}"
    return words


def show(
    request: StaffRequest,
    meeting: CommitteeMeeting,
    *,
    sheet: Sheet | None = None,
    free: FreeItemForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    """The page, as its state and the reader ask for."""
    may_write = ActionPlan.objects.written_by(request.user).filter(pk=meeting.plan_id).exists()
    day = timezone.localdate()
    context: dict[str, Any] = {
        "meeting": meeting,
        "plan": meeting.plan,
        "may_write": may_write,
        "refusal": refusal,
        "form": sheet or free,
    }
    if meeting.status == S.HELD and may_write:
        context |= {"sheet": sheet or sheet_of(meeting), "page": "programs/committee_held.html"}
    elif meeting.is_open:
        items = meeting.items.select_related("action__objective", "decision").order_by("rank", "pk")
        context |= {
            "items": [(item, agenda.settled(item, day)) for item in items],
            "missing": agenda.missing(meeting, day) if may_write else [],
            "members": meeting.members.for_list(),
            "free": free or FreeItemForm(),
            "page": "programs/committee_agenda.html",
        }
    else:
        decisions = list(meeting.decisions.for_list())
        context |= {
            "minutes": minutes_of(meeting),
            "decisions": [(row, row.is_late(day)) for row in decisions],
            "page": "programs/committee_closed.html",
        }
    return render(request, "programs/committee_page.html", context)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_READ)
def committee_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """Correct when, where and with whom; cancel; note that the minutes left."""
    meeting = written_or_404(request, CommitteeMeeting.objects.select_related("plan"), "plan", pk)
    back = reverse("programs:committee", args=[pk])
    words: dict[str, str] = {"lede": str(meeting), "back": back, **up(meeting.plan)}
    if act == "modifier":
        form: Any = MeetingForm(posted(request), plan=meeting.plan, instance=meeting)

        def amend(valid: MeetingForm) -> None:
            meeting.require_open()
            meeting.amend(by=request.user, **valid.facts)
            holding.expect(meeting, by=request.user, **valid.expected)

        return deal_form(
            request, form, amend, heading=_("Modifier le comité"), done=_("Le comité est à jour."), **words
        )
    if act == "annuler":

        def cancel(valid: WhyForm) -> str:
            meeting.cancel(by=request.user, at=timezone.now(), **valid.cleaned_data)
            return plan_url(meeting.plan, MEETINGS)

        form = WhyForm(posted(request))
        said = {"heading": _("Annuler le comité"), "done": _("Le comité est annulé."), "tone": "danger"}
        return deal_form(request, form, cancel, **said, **words)
    raise Http404
