"""One line of a union of things of every kind, asked in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateTimeField, F, IntegerField, QuerySet, UUIDField, Value, Window
from django.db.models.functions import Cast

from beneficiaries.models.beneficiary import short_name


@dataclass(frozen=True)
class Item:
    """One line of the union of appointments, tasks and drafts."""

    what: str
    item: UUID
    moment: datetime
    text: str
    where: str
    person: UUID | None
    first: str
    last: str
    nick: str
    total: int
    late: int
    more: str

    @property
    def name(self) -> str:
        """« Karim B. », or nothing for a draft about nobody yet."""
        return short_name(self.first, self.last, self.nick) if self.person else ""


def as_moment(name: str) -> Cast:
    """A day, among moments."""
    return Cast(name, DateTimeField())


def part(
    rows: QuerySet[Any], kind: str, limit: int, person: str = "beneficiary", order: str = "moment", **columns: Any
) -> Any:
    """One member of the union: the same columns whatever the model; person: where it is named, if anywhere."""
    nothing = Value("", CharField())
    lines = rows.values(
        what=Value(kind, CharField()),
        item=columns.get("item", F("pk")),
        person=F(f"{person}_id") if person else Value(None, UUIDField()),
        first=F(f"{person}__first_name") if person else nothing,
        last=F(f"{person}__last_name") if person else nothing,
        nick=F(f"{person}__nickname") if person else nothing,
        moment=columns["moment"],
        text=columns.get("text", nothing),
        where=columns.get("where", nothing),
        total=Window(Count("*")),
        late=columns.get("late", Value(0, IntegerField())),
        more=columns.get("more", nothing),
    )
    return lines.order_by(order, "item")[:limit]
