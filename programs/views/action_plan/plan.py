"""The page of a plan, and what is added to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.money import euros
from partners.views.deal import deal_form, posted
from programs import action_plans
from programs.committee.content import total
from programs.committee.holding import plan_meeting
from programs.models import ActionPlan, CommitteeDecision, CommitteeMeeting, PlanAction, Program
from programs.models.action_plan import ActionPlanParty, Objective, programs_planned_by
from programs.plan_forms.committee import MeetingForm
from programs.plan_forms.plan import ActionForm, ObjectiveForm, PartyForm, PhaseForm, PlanForm, uuid_or_none
from programs.views.action_plan.reach import plan_of, plan_url, program_or_404, up, written_program_or_404
from programs.views.program_tabs import Tab, program_tabs

READ_OR_POST = ["GET", "HEAD", "POST"]
ACTIONS, CALENDAR, BUDGET, PARTIES, MEETINGS = "actions", "calendrier", "budget", "parties", "comites"


@require_safe
@require_permission(Permission.PROGRAM_READ)
def plan_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A plan: objectives and actions, calendar, budget, parties, committees, each under ?vue=."""
    program = program_or_404(pk)
    plan = plan_of(program)
    view = request.GET.get("vue")
    view = view if view in {CALENDAR, BUDGET, PARTIES, MEETINGS} else ACTIONS
    context: dict[str, Any] = {
        "program": program,
        "tabs": program_tabs(program, current="programs:plan"),
        "may_write": programs_planned_by(request.user).filter(pk=pk).exists(),
    }
    if plan is None:
        return render(request, "programs/plan_empty.html", context)
    sheet = action_plans.sheet_of(plan, timezone.localdate())
    context |= {"plan": plan, "view": view, "parts": parts_of(plan, view), "sheet": sheet}
    if view == CALENDAR:
        context |= calendar(sheet, request.GET.get("an", ""))
    elif view == PARTIES:
        context["parties"] = plan.parties.for_list()
        context["history"] = plan.history()
    elif view == MEETINGS:
        context |= meetings(plan)
    return render(request, "programs/plan_page.html", context)


def parts_of(plan: ActionPlan, view: str) -> list[Tab]:
    """The parts of the page."""
    parts = [
        (ACTIONS, _("Objectifs et actions")),
        (CALENDAR, _("Calendrier")),
        (BUDGET, _("Budget")),
        (PARTIES, _("Parties et protocole")),
        (MEETINGS, _("Comités")),
    ]
    return [Tab(label, plan_url(plan, "" if part == ACTIONS else part), part == view) for part, label in parts]


def calendar(sheet: action_plans.PlanSheet, asked: str) -> dict[str, Any]:
    """The months of a year: the one asked for, else this one, else the nearest that has an action."""
    years = sheet.years
    if not years:
        return {"years": [], "year": None, "rows": []}
    wanted = int(asked) if asked.isdecimal() and len(asked) == 4 else sheet.day.year
    year = min(max(wanted, years[0]), years[-1])
    months = [sheet.day.replace(year=year, month=month, day=1) for month in range(1, action_plans.MONTHS + 1)]
    shown = [one for one in years if abs(one - year) <= 5]
    return {"years": shown, "year": year, "months": months, "rows": sheet.months(year)}


def meetings(plan: ActionPlan) -> dict[str, Any]:
    """The committees, what each froze, and the decisions to follow."""
    rows = list(plan.meetings.for_list())
    frozen = {row.pk: (total(row.frozen, "spent"), late_in(row)) for row in rows if row.frozen}
    decisions = CommitteeDecision.objects.to_follow().filter(meeting__plan=plan).for_list()
    day = timezone.localdate()
    return {
        "meetings": [(row, *frozen.get(row.pk, (None, None))) for row in rows],
        "decisions": [(row, row.is_late(day)) for row in decisions],
    }


def late_in(meeting: CommitteeMeeting) -> int:
    """How many actions were late when the committee closed."""
    return sum(row["late"] for row in meeting.frozen["figures"]["actions"])


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_READ)
def plan_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """Write the plan, move it to its next phase, or add an objective, an action, a party, a committee."""
    program = written_program_or_404(request, pk)
    plan = plan_of(program)
    if act == "modifier":
        return edit_plan(request, program, plan)
    if plan is None or act not in STEPS:
        raise Http404
    return STEPS[act](request, plan)


