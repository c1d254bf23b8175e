"""Children who come near the age limit of a mother-child unit: a block made of lines that the agenda reads."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Association
from beneficiaries.age_limit import AgeLimit
from casework.day.block import Block, Day, Row
from casework.day.line import Item
from core.links import link_to
from core.templatetags.french import days_left

CHILDREN = "enfants"


def age_limits(items: list[Item], day: Day) -> list[Block]:
    """Those whose first warning has come, the most urgent first; no block when there is none."""
    if not items:
        return []
    return [
        Block(
            slug=CHILDREN,
            title=_("Enfants au quartier mère-enfant"),
            rows=[child_row(item, day) for item in items[: day.limit(CHILDREN)]],
            count=items[0].total,
            empty="",
            aside=True,
        )
    ]


def child_row(item: Item, day: Day) -> Row:
    """How long is left, whose child, and the way to prepare what follows; the text of the item is the first name."""
    settings = Association.current()
    months, warnings = settings.child_age_limit_months, tuple(settings.child_age_limit_warnings)
    limit = AgeLimit(item.text, timezone.localdate(item.moment), months, warnings)
    mother, url = item.name, link_to("casework:person-family", item.person)
    age = ngettext("%(months)d\u00a0mois", "%(months)d\u00a0mois", months) % {"months": months}
    return Row(
        when=days_left(limit.on).capitalize(),
        title=mother,
        url=url,
        about=limit.words,
        tag=_("âge limite dépassé") if limit.days_to_go(day.today) < 0 else _("%(age)s bientôt") % {"age": age},
        tone=limit.tone(day.today),
        action_label=_("Préparer"),
        action_url=url,
        action_name=_("la séparation de %(child)s et %(mother)s") % {"child": item.text, "mother": mother},
    )
