"""Days of visits: the permit, the choice of people, the route sheet."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.visit import VisitChoiceForm, VisitPermitForm, VisitPlanForm
from beneficiaries.models import Appointment, Draft, Prison, VisitDay, VisitPermit
from beneficiaries.views.follow_up import origin_of
from beneficiaries.visits import candidates, morning_of, prisons_visited
from core import audit
from core.errors import DomainError
from core.models import AuditAction

DAYS_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def visit_permit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note until when one may enter an establishment."""
    prison = get_object_or_404(Prison, pk=pk)
    permit = VisitPermit.objects.of(request.user).filter(prison=prison).first()
    form = VisitPermitForm(request.POST or None, initial={"valid_until": permit.valid_until} if permit else {})
    back = origin_of(request) or reverse("casework:home")
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["not_needed"]:
            if permit:
                permit.forget(by=request.user)
            messages.success(request, _("Ce permis n’est plus suivi."))
        else:
            VisitPermit.objects.keep(prison, by=request.user, valid_until=form.cleaned_data["valid_until"])
            messages.success(request, _("Le permis est noté."))
        return redirect(back)
    context = {"form": form, "prison": prison, "permit": permit, "back": back}
    return render(request, "beneficiaries/visit_permit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def visit_plan(request: StaffRequest) -> HttpResponse:
    """Where and when; then whom, in which order; then every appointment at once."""
    user = request.user
    choice = VisitChoiceForm(request.GET or None, user=user)
    if not choice.is_valid():
        return plan_page(request, choice)
    prison, day = choice.cleaned_data["etablissement"], choice.cleaned_data["jour"]
    offered = candidates(user, prison, day, whole_team=choice.cleaned_data["equipe"])
    form = VisitPlanForm(request.POST if request.method == "POST" else None, candidates=offered)
    if request.method == "POST" and form.is_valid():
        if "propose" in request.POST:
            form = VisitPlanForm(initial=form.proposed(), candidates=offered)
            return plan_page(request, choice, form, prison, day)
        try:
            visit = VisitDay.objects.register(
                prison,
                by=user,
                day=day,
                purpose=form.cleaned_data["purpose"],
                submission=form.submission_id,
                slots=form.slots(day),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Les rendez-vous sont fixés. Imprimez la feuille de route."))
            return redirect("beneficiaries:visit-day", pk=visit.pk)
    return plan_page(request, choice, form, prison, day)


def plan_page(
    request: StaffRequest,
    choice: VisitChoiceForm,
    form: VisitPlanForm | None = None,
    prison: Prison | None = None,
    day: date | None = None,
) -> HttpResponse:
    """The whole page, with every value typed so far."""
    user = request.user
    coming = VisitDay.objects.of(user).filter(day__gte=timezone.localdate()).select_related("prison")
    context: dict[str, Any] = {
        "choice": choice,
        "form": form,
        "prison": prison,
        "day": day,
        "prisons": prisons_visited(user).exists(),
        "visits": coming.order_by("day", "pk")[:DAYS_SHOWN],
    }
    if prison and day:
        permit = VisitPermit.objects.of(user).filter(prison=prison).first()
        context |= {"permit": permit, "may_enter": bool(permit and permit.valid_until >= day)}
    return render(request, "beneficiaries/visit_plan.html", context)


def own_visit(request: StaffRequest, pk: UUID) -> VisitDay:
    """A day of visits of the user’s own."""
    return get_object_or_404(VisitDay.objects.of(request.user).select_related("prison", "worker"), pk=pk)


@require_safe
@require_permission(Permission.FOLLOW_UP_WRITE)
def visit_day(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The route sheet, printed with initials and file numbers alone; each person on it is journalled."""
    visit = own_visit(request, pk)
    meetings = list(Appointment.objects.visible_to(request.user).filter(visit_day=visit).for_list())
    audit.record_each(request.user, AuditAction.PRINTED, [(row, row.beneficiary_id) for row in meetings])
    open_ones = [row for row in meetings if row.is_pending]
    context = {
        "visit": visit,
        "meetings": meetings,
        "permit": VisitPermit.objects.of(request.user).filter(prison=visit.prison).first(),
        "sheets": urlencode([("personne", str(row.beneficiary_id)) for row in open_ones]),
        "may_type": bool(open_ones) and visit.day <= timezone.localdate(),
    }
    return render(request, "beneficiaries/visit_day.html", context)


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def visit_morning(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin « Saisir une matinée » with the day, the place and the people of the visit; what was typed stays."""
    visit = own_visit(request, pk)
    begun = Draft.objects.of(request.user).filter(pk=visit.pk).first()
    if not begun:
        rows = Appointment.objects.visible_to(request.user).filter(visit_day=visit).open().for_list()
        begun = Draft.objects.keep(
            owner=request.user, key=visit.pk, form=Draft.BATCH, person=None, payload=morning_of(visit, rows)
        )
    if not begun:
        messages.info(request, _("Cette matinée est déjà saisie."))
        return redirect("beneficiaries:visit-day", pk=pk)
    return redirect(f"{reverse('beneficiaries:batch-new')}?{urlencode({'brouillon': str(begun.pk)})}")
