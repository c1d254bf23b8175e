"""The plan of a person: needs, goals, steps, reviews."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import JointReview, Layer
from beneficiaries.plan import plan_of, reviews_of, words_of
from beneficiaries.reaching import note_refusal, require_tellable
from casework.views.opening import file_context, open_file
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Needs by domain, goals with their steps, reviews; in the layers of the reader."""
    file = open_file(request, pk)
    joint_reviews = JointReview.objects.visible_in(file).for_list()
    context = file_context(request, file, "person-plan") | {
        "plan": plan_of(file),
        "joint_reviews": joint_reviews.annotate(decided=Count("decisions"))[: settings.LIST_PAGE_SIZE],
        "reviews": reviews_of(file, timezone.localdate()),
    }
    return render(request, "casework/person_plan.html", context)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_plan_print(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The plan on paper, for the person to keep: without health unless asked for (?sante=1), never with violence."""
    file, today = open_file(request, pk), timezone.localdate()
    person = file.person
    with_health = request.GET.get("sante") == "1"
    domains = plan_of(file).on_paper(with_health=with_health)
    try:
        require_tellable(person, words_of(domains), today)
    except DomainError as refusal:
        note_refusal(refusal, by=request.user)
        messages.error(request, str(refusal))
        return redirect("casework:person-plan", pk=pk)
    audit.record(request.user, AuditAction.PRINTED, person, person_id=person.pk)
    reviews = reviews_of(file, today)
    context = {
        "person": person,
        "domains": domains,
        "with_health": with_health,
        "may_print_health": Layer.HEALTH in file.layers,
        "next_on": reviews.last.deadline if reviews.last and not reviews.is_late else None,
    }
    return render(request, "casework/person_plan_print.html", context)
