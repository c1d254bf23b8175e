"""The family of a person as one reader may see it: children and what surrounds them, relatives, what was removed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from accounts.models import Association, User
from beneficiaries.age_limit import AgeLimit
from beneficiaries.models import (
    Beneficiary,
    Child,
    Layer,
    ParentalAuthority,
    PickUpPerson,
    Relative,
    SeparationStep,
)
from beneficiaries.models.parental_authority import open_holders
from beneficiaries.models.plan_item import layers_read_by

REMOVED_SHOWN = 20


@dataclass(frozen=True)
class ParentRow:
    """A holder of parental authority, named as far as the reader may know."""

    row: ParentalAuthority
    holder: Beneficiary | None
    is_this_person: bool

    @property
    def name(self) -> str:
        """The name of the file when the reader may open it, else the name noted."""
        return self.holder.display_name if self.holder else self.row.fallback_name


@dataclass(frozen=True)
class ChildCard:
    """A child and what surrounds them."""

    child: Child
    age: str
    limit: AgeLimit | None
    limit_tone: str
    parents: list[ParentRow]

    @property
    def allowed(self) -> list[PickUpPerson]:
        """Who may come."""
        return [one for one in self.child.pick_up_people.all() if one.is_allowed]

    @property
    def forbidden(self) -> list[PickUpPerson]:
        """Who must not."""
        return [one for one in self.child.pick_up_people.all() if not one.is_allowed]


@dataclass(frozen=True)
class Gone:
    """Something taken off the page: what kind of thing, its words, who and when."""

    kind: str
    text: str
    row: Any


@dataclass(frozen=True)
class Family:
    """What the tab shows; allergies are for whoever reads the health layer."""

    cards: list[ChildCard]
    elsewhere: list[ParentalAuthority]
    relatives: list[Relative]
    gone: list[Gone]
    reads_health: bool


def reads_family(user: User, person: Beneficiary) -> bool:
    """Whether the family layer of this file is open to the user."""
    return Layer.FAMILY in layers_read_by(user, person)


def family_of(person: Beneficiary, user: User, today: date) -> Family:
    """Everything the tab shows, for a reader of the family layer; as many queries whatever the family."""
    children = Child.objects.visible_to(user).current().filter(beneficiary=person)
    found = list(children.prefetch_related(*around_a_child(user)).order_by("birth_date", "first_name", "pk"))
    holders = open_holders([row for child in found for row in child.parents.all()], user)
    relatives = Relative.objects.visible_to(user).filter(beneficiary=person)
    return Family(
        cards=[card_of(child, holders, person, today) for child in found],
        elsewhere=list(ParentalAuthority.objects.visible_to(user).beside(person)),
        relatives=list(relatives.current().for_list()),
        gone=gone_from(person, user),
        reads_health=Layer.HEALTH in layers_read_by(user, person),
    )


def around_a_child(user: User) -> list[Prefetch[Any]]:
    """What is read with the children, one query a kind."""
    steps = SeparationStep.objects.visible_to(user).current()
    return [
        Prefetch("parents", ParentalAuthority.objects.visible_to(user).current().order_by("kind", "created_at", "pk")),
        Prefetch("pick_up_people", PickUpPerson.objects.visible_to(user).current().order_by("name", "pk")),
        Prefetch("separation_steps", steps.order_by("planned_on", "created_at", "pk")),
    ]


def card_of(child: Child, holders: dict[UUID, Beneficiary], person: Beneficiary, today: date) -> ChildCard:
    """One child, the countdown and the parents in words."""
    limit = child.age_limit(Association.current())
    parents = [
        ParentRow(row, holders.get(row.holder_id) if row.holder_id else None, row.holder_id == person.pk)
        for row in child.parents.all()
    ]
    return ChildCard(
        child=child,
        age=child.age_words(today),
        limit=limit,
        limit_tone=limit.tone(today) if limit else "",
        parents=sorted(parents, key=lambda parent: not parent.is_this_person),
    )


def gone_from(person: Beneficiary, user: User) -> list[Gone]:
    """What was taken off the page, latest first."""
    kinds: list[tuple[Any, str, str]] = [
        (Child, "beneficiary", "first_name"),
        (Relative, "beneficiary", "name"),
        (ParentalAuthority, "child__beneficiary", "name"),
        (PickUpPerson, "child__beneficiary", "name"),
        (SeparationStep, "child__beneficiary", "text"),
    ]
    gone = [
        Gone(str(model._meta.verbose_name), getattr(row, field), row)
        for model, path, field in kinds
        for row in model.objects.visible_to(user).removed().filter(**{path: person})[:REMOVED_SHOWN]
    ]
    return sorted(gone, key=lambda one: one.row.removed_at, reverse=True)[:REMOVED_SHOWN]


def age_limits(person: Beneficiary, user: User, today: date) -> list[AgeLimit]:
    """Of the person’s children, those who come near the age limit: words for the head of the file."""
    settings = Association.current()
    children = Child.objects.visible_to(user).filter(beneficiary=person).near_limit(today, settings)
    return [limit for child in children if (limit := child.age_limit(settings))]
