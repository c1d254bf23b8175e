"""The lines of « Rendez-vous du jour » and « À reprendre », of every kind, from one statement."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, Q, Value, Window
from django.db.models.functions import Concat

from accounts.models import Association, User
from accounts.roles import Role
from beneficiaries.models import (
    Appointment,
    Child,
    Document,
    Draft,
    FileStatus,
    HandedFile,
    OutcomeCheckpoint,
    PlanReview,
    Reached,
    Step,
    Task,
    VisitPermit,
)
from beneficiaries.models.concern import concerning
from casework.day.block import Day
from casework.day.children import CHILDREN
from casework.day.deadlines import deadline_parts
from casework.day.line import Item, as_moment, part
from casework.day.written import asked
from core.written import Written

MEETING, TASK, DRAFT, NEWS, RELAY = "meeting", "task", "draft", "news", "relay"
STEP, REVIEW, PAPER, PERMIT = "step", "review", "paper", "permit"
CHILD = "child"
MOST_A_DAY = 25
TODAY, TO_RESUME = "rendez-vous", "a-reprendre"


def agenda_items(day: Day) -> list[Item]:
    """Some rows of each kind, each with the count of its kind; of the meetings, the day’s and the latest before it."""
    settings = Association.current()
    units = (settings.child_age_limit_months, *settings.child_age_limit_warnings)
    return [Item(**line) for line in asked(agenda_statement, day, *units)]


def agenda_statement(day: Day, months: int, *warnings: int) -> Written:
    """The union of all that may stand in the blocks, about the people whom the user’s open work concerns."""
    user, reached = day.user, Reached(day.user)
    parts = [*meeting_parts(day, reached), *plan_parts(day, reached), *paper_parts(day, reached)]
    limits = Association(child_age_limit_months=months, child_age_limit_warnings=list(warnings))
    children = Child.objects.visible_in(reached).near_limit(day.today, limits)
    parts.append(part(children, CHILD, day.limit(CHILDREN), moment=as_moment("limit_on"), text=F("first_name")))
    parts += deadline_parts(day, reached)
    return Written.of(parts[0].union(*parts[1:], all=True), reached=concerning(reached.people(), user))


def meeting_parts(day: Day, reached: Reached) -> list[Any]:
    """Meetings, tasks, drafts."""
    user, shown = day.user, day.limit(TO_RESUME)
    mine = Appointment.objects.visible_in(reached).open().filter(worker=user, starts_at__lt=day.next_midnight)
    tasks = Task.objects.visible_in(reached).on_desk(day.today).filter(assignee=user)
    fresh = day.now - timedelta(days=settings.DRAFT_LIFETIME_DAYS)
    drafts = Draft.objects.of(user, at=day.now, reached=reached).filter(updated_at__gte=fresh)
    return [
        part(
            mine,
            MEETING,
            MOST_A_DAY + shown,
            order="-moment",
            moment=F("starts_at"),
            text=F("purpose"),
            where=F("place"),
            late=Window(Count("pk", filter=Q(starts_at__lt=day.midnight))),
            more=F("outcome"),
        ),
        part(
            tasks,
            TASK,
            shown,
            moment=as_moment("due_on"),
            text=F("title"),
            late=Window(Count("pk", filter=Q(due_on__lt=day.today))),
        ),
        part(drafts, DRAFT, shown, order="-moment", moment=F("updated_at"), text=F("form")),
    ]


def plan_parts(day: Day, reached: Reached) -> list[Any]:
    """Steps, reviews of plans, news after a release."""
    user, shown = day.user, day.limit(TO_RESUME)
    steps = Step.objects.visible_in(reached).due(day.today).filter(assignee=user)
    reviews = PlanReview.objects.visible_in(reached).filter(beneficiary__lead_worker=user).due(day.today)
    news = OutcomeCheckpoint.objects.visible_in(reached).due(day.today).filter(asked_by(user))
    return [
        part(
            steps,
            STEP,
            shown,
            moment=as_moment("due_on"),
            text=F("title"),
            late=Window(Count("pk", filter=Q(due_on__lt=day.today))),
        ),
        part(reviews, REVIEW, shown, moment=as_moment("deadline")),
        part(
            news,
            NEWS,
            shown,
            person="release__beneficiary",
            moment=as_moment("due_on"),
            text=F("milestone"),
        ),
    ]


def asked_by(user: User) -> Q:
    """Who asks for news after a release: whoever leads the file, the coordination when nobody does."""
    nobody = Q(release__beneficiary__lead_worker__isnull=True)
    mine = Q(release__beneficiary__lead_worker=user)
    return Q(mine | nobody if user.has_role(Role.COORDINATOR) else mine, release__beneficiary__status=FileStatus.ACTIVE)


def paper_parts(day: Day, reached: Reached) -> list[Any]:
    """Documents and visit permits that end, files that a colleague proposes."""
    user, shown = day.user, day.limit(TO_RESUME)
    papers = Document.objects.visible_in(reached).filter(beneficiary__lead_worker=user).to_renew(day.today)
    giver = Concat("hand_over__giver__first_name", Value(" "), "hand_over__giver__last_name", output_field=CharField())
    return [
        part(papers, PAPER, shown, moment=as_moment("expires_on"), text=F("kind")),
        part(
            HandedFile.objects.of(user).waiting(),
            RELAY,
            shown,
            moment=F("hand_over__created_at"),
            text=F("beneficiary__file_number"),
            where=giver,
        ),
        part(
            VisitPermit.objects.of(user).expiring(day.today),
            PERMIT,
            shown,
            person="",
            item=F("prison_id"),
            moment=as_moment("valid_until"),
            text=F("prison__name"),
        ),
    ]
