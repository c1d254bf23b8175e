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

from accounts.models import Association
from beneficiaries.models import (
    Appointment,
    Child,
    Document,
    DocumentKind,
    Draft,
    HandedFile,
    Milestone,
    OutcomeCheckpoint,
    PlanReview,
    Step,
    Task,
    VisitPermit,
)
from beneficiaries.models.beneficiary import short_name
from casework.day.block import Block, Day, Link, Row
from casework.day.caseload import followed_by
from casework.day.children import CHILDREN, age_limits
from core.choices import label_of
from core.links import link_to
from core.templatetags.french import day_short, day_words, days_left, time_words

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
    mine = Appointment.objects.visible_to(day.user).open().filter(worker=day.user)
    tasks = Task.objects.visible_to(day.user).on_desk(day.today).filter(assignee=day.user)
    fresh = day.now - timedelta(days=settings.DRAFT_LIFETIME_DAYS)
    drafts = Draft.objects.of(day.user).filter(updated_at__gte=fresh)
    meetings = mine.filter(starts_at__lt=day.next_midnight).order_by("-starts_at", "pk")
    news = OutcomeCheckpoint.objects.visible_to(day.user).due(day.today)
    news = news.filter(release__beneficiary__in=followed_by(day.user))
    steps = Step.objects.visible_to(day.user).due(day.today).filter(assignee=day.user)
    reviews = PlanReview.objects.visible_to(day.user).filter(beneficiary__lead_worker=day.user).due(day.today)
    papers = Document.objects.visible_to(day.user).filter(beneficiary__lead_worker=day.user).to_renew(day.today)
    nothing = Value("", CharField())
    parts = [
        part(
            meetings,
            MEETING,
            MOST_A_DAY + day.limit(TO_RESUME),
            moment=F("starts_at"),
            text=F("purpose"),
            where=F("place"),
            late=Window(Count("pk", filter=Q(starts_at__lt=day.midnight))),
            state=F("outcome"),
        ),
        part(
            tasks.order_by("due_on", "pk"),
            TASK,
            day.limit(TO_RESUME),
            moment=Cast("due_on", DateTimeField()),
            text=F("title"),
            where=nothing,
            late=Window(Count("pk", filter=Q(due_on__lt=day.today))),
        ),
        part(drafts, DRAFT, day.limit(TO_RESUME), moment=F("updated_at"), text=F("form"), where=nothing),
        part(
            news.order_by("due_on", "pk"),
            NEWS,
            day.limit(TO_RESUME),
            person="release__beneficiary",
            moment=Cast("due_on", DateTimeField()),
            text=F("milestone"),
            where=nothing,
        ),
        part(
            steps.order_by("due_on", "pk"),
            STEP,
            day.limit(TO_RESUME),
            moment=Cast("due_on", DateTimeField()),
            text=F("title"),
            where=nothing,
            late=Window(Count("pk", filter=Q(due_on__lt=day.today))),
        ),
        part(
            reviews.order_by(F("deadline"), "pk"),
            REVIEW,
            day.limit(TO_RESUME),
            moment=Cast("deadline", DateTimeField()),
            text=nothing,
            where=nothing,
        ),
        part(
            papers.order_by("expires_on", "pk"),
            PAPER,
            day.limit(TO_RESUME),
            moment=Cast("expires_on", DateTimeField()),
            text=F("kind"),
            where=nothing,
        ),
        part(
            HandedFile.objects.of(day.user).waiting().order_by("hand_over__created_at", "pk"),
            RELAY,
            day.limit(TO_RESUME),
            moment=F("hand_over__created_at"),
            text=F("beneficiary__file_number"),
            where=Concat(
                "hand_over__giver__first_name", Value(" "), "hand_over__giver__last_name", output_field=CharField()
            ),
        ),
        part(
            VisitPermit.objects.of(day.user).expiring(day.today).order_by("valid_until", "pk"),
            PERMIT,
            day.limit(TO_RESUME),
            person="",
            item=F("prison_id"),
            moment=Cast("valid_until", DateTimeField()),
            text=F("prison__name"),
            where=nothing,
        ),
        part(
            Child.objects.visible_to(day.user).near_limit(day.today, Association.current()),
            CHILD,
            day.limit(CHILDREN),
            moment=Cast("limit_on", DateTimeField()),
            text=F("first_name"),
            where=nothing,
        ),
    ]
    return [Item(**line) for line in parts[0].union(*parts[1:], all=True)]


def part(rows: QuerySet[Any], kind: str, limit: int, person: str = "beneficiary", **columns: Any) -> Any:
    """One member of the union: the same columns whatever the model; person: where it is named, if anywhere."""
    nothing = Value("", CharField())
    return rows.values(
        what=Value(kind, CharField()),
        item=columns.get("item", F("pk")),
        person=F(f"{person}_id") if person else Value(None, UUIDField()),
        first=F(f"{person}__first_name") if person else nothing,
        last=F(f"{person}__last_name") if person else nothing,
        nick=F(f"{person}__nickname") if person else nothing,
        moment=columns["moment"],
        text=columns["text"],
        where=columns["where"],
        total=Window(Count("*")),
        late=columns.get("late", Value(0, IntegerField())),
        state=columns.get("state", nothing),
    )[:limit]


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