def edit_plan(request: StaffRequest, program: Program, plan: ActionPlan | None) -> HttpResponse:
    """Begin a plan, or correct it."""
    new = plan is None
    row = plan or ActionPlan(program=program, name=program.name)
    form = PlanForm(posted(request), instance=row)

    def act(valid: PlanForm) -> None:
        if new:
            ActionPlan(program=program, **valid.facts).enter(by=request.user)
        else:
            row.amend(by=request.user, **valid.facts)

    words = {"heading": _("Commencer le plan") if new else _("Modifier le plan"), "done": _("Le plan est à jour.")}
    back = reverse("programs:plan", args=[program.pk])
    return deal_form(request, form, act, back=back, up=back, up_label=program.name, lede=program.name, **words)


def change_phase(request: StaffRequest, plan: ActionPlan) -> HttpResponse:
    """Begin the next phase, or come back to the one before."""
    form = PhaseForm(posted(request), plan=plan)

    def act(valid: PhaseForm) -> None:
        plan.move_to(by=request.user, at=timezone.now(), **valid.cleaned_data)

    words = {"heading": _("Changer de phase"), "lede": plan.name, "done": _("La phase est notée.")}
    return deal_form(request, form, act, back=plan_url(plan, PARTIES), **words, **up(plan))


def add_objective(request: StaffRequest, plan: ActionPlan) -> HttpResponse:
    """Add an objective."""

    def act(valid: ObjectiveForm) -> None:
        action_plans.add_objective(plan, by=request.user, **valid.facts)

    form = ObjectiveForm(posted(request), instance=Objective(plan=plan))
    words = {"heading": _("Nouvel objectif"), "lede": plan.name, "done": _("L’objectif est dans le plan.")}
    return deal_form(request, form, act, back=plan_url(plan), **words, **up(plan))


def add_action(request: StaffRequest, plan: ActionPlan) -> HttpResponse:
    """Add an action to an objective."""
    initial = {"objective": uuid_or_none(request.GET.get("objectif"))}
    form = ActionForm(posted(request), plan=plan, initial={key: value for key, value in initial.items() if value})

    def act(valid: ActionForm) -> None:
        action = action_plans.add_action(valid.cleaned_data["objective"], by=request.user, **valid.facts)
        warn_of_money(request, action)

    words = {"heading": _("Nouvelle action"), "lede": plan.name, "done": _("L’action est dans le plan.")}
    return deal_form(request, form, act, back=plan_url(plan), **words, **up(plan))


def add_party(request: StaffRequest, plan: ActionPlan) -> HttpResponse:
    """Add a party."""

    def act(valid: PartyForm) -> None:
        ActionPlanParty(plan=plan, **valid.facts).enter(by=request.user)

    form = PartyForm(posted(request), instance=ActionPlanParty(plan=plan))
    words = {"heading": _("Nouvelle partie au plan"), "lede": plan.name, "done": _("La partie est dans le plan.")}
    return deal_form(request, form, act, back=plan_url(plan, PARTIES), **words, **up(plan))


def add_meeting(request: StaffRequest, plan: ActionPlan) -> HttpResponse:
    """Plan a committee; its agenda is built at once."""
    last = plan.meetings.for_list().first()
    initial = {"chair": last.chair, "place": last.place} if last else {}
    form = MeetingForm(posted(request), plan=plan, instance=CommitteeMeeting(plan=plan), initial=initial)

    def act(valid: MeetingForm) -> str:
        meeting = plan_meeting(plan, by=request.user, **valid.expected, **valid.facts)
        return reverse("programs:committee", args=[meeting.pk])

    words = {
        "heading": _("Nouveau comité"),
        "lede": plan.name,
        "done": _("Le comité est prévu, son ordre du jour prêt."),
    }
    return deal_form(request, form, act, back=plan_url(plan, MEETINGS), **words, **up(plan))


STEPS: dict[str, Callable[[StaffRequest, ActionPlan], HttpResponse]] = {
    "phase": change_phase,
    "objectif": add_objective,
    "action": add_action,
    "partie": add_party,
    "comite": add_meeting,
}


def warn_of_money(request: StaffRequest, action: PlanAction) -> None:
    """Say, without refusing, that more is spent than planned."""
    if action.overspent:
        words = _("Dépensé au-delà du budget prévu : %(amount)s de plus. Le comité en sera averti.")
        messages.warning(request, words % {"amount": euros(action.overspent)})
