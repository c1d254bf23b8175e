"""Steps: adding one, changing it, giving it another status."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.step import StepForm
from beneficiaries.models import Step, StepStatus
from beneficiaries.views.goal import goal_or_404
from beneficiaries.views.opening import person_or_404
from beneficiaries.views.plan_pages import change, moved, plan_form, plan_url
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def step_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a step to a goal."""
    goal = goal_or_404(request, pk)
    person = goal.beneficiary
    form = StepForm(request.POST or None, person=person, user=request.user, domain=goal.domain)
    if request.method == "POST" and form.is_valid():
        try:
            Step.objects.register(goal, by=request.user, **form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La démarche est notée."))
            return redirect(plan_url(person, f"plan-{goal.pk}"))
    page = {"submit": _("Ajouter la démarche"), "lead": goal.title}
    return plan_form(request, person, form, heading=_("Nouvelle démarche"), **page)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def step_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a step."""
    step = step_or_404(request, pk)
    person = step.beneficiary
    return change(
        request,
        step,
        make=lambda data, item: StepForm(data, instance=item, person=person, user=request.user, domain=item.domain),
        save=lambda form, item: item.amend(by=request.user, version=form.cleaned_data["version"], **form.facts()),
        reload=lambda: step_or_404(request, pk),
        heading=_("Modifier une démarche"),
        saved=_("La démarche est modifiée."),
        history=step.history(),
    )


@require_POST
@require_permission(Permission.PERSON_WRITE)
def step_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Mark a step done, waiting, dropped, or to do again."""
    return moved(request, get_object_or_404(Step.objects.visible_to(request.user), pk=pk))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def step_done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Mark a step done."""
    return moved(request, get_object_or_404(Step.objects.visible_to(request.user), pk=pk), StepStatus.DONE)


def step_or_404(request: StaffRequest, pk: UUID) -> Step:
    """A step that the user may read, with the person for the identity bar."""
    step = get_object_or_404(Step.objects.visible_to(request.user), pk=pk)
    step.beneficiary = person_or_404(request, step.beneficiary_id)
    return step
