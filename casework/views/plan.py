"""The plan of a person: needs, goals, steps, reviews."""

from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import JointReview
from beneficiaries.plan import plan_of, reviews_of
from casework.views.opening import file_context, open_file


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Needs by domain, goals with their steps, reviews; in the layers of the reader."""
    person = open_file(request, pk)
    joint_reviews = JointReview.objects.visible_to(request.user).filter(beneficiary=person).for_list()
    context = file_context(request, person, "person-plan") | {
        "plan": plan_of(person, request.user),
        "joint_reviews": joint_reviews.annotate(decided=Count("decisions"))[: settings.LIST_PAGE_SIZE],
        "reviews": reviews_of(person, request.user, timezone.localdate()),
    }
    return render(request, "casework/person_plan.html", context)
