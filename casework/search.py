"""One search over everything the user may find: people, organisations, services, programs, and what to do with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Q, Value, Window
from django.http import QueryDict  # noqa: TID251 – the shape of the directory’s filters, not a request
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from beneficiaries.search import nearest, search
from beneficiaries.words import birth_words
from casework.day.block import SHORT, with_total
from core.sql import FrenchSort
from partners.filters import OrganizationFilter, ServiceFilter
from partners.models import Organization, Service
from partners.search import find
from partners.territory import Territory
from programs.models import Program, ProgramKind

MOST_WORDS = 8
ORGANIZATIONS, PROGRAMS = "structures", "programmes"


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    url: str
    about: str = ""
    person: UUID | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind; close: nothing fits, these resemble; count in words when it was cut short."""

    slug: str
    title: str
    hits: list[Hit]
    count: int
    all_url: str = ""
    close: bool = False
    corrected: str = ""


@dataclass(frozen=True)
class Found:
    """The whole answer; looked_in says where, in words."""

    groups: list[Group]
    actions: list[Hit] = field(default_factory=list)
    looked_in: str = ""

    @property
    def count(self) -> int:
        """How many things fit."""
        return sum(group.count for group in self.groups if not group.close)


def find_everything(user: User, words: str, token: str) -> Found:
    """Search every place that the user’s roles open; token is the words sealed, for links."""
    groups, places = [], []
    people: Group | None = None
    if user.can(Permission.PERSON_LIST):
        people = people_called(user, words, token)
        groups.append(people)
        places.append(_("personnes (nom, surnom, naissance, téléphone, numéro de dossier)"))
    if user.can(Permission.DIRECTORY_READ):
        groups += [services_called(words), *places_called(words)]
        places.append(_("structures et services de l’annuaire, programmes"))
    actions = actions_for(user, people.hits if people else [])
    return Found([group for group in groups if group.hits], actions, ", ".join(places))


def people_called(user: User, words: str, token: str) -> Group:
    """People whom the words fit, best first; else those whose names look most alike."""
    seen = Beneficiary.objects.visible_to(user)
    order = ("search_rank", "sort_key", "pk")
    people = list(with_total(search(seen, words).order_by(*order)).select_related("lead_worker")[:SHORT])
    total = people[0].total if people else 0
    close = not people
    if close:
        people = list(nearest(seen, words).select_related("lead_worker"))
    return Group(
        slug="personnes",
        title=_("Personnes"),
        hits=[person_hit(person) for person in people],
        count=total or len(people),
        all_url=f"{reverse('beneficiaries:list')}?{urlencoded(r=token)}" if total > SHORT else "",
        close=close,
    )


def person_hit(person: Beneficiary) -> Hit:
    """Who, born when, followed by whom."""
    lead = person.lead_worker.get_short_name() if person.lead_worker else _("référent·e à désigner")
    facts = [birth_words(person, timezone.localdate()), _("dossier %(number)s") % {"number": person.file_number}, lead]
    nickname = f" (« {person.nickname} »)" if person.nickname not in ("", person.display_name) else ""
    return Hit(
        title=f"{person.display_name}{nickname}",
        url=reverse("casework:person-file", args=[person.pk]),
        about=" · ".join(fact for fact in facts if fact),
        person=person.pk,
    )


def services_called(words: str) -> Group:
    """Services of the directory, whatever the territory; spelling corrected by the directory’s own search."""
    query = QueryDict(mutable=True)
    query.update({"q": words[:100], "commune": ""})
    filters = ServiceFilter(query, Service.objects.active(), Territory())
    page, total = find(filters, None) if filters.form.is_valid() else (None, 0)
    wording = filters.wording
    return Group(
        slug="services",
        title=_("Services"),
        hits=[Hit(card.name, card.url, f"{card.organization} · {card.place}") for card in page.object_list[:SHORT]]
        if page
        else [],
        count=total,
        all_url=f"{reverse('partners:directory')}?{query.urlencode()}" if total > SHORT else "",
        corrected=wording.corrected if wording else "",
    )


def places_called(words: str) -> list[Group]:
    """Organisations by name or commune and programs by name or site, every word of them, in one query."""
    organizations = OrganizationFilter({"q": words[:100]}, Organization.objects.active()).qs
    programs: Any = Program.objects.active().alias(folded=FrenchSort("name"), folded_site=FrenchSort("site__name"))
    for word in words.split()[:MOST_WORDS]:
        typed = FrenchSort(Value(word))
        programs = programs.filter(Q(folded__contains=typed) | Q(folded_site__contains=typed))
    lines = sorted(
        part(organizations, ORGANIZATIONS, "city").union(part(programs, PROGRAMS, "kind"), all=True),
        key=lambda line: (line["key"], str(line["item"])),
    )
    return [
        group_of(
            ORGANIZATIONS,
            _("Structures"),
            "partners:organization",
            f"{reverse('partners:organization-list')}?{urlencoded(q=words[:100])}",
            lines,
        ),
        group_of(PROGRAMS, _("Programmes"), "programs:detail", reverse("programs:list"), lines),
    ]


def part(rows: Any, slug: str, about: str) -> Any:
    """One member of the union: the first rows of a kind, each with the count of all."""
    return rows.order_by(FrenchSort("name"), "pk").values(
        slug=Value(slug, CharField()),
        item=F("pk"),
        title=F("name"),
        key=FrenchSort("name"),
        about=F(about),
        total=Window(Count("*")),
    )[:SHORT]


def group_of(slug: str, title: str, page: str, list_url: str, lines: list[dict[str, Any]]) -> Group:
    """The lines of one kind, with where each leads."""
    mine = [line for line in lines if line["slug"] == slug]
    total = mine[0]["total"] if mine else 0
    return Group(
        slug=slug,
        title=title,
        hits=[Hit(line["title"], reverse(page, args=[line["item"]]), about_words(line)) for line in mine],
        count=total,
        all_url=list_url if total > SHORT else "",
    )


def about_words(line: dict[str, Any]) -> str:
    """The commune of an organisation, the kind of a program."""
    return str(ProgramKind(line["about"]).label) if line["slug"] == PROGRAMS else line["about"]


def actions_for(user: User, people: Iterable[Hit]) -> list[Hit]:
    """What one most often does after a search."""
    actions = []
    if user.can(Permission.FOLLOW_UP_WRITE):
        form = reverse("beneficiaries:follow-up-new")
        for hit in people:
            words = _("Noter un suivi pour %(name)s") % {"name": hit.title}
            actions.append(Hit(words, f"{form}?personne={hit.person}"))
    if user.can(Permission.PERSON_WRITE):
        actions.append(Hit(_("Ajouter une personne"), reverse("beneficiaries:new")))
    if user.can(Permission.DIRECTORY_READ):
        actions.append(Hit(_("Chercher dans l’annuaire par domaine"), reverse("partners:directory")))
    return actions


def urlencoded(**parameters: str) -> str:
    """The parameters of a link."""
    query = QueryDict(mutable=True)
    query.update(parameters)
    return query.urlencode()
