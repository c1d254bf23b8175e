"""Stays: who occupies which place, and when. The verbs below are the only way to change one."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Beneficiary
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.models.address_reader import AddressReader
from programs.models.meeting import encounters
from programs.models.occupancy import (
    Conflict,
    PlaceTaken,
    refused_when_taken,
    takes_its_place,
    waits_for_departure,
    whole_days,
)
from programs.models.place import Place
from programs.models.place_event import write_event
from programs.models.place_taker import PlaceTaker
from programs.models.program import Program
from programs.models.states import IN_FORCE, StayStatus
from programs.models.stay_rules import RULES
from programs.models.stay_states import Act, CancelReason, DepartureReason, MoveOn

LONGEST = timedelta(days=3 * 366)
FURTHEST_BACK = timedelta(days=31)
WEEKS_TRIED = 26


class StayQuerySet(models.QuerySet["Stay"]):
    """Reading the stays."""

    def visible_to(self, user: User) -> "StayQuerySet":
        """Those of visible people, and those in the programs that the user runs; nobody the user is kept from."""
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        run = models.Q(place__program__in=Program.objects.run_by(user).values("pk"))
        return self.filter(seen | run).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def managed_by(self, user: User) -> "StayQuerySet":
        """Those that the user writes to: visible ones, in the places that they give."""
        return self.visible_to(user).filter(place__in=Place.objects.managed_by(user))

    def for_list(self) -> "StayQuerySet":
        """With what a row shows."""
        return self.select_related("beneficiary", "place__program", "place__site")

    def in_force(self) -> "StayQuerySet":
        """Booked or going on."""
        return self.filter(status__in=IN_FORCE)

    def book(
        self,
        place: Place,
        beneficiary: Beneficiary,
        *,
        by: User,
        since: date,
        until: date,
        turnaround_days: int | None = None,
        note: str = "",
    ) -> "Stay":
        """Give a place to a person from the first evening until the morning of the last day."""
        who = [(place, None)]
        return self.book_together(
            who, beneficiary, by=by, since=since, until=until, turnaround_days=turnaround_days, note=note
        )[0]

    @transaction.atomic
    def book_together(
        self,
        who: "Sequence[tuple[Place, Any]]",
        beneficiary: Beneficiary,
        *,
        by: User,
        since: date,
        until: date,
        turnaround_days: int | None = None,
        note: str = "",
        request: Any = None,
    ) -> "list[Stay]":
        """Give one place to the person and one to each child, all of them or none.

        who: pairs of a place and a child, None for the person. The places are locked while their nights are read; the
        database has the last word. A place where the person would meet somebody whom they must not meet is refused in
        the words of a place already taken.
        """
        require_dates(since, until)
        pairs = {place.pk: child for place, child in who}
        party, stays = uuid.uuid4(), []
        for place in Place.objects.hold(pairs):
            days = place.turnaround_days if turnaround_days is None else turnaround_days
            if not (place.is_active and place.program.is_active):
                raise DomainError(_("Cette place n’est plus proposée."))
            require_apart(beneficiary, place, since, until)
            with refused_when_taken(place.pk, since, until + timedelta(days=days)):
                stay = self.create(
                    place=place,
                    beneficiary=beneficiary,
                    child=pairs[place.pk],
                    party=party,
                    period=DateRange(since, until),
                    turnaround_days=days,
                    note=note,
                    request=request,
                    created_by=by,
                )
            booked = {"period": [None, [since.isoformat(), until.isoformat()]], "turnaround_days": [None, days]}
            write_event(stay, Act.BOOKED, by=by, at=stay.created_at, changes=booked)
            audit.record(by, AuditAction.CREATED, stay, person_id=beneficiary.pk)
            stays.append(stay)
        AddressReader.objects.register_author(stays, by=by, at=timezone.now())
        return sorted(stays, key=lambda stay: [place.pk for place, _child in who].index(stay.place_id))


class Stay(PlaceTaker):
    """A person in a place for a period of nights: from the first evening, until the morning of the last day.

    A family has one stay for each place, of the same party; child is None for the person themselves.
    """

    place = models.ForeignKey(
        "programs.Place", verbose_name=gettext_lazy("place"), on_delete=models.PROTECT, related_name="stays"
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=gettext_lazy("personne"), on_delete=models.PROTECT,
        related_name="stays",
    )  # fmt: skip
    child = models.ForeignKey(
        "beneficiaries.Child", verbose_name=gettext_lazy("enfant"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="stays",
    )  # fmt: skip
    period = DateRangeField(gettext_lazy("période"))
    turnaround_days = models.PositiveSmallIntegerField(gettext_lazy("jours de remise en état"), default=0)
    status = models.CharField(gettext_lazy("statut"), max_length=20, choices=StayStatus, default=StayStatus.PROVISIONAL)
    overstay_from = models.DateField(gettext_lazy("dépasse depuis le"), null=True, blank=True)
    cancel_reason = models.CharField(
        gettext_lazy("raison de l’annulation"), max_length=20, choices=CancelReason, blank=True, default="",
    )  # fmt: skip
    departure_reason = models.CharField(
        gettext_lazy("raison du départ"), max_length=20, choices=DepartureReason, blank=True, default=""
    )
    move_on = models.CharField(gettext_lazy("destination"), max_length=20, choices=MoveOn, blank=True, default="")
    request = models.ForeignKey(
        "programs.PlaceRequest", verbose_name=gettext_lazy("demande"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="stays",
    )  # fmt: skip

    STATUSES = StayStatus
    CHANGED_MEANWHILE = gettext_lazy("Entre-temps, ce séjour a changé (« %(status)s ») : rien n’a été écrit.")
    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("séjour")
        verbose_name_plural = gettext_lazy("séjours")
        constraints = RULES
        indexes = [models.Index(fields=["status", "period"], name="stay_status_period")]
        triggers = [
            takes_its_place(
                "stay_id",
                whole_days("NEW.period", more="NEW.turnaround_days"),
                unless="NEW.status IN ('cancelled', 'not_arrived')",
                watched=("status", "period", "turnaround_days"),
            ),
            waits_for_departure(unless="NEW.status IN ('departed', 'cancelled', 'not_arrived')"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def first_day(self) -> date:
        """The day of the first night."""
        day: date = self.period.lower
        return day

    @property
    def nights(self) -> int:
        """How many nights it holds."""
        return int((self.period.upper - self.period.lower).days)

    def is_late(self, day: date) -> bool:
        """Whether the person is still there after the day they were to leave."""
        return self.status == StayStatus.ARRIVED and bool(self.period.upper < day)

    def arrive(self, *, by: User, at: datetime, on: date, until: date | None = None) -> None:
        """Note that the person came, on which day, and until when they are expected to stay."""
        rows = Stay.objects.filter(status=StayStatus.ARRIVED)
        if rows.filter(place=self.place_id).exclude(pk=self.pk).exists():
            raise DomainError(_("Quelqu’un est encore dans cette place : notez d’abord son départ."))
        if rows.filter(beneficiary=self.beneficiary_id, child=self.child_id).exclude(pk=self.pk).exists():
            raise DomainError(_("Cette personne est déjà arrivée dans une autre place : notez d’abord son départ."))
        self._change(Act.ARRIVED, StayStatus.ARRIVED, by=by, at=at, period=self._came(on, until, at))

    def correct_arrival(self, *, by: User, at: datetime, on: date, until: date | None = None) -> None:
        """Write the day of arrival anew."""
        self._change(Act.ARRIVAL_CORRECTED, among=[StayStatus.ARRIVED], by=by, at=at, period=self._came(on, until, at))

    def extend(self, *, by: User, at: datetime, until: date, note: str = "") -> None:
        """Let the stay last longer."""
        told: dict[str, Any] = {"note": note} if note else {}
        among = [StayStatus.PROVISIONAL, StayStatus.CONFIRMED, StayStatus.ARRIVED]
        self._change(Act.EXTENDED, among=among, by=by, at=at, period=self._longer(until), **told)

    def overstay(self, *, by: User, at: datetime, until: date, authorised: bool, reason: str) -> None:
        """Note that the person is still there after the end, agreed to or not; its nights are counted."""
        told: dict[str, Any] = {"overstay_authorised": authorised, "overstay_reason": reason}
        since = self.overstay_from or self.period.upper
        among = [StayStatus.ARRIVED]
        period = self._longer(until)
        self._change(Act.OVERSTAYED, among=among, by=by, at=at, period=period, overstay_from=since, **told)

    def depart(self, *, by: User, at: datetime, on: date, reason: str, move_on: str, note: str = "") -> None:
        """Note that the person left, when, why and for where; the place is free again."""
        told: dict[str, Any] = {"departure_reason": reason, "move_on": move_on, "end_note": note}
        self._change(Act.DEPARTED, StayStatus.DEPARTED, by=by, at=at, period=self._left(on, at), **told)

    def correct_departure(self, *, by: User, at: datetime, on: date, reason: str, move_on: str, note: str = "") -> None:
        """Write the departure anew."""
        told: dict[str, Any] = {"departure_reason": reason, "move_on": move_on, "end_note": note}
        among = [StayStatus.DEPARTED]
        self._change(Act.DEPARTURE_CORRECTED, among=among, by=by, at=at, period=self._left(on, at), **told)

    def set_turnaround(self, *, by: User, at: datetime, days: int) -> None:
        """Say how many days the place needs before the next stay."""
        among = [*IN_FORCE, StayStatus.DEPARTED]
        self._change(Act.TURNAROUND, among=among, by=by, at=at, turnaround_days=days)

    def _came(self, on: date, until: date | None, at: datetime) -> DateRange:
        last = until or self.period.upper
        if on > timezone.localdate(at):
            raise DomainError(_("Une arrivée se note le jour même ou après."))
        require_order(on, last)
        return DateRange(on, last)

    def _longer(self, until: date) -> DateRange:
        if until <= self.period.upper:
            raise DomainError(_("La nouvelle fin vient après la fin prévue."))
        require_order(self.period.lower, until)
        return DateRange(self.period.lower, until)

    def _left(self, on: date, at: datetime) -> DateRange:
        if on > timezone.localdate(at):
            raise DomainError(_("Un départ se note le jour même ou après."))
        require_order(self.period.lower, on)
        return DateRange(self.period.lower, on)

    def _is_as(self, current: Any) -> bool:
        return bool(current.period == self.period)

    @contextmanager
    def _holding(self, place: Place, current: Any, written: dict[str, Any]) -> Iterator[None]:
        period, days = written.get("period", current.period), written.get("turnaround_days", current.turnaround_days)
        self._require_apart_anew(place, current.period, period)
        with refused_when_taken(place.pk, period.lower, period.upper + timedelta(days=days), stay=self.pk):
            yield

    def _require_apart_anew(self, place: Place, before: Any, after: Any) -> None:
        """Nights added on either side bring nobody together who must not meet."""
        if after.lower < before.lower:
            require_apart(self.beneficiary, place, after.lower, before.lower)
        if after.upper > before.upper:
            require_apart(self.beneficiary, place, before.upper, after.upper)


def require_dates(since: date, until: date) -> None:
    """Refuse a booking that begins long ago, ends before it begins or lasts for years."""
    if since < timezone.localdate() - FURTHEST_BACK:
        raise DomainError(_("Une réservation ne commence pas plus d’un mois avant aujourd’hui."))
    require_order(since, until)


def require_order(since: date, until: date) -> None:
    """Refuse dates out of order, or years apart."""
    if until <= since:
        raise DomainError(_("Le départ vient au moins une nuit après l’arrivée."))
    if until - since > LONGEST:
        raise DomainError(_("Un séjour dure trois ans au plus : vérifiez l’année."))


def require_apart(person: Beneficiary, place: Place, since: date, until: date) -> None:
    """Refuse nights with somebody whom the person must not meet, as if the place were taken on all of them.

    The next date moves by whole weeks, so that it is not the day on which somebody else leaves.
    """
    meets = encounters(person, place.program, place)
    if not meets(since, until):
        return
    length = until - since
    later = (until + timedelta(weeks=number) for number in range(WEEKS_TRIED))
    free = next((day for day in later if not meets(day, day + length)), None)
    raise PlaceTaken(Conflict(since, until, free))
