"""What a coordinator watches over: files nobody leads, how the others are shared out, the directory to check."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Beneficiary
from beneficiaries.models.reach import in_teams_of
from casework.day.block import Block, Day, Row, total_of, with_total
from core.links import link_to
from core.templatetags.french import ago_words, date_words, days_left
from partners.filters import fresh
from partners.models import Service
from partners.models.folding import fold

UNASSIGNED = "a-attribuer"
MOST_LOADED = 10


@dataclass(frozen=True)
class Load:
    """How many people a lead worker follows."""

    name: str
    people: int
    url: str

    @property
    def words(self) -> str:
        """« 32 personnes »."""
        return ngettext("%(count)d personne", "%(count)d personnes", self.people) % {"count": self.people}


def of_teams(day: Day) -> QuerySet[Beneficiary]:
    """The people followed by the user’s teams."""
    return Beneficiary.objects.visible_to(day.user).active().filter(in_teams_of(day.user))


def unassigned(day: Day) -> Block:
    """Files of the team that nobody leads, or whose lead worker has gone; those who come out first at the top."""
    nobody = Q(lead_worker__isnull=True) | Q(lead_worker__is_active=False)
    rows = of_teams(day).filter(nobody).order_by("expected_release_on", "created_at", "pk")
    people = list(with_total(rows)[: day.limit(UNASSIGNED)])
    return Block(
        slug=UNASSIGNED,
        title=_("Personnes sans référent·e"),
        rows=[unassigned_row(person) for person in people],
        count=total_of(people),
        empty=_("Chaque personne a un·e référent·e."),
    )


def unassigned_row(person: Beneficiary) -> Row:
    """Since when the person waits, and when they come out."""
    release = person.expected_release_on
    words = _("sortie le %(day)s, %(left)s") % {"day": date_words(release), "left": days_left(release)}
    name = person.short_name
    return Row(
        when=ago_words(person.created_at).capitalize(),
        title=name,
        url=link_to("casework:person-file", person.pk),
        about=words if release else _("dossier %(number)s") % {"number": person.file_number},
        action_label=_("Attribuer"),
        action_url=link_to("beneficiaries:lead-change", person.pk),
        action_name=name,
    )


def loads(day: Day) -> list[Load]:
    """How many people the lead workers of the teams follow: the most loaded, then in the order of names."""
    lines: Any = (
        of_teams(day)
        .filter(lead_worker__isnull=False)
        .values("lead_worker_id", "lead_worker__first_name", "lead_worker__last_name")
        .annotate(people=Count("pk"))
        .order_by("lead_worker_id")
    )
    people = link_to("beneficiaries:list")
    found = [
        Load(
            f"{line['lead_worker__first_name']} {line['lead_worker__last_name']}",
            line["people"],
            f"{people}?referente={line['lead_worker_id']}",
        )
        for line in lines
    ]
    # sorted here: in the query, the key of each person would be computed before they are grouped
    return sorted(found, key=lambda load: (-load.people, fold(load.name)))[:MOST_LOADED]


def services_to_check() -> QuerySet[Service]:
    """Services of the directory that nobody has checked for six months."""
    return Service.objects.active().exclude(fresh())
