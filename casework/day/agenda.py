"""Appointments of the day, and what was left unfinished: drafts, meetings not written up, tasks due."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import (
    DocumentKind,
    Draft,
    Milestone,
)
from casework.day.block import Block, Day, Link, Row
from casework.day.children import age_limits
from casework.day.deadlines import deadline_blocks
from casework.day.line import Item
from casework.day.worklist import (
    CHILD,
    DRAFT,
    MEETING,
    NEWS,
    PAPER,
    PERMIT,
    RELAY,
    REVIEW,
    STEP,
    TASK,
    TO_RESUME,
    TODAY,
    agenda_items,
)
from core.choices import label_of
from core.links import link_to
from core.templatetags.french import day_short, day_words, days_left, time_words


def agenda(day: Day) -> list[Block]:
    """The blocks of the day, from one query."""
    found = sorted(agenda_items(day), key=lambda item: (item.moment, str(item.item)))
    items = [item for item in found if item.what in ROW_OF]
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
        *deadline_blocks(found, day),
    ]


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
    asked = over and not item.more
    about: str = item.where
    if begun and not over and not item.more:
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
