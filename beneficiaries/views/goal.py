"""Goals: setting one with its first steps, changing it, reaching it or giving it up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.goal import AbandonForm, GoalEditForm, NewGoalForm, step_rows
from beneficiaries.models import Beneficiary, Goal, GoalStatus, Need
from beneficiaries.models.plan_item import layers_read_by
from beneficiaries.plan_actions import set_goal
from beneficiaries.views.follow_up import as_uuid
from beneficiaries.views.opening import person_or_404
from beneficiaries.views.plan_pages import change, moved, plan_form, plan_url
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def goal_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set a goal and its first steps, for a need (?besoin=) or not."""
    person = person_or_404(request, pk)
    layers = layers_read_by(request.user, person)
    data = request.POST or None
    form = NewGoalForm(data, initial=asked_for(request, person), person=person, user=request.user, layers=layers)
    rows = step_rows(data, person, request.user)
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        steps = [step for row in rows if (step := row.step())]
        submission = form.cleaned_data["submission"]
        try:
            goal = set_goal(person, by=request.user, submission=submission, steps=steps, **form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("L’objectif est noté."))
            return redirect(plan_url(person, f"plan-{goal.pk}"))
    page: dict[str, Any] = {"rows": rows, "template": "beneficiaries/goal_new.html"}
    return plan_form(request, person, form, heading=_("Nouvel objectif"), **page)


def asked_for(request: StaffRequest, person: Beneficiary) -> dict[str, Any]:
    """The need from which the page was opened."""
    asked = request.GET.get("besoin", "")
    if not asked:
        return {}
    need = get_object_or_404(Need.objects.visible_to(request.user).filter(beneficiary=person), pk=as_uuid(asked))
    return {"needs": [need.pk], "domain": need.domain}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def goal_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The words of a goal, its needs, its date."""
    goal = goal_or_404(request, pk)
    person = goal.beneficiary
    layers = layers_read_by(request.user, person)
    return change(
        request,
        goal,
        make=lambda data, item: GoalEditForm(data, instance=item, person=person, user=request.user, layers=layers),
        save=lambda form, item: item.amend(by=request.user, version=form.cleaned_data["version"], **form.facts()),
        reload=lambda: goal_or_404(request, pk),
        heading=_("Modifier un objectif"),
        saved=_("L’objectif est modifié."),
        history=goal.history(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def goal_abandon(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a goal up, and say why."""
    goal = goal_or_404(request, pk)
    form = AbandonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            goal.become(GoalStatus.ABANDONED, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("L’objectif est abandonné : il reste dans le plan, avec sa raison."))
            return redirect(plan_url(goal.beneficiary, f"plan-{goal.pk}"))
    page: dict[str, Any] = {"submit": _("Abandonner l’objectif"), "lead": goal.title}
    return plan_form(request, goal.beneficiary, form, heading=_("Abandonner un objectif"), **page)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def goal_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Reach a goal, or take it up again."""
    return moved(request, get_object_or_404(Goal.objects.visible_to(request.user), pk=pk))


def goal_or_404(request: StaffRequest, pk: UUID) -> Goal:
    """A goal that the user may read, with the person for the identity bar."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), pk=pk)
    goal.beneficiary = person_or_404(request, goal.beneficiary_id)
    return goal
