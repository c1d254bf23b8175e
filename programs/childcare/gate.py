"""Who may take a child at the gate, and who may not: the same answer for the page and for the departure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import AuthorityState, Beneficiary, Child, ParentalAuthority, PickUpPerson
from core.dates import plain
from core.errors import DomainError
from programs.models import ChildBooking

SOMEBODY_ELSE = "autre"


@dataclass(frozen=True)
class GatePerson:
    """Somebody known at the gate; link says who they are to the child."""

    key: str
    name: str
    link: str
    may_take: bool

    @property
    def words(self) -> str:
        """« Maria L., grand-mère »."""
        return ", ".join(word for word in (self.name, self.link) if word)


class GateRefused(DomainError):
    """The child is not handed over; nothing may overrule it."""


def at_the_gate(children: Iterable[Child]) -> dict[UUID, list[GatePerson]]:
    """For each child, those who may come then those who must not: three queries, whatever the number of children.

    Somebody whose right is withdrawn or forbidden stays so under any other line of the same name.
    """
    by_pk = {child.pk: child for child in children}
    found: dict[UUID, list[GatePerson]] = defaultdict(list)
    parents = Beneficiary.objects.in_bulk({child.beneficiary_id for child in by_pk.values()})
    known: set[UUID] = set()
    for row in ParentalAuthority.objects.current().filter(child__in=by_pk).order_by("kind", "pk"):
        own = row.holder_id == by_pk[row.child_id].beneficiary_id
        known |= {row.child_id} if own else set()
        name = parents[row.holder_id].short_name if own else row.name
        state = row.state == AuthorityState.FULL or (own and row.state == AuthorityState.UNKNOWN)
        link = row.get_kind_display()
        found[row.child_id].append(
            GatePerson(f"parent-{row.pk}", name or _("nom non noté"), link, bool(name) and state)
        )
    for pk, child in by_pk.items():
        if pk not in known:
            name = parents[child.beneficiary_id].short_name
            found[pk].insert(0, GatePerson(f"dossier-{child.beneficiary_id}", name, _("Parent"), may_take=True))
    for one in PickUpPerson.objects.current().filter(child__in=by_pk).order_by("name", "pk"):
        # Why somebody must not come is for those who read the file.
        link = one.details if one.is_allowed else ""
        found[one.child_id].append(GatePerson(f"personne-{one.pk}", one.name, link, one.is_allowed))
    return {pk: _never_twice(found[pk]) for pk in by_pk}


def _never_twice(people: Sequence[GatePerson]) -> list[GatePerson]:
    """A name that must not come is allowed by no other line; those who may come first."""
    refused = {plain(one.name) for one in people if not one.may_take}
    checked = [
        GatePerson(one.key, one.name, one.link, one.may_take and plain(one.name) not in refused) for one in people
    ]
    return sorted(checked, key=lambda one: not one.may_take)


def hand_over(
    booking: ChildBooking, *, by: User, at: datetime, on: datetime, who: str, name: str = "", note: str = "",
    correcting: bool = False,
) -> None:  # fmt: skip
    """Let the child leave with somebody who may take them; anybody else is refused, and that they came is kept."""
    known = {one.key: one for one in at_the_gate([booking.child])[booking.child_id]}
    person = known.get(who)
    asked = person.words if person else name.strip()
    if person is None or not person.may_take:
        if not asked:
            raise DomainError(_("Dites qui vient chercher l’enfant."))
        booking.note_refusal(by=by, at=at, name=asked)
        raise GateRefused(
            _("%(name)s ne peut pas partir avec l’enfant : la remise est refusée et notée. L’enfant reste à la crèche.")
            % {"name": asked}
        )
    verb: Any = booking.correct_departure if correcting else booking.depart
    verb(by=by, at=at, on=on, taken_by=person.words, note=note)
