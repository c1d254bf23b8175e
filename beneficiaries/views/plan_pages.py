"""What the pages of the plan share: going back to it, changing a part of it, giving it another status."""

from collections.abc import Callable
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import StaffRequest
from beneficiaries.models import Beneficiary, Goal, Need, Step
from beneficiaries.plan import goals_with_steps
from beneficiaries.views.opening import about, back_to_origin
from beneficiaries.views.person_edit import differences_of
from core.errors import DomainError, Outdated

PlanItem = Need | Goal | Step


def plan_url(person: Beneficiary, place: str = "") -> str:
    """The tab of the plan, at the place where something was done."""
    return reverse("casework:person-plan", args=[person.pk]) + (f"#{place}" if place else "")


def plan_form(
    request: StaffRequest,
    person: Beneficiary,
    form: Any,
    *,
    heading: str,
    template: str = "beneficiaries/plan_form.html",
    **more: Any,
) -> HttpResponse:
    """A page about the plan made of one form."""
    context = {**about(request, person), "form": form, "heading": heading, "back_url": plan_url(person), **more}
    return render(request, template, context)


def change(
    request: StaffRequest,
    item: Any,
    *,
    make: Callable[[Any, Any], Any],
    save: Callable[[Any, Any], Any],
    reload: Callable[[], Any],
    heading: str,
    saved: str,
    **page: Any,
) -> HttpResponse:
    """Show the form of a part of the plan, save it, or show both versions when it has changed since."""
    typed = copy(item)
    form, differences = make(request.POST or None, typed), []
    if request.method == "POST" and form.is_valid():
        try:
            save(form, typed)
        except Outdated as refusal:
            item = reload()
            form = make({**request.POST.dict(), **lists_of(request), "version": str(item.version)}, copy(item))
            form.is_valid()
            differences = differences_of(form)
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, saved)
            return redirect(plan_url(item.beneficiary, f"plan-{item.pk}"))
    page.setdefault("template", "beneficiaries/plan_form.html")
    return plan_form(request, item.beneficiary, form, heading=heading, differences=differences, item=item, **page)


def lists_of(request: StaffRequest) -> dict[str, list[str]]:
    """The fields of which several values were sent."""
    return {name: values for name, values in request.POST.lists() if len(values) > 1}


def moved(request: StaffRequest, item: PlanItem, status: str | None = None) -> HttpResponse:
    """Give the status asked for, say so with the way to undo it: the part alone for htmx, else the page again."""
    context: dict[str, Any] = {"may_write": True}
    try:
        former = item.become(status or request.POST.get("status", ""), by=request.user, at=timezone.now())
    except DomainError as refusal:
        item.refresh_from_db()
        context["refusal"] = str(refusal)
    else:
        context["undo"] = {"item": item, "status": former, "kind": item._meta.model_name}
    if request.htmx:
        return render(request, "beneficiaries/plan_part.html", context | part_of(request, item))
    if "refusal" in context:
        messages.error(request, context["refusal"])
    else:
        messages.success(request, render_to_string("beneficiaries/plan_undo.html", context, request))
    came_from = urlsplit(request.headers.get("referer", "")).path
    person = item.beneficiary
    if not request.POST.get("next") and came_from in ("", plan_url(person)):
        return redirect(plan_url(person, f"plan-{item.pk}"))
    return back_to_origin(request, person.pk)


def part_of(request: StaffRequest, item: PlanItem) -> dict[str, Any]:
    """The need, or the whole goal with its steps."""
    if isinstance(item, Need):
        return {"need": item}
    goal = item.goal_id if isinstance(item, Step) else item.pk
    return {"goal": get_object_or_404(goals_with_steps(request.user), pk=goal)}
