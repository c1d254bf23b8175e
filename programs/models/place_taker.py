"""What a stay of nights and the hours of a child have in common: booked, confirmed, given back, each act told.

A class says what its rows hold while they are written (_holding), and in what words somebody came too late.
"""

import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from programs.models.place import Place
from programs.models.place_event import changed, write_event
from programs.models.states import GIVEN_BACK
from programs.models.states import StayStatus as S
from programs.models.stay_states import TRANSITIONS, Act

OTHER = "other"


class PlaceTaker(models.Model):
    """Somebody in a place for a time; the same statuses, the same door, the same history."""

    STATUSES: ClassVar[Any]
    CHANGED_MEANWHILE: ClassVar[Any]
    status: Any
    place_id: Any
    beneficiary_id: Any

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.UUIDField(gettext_lazy("placés ensemble"), default=uuid.uuid4, editable=False, db_index=True)
    note = LineField(gettext_lazy("remarque"), max_length=300, blank=True)
    overstay_authorised = models.BooleanField(gettext_lazy("dépassement autorisé"), null=True, blank=True)
    overstay_reason = LineField(gettext_lazy("raison du dépassement"), max_length=300, blank=True)
    end_note = LineField(gettext_lazy("précisions sur la fin"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    class Meta:
        abstract = True

    def together(self) -> "models.QuerySet[Self]":
        """The rows of those placed together, in the same state as this one."""
        rows: models.QuerySet[Self] = self._rows().filter(party=self.party, status=self.status)
        return rows.order_by("place", "pk")

    @property
    def first_day(self) -> date:
        """The day on which somebody is expected."""
        raise NotImplementedError

    def confirm(self, *, by: User, at: datetime) -> None:
        """Make sure of the place."""
        self._change(Act.CONFIRMED, S.CONFIRMED, by=by, at=at)

    def cancel(self, *, by: User, at: datetime, reason: str, note: str = "") -> None:
        """Give the place back before anybody came."""
        require_said(reason, OTHER, note)
        told: dict[str, Any] = {"cancel_reason": reason, "end_note": note}
        self._change(Act.CANCELLED, S.CANCELLED, by=by, at=at, **told)

    def correct_cancellation(self, *, by: User, at: datetime, reason: str, note: str = "") -> None:
        """Write the reason anew."""
        require_said(reason, OTHER, note)
        self._change(Act.CANCELLATION_CORRECTED, among=GIVEN_BACK, by=by, at=at, cancel_reason=reason, end_note=note)

    def miss(self, *, by: User, at: datetime, reason: str, note: str = "") -> None:
        """Note that the person did not come: the place is free again."""
        require_said(reason, OTHER, note)
        if timezone.localdate(at) < self.first_day:
            raise DomainError(_("La personne est attendue plus tard : annulez plutôt la réservation."))
        self._change(Act.NOT_ARRIVED, S.NOT_ARRIVED, by=by, at=at, cancel_reason=reason, end_note=note)

    @transaction.atomic
    def _change(
        self, act: Act, status: str | None = None, *, among: Sequence[str] = (), by: User, at: datetime, **fields: Any
    ) -> None:
        """The one door: lock the place then the row, check the table, write, keep what stood before.

        status: where it goes; without it, the row stays where it is, which is one of among.
        """
        (place,) = Place.objects.hold([self.place_id])
        current: Any = self._rows().select_for_update(of=("self",)).get(pk=self.pk)
        allowed = status in TRANSITIONS[current.status] if status else current.status in among
        if not allowed or not self._is_as(current):
            label = self.STATUSES(current.status).label
            raise TransitionNotAllowed(str(self.CHANGED_MEANWHILE) % {"status": label})
        written = {**fields, **({"status": status} if status else {})}
        changes = changed(current, written)
        if (status or current.status) in GIVEN_BACK:
            self._write(written)
        else:
            with self._holding(place, current, written):
                self._write(written)
        write_event(self, act, by=by, at=at, changes=changes)
        audit.record(by, AuditAction.CHANGED, self, person_id=current.beneficiary_id, fields=changes)

    def _rows(self) -> Any:
        return type(self)._default_manager

    def _is_as(self, current: Any) -> bool:
        """Whether the row was read as it still stands."""
        raise NotImplementedError

    def _holding(self, place: Place, current: Any, written: dict[str, Any]) -> AbstractContextManager[None]:
        """What surrounds a write that takes the place: refused in words when it is not free."""
        raise NotImplementedError

    def _write(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=fields)


def require_said(reason: str, other: str, note: str) -> None:
    """Another reason is told in words."""
    if not reason:
        raise DomainError(_("Choisissez la raison."))
    if reason == other and not note.strip():
        raise DomainError(_("Précisez la raison."))
