"""Reorientations on « Ma journée »: those to decide, for the coordination; decisions to read, for who asked."""

from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from beneficiaries.models import Reached, Reorientation, ReorientationStatus
from casework.day.block import Day, Row
from casework.day.line import Item, part
from core.choices import label_of
from core.links import link_to
from core.templatetags.french import ago_words, day_short

TO_DECIDE, DECIDED = "reorientations", "decisions"


def request_lines(day: Day, reached: Reached) -> Any:
    """Open requests about the people of the teams."""
    rows = Reorientation.objects.decidable_by(day.user)
    asker = Concat("requested_by__first_name", Value(" "), "requested_by__last_name", output_field=CharField())
    names: dict[str, Any] = {"text": asker, "where": F("recommended_team__name")}
    return part(rows, TO_DECIDE, day.limit(TO_DECIDE), moment=F("requested_at"), **names)


def request_row(item: Item, day: Day) -> Row:
    """Who asks, since when, towards whom."""
    url = link_to("beneficiaries:reorientation", item.item)
    return Row(
        when=day_short(item.moment),
        title=item.name,
        url=url,
        detail=_("demandée par %(name)s") % {"name": item.text},
        about=_("recommandation : %(team)s") % {"team": item.where},
        action_label=_("Décider"),
        action_url=url,
        action_name=item.name,
    )


def decision_lines(day: Day, reached: Reached) -> Any:
    """Decisions that the asker has not marked as read: by the number of the file, which may be closed to them now."""
    rows = Reorientation.objects.told_to(day.user)
    facts: dict[str, Any] = {"text": F("beneficiary__file_number"), "where": F("status")}
    return part(rows, DECIDED, day.limit(DECIDED), person="", moment=F("decided_at"), **facts)


def decision_row(item: Item, day: Day) -> Row:
    """What was decided, and a button once it is read."""
    title = _("Dossier %(number)s") % {"number": item.text}
    return Row(
        when=day_short(item.moment),
        title=title,
        url=link_to("beneficiaries:reorientation", item.item),
        detail=label_of(ReorientationStatus, item.where),
        about=_("décision rendue %(when)s") % {"when": ago_words(item.moment)},
        action_label=_("Lue"),
        action_url=link_to("beneficiaries:reorientation-seen", item.item),
        action_name=title,
        action_post=True,
    )
