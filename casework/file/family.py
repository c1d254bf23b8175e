"""The family of a person as one reader may see it: children and what surrounds them, relatives, what was removed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Value

from accounts.models import Association, User
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
from beneficiaries.models.layer import read_in
from beneficiaries.models.parental_authority import open_holders

REMOVED_SHOWN = 20
# What may be taken off the page, with the field that says it.
KINDS: list[tuple[Any, str]] = [
    (Child, "first_name"),
    (Relative, "name"),
    (ParentalAuthority, "name"),
    (PickUpPerson, "name"),
    (SeparationStep, "text"),
]


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
    at: datetime
    first_name: str
    last_name: str

    @property
    def who(self) -> str:
        """Who took it off, in short."""
        return User(first_name=self.first_name, last_name=self.last_name).get_short_name()


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
    return Family(
        cards=[card_of(child, holders, person, today) for child in found],
        elsewhere=list(ParentalAuthority.objects.visible_to(user).beside(person)),
        relatives=read_in(file, relatives_asked),
        gone=gone_from(file),
        reads_health=Layer.HEALTH in file.layers,
    )


def relatives_asked(file: Opened) -> QuerySet[Relative]:
    """The relatives, as the page lists them."""
    return Relative.objects.visible_in(file).current().for_list()


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
    """What was taken off the page, latest first, in one query."""
    return [Gone(str(KINDS[rank][0]._meta.verbose_name), *facts) for rank, *facts in read_in(file, gone_asked)]


def gone_asked(file: Opened) -> QuerySet[Any, Any]:
    """The rank of the kind, the words, when and by whom."""
    by = "removed_by__first_name", "removed_by__last_name"
    first, *others = [
        model.objects.visible_in(file).removed().values_list(Value(rank), field, "removed_at", *by)[:REMOVED_SHOWN]
        for rank, (model, field) in enumerate(KINDS)
    ]
    found: QuerySet[Any, Any] = first.union(*others, all=True).order_by("-removed_at")[:REMOVED_SHOWN]
    return found
