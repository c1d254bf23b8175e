"""What a coordinator watches over: files nobody leads, how the others are shared out, the directory to check."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import Beneficiary
from beneficiaries.models.beneficiary import short_name
from casework.day.block import Block, Day, Row, total_of, with_total
from casework.day.written import asked
from core.links import link_to
from core.sql import IsOneOf
from core.templatetags.french import ago_words, date_words, days_left
from core.written import Written
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


@dataclass(frozen=True)
class Unled:
    """Somebody whom nobody follows; total: how many they are."""

    pk: UUID
    first_name: str
    last_name: str
    nickname: str
    file_number: str
    expected_release_on: date | None
    created_at: datetime
    total: int


def unled_statement(day: Day) -> Written:
    """Files of the team that nobody leads, or whose lead worker has gone; those who come out first at the top."""
    gone = ArraySubquery(User.objects.filter(is_active=False).values("pk"))
    nobody = Q(lead_worker__isnull=True) | Q(IsOneOf("lead_worker_id", gone))
    people = Beneficiary.objects.of_teams_visible_to(day.user).active().filter(nobody)
    rows = with_total(people).order_by("expected_release_on", "created_at", "pk")
    return Written.of(rows.values(*(column.name for column in fields(Unled)))[: day.limit(UNASSIGNED)])


def unassigned(day: Day) -> Block:
    """Who waits for a lead worker."""
    people = [Unled(**line) for line in asked(unled_statement, day)]
    return Block(
        slug=UNASSIGNED,
        title=_("Personnes sans référent·e"),
        rows=[unassigned_row(person) for person in people],
        count=total_of(people),
        empty=_("Chaque personne a un·e référent·e."),
    )


def unassigned_row(person: Unled) -> Row:
    """Since when the person waits, and when they come out."""
    release = person.expected_release_on
    words = _("sortie le %(day)s, %(left)s") % {"day": date_words(release), "left": days_left(release)}
    name = short_name(person.first_name, person.last_name, person.nickname)
    return Row(
        when=ago_words(person.created_at).capitalize(),
        title=name,
        url=link_to("casework:person-file", person.pk),
        about=words if release else _("dossier %(number)s") % {"number": person.file_number},
        action_label=_("Attribuer"),
        action_url=link_to("beneficiaries:lead-change", person.pk),
        action_name=name,
    )


def loads_statement(day: Day) -> Written:
    """How many people of the teams each user leads, if any: counted in an index, one lead worker after the other."""
    led = Beneficiary.objects.of_teams_visible_to(day.user).active().filter(lead_worker=OuterRef("pk"))
    count = led.order_by().values("lead_worker").annotate(people=Count("pk")).values("people")
    return Written.of(User.objects.order_by().values("pk", "first_name", "last_name", people=Subquery(count)))


def loads(day: Day) -> list[Load]:
    """How many people the lead workers of the teams follow: the most loaded, then in the order of names."""
    people = link_to("beneficiaries:list")
    found = [
        Load(f"{line['first_name']} {line['last_name']}", line["people"], f"{people}?referente={line['pk']}")
        for line in asked(loads_statement, day)
        if line["people"]
    ]
    # sorted here: in the query, the key of each person would be computed before they are grouped
    return sorted(found, key=lambda load: (-load.people, fold(load.name), load.url))[:MOST_LOADED]


def services_to_check() -> QuerySet[Service]:
    """Services of the directory that nobody has checked for six months."""
    return Service.objects.active().exclude(fresh())
