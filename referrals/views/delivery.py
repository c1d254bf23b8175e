"""The support after a referral: its plan, its sessions, the request to end it, its report."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from referrals import ending
from referrals.delivery_forms import EndForm, PlanForm, ReportForm, SessionForm
from referrals.models import Attendance, Delivery, EndReason, Referral
from referrals.permissions import may_read_content, permissions_on
from referrals.views.reports import ENDS

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def delivery_plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write the plan; whoever made the referral approves it."""
    referral = referral_or_404(request, pk)
    delivery = ending.delivery_of(referral)
    may_approve = Permission.REFERRAL_WRITE in permissions_on(request.user, referral)
    if delivery and delivery.approved_at and not may_approve:
        raise PermissionDenied
    form = PlanForm(request.POST or None, delivery=delivery)
    approving = may_approve and ("approve" in request.POST or bool(delivery and delivery.approved_at))

    def act() -> None:
        ending.write_plan(referral, by=request.user, at=timezone.now(), approve=approving, **form.cleaned_data)

    done = _("Le plan est approuvé.") if approving else _("Le plan est enregistré : il attend d’être approuvé.")
    page = {
        "heading": _("Plan d’accompagnement"),
        "submit": _("Approuver le plan") if may_approve else _("Enregistrer le plan"),
        "submit_name": "approve" if may_approve else "save",
        "second": _("Enregistrer sans approuver") if may_approve and not (delivery and delivery.approved_at) else "",
    }
    return _form_page(request, referral, form, act, done, page)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def delivery_session(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a session."""
    referral, form = referral_or_404(request, pk), SessionForm(request.POST or None)

    def act() -> None:
        said = {**form.cleaned_data, "attendance": Attendance(form.cleaned_data["attendance"])}
        ending.record_session(referral, by=request.user, at=timezone.now(), **said)

    page = {"heading": _("Noter une séance"), "submit": _("Enregistrer la séance")}
    return _form_page(request, referral, form, act, _("La séance est notée."), page)


@require_POST
@require_permission(Permission.REFERRAL_ANSWER)
def delivery_session_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back the last session noted."""
    referral = referral_or_404(request, pk)
    return _act(
        request, referral, lambda: ending.take_back_session(referral, by=request.user), _("La séance est retirée.")
    )


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def delivery_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask for the end before the term."""
    referral, form = referral_or_404(request, pk), EndForm(request.POST or None)

    def act() -> None:
        reason, comment = EndReason(form.cleaned_data["reason"]), form.cleaned_data["comment"]
        ending.request_end(referral, by=request.user, at=timezone.now(), reason=reason, comment=comment)

    page = {
        "heading": _("Demander la fin de l’accompagnement"),
        "submit": _("Demander la fin"),
        "explanation": _("Si des séances ont été suivies, un bilan est demandé avant que l’orientation se termine."),
    }
    return _form_page(request, referral, form, act, _("La fin est demandée."), page)


@require_POST
@require_permission(Permission.REFERRAL_ANSWER)
def delivery_keep_going(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give up the end asked for."""
    referral = referral_or_404(request, pk)
    done = _("L’accompagnement continue.")
    return _act(request, referral, lambda: ending.keep_going(referral, by=request.user), done)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def end_report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The report: to write while it is due, to read once it is submitted."""
    referral = referral_or_404(request, pk)
    delivery = ending.delivery_of(referral)
    if delivery is None or not delivery.standing.needs_report:
        messages.info(request, _("Aucun bilan n’est attendu pour cet accompagnement."))
        return redirect("referrals:detail", pk=pk)
    if delivery.standing.report_submitted:
        audit.record(request.user, AuditAction.OPENED, delivery.report, person_id=referral.beneficiary_id)
        context = {**_around(request, referral), "heading": _("Bilan de fin d’accompagnement")}
        return render(request, "referrals/end_report.html", {**context, **told(delivery)})
    form = ReportForm(request.POST or None, delivery=delivery)
    submitting = "submit" in request.POST

    def act() -> None:
        if submitting and not form.require_each_outcome():
            raise DomainError(_("Dites pour chaque résultat visé s’il est atteint, en partie ou pas."))
        ending.write_report(referral, by=request.user, at=timezone.now(), submit=submitting, **form.content)

    page = {
        "heading": _("Bilan de fin d’accompagnement"),
        "submit": _("Remettre le bilan"),
        "submit_name": "submit",
        "second": _("Enregistrer le brouillon"),
        "explanation": _("Une fois remis, le bilan ne change plus et ce qui reste à faire devient des tâches."),
    }
    done = _("Le bilan est remis.") if submitting else _("Le brouillon du bilan est enregistré.")
    return _form_page(request, referral, form, act, done, page)


def support_of(user: User, referral: Referral, page: dict[str, Any]) -> dict[str, Any]:
    """The card of a referral’s page; with a support agreed, its end is no longer a step to choose."""
    delivery = ending.delivery_of(referral) if page["may_read_content"] and referral.replied_at else None
    agreed = delivery and delivery.approved_at and not delivery.standing.is_over
    return {
        "delivery": delivery,
        "may_support": page["may_read_content"] and user.can(Permission.REFERRAL_ANSWER),
        "may_approve": page["may_write"],
        "steps": [step for step in page["steps"] if not (agreed and step.verb in ENDS)],
    }


def told(delivery: Delivery) -> dict[str, Any]:
    """What a submitted report says."""
    report = delivery.report
    return {
        "delivery": delivery,
        "report": report,
        "lines": delivery.aims,
        "remaining": report.remaining.select_related("task").order_by("due_on", "pk"),
    }


def referral_or_404(request: StaffRequest, pk: UUID) -> Referral:
    """A referral whose content the user reads."""
    rows = Referral.objects.visible_to(request.user).with_person_visibility(request.user).for_page()
    referral = get_object_or_404(rows, pk=pk)
    if not may_read_content(referral, request.user):
        raise Http404
    return referral


def _around(request: StaffRequest, referral: Referral) -> dict[str, Any]:
    person = referral.beneficiary
    seen = referral.person_is_visible
    bar = identity_of(person, viewer=request.user, day=timezone.localdate()) if seen else None
    return {"referral": referral, "person": person, "identity": bar}


def _form_page(
    request: StaffRequest, referral: Referral, form: Any, act: Callable[[], None], done: str, page: dict[str, Any]
) -> HttpResponse:
    """Show the form; save it, or show it again with what was typed and why not."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("referrals:detail", pk=referral.pk)
    context = {**_around(request, referral), "form": form, **page}
    return render(request, "referrals/delivery_form.html", context, status=422 if form.errors else 200)


def _act(request: StaffRequest, referral: Referral, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("referrals:detail", pk=referral.pk)
