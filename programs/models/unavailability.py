"""Places out of use for some nights."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from programs.models.occupancy import refused_when_taken, takes_its_place, waits_for_departure, whole_days
from programs.models.place import Place
from programs.models.place_event import changed, write_event
from programs.models.place_taker import require_said
from programs.models.stay import require_dates, require_order
from programs.models.stay_states import Act, UnavailableReason


class UnavailabilityQuerySet(models.QuerySet["Unavailability"]):
    """Reading the unavailabilities."""

    def current(self) -> "UnavailabilityQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    @transaction.atomic
    def mark(
        self, place: Place, *, by: User, at: datetime, since: date, until: date, reason: str, note: str = ""
    ) -> "Unavailability":
        """Take a place out of use from a first night until the morning of a last day."""
        require_dates(since, until)
        require_said(reason, UnavailableReason.OTHER, note)
        (place,) = Place.objects.hold([place.pk])
        with refused_when_taken(place.pk, since, until):
            row = self.create(place=place, period=DateRange(since, until), reason=reason, note=note, created_by=by)
        told = {"period": [None, [since.isoformat(), until.isoformat()]], "reason": [None, reason]}
        write_event(row, Act.UNAVAILABLE, by=by, at=at, changes=told)
        audit.record(by, AuditAction.CREATED, row)
        return row


class Unavailability(models.Model):
    """A place out of use for a period, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(
        "programs.Place", verbose_name=gettext_lazy("place"), on_delete=models.PROTECT, related_name="unavailabilities"
    )
    period = DateRangeField(gettext_lazy("période"))
    reason = models.CharField(gettext_lazy("raison"), max_length=20, choices=UnavailableReason)
    note = LineField(gettext_lazy("précisions"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    cancelled_at = models.DateTimeField(gettext_lazy("annulée le"), null=True, blank=True)

    objects = UnavailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("indisponibilité")
        verbose_name_plural = gettext_lazy("indisponibilités")
        constraints = [
            one_of("unavailability", "reason", UnavailableReason),
            models.CheckConstraint(
                condition=models.Q(
                    period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False
                ),
                name="unavailability_period_bounded",
                violation_error_message=gettext_lazy("Une indisponibilité a un début et une fin, une nuit plus tard."),
            ),
        ]
        triggers = [
            takes_its_place(
                "unavailability_id",
                whole_days("NEW.period"),
                unless="NEW.cancelled_at IS NOT NULL",
                watched=("period", "cancelled_at"),
            ),
            waits_for_departure(unless="NEW.cancelled_at IS NOT NULL"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def amend(self, *, by: User, at: datetime, since: date, until: date, reason: str, note: str = "") -> None:
        """Write its dates or its reason anew."""
        require_order(since, until)
        require_said(reason, UnavailableReason.OTHER, note)
        current = self._locked()
        written = {"period": DateRange(since, until), "reason": reason, "note": note}
        with refused_when_taken(self.place_id, since, until, unavailability=self.pk):
            self._write(Act.UNAVAILABLE_CORRECTED, current, by=by, at=at, **written)

    @transaction.atomic
    def cancel(self, *, by: User, at: datetime) -> None:
        """Put the place back in use."""
        self._write(Act.AVAILABLE, self._locked(), by=by, at=at, cancelled_at=at)

    def _locked(self) -> "Unavailability":
        Place.objects.hold([self.place_id])
        current = Unavailability.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.cancelled_at:
            raise TransitionNotAllowed(_("Cette indisponibilité a déjà été annulée."))
        return current

    def _write(self, act: Act, current: "Unavailability", *, by: User, at: datetime, **written: Any) -> None:
        changes = changed(current, written)
        for name, value in written.items():
            setattr(self, name, value)
        self.save(update_fields=written)
        write_event(self, act, by=by, at=at, changes=changes)
        audit.record(by, AuditAction.CHANGED, self, fields=changes)
