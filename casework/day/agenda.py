"""Appointments of the day, and what was left unfinished: drafts, meetings not written up, tasks due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, DateTimeField, F, IntegerField, Q, QuerySet, UUIDField, Value, Window
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Association, User
from accounts.roles import Role
from beneficiaries.models import (
    Appointment,
    Child,
    Document,
    DocumentKind,
    Draft,
    FileStatus,
    HandedFile,
    Milestone,
    OutcomeCheckpoint,
    PlanReview,
    Reached,
    Step,
    Task,
    VisitPermit,
)
from beneficiaries.models.beneficiary import short_name
from beneficiaries.models.concern import concerning
from casework.day.block import Block, Day, Link, Row
from casework.day.children import CHILDREN, age_limits
from casework.day.written import asked
from core.choices import label_of
from core.links import link_to
from core.templatetags.french import day_short, day_words, days_left, time_words
from core.written import Written

MEETING, TASK, DRAFT, NEWS, RELAY = "meeting", "task", "draft", "news", "relay"
STEP, REVIEW, PAPER, PERMIT = "step", "review", "paper", "permit"
CHILD = "child"
MOST_A_DAY = 25
TODAY, TO_RESUME = "rendez-vous", "a-reprendre"


@dataclass(frozen=True)
class Item:
    """One line of the union of appointments, tasks and drafts."""

    what: str
    item: UUID
    moment: datetime
    text: str
    where: str
    person: UUID | None
    first: str
    last: str
    nick: str
    total: int
    late: int
    state: str

    @property
    def name(self) -> str:
        """« Karim B. », or nothing for a draft about nobody yet."""
        return short_name(self.first, self.last, self.nick) if self.person else ""


def agenda(day: Day) -> list[Block]:
    """The blocks of the day, from one query."""
    found = sorted(agenda_items(day), key=lambda item: (item.moment, str(item.item)))
    items = [item for item in found if item.what != CHILD]
    meetings = [item for item in items if item.what == MEETING and item.moment >= day.midnight]
    unfinished = [item for item in items if item.what != MEETING or item.moment < day.midnight]
    past = late(items, MEETING)
    return [
        Block(
            slug=TODAY,
            title=_("Rendez-vous du jour"),
            rows=[meeting_row(item, day) for item in meetings[: day.limit(TODAY)]],
            count=total(items, MEETING) - past,
            empty=_("Pas de rendez-vous à noter aujourd’hui."),
            links=[Link(_("Préparer une journée de visites"), link_to("beneficiaries:visit-plan"))],
        ),
        Block(
            slug=TO_RESUME,
            title=_("À reprendre"),
            rows=[ROW_OF[item.what](item, day) for item in unfinished[: day.limit(TO_RESUME)]],
            count=past + sum(total(items, kind) for kind in ROW_OF if kind != MEETING),
            late=late(items, TASK) + late(items, STEP),
            empty=_("Rien à reprendre. Bonne journée."),
        ),
        *age_limits([item for item in found if item.what == CHILD], day),
    ]


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
            state=F("outcome"),
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


def as_moment(name: str) -> Cast:
    """A day, among moments."""
    return Cast(name, DateTimeField())


def part(
    rows: QuerySet[Any], kind: str, limit: int, person: str = "beneficiary", order: str = "moment", **columns: Any
) -> Any:
    """One member of the union: the same columns whatever the model; person: where it is named, if anywhere."""
    nothing = Value("", CharField())
    lines = rows.values(
        what=Value(kind, CharField()),
        item=columns.get("item", F("pk")),
        person=F(f"{person}_id") if person else Value(None, UUIDField()),
        first=F(f"{person}__first_name") if person else nothing,
        last=F(f"{person}__last_name") if person else nothing,
        nick=F(f"{person}__nickname") if person else nothing,
        moment=columns["moment"],
        text=columns.get("text", nothing),
        where=columns.get("where", nothing),
        total=Window(Count("*")),
        late=columns.get("late", Value(0, IntegerField())),
        state=columns.get("state", nothing),
    )
    return lines.order_by(order, "item")[:limit]


def total(items: list[Item], kind: str) -> int:
    """The count of a kind, carried by each of its rows."""
    return next((item.total for item in items if item.what == kind), 0)


def late(items: list[Item], kind: str) -> int:
    """How many of a kind are overdue, carried by each of its rows."""
    return next((item.late for item in items if item.what == kind), 0)


def file_url(item: Item) -> str:
    """The file of the person concerned."""
    return link_to("casework:person-file", item.person) if item.person else ""


def meeting_row(item: Item, day: Day) -> Row:
    """An appointment: to write up at once, or to tell in a word when nobody came or the day is over."""
    told = link_to("beneficiaries:appointment-outcome", item.item)
    over, begun = item.moment < day.midnight, item.moment <= day.now
    asked = over and not item.state
    about: str = item.where
    if begun and not over and not item.state:
        about = format_html('{}{}<a href="{}">{}</a>', item.where, " · " if item.where else "", told, _("Pas venu·e ?"))
    return Row(
        when=day_short(item.moment) if over else time_words(item.moment),
        title=item.name,
        url=file_url(item),
        detail=item.text,
        about=about,
        action_label=_("Noter l’issue") if asked else _("Noter"),
        action_url=told if asked else f"{link_to('beneficiaries:follow-up-new')}?rendez-vous={item.item}",
        action_name=f"{item.name}, {item.text}",
    )


def task_row(item: Item, day: Day) -> Row:
    """A task, or a step of a plan, due today or before."""
    return Row(
        when=day_short(item.moment),
        title=item.text,
        url=file_url(item),
        about=format_html("<bdi>{}</bdi> · {}", item.name, late_words(item, day)),
        action_label=_("Fait"),
        action_url=link_to(f"beneficiaries:{item.what}-done", item.item),
        action_name=f"{item.text}, {item.name}",
        action_post=True,
    )


def late_words(item: Item, day: Day) -> str:
    """« en retard de 3 jours », « pour aujourd’hui »."""
    overdue = (day.today - timezone.localdate(item.moment)).days
    if overdue < 0:
        return _("rappel : pour le %(day)s") % {"day": day_words(item.moment)}
    words = ngettext("en retard de %(days)d jour", "en retard de %(days)d jours", overdue) % {"days": overdue}
    return words if overdue else _("pour aujourd’hui")


def review_row(item: Item, day: Day) -> Row:
    """A plan to look at again with the person."""
    return Row(
        when=day_short(item.moment),
        title=item.name,
        url=link_to("casework:person-plan", item.person),
        detail=_("bilan du plan"),
        about=late_words(item, day),
        action_label=_("Faire le bilan"),
        action_url=link_to("beneficiaries:plan-review-new", item.person),
        action_name=item.name,
    )


def paper_row(item: Item, day: Day) -> Row:
    """A document that ends soon, or just ended."""
    kind = label_of(DocumentKind, item.text)
    ended = timezone.localdate(item.moment) < day.today
    words = _("%(kind)s : expiré %(when)s") if ended else _("%(kind)s : expire %(when)s")
    return Row(
        when=day_short(item.moment),
        title=item.name,
        url=file_url(item),
        detail=words % {"kind": kind, "when": days_left(item.moment)},
        action_label=_("Renouveler"),
        action_url=link_to("beneficiaries:document-replace", item.item),
        action_name=f"{kind}, {item.name}",
    )


def draft_row(item: Item, day: Day) -> Row:
    """A follow-up begun and not saved."""
    title = _("Brouillon : %(name)s") % {"name": item.name} if item.name else _("Brouillon sans personne choisie")
    page = "beneficiaries:follow-up-new"
    if item.text == Draft.BATCH:
        title, page = _("Brouillon : une matinée à saisir"), "beneficiaries:batch-new"
    elif item.text == Draft.COLLECTIVE:
        title, page = _("Brouillon : un atelier, une réunion"), "beneficiaries:collective-new"
    url = f"{link_to(page)}?brouillon={item.item}"
    saved = _("enregistré %(day)s à %(hour)s") % {"day": saved_day(item, day), "hour": time_words(item.moment)}
    return Row(
        when=day_short(item.moment),
        title=title,
        url=url,
        about=saved,
        action_label=_("Reprendre"),
        action_url=url,
        action_name=title,
    )


def saved_day(item: Item, day: Day) -> str:
    """« aujourd’hui », « hier », « le mardi 7 octobre »."""
    days = (day.today - timezone.localdate(item.moment)).days
    if days in (0, 1):
        return (_("aujourd’hui"), _("hier"))[days]
    return _("le %(day)s") % {"day": day_words(item.moment)}


def news_row(item: Item, day: Day) -> Row:
    """News to ask for, so long after a release; not urgent, never in the way."""
    moment = Milestone(item.text).label
    return Row(
        when=day_short(item.moment),
        title=item.name,
        url=file_url(item),
        detail=_("nouvelles après la sortie : %(moment)s") % {"moment": moment.lower()},
        action_label=_("Noter"),
        action_url=link_to("beneficiaries:checkpoint-record", item.item),
        action_name=_("les nouvelles de %(name)s, %(moment)s") % {"name": item.name, "moment": moment.lower()},
    )


def relay_row(item: Item, day: Day) -> Row:
    """A file that a colleague proposes: its number alone, the user may not open it yet."""
    title = _("Dossier %(number)s proposé par %(name)s") % {"number": item.text, "name": item.where}
    return Row(
        when=day_short(item.moment),
        title=title,
        about=_("rien ne bouge avant votre réponse"),
        action_label=_("Répondre"),
        action_url=link_to("beneficiaries:hand-over"),
        action_name=title,
    )


def permit_row(item: Item, day: Day) -> Row:
    """A permit that has run out or is about to."""
    ended = timezone.localdate(item.moment) < day.today
    words = _("fini le %(day)s") if ended else _("valable jusqu’au %(day)s")
    return Row(
        when=day_short(item.moment),
        title=_("Permis de visite à renouveler"),
        detail=item.text,
        about=words % {"day": day_words(item.moment)},
        action_label=_("Renouveler"),
        action_url=link_to("beneficiaries:visit-permit", item.item),
        action_name=_("permis de visite, %(place)s") % {"place": item.text},
    )


ROW_OF = {
    MEETING: meeting_row,
    PERMIT: permit_row,
    TASK: task_row,
    DRAFT: draft_row,
    NEWS: news_row,
    RELAY: relay_row,
    STEP: task_row,
    REVIEW: review_row,
    PAPER: paper_row,
}
