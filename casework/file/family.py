"""The family of a person as one reader may see it: children and what surrounds them, relatives, what was removed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from accounts.models import Association
from beneficiaries.age_limit import AgeLimit
from beneficiaries.models import (
    Beneficiary,
    Child,
    Layer,
    Opened,
    ParentalAuthority,
    PickUpPerson,
    Relative,
    SeparationStep,
)
from beneficiaries.models.parental_authority import open_holders

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


def family_of(file: Opened, today: date) -> Family:
    """Everything the tab shows, for a reader of the family layer; as many queries whatever the family."""
    person, user = file.person, file.reader
    children = Child.objects.visible_in(file).current()
    found = list(children.prefetch_related(*around_a_child(file)).order_by("birth_date", "first_name", "pk"))
    holders = open_holders([row for child in found for row in child.parents.all()], user)
    relatives = Relative.objects.visible_in(file)
    return Family(
        cards=[card_of(child, holders, person, today) for child in found],
        elsewhere=list(ParentalAuthority.objects.visible_to(user).beside(person)),
        relatives=list(relatives.current().for_list()),
        gone=gone_from(file),
        reads_health=Layer.HEALTH in file.layers,
    )


def around_a_child(file: Opened) -> list[Prefetch[Any]]:
    """What is read with the children, one query a kind."""
    steps = SeparationStep.objects.visible_in(file).current()
    return [
        Prefetch("parents", ParentalAuthority.objects.visible_in(file).current().order_by("kind", "created_at", "pk")),
        Prefetch("pick_up_people", PickUpPerson.objects.visible_in(file).current().order_by("name", "pk")),
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


def gone_from(file: Opened) -> list[Gone]:
    """What was taken off the page, latest first."""
    kinds: list[tuple[Any, str]] = [
        (Child, "first_name"),
        (Relative, "name"),
        (ParentalAuthority, "name"),
        (PickUpPerson, "name"),
        (SeparationStep, "text"),
    ]
    gone = [
        Gone(str(model._meta.verbose_name), getattr(row, field), row)
        for model, field in kinds
        for row in model.objects.visible_in(file).removed()[:REMOVED_SHOWN]
    ]
    return sorted(gone, key=lambda one: one.row.removed_at, reverse=True)[:REMOVED_SHOWN]
