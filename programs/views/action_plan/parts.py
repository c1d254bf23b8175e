"""What is done with one part of a plan: an objective, an action, a party, a decision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from partners.views.deal import deal_form, do, posted
from programs.models import ActionPlan, CommitteeDecision, PlanAction
from programs.models.action_plan import ActionPlanParty, Objective
from programs.plan_forms.plan import ActionForm, ObjectiveForm, PartyForm, ValueForm, WhyForm
from programs.views.action_plan.plan import MEETINGS, PARTIES, READ_OR_POST, warn_of_money
from programs.views.action_plan.reach import plan_url, up, written_or_404

# Where each part is found, and how it leads to its plan.
ROWS: dict[str, tuple[Any, str]] = {
    "objectifs": (Objective.objects.select_related("plan"), "plan"),
    "actions": (PlanAction.objects.select_related("objective__plan"), "objective__plan"),
    "parties": (ActionPlanParty.objects.select_related("plan", "organization"), "plan"),
    "decisions": (CommitteeDecision.objects.select_related("meeting__plan"), "meeting__plan"),
}


@require_http_methods(READ_OR_POST)
@require_permission(Permission.PROGRAM_READ)
def plan_part(request: StaffRequest, part: str, pk: UUID, act: str) -> HttpResponse:
    """One act on one part."""
    if part not in ROWS:
        raise Http404
    rows, path = ROWS[part]
    row = written_or_404(request, rows.all(), path, pk)
    if (part, act) in AT_ONCE and request.method == "POST":
        return at_once(request, row, part, act)
    if (part, act) not in ASKED:
        raise Http404
    return ASKED[part, act](request, row)


def back_of(row: Any) -> str:
    """The part of the plan’s page where the row is read."""
    view = {CommitteeDecision: MEETINGS, ActionPlanParty: PARTIES}.get(type(row), "")
    return plan_url(row.whole, view)


def at_once(request: StaffRequest, row: Any, part: str, act: str) -> HttpResponse:
    """Move the row to another state."""
    verb, done = AT_ONCE[part, act]
    return do(request, lambda: verb(row, request), done=str(done()), back=back_of(row))


def ask(
    request: StaffRequest, row: Any, form: Any, act: Callable[[Any], None], heading: str, done: str
) -> HttpResponse:
    """A form about the row, then its verb."""
    return deal_form(request, form, act, heading=heading, lede=str(row), done=done, back=back_of(row), **up(row.whole))


def edit_objective(request: StaffRequest, row: Objective) -> HttpResponse:
    """Correct an objective."""
    form = ObjectiveForm(posted(request), instance=row)

    def act(valid: ObjectiveForm) -> None:
        row.amend(by=request.user, **valid.facts)

    return ask(request, row, form, act, _("Modifier l’objectif"), _("L’objectif est à jour."))


def edit_action(request: StaffRequest, row: PlanAction) -> HttpResponse:
    """Correct an action: its dates, its money, its indicator."""
    plan: ActionPlan = row.objective.plan
    form = ActionForm(posted(request), plan=plan, instance=row)

    def act(valid: ActionForm) -> None:
        row.amend(by=request.user, **valid.facts)
        warn_of_money(request, row)

    return ask(request, row, form, act, _("Modifier l’action"), _("L’action est à jour."))


def measure_action(request: StaffRequest, row: PlanAction) -> HttpResponse:
    """Note what the indicator says."""
    form = ValueForm(posted(request), initial={"on": timezone.localdate()})

    def act(valid: ValueForm) -> None:
        row.measure(by=request.user, at=timezone.now(), **valid.cleaned_data)

    heading = _("Relever : %(indicator)s") % {"indicator": row.indicator or _("indicateur")}
    return ask(request, row, form, act, heading, _("La valeur est notée."))


def drop_action(request: StaffRequest, row: PlanAction) -> HttpResponse:
    """Give an action up."""

    def act(valid: WhyForm) -> None:
        row.drop(by=request.user, at=timezone.now(), **valid.cleaned_data)

    return ask(request, row, WhyForm(posted(request)), act, _("Abandonner l’action"), _("L’abandon est noté."))


def edit_party(request: StaffRequest, row: ActionPlanParty) -> HttpResponse:
    """Correct a party."""
    form = PartyForm(posted(request), instance=row)

    def act(valid: PartyForm) -> None:
        row.amend(by=request.user, **valid.facts)

    return ask(request, row, form, act, _("Modifier la partie"), _("La partie est à jour."))


def drop_decision(request: StaffRequest, row: CommitteeDecision) -> HttpResponse:
    """Give a decision up."""

    def act(valid: WhyForm) -> None:
        row.drop(by=request.user, at=timezone.now(), **valid.cleaned_data)

    return ask(request, row, WhyForm(posted(request)), act, _("Abandonner la décision"), _("L’abandon est noté."))


ASKED: dict[tuple[str, str], Callable[[StaffRequest, Any], HttpResponse]] = {
    ("objectifs", "modifier"): edit_objective,
    ("actions", "modifier"): edit_action,
    ("actions", "valeur"): measure_action,
    ("actions", "abandonner"): drop_action,
    ("parties", "modifier"): edit_party,
    ("decisions", "abandonner"): drop_decision,
}
AT_ONCE: dict[tuple[str, str], tuple[Callable[[Any, StaffRequest], None], Callable[[], str]]] = {
    ("actions", "demarrer"): (
        lambda row, request: row.start(by=request.user, at=timezone.now()),
        lambda: _("L’action est en cours."),
    ),
    ("actions", "terminer"): (
        lambda row, request: row.finish(by=request.user, at=timezone.now()),
        lambda: _("L’action est terminée."),
    ),
    ("actions", "reprendre"): (
        lambda row, request: row.resume(by=request.user, at=timezone.now()),
        lambda: _("L’action est à démarrer."),
    ),
    ("decisions", "faite"): (
        lambda row, request: row.finish(by=request.user, at=timezone.now(), on=timezone.localdate()),
        lambda: _("La décision est faite."),
    ),
    ("decisions", "rouvrir"): (
        lambda row, request: row.reopen(by=request.user, at=timezone.now()),
        lambda: _("La décision est à suivre."),
    ),
}
