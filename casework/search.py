"""One search over everything the user may find: people, organisations, services, programs, and what to do with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.http import QueryDict  # noqa: TID251 – the shape of the directory’s filters, not a request
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.identity import birth_words
from beneficiaries.models import Beneficiary
from beneficiaries.search import nearest, search
from casework.day.block import SHORT, with_total
from core.sql import FrenchSort
from partners.filters import OrganizationFilter
from partners.models import Organization
from partners.search import search_services
from programs.models import Program

MOST_WORDS = 8


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
        groups += [services_called(words), organizations_called(words)]
        places.append(_("structures et services de l’annuaire"))
    if user.can(Permission.PROGRAM_READ):
        groups.append(programs_called(words))
        places.append(_("programmes"))
    actions = actions_for(user, people.hits if people else [])
    return Found([group for group in groups if group.hits], actions, ", ".join(places))


def people_called(user: User, words: str, token: str) -> Group:
    """People whom the words fit, best first; else those whose names look most alike."""
    seen = Beneficiary.objects.visible_to(user)
    order = ("search_rank", FrenchSort("last_name"), FrenchSort("first_name"), "pk")
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
    found = search_services(query)
    cards = found.cards[:SHORT]
    total = found.page_obj.paginator.count if found.page_obj else 0
    return Group(
        slug="services",
        title=_("Services"),
        hits=[Hit(card.name, card.url, f"{card.organization} · {card.place}") for card in cards],
        count=total,
        all_url=f"{reverse('partners:directory')}?{query.urlencode()}" if total > SHORT else "",
        corrected=found.corrected,
    )


def organizations_called(words: str) -> Group:
    """Organisations by name or commune."""
    rows = OrganizationFilter({"q": words[:100]}, Organization.objects.active().for_list()).qs
    organizations = list(with_total(rows)[:SHORT])
    total = organizations[0].total if organizations else 0
    return Group(
        slug="structures",
        title=_("Structures"),
        hits=[
            Hit(organization.name, reverse("partners:organization", args=[organization.pk]), organization.city)
            for organization in organizations
        ],
        count=total,
        all_url=f"{reverse('partners:organization-list')}?{urlencoded(q=words[:100])}" if total > SHORT else "",
    )


def programs_called(words: str) -> Group:
    """Programs whose name or site holds every word."""
    rows: Any = Program.objects.active().for_list().alias(key=FrenchSort("name"), site_key=FrenchSort("site__name"))
    for word in words.split()[:MOST_WORDS]:
        typed = FrenchSort(Value(word))
        rows = rows.filter(Q(key__contains=typed) | Q(site_key__contains=typed))
    programs = list(with_total(rows)[:SHORT])
    total = programs[0].total if programs else 0
    return Group(
        slug="programmes",
        title=_("Programmes"),
        hits=[
            Hit(program.name, reverse("programs:detail", args=[program.pk]), str(program.get_kind_display()))
            for program in programs
        ],
        count=total,
        all_url=reverse("programs:list") if total > SHORT else "",
    )


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
