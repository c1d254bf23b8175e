"""The stage on which the invented data is laid: its day, its dice, who and what is already there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import models
from django.utils import timezone

from accounts.models import Team, User
from beneficiaries.models import Beneficiary, ContactRule, FollowUp, Prison
from partners.models import AidEnvelope, Employer, Organization, Post, Service
from programs.models import Place, Program
from referrals.models import Referral

SEED = 1791
MONTHS = 14
# Lines that the French regulator keeps for fiction; 06 39 98 is one too, but telephone libraries refuse it.
RESERVED_PREFIXES = ("19900", "26191", "35301", "46571", "53649")


@dataclass
class Scene:
    """What the makers of each noun share; a fixed seed and a given day make the same data each time."""

    today: date
    dice: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 (invented data, not a secret)
    teams: dict[str, Team] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    prisons: dict[str, Prison] = field(default_factory=dict)
    people: dict[str, Beneficiary] = field(default_factory=dict)
    contact_rules: list[ContactRule] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    organizations: dict[str, Organization] = field(default_factory=dict)
    services: dict[tuple[str, str], Service] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    referrals: list[Referral] = field(default_factory=list)
    employers: dict[str, Employer] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    envelopes: dict[str, AidEnvelope] = field(default_factory=dict)

    def uid(self) -> UUID:
        """An identifier drawn from the dice."""
        return UUID(int=self.dice.getrandbits(128), version=4)

    def day(self, offset: int) -> date:
        """The day so many days from today."""
        return self.today + timedelta(days=offset)

    def moment(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """A time of a day, in Paris."""
        return datetime.combine(day, time(hour, minute), timezone.get_default_timezone())

    def office_moment(self, day: date) -> datetime:
        """A time within the opening hours of a day."""
        return self.moment(day, self.dice.randint(9, 17), self.dice.choice([0, 5, 10, 15, 20, 30, 40, 45, 50]))

    def phone(self) -> str:
        """A telephone number reserved for fiction."""
        return f"+33{self.dice.choice(RESERVED_PREFIXES)}{self.dice.randint(0, 9999):04}"

    def working_day(self, offset: int) -> date:
        """The day so many days from today, or the Friday before it when it falls on a weekend."""
        day = self.day(offset)
        return day - timedelta(days=max(0, day.weekday() - 4))


@contextmanager
def own_dates(*tables: type[models.Model]) -> Iterator[None]:
    """Let rows keep the dates of creation and change they are given, instead of now."""
    automatic = [
        (column, name)
        for table in tables
        for column in table._meta.concrete_fields
        for name in ("auto_now", "auto_now_add")
        if getattr(column, name, False)
    ]
    for column, name in automatic:
        setattr(column, name, False)
    try:
        yield
    finally:
        for column, name in automatic:
            setattr(column, name, True)
