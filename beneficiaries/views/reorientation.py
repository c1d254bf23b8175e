"""Reorientation requests: asking, reading the decision, deciding."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.reorientation import MaintainForm, ReorientationForm, ReorientForm
from beneficiaries.models import Beneficiary, Reorientation
from beneficiaries.reorienting import reorient
from beneficiaries.views.opening import about, person_form, person_or_404
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of


@require_safe
@require_permission(Permission.PERSON_WRITE)
def reorientations(request: StaffRequest) -> HttpResponse:
    """Every request that the user may read, those to decide first; people whom a reorientation left without a lead."""
    user = request.user
    page = page_of(Reorientation.objects.visible_to(user).for_list(), request.GET.get("page"))
    context = {
        "page_obj": page,
        "lines": _named(user, list(page.object_list)),
        "to_assign": _to_assign(user),
    }
    return render(request, "beneficiaries/reorientation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def reorientation_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask the coordination to move the person."""
    person = person_or_404(request, pk)
    if not person.can_hand_over(request.user):
        raise PermissionDenied
    if waiting := Reorientation.objects.visible_to(request.user).open().filter(beneficiary=person).first():
        messages.info(request, _("Une demande de réorientation est déjà ouverte pour cette personne."))
        return redirect("beneficiaries:reorientation", pk=waiting.pk)
    form = ReorientationForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {"reason": data["reason"], "team": data["team"], "lead": data["lead"]}
        try:
            asked = Reorientation.objects.register(person, by=request.user, at=timezone.now(), **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Demande envoyée à la coordination."))
            return redirect("beneficiaries:reorientation", pk=asked.pk)
    heading = _("Demander une réorientation")
    return person_form(request, person, form, heading=heading, submit=_("Envoyer la demande"))


@require_safe
@require_permission(Permission.PERSON_WRITE)
def reorientation_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The request and the decision; whoever no longer opens the file reads that and nothing else of it."""
    asked = get_object_or_404(Reorientation.objects.visible_to(request.user).for_list(), pk=pk)
    audit.record(request.user, AuditAction.OPENED, asked, person_id=asked.beneficiary_id)
    seen = Beneficiary.objects.content_visible_to(request.user).for_file().filter(pk=asked.beneficiary_id).first()
    user = request.user
    context = {
        **(about(request, seen) if seen else {}),
        "reorientation": asked,
        "seen": seen,
        "may_decide": asked.is_open and Reorientation.objects.decidable_by(user).filter(pk=pk).exists(),
        "may_withdraw": asked.is_open and asked.requested_by == user,
        "may_mark_seen": Reorientation.objects.told_to(user).filter(pk=pk).exists(),
    }
    return render(request, "beneficiaries/reorientation_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_ASSIGN)
def reorientation_maintain(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Refuse the request, with a reason."""
    asked, person = _to_decide(request, pk)
    if not asked.is_open:
        return _already(request, asked)
    form = MaintainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked.maintain(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’accompagnement est maintenu. Qui a fait la demande lira votre réponse."))
            return redirect("beneficiaries:reorientation", pk=pk)
    heading = _("Maintenir l’accompagnement")
    return _decision_form(request, asked, person, form, heading, _("Maintenir l’accompagnement"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_ASSIGN)
def reorientation_accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Move the person to a team, with or without naming the lead worker."""
    asked, person = _to_decide(request, pk)
    if not asked.is_open:
        return _already(request, asked)
    initial = {"team": asked.recommended_team_id, "lead": asked.recommended_lead_id}
    form = ReorientForm(request.POST or None, person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        decision = {"team": data["team"], "lead": data["lead"], "reason": data["reason"]}
        try:
            reorient(asked, by=request.user, at=timezone.now(), **decision)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            named = _("La personne est réorientée, avec une nouvelle personne référente.")
            messages.success(request, named if data["lead"] else _("La personne est réorientée ; le dossier attend."))
            return redirect("beneficiaries:reorientation", pk=pk)
    return _decision_form(request, asked, person, form, _("Réorienter"), _("Réorienter"))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def reorientation_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take one’s own request back."""
    asked = get_object_or_404(Reorientation.objects.visible_to(request.user).filter(requested_by=request.user), pk=pk)
    try:
        asked.withdraw(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La demande est retirée."))
    return redirect("beneficiaries:reorientation", pk=pk)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def reorientation_seen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that the decision was read: it leaves « Ma journée »."""
    asked = get_object_or_404(Reorientation.objects.visible_to(request.user).filter(requested_by=request.user), pk=pk)
    asked.mark_seen(by=request.user, at=timezone.now())
    messages.success(request, _("C’est noté."))
    return redirect("casework:home")


def _to_decide(request: StaffRequest, pk: UUID) -> tuple[Reorientation, Beneficiary]:
    """The request, of a person of the user’s teams; one already decided is for its page to say."""
    rows = Reorientation.objects.visible_to(request.user).for_list()
    asked = get_object_or_404(rows.filter(beneficiary__in=Beneficiary.objects.of_teams_visible_to(request.user)), pk=pk)
    return asked, person_or_404(request, asked.beneficiary_id)


def _already(request: StaffRequest, asked: Reorientation) -> HttpResponse:
    """Somebody has decided first: show what."""
    words = {"status": asked.get_status_display()}
    messages.info(request, _("Cette demande est déjà close (%(status)s) : rien n’a changé.") % words)
    return redirect("beneficiaries:reorientation", pk=asked.pk)


def _decision_form(
    request: StaffRequest, asked: Reorientation, person: Beneficiary, form: Any, heading: str, submit: str
) -> HttpResponse:
    """The form of a decision, under what was asked; the way back changes nothing."""
    back = reverse("beneficiaries:reorientation", args=[asked.pk])
    page = {"heading": heading, "submit": submit, "back_url": back, "reorientation": asked}
    return render(request, "beneficiaries/reorientation_decide.html", {**about(request, person), "form": form, **page})


def _to_assign(user: User) -> list[Beneficiary]:
    """People whom a reorientation has left without a lead worker, in the teams of the user."""
    if not user.can(Permission.PERSON_ASSIGN):
        return []
    waiting = Reorientation.objects.visible_to(user).left_without_lead().values("beneficiary")
    people = Beneficiary.objects.of_teams_visible_to(user).active().filter(lead_worker=None, pk__in=waiting)
    return list(people.select_related("team").order_by("expected_release_on", "sort_key", "pk")[:100])


def _named(user: User, lines: list[Reorientation]) -> list[dict[str, Any]]:
    """Each line, with the person’s name for whom may open the file and its number alone for others."""
    people = {line.beneficiary_id for line in lines}
    seen = set(Beneficiary.objects.content_visible_to(user).filter(pk__in=people).values_list("pk", flat=True))
    return [
        {"line": line, "name": line.beneficiary.display_name if line.beneficiary_id in seen else ""} for line in lines
    ]
