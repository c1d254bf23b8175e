"""Joint reviews: noting one with its decisions, its minutes to print, correcting them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.joint_review import JointReviewForm, MinutesEditForm, decision_rows
from beneficiaries.models import JointReview
from beneficiaries.plan_actions import correct_joint_review, note_joint_review
from beneficiaries.reaching import note_refusal
from beneficiaries.views.opening import about, person_or_404
from beneficiaries.views.person_edit import differences_of
from beneficiaries.views.plan_pages import plan_form, plan_url
from core.errors import DomainError, Outdated


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def joint_review_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a meeting about the person; « Chercher » looks in the directory and keeps what is typed."""
    person = person_or_404(request, pk)
    data = request.POST or None
    form = JointReviewForm(data, person=person, user=request.user)
    rows = decision_rows(data, person, request.user)
    searching = "search" in request.POST
    if data and not searching and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        decisions = [decision for row in rows if (decision := row.decision())]
        try:
            review = note_joint_review(
                person,
                by=request.user,
                day=timezone.localdate(),
                submission=form.cleaned_data["submission"],
                present=form.present(),
                decisions=decisions,
                **form.minutes(),
            )
        except DomainError as refusal:
            note_refusal(refusal, by=request.user)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La synthèse est notée. Chaque décision est devenue une tâche."))
            return redirect("beneficiaries:joint-review", pk=review.pk)
    page: dict[str, Any] = {"rows": rows, "searching": searching, "template": "beneficiaries/joint_review_new.html"}
    return plan_form(request, person, form, heading=_("Nouvelle synthèse"), **page)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def joint_review_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The minutes, to read and to print."""
    rows = JointReview.objects.visible_to(request.user).select_related("created_by")
    review = get_object_or_404(rows, pk=pk)
    person = person_or_404(request, review.beneficiary_id)
    person.opened(by=request.user)
    context = {
        **about(request, person),
        "review": review,
        "presences": review.presences.select_related("user", "contact", "organization").order_by("rank", "pk"),
        "decisions": review.decisions.select_related("task__assignee").order_by("rank", "pk"),
        "may_write": request.user.can(Permission.PERSON_WRITE),
        "back_url": plan_url(person, "joint-reviews"),
        "heading": _("Synthèse"),
    }
    return render(request, "beneficiaries/joint_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def joint_review_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct the minutes; who was there and what was decided stay."""
    rows = JointReview.objects.visible_to(request.user)
    review = get_object_or_404(rows, pk=pk)
    person, differences = person_or_404(request, review.beneficiary_id), []
    form = MinutesEditForm(request.POST or None, initial=MinutesEditForm.initial_of(review))
    if request.method == "POST" and form.is_valid():
        try:
            version, today = form.cleaned_data["version"], timezone.localdate()
            correct_joint_review(review, person, by=request.user, day=today, version=version, **form.minutes())
        except Outdated as refusal:
            stored = MinutesEditForm.initial_of(get_object_or_404(rows, pk=pk))
            form = MinutesEditForm({**request.POST.dict(), "version": stored["version"]}, initial=stored)
            form.is_valid()
            differences = differences_of(form)
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            note_refusal(refusal, by=request.user)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La synthèse est modifiée."))
            return redirect("beneficiaries:joint-review", pk=pk)
    page: dict[str, Any] = {"differences": differences, "back_url": reverse("beneficiaries:joint-review", args=[pk])}
    return plan_form(request, person, form, heading=_("Modifier une synthèse"), **page)
