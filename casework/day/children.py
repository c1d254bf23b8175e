"""Children who come near the age limit of a mother-child unit."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Association
from beneficiaries.age_limit import AgeLimit
from beneficiaries.models import Child
from casework.day.block import Block, Day, Row, total_of, with_total
from core.templatetags.french import days_left

CHILDREN = "enfants"


def age_limits(day: Day) -> list[Block]:
    """Those whose first warning has come, the most urgent first; no block when there is none."""
    settings = Association.current()
    near = Child.objects.visible_to(day.user).near_limit(day.today, settings).select_related("beneficiary")
    children = list(with_total(near)[: day.limit(CHILDREN)])
    if not children:
        return []
    return [
        Block(
            slug=CHILDREN,
            title=_("Enfants au quartier mère-enfant"),
            rows=[child_row(child, settings, day) for child in children],
            count=total_of(children),
            empty="",
            aside=True,
        )
    ]


def child_row(child: Any, settings: Association, day: Day) -> Row:
    """How long is left, whose child, and the way to prepare what follows."""
    limit = AgeLimit.of(child.first_name, child.birth_date, settings)
    mother, url = child.beneficiary.short_name, reverse("casework:person-family", args=[child.beneficiary_id])
    age = ngettext("%(months)d\u00a0mois", "%(months)d\u00a0mois", limit.months) % {"months": limit.months}
    return Row(
        when=days_left(limit.on).capitalize(),
        title=mother,
        url=url,
        about=limit.words,
        tag=_("âge limite dépassé") if limit.days_to_go(day.today) < 0 else _("%(age)s bientôt") % {"age": age},
        tone=limit.tone(day.today),
        action_label=_("Préparer"),
        action_url=url,
        action_name=_("la séparation de %(child)s et %(mother)s") % {"child": child.first_name, "mother": mother},
    )
