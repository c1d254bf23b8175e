"""The hours of a child at the crèche: which place, from when to when, who came, who left with whom.

period is what is kept for the child and what the database refuses to give twice; arrived_at and departed_at are facts,
which nothing refuses when somebody else was expected in the place.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Beneficiary, Layer
from beneficiaries.models.layer import people_read_in
from core import audit
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from programs.models.childcare.booking_rules import RULES
from programs.models.childcare.booking_states import BookingCancelReason, BookingReason, BookingStatus
from programs.models.childcare.care_rule import CareRule
from programs.models.childcare.hours import Asked, HourConflict, Slot, day_of, require_hours, taken_from
from programs.models.occupancy import refused_by, takes_its_place
from programs.models.place import Place
from programs.models.place_event import write_event
from programs.models.place_taker import PlaceTaker
from programs.models.program import Program
from programs.models.states import GIVEN_BACK, IN_FORCE
from programs.models.stay_states import Act

MINUTE = timedelta(minutes=1)


class ChildBookingQuerySet(models.QuerySet["ChildBooking"]):
    """Reading the hours of the children."""

    def visible_to(self, user: User) -> "ChildBookingQuerySet":
        """Of people whose family the user reads, and in the crèches that the user runs; nobody they are kept from."""
        seen = models.Q(beneficiary__in=people_read_in(user, Layer.FAMILY))
        run = models.Q(place__program__in=Program.objects.run_by(user).values("pk"))
        return self.filter(seen | run).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def managed_by(self, user: User) -> "ChildBookingQuerySet":
        """Those that the user writes to: visible ones, in the crèches that they run."""
        return self.visible_to(user).filter(place__in=Place.objects.managed_by(user))

    def on(self, day: date) -> "ChildBookingQuerySet":
        """Of one day of the house."""
        start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
        return self.filter(period__startswith__gte=start, period__startswith__lt=end)

    def held(self) -> "ChildBookingQuerySet":
        """Neither cancelled nor missed."""
        return self.exclude(status__in=GIVEN_BACK)

    def for_list(self) -> "ChildBookingQuerySet":
        """With what a row shows: never the parent."""
        return self.select_related("child__care_card", "place__program")


class ChildBooking(PlaceTaker):
    """A child in a place of the crèche for some hours of a day, while the parent is busy.

    Brothers and sisters of one day share a party; the days booked at once, a series.
    """

    STATUSES = BookingStatus
    CHANGED_MEANWHILE = gettext_lazy("Entre-temps, cette réservation a changé (« %(status)s ») : rien n’a été écrit.")

    place = models.ForeignKey(
        "programs.Place", verbose_name=gettext_lazy("place"), on_delete=models.PROTECT, related_name="child_bookings"
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=gettext_lazy("parent"), on_delete=models.PROTECT,
        related_name="child_bookings",
    )  # fmt: skip
    child = models.ForeignKey(
        "beneficiaries.Child", verbose_name=gettext_lazy("enfant"), on_delete=models.PROTECT,
        related_name="child_bookings",
    )  # fmt: skip
    series = models.UUIDField(gettext_lazy("réservés d’un coup"), default=uuid.uuid4, editable=False, db_index=True)
    period = DateTimeRangeField(gettext_lazy("heures"))
    turnaround_minutes = models.PositiveIntegerField(gettext_lazy("minutes de remise en état"), default=0)
    status = models.CharField(
        gettext_lazy("statut"), max_length=20, choices=BookingStatus, default=BookingStatus.PROVISIONAL
    )
    reason = models.CharField(gettext_lazy("pendant ce temps"), max_length=12, choices=BookingReason)
    session = models.ForeignKey(
        "programs.Session", verbose_name=gettext_lazy("séance"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="child_bookings",
    )  # fmt: skip
    appointment = models.ForeignKey(
        "beneficiaries.Appointment", verbose_name=gettext_lazy("rendez-vous"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="child_bookings",
    )  # fmt: skip
    placement = models.ForeignKey(
        "beneficiaries.Placement", verbose_name=gettext_lazy("travail"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="child_bookings",
    )  # fmt: skip
    reason_note = LineField(gettext_lazy("autre, en quelques mots"), max_length=160, blank=True)
    meal = models.BooleanField(gettext_lazy("repas"), default=False)
    arrived_at = models.DateTimeField(gettext_lazy("arrivé à"), null=True, blank=True)
    departed_at = models.DateTimeField(gettext_lazy("parti à"), null=True, blank=True)
    taken_by = LineField(gettext_lazy("parti avec"), max_length=200, blank=True)
    overstay_from = models.DateTimeField(gettext_lazy("dépasse depuis"), null=True, blank=True)
    cancel_reason = models.CharField(
        gettext_lazy("raison de l’annulation"), max_length=20, choices=BookingCancelReason, blank=True, default="",
    )  # fmt: skip
    request = models.ForeignKey(
        "programs.PlaceRequest", verbose_name=gettext_lazy("demande"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="child_bookings",
    )  # fmt: skip

    objects = ChildBookingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("réservation de crèche")
        verbose_name_plural = gettext_lazy("réservations de crèche")
        constraints = RULES
        indexes = [models.Index(fields=["status", "period"], name="childbooking_status_period")]
        triggers = [
            takes_its_place(
                "child_booking_id",
                "tstzrange(lower(NEW.period), upper(NEW.period) + NEW.turnaround_minutes * interval '1 minute')",
                unless="NEW.status IN ('cancelled', 'not_arrived')",
                watched=("status", "period", "turnaround_minutes"),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def slot(self) -> Slot:
        """The hours kept for the child."""
        return self.period.lower, self.period.upper

    @property
    def first_day(self) -> date:
        """The day on which the child is expected."""
        return day_of(self.slot)

    @property
    def reason_moved(self) -> str:
        """What became of the session or of the meeting for which the hours were taken; nothing when it still fits."""
        meeting = self.session or self.appointment
        if meeting is None or self.status not in IN_FORCE:
            return ""
        if getattr(meeting, "is_cancelled", False) or getattr(meeting, "outcome", "") == "cancelled":
            return _("N’a plus lieu : faut-il garder ces heures ?")
        if not self.period.lower <= meeting.starts_at < self.period.upper:
            return _("A changé d’heure : déplacez la réservation.")
        return ""

    def is_late(self, now: datetime) -> bool:
        """Whether the child is still there after the hour when somebody was to come."""
        return self.status == BookingStatus.ARRIVED and bool(self.period.upper < now)

    def is_there(self, at: datetime, now: datetime) -> bool:
        """Whether the child was there, is there or will be; until somebody comes, a child is there."""
        if self.arrived_at is None:
            return self.status in IN_FORCE and at >= now and bool(self.period.lower <= at < self.period.upper)
        return bool(self.arrived_at <= at < (self.departed_at or max(self.period.upper, now + MINUTE)))

    def arrive(self, *, by: User, at: datetime, on: datetime) -> None:
        """Note that the child came, and when."""
        rows = ChildBooking.objects.filter(child=self.child_id, status=BookingStatus.ARRIVED)
        if rows.exclude(pk=self.pk).exists():
            raise DomainError(_("Cet enfant est déjà noté présent : notez d’abord son départ."))
        self._require_came(on, at)
        self._change(Act.ARRIVED, BookingStatus.ARRIVED, by=by, at=at, arrived_at=on)

    def correct_arrival(self, *, by: User, at: datetime, on: datetime) -> None:
        """Write the hour of arrival anew."""
        self._require_came(on, at)
        self._change(Act.ARRIVAL_CORRECTED, among=[BookingStatus.ARRIVED], by=by, at=at, arrived_at=on)

    def extend(self, *, by: User, at: datetime, until: datetime, note: str = "") -> None:
        """Keep the place until a later hour."""
        told: dict[str, Any] = {"note": note} if note else {}
        self._change(Act.EXTENDED, among=IN_FORCE, by=by, at=at, period=self._longer(until), **told)

    def overstay(self, *, by: User, at: datetime, until: datetime, authorised: bool, reason: str) -> None:
        """Note that nobody came at the hour agreed, until when the child stays, and why."""
        told: dict[str, Any] = {"overstay_authorised": authorised, "overstay_reason": reason}
        told["overstay_from"] = self.overstay_from or self.period.upper
        among = [BookingStatus.ARRIVED]
        self._change(Act.OVERSTAYED, among=among, by=by, at=at, period=self._longer(until), **told)

    def depart(self, *, by: User, at: datetime, on: datetime, taken_by: str, note: str = "") -> None:
        """Note that the child left, when and with whom; the place is free again. Who may is checked at the gate."""
        told = self._left(on, at) | {"taken_by": taken_by, "end_note": note}
        self._change(Act.DEPARTED, BookingStatus.DEPARTED, by=by, at=at, **told)

    def correct_departure(self, *, by: User, at: datetime, on: datetime, taken_by: str, note: str = "") -> None:
        """Write the departure anew."""
        told = self._left(on, at) | {"taken_by": taken_by, "end_note": note}
        self._change(Act.DEPARTURE_CORRECTED, among=[BookingStatus.DEPARTED], by=by, at=at, **told)

    def note_meal(self, *, by: User, at: datetime, meal: bool) -> None:
        """Say whether the child eats at the crèche that day."""
        among = [*IN_FORCE, BookingStatus.DEPARTED]
        self._change(Act.CARE_NOTED, among=among, by=by, at=at, meal=meal)

    def set_turnaround(self, *, by: User, at: datetime, minutes: int) -> None:
        """Say how many minutes the place needs before the next child."""
        among = [*IN_FORCE, BookingStatus.DEPARTED]
        self._change(Act.TURNAROUND, among=among, by=by, at=at, turnaround_minutes=minutes)

    def note_refusal(self, *, by: User, at: datetime, name: str) -> None:
        """Keep that the child was not handed over to somebody; the child stays at the crèche."""
        write_event(self, Act.GATE_REFUSED, by=by, at=at, changes={"asked_by": [None, name]})
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["gate_refused"])

    def _require_came(self, on: datetime, at: datetime) -> None:
        problems = []
        if on > at:
            problems.append(_("Une arrivée se note à l’heure où elle a lieu, ou après."))
        if timezone.localdate(on) != self.first_day:
            problems.append(_("L’arrivée est le jour de la réservation."))
        if on >= self.period.upper:
            problems.append(_("L’arrivée vient avant le départ prévu."))
        if problems:
            raise DomainError(" ".join(problems))

    def _longer(self, until: datetime) -> DateTimeTZRange:
        if until <= self.period.upper:
            raise DomainError(_("La nouvelle heure vient après l’heure prévue."))
        require_hours((self.period.lower, until), CareRule.of(self.place.program), today=self.first_day)
        return DateTimeTZRange(self.period.lower, until)

    def _left(self, on: datetime, at: datetime) -> dict[str, Any]:
        """The hour of departure; what the child no longer needs of the place is given back."""
        if on > at:
            raise DomainError(_("Un départ se note à l’heure où il a lieu, ou après."))
        if self.arrived_at is None or on <= self.arrived_at or timezone.localdate(on) != self.first_day:
            raise DomainError(_("Le départ vient après l’arrivée, le même jour."))
        if self.period.lower < on < self.period.upper:
            return {"departed_at": on, "period": DateTimeTZRange(self.period.lower, on)}
        return {"departed_at": on}

    def _is_as(self, current: Any) -> bool:
        return bool(current.period == self.period and current.arrived_at == self.arrived_at)

    @contextmanager
    def _holding(self, place: Place, current: Any, written: dict[str, Any]) -> Iterator[None]:
        period, minutes = (written.get(name, getattr(current, name)) for name in ("period", "turnaround_minutes"))
        slot, rule = (period.lower, period.upper), CareRule.of(place.program)

        def look() -> HourConflict | None:
            """What another child has of these hours."""
            taken = taken_from([place], slot[0], child_booking=self.pk)
            asked = Asked(slot, [place.months_from or 0], [place], taken, rule, minutes=minutes)
            return None if asked.is_free(place, slot) else asked.refusal()

        with refused_by(look, HourConflict(slot, None)):
            yield
