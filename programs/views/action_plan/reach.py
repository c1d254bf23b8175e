"""Who reads and who writes a plan: every member of staff reads; coordination, direction and its staff write."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.permissions import StaffRequest
from programs.models import ActionPlan, CommitteeMeeting, Program, ProgramKind
from programs.models.action_plan import programs_planned_by


def program_or_404(pk: UUID) -> Program:
    """A program whose kind is to have a plan."""
    return get_object_or_404(Program.objects.select_related("action_plan"), pk=pk, kind=ProgramKind.ACTION_PLAN)


def plan_of(program: Program) -> ActionPlan | None:
    """Its plan, once begun."""
    return getattr(program, "action_plan", None)


def written_program_or_404(request: StaffRequest, pk: UUID) -> Program:
    """A program whose plan the user writes."""
    return get_object_or_404(programs_planned_by(request.user).select_related("action_plan"), pk=pk)


def meeting_or_404(pk: UUID) -> CommitteeMeeting:
    """A committee, for whoever reads plans."""
    return get_object_or_404(CommitteeMeeting.objects.select_related("plan__program"), pk=pk)


def written_or_404(request: StaffRequest, rows: Any, path: str, pk: UUID) -> Any:
    """A part of a plan that the user writes; path leads from the part to the plan."""
    plans = ActionPlan.objects.written_by(request.user)
    return get_object_or_404(rows, pk=pk, **{f"{path}__in": plans})


def plan_url(plan: ActionPlan, view: str = "") -> str:
    """Where a plan is read."""
    url = reverse("programs:plan", args=[plan.program_id])
    return f"{url}?vue={view}" if view else url


def up(plan: ActionPlan) -> dict[str, str]:
    """The way up from the pages of a plan."""
    return {"up": plan_url(plan), "up_label": plan.name}
