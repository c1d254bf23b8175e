"""Asking for a place in a program, and the life of what was asked: its page and its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.fit_facts import facts_of
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.eligibility import frozen, thawed
from programs.enrolment_forms import ApplicationForm
from programs.enrolment_steps import STEPS, steps_of
from programs.models import Enrolment, Program
from programs.models.enrolment_states import TONES
from programs.models.states import ASKING
from programs.views.people import choice_of_person, person_asked, search_again


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def enrolment_apply(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask for a place for a person named by ?personne=, or chosen here first: why the program fits them, or not."""
    program = get_object_or_404(Program.objects.active().select_related("site"), pk=pk)
    person = person_asked(request)
    if person is None:
        if request.method == "POST":
            return search_again(request)
        context = {"program": program, "choice": choice_of_person(request), "applying": True}
        return render(request, "programs/enrolment_person.html", context)
    day = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    facts = facts_of(person, request.user, day)
    form = ApplicationForm(data, initial={"applied_on": day}, program=program, person=facts)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        fields = {name: typed[name] for name in ("priority", "priority_reason", "exception_reason")}
        try:
            enrolment = Enrolment.objects.apply(
                program, person, by=request.user, on=typed["applied_on"], eligibility=frozen(form.fit), **fields
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La candidature est déposée."))
            return redirect("programs:enrolment", pk=enrolment.pk)
    identity = identity_of(person, viewer=request.user, day=day)
    context = {"program": program, "person": person, "identity": identity, "form": form, "fit": form.fit}
    return render(request, "programs/enrolment_apply.html", context)


def enrolment_or_404(request: StaffRequest, pk: UUID) -> Enrolment:
    """An enrolment that the user may read."""
    rows = Enrolment.objects.visible_to(request.user).with_person_visibility(request.user)
    return get_object_or_404(rows.select_related("program", "beneficiary", "created_by", "evaluation"), pk=pk)


@require_safe
@require_permission(Permission.PROGRAM_ENROL)
def enrolment_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One enrolment: where it stands and why, what the person wants of it, what came of it, its history."""
    enrolment = enrolment_or_404(request, pk)
    audit.record(request.user, AuditAction.OPENED, enrolment, person_id=enrolment.beneficiary_id)
    decides = enrolment.program.is_decided_by(request.user)
    context = {
        "enrolment": enrolment,
        "tone": TONES[enrolment.status],
        "steps": steps_of(enrolment, decides=decides),
        "rank": rank_of(enrolment),
        "fit": thawed(enrolment.eligibility),
        "goals": enrolment.goals.order_by("rank", "pk"),
        "evaluation": getattr(enrolment, "evaluation", None),
        "history": enrolment.events.select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "programs/enrolment_page.html", context)


def rank_of(enrolment: Enrolment) -> int | None:
    """The place in the line of those who ask, from 1; None once answered."""
    if enrolment.status not in ASKING:
        return None
    asked = enrolment.program.enrolments.asking().ranked()
    return list(asked.values_list("pk", flat=True)).index(enrolment.pk) + 1


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def enrolment_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """One act on an enrolment: asked for, then written."""
    if (step := STEPS.get(act)) is None:
        raise Http404
    enrolment = enrolment_or_404(request, pk)
    decides = enrolment.program.is_decided_by(request.user)
    if step.deciding and not decides:
        raise Http404
    if act not in steps_of(enrolment, decides=decides):
        status = enrolment.get_status_display()
        messages.info(request, _("Cette inscription est «\u00a0%(status)s\u00a0».") % {"status": status})
        return redirect("programs:enrolment", pk=pk)
    data = request.POST if request.method == "POST" else None
    form = step.form(data, initial=step.initial(enrolment), enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        try:
            step.act(enrolment, by=request.user, **form.told)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(step.done))
            return redirect("programs:enrolment", pk=pk)
    audit.record(request.user, AuditAction.OPENED, enrolment, person_id=enrolment.beneficiary_id)
    context: dict[str, Any] = {"enrolment": enrolment, "step": step, "form": form, "tone": TONES[enrolment.status]}
    return render(request, "programs/enrolment_step.html", context)
