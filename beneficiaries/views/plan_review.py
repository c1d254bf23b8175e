"""Reviews of the plan with the person, and what puts them off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.plan_review import PlanReviewForm, ReviewHoldForm
from beneficiaries.models import PlanReview, ReviewHold
from beneficiaries.plan import plan_of, window_for
from beneficiaries.views.opening import file_or_404, person_or_404
from beneficiaries.views.plan_pages import plan_form, plan_url


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def plan_review_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Look at the plan again with the person, and say when the next time will be."""
    file = file_or_404(request, pk)
    person = file.person
    window = window_for(person, request.user, timezone.localdate())
    form = PlanReviewForm(request.POST or None, window=window)
    if request.method == "POST" and form.is_valid():
        PlanReview.objects.register(person, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le bilan est noté."))
        return redirect(plan_url(person, "reviews"))
    page: dict[str, Any] = {"plan": plan_of(file), "template": "beneficiaries/plan_review_new.html"}
    return plan_form(request, person, form, heading=_("Bilan du plan"), **page)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def review_hold_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put the next review off, from today."""
    person = person_or_404(request, pk)
    form = ReviewHoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ReviewHold.objects.register(person, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Le report est noté. Un bilan déjà en retard le reste."))
        return redirect(plan_url(person, "reviews"))
    return plan_form(request, person, form, heading=_("Reporter le bilan"), submit=_("Reporter le bilan"))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def review_hold_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the reviews up again."""
    hold = get_object_or_404(ReviewHold.objects.visible_to(request.user).select_related("beneficiary"), pk=pk)
    hold.end(by=request.user, at=timezone.now())
    messages.success(request, _("Le report est terminé."))
    return redirect(plan_url(hold.beneficiary, "reviews"))
