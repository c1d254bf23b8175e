"""The parts of a program’s page that speak of its people and its money; each name shown is one entry of the journal."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Sum
from django.utils.text import capfirst

from accounts.permissions import StaffRequest
from accounts.roles import Permission
from core import audit
from core.choices import label_of
from core.models import AuditAction
from core.pagination import page_of
from partners.models import Audience, Sex
from partners.offer import age_words
from programs.figures import attendance_line, end_lines, goal_lines, people_lines
from programs.models import Enrolment, EnrolmentStatus, Program
from programs.models.enrolment import EnrolmentQuerySet
from programs.views.program_tabs import MONEY, OUTCOMES, ROSTER, WAITING

GRANTS_SHOWN = 20


def publics_of(program: Any) -> list[str]:
    """Whom the program is for, in words."""
    words = [label_of(Sex, program.sex)] if program.sex else []
    if program.age_min is not None or program.age_max is not None:
        words.append(capfirst(age_words(program)))
    return words + [label_of(Audience, public) for public in program.audiences]


def opened(request: StaffRequest, rows: EnrolmentQuerySet) -> Any:
    """A page of enrolments, each written in the journal, all in one query."""
    page = page_of(rows.with_person_visibility(request.user), request.GET.get("page"))
    shown = [(enrolment, enrolment.beneficiary_id) for enrolment in page]
    audit.record_each(request.user, AuditAction.OPENED, shown)
    return page


def roster(request: StaffRequest, program: Any) -> dict[str, Any]:
    """Those enrolled whom the user may see, and how many others."""
    seen = Enrolment.objects.visible_to(request.user).holding().filter(program=program)
    page = opened(request, seen.for_list())
    return {
        "page": page,
        "others": program.enrolled - page.paginator.count,
        "can_end": request.user.can(Permission.PROGRAM_ENROL),
    }


def waiting(request: StaffRequest, program: Any) -> dict[str, Any]:
    """Those who ask for a place, in the order in which places are offered, with what makes their rank."""
    asked = program.enrolments.asking()
    ranks = {pk: rank for rank, pk in enumerate(asked.ranked().values_list("pk", flat=True), 1)}
    seen = asked.filter(pk__in=Enrolment.objects.visible_to(request.user).values("pk"))
    page = opened(request, seen.select_related("beneficiary").ranked())
    for enrolment in page:
        enrolment.rank = ranks[enrolment.pk]
    left = program.places_left()
    waits = EnrolmentStatus.WAITLISTED
    first = asked.filter(status=waits).ranked().values_list("pk", flat=True).first()
    return {
        "page": page,
        "others": len(ranks) - page.paginator.count,
        "places_left": left,
        "first": first if left != 0 else None,
        "can_open": request.user.can(Permission.PROGRAM_ENROL),
        "decides": program.is_decided_by(request.user) and program.is_active,
    }


def outcomes(request: StaffRequest, program: Program) -> dict[str, Any]:
    """The figures of the program, and the participations ended, those without assessment first."""
    ended = Enrolment.objects.visible_to(request.user).filter(program=program, started_on__isnull=False)
    ended = ended.filter(status__in=[EnrolmentStatus.COMPLETED, EnrolmentStatus.WITHDRAWN])
    rows = ended.select_related("beneficiary", "evaluation")
    return {
        "page": opened(request, rows.order_by(F("evaluation__on").desc(nulls_first=True), "-ended_on", "pk")),
        "figures": [*people_lines(program), attendance_line(program)],
        "ends": end_lines(program),
        "goal_lines": goal_lines(program),
        "can_evaluate": request.user.can(Permission.PROGRAM_ENROL),
    }


def money(request: StaffRequest, program: Program) -> dict[str, Any]:
    """The grants that pay for the program, latest first, for those who read grants."""
    if not request.user.can(Permission.GRANT_READ):
        return {"may_read_grants": False}
    uses = program.grant_uses.all()
    return {
        "may_read_grants": True,
        "paid_by": uses.select_related("grant__funder").order_by("-grant__starts_on", "pk")[:GRANTS_SHOWN],
        "paid": uses.aggregate(total=Sum("amount"))["total"],
    }


PARTS: dict[str, Callable[[StaffRequest, Any], dict[str, Any]]] = {
    ROSTER: roster,
    WAITING: waiting,
    OUTCOMES: outcomes,
    MONEY: money,
}
