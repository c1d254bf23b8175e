"""Tasks: giving one, marking it done, taking that back, ending a series."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.task import TaskForm
from beneficiaries.models import Task
from beneficiaries.views.opening import back_to_origin, person_form, person_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def task_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give oneself or a colleague something to do for the person."""
    person = person_or_404(request, pk)
    form = TaskForm(request.POST or None, person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        Task.objects.register(person, by=request.user, **form.cleaned_data)
        messages.success(request, _("La tâche est notée."))
        return redirect("casework:person-file", pk=pk)
    return person_form(request, person, form, heading=_("Nouvelle tâche"), submit=_("Ajouter la tâche"))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def task_done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Mark the task done, say when the next of its series is, and offer to take it back."""
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    planned = task.finish(by=request.user, at=timezone.now())
    context = {"task": task, "planned": planned}
    messages.success(request, render_to_string("beneficiaries/task_done_message.html", context, request))
    return back_to_origin(request, task.beneficiary_id)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def task_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put the task back to do."""
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    task.reopen(by=request.user)
    messages.success(request, _("La tâche est de nouveau à faire."))
    return back_to_origin(request, task.beneficiary_id)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def task_stop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let this task be the last of its series."""
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    task.stop_series(by=request.user)
    messages.success(request, _("Cette tâche ne reviendra plus."))
    return back_to_origin(request, task.beneficiary_id)
