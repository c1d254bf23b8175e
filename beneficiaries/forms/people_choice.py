"""Choosing people in a form: those already chosen, those met recently, those found by a search."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from beneficiaries.models import Beneficiary, FollowUp, Layer
from beneficiaries.models.confidential_note import readers_key, readers_of
from beneficiaries.readers import readers_by_layer
from beneficiaries.search import nearest, search

RECENT, LOOKED_BACK, FOUND_AT_MOST = 6, 40, 8


@dataclass(frozen=True)
class Choice:
    """A person offered, checked or not."""

    person: Beneficiary
    checked: bool


@dataclass(frozen=True)
class PeopleChoice:
    """The people offered by a form, and how the search went."""

    choices: list[Choice]
    query: str = ""
    found: int = 0
    more: bool = False
    approximate: bool = False

    @property
    def chosen(self) -> list[Beneficiary]:
        """The people checked."""
        return [choice.person for choice in self.choices if choice.checked]


@dataclass(frozen=True)
class Audience:
    """Who will read what is written about the people chosen: layer by layer, and the named readers of a note."""

    chosen: bool
    layers: dict[Layer, str]
    readers: list[User]
    readers_key: str


def people_choice(user: User, chosen: Sequence[UUID], query: str = "") -> PeopleChoice:
    """Those chosen, then those found; with neither, the people that the user last wrote about."""
    visible = Beneficiary.objects.visible_to(user).for_file()
    results, more, approximate = _found(user, query)
    keys = list(chosen) or ([] if query else _recent(user))
    known = {person.pk: person for person in visible.filter(pk__in=keys)}
    offered = {key: known[key] for key in keys if key in known}
    offered |= {person.pk: person for person in results}
    marked = set(chosen)
    choices = [Choice(person, person.pk in marked) for person in offered.values()]
    return PeopleChoice(choices, query, len(results), more, approximate)


def audience_of(user: User, people: Sequence[Beneficiary]) -> Audience:
    """Named from the people chosen so far."""
    readers = readers_of(user, people) if people else [user]
    return Audience(bool(people), readers_by_layer(user, people), readers, readers_key(readers))


def _recent(user: User) -> list[UUID]:
    """The people of the user’s last follow-ups; for a beginner, those that the user leads."""
    rows = FollowUp.objects.visible_to(user).filter(author=user).order_by("-created_at", "pk")
    keys = list(dict.fromkeys(rows.values_list("beneficiary_id", flat=True)[:LOOKED_BACK]))[:RECENT]
    if not keys:
        mine = Beneficiary.objects.visible_to(user).active().filter(lead_worker=user)
        keys = list(mine.order_by("-created_at", "pk").values_list("pk", flat=True)[:RECENT])
    return keys


def _found(user: User, query: str) -> tuple[list[Beneficiary], bool, bool]:
    """Results, whether there are more, whether they only look like what was typed."""
    if len(query) < 2:
        return [], False, False
    people = Beneficiary.objects.visible_to(user).for_file()
    order = ("search_rank", "sort_key", "pk")
    results = list(search(people, query).order_by(*order)[: FOUND_AT_MOST + 1])
    if not results:
        return list(nearest(people, query)), False, True
    return results[:FOUND_AT_MOST], len(results) > FOUND_AT_MOST, False
