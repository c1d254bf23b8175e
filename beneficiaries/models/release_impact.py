"""What a change of the release date made impossible."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.appointment import Appointment
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened, readable_by
from beneficiaries.models.readiness_item import ReadinessItem
from beneficiaries.models.release import Release
from core.constraints import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class ImpactReason(models.TextChoices):
    """Why a thing no longer holds."""

    TOO_SHORT = "too_short", _("le délai ne suffit plus")
    DUE_PASSED = "due_passed", _("aurait déjà dû être prêt")
    OUT_BY_THEN = "out_by_then", _("la personne sera déjà sortie")
    STILL_HELD = "still_held", _("la personne ne sera pas encore sortie")


class ReleaseImpactQuerySet(models.QuerySet["ReleaseImpact"]):
    """Reading what changes of date cost, and noting it."""

    def visible_to(self, user: User) -> "ReleaseImpactQuerySet":
        """Those of the people whose content the user may read; an item of a closed layer stays hidden."""
        people = Beneficiary.objects.content_visible_to(user)
        layers = readable_by(user, layer="item__kind__layer", person="release__beneficiary")
        return self.filter(models.Q(item__isnull=True) | layers, release__beneficiary__in=people)

    def visible_in(self, file: Opened) -> "ReleaseImpactQuerySet":
        """Those of a file already opened; an item of a closed layer stays hidden."""
        layers = models.Q(item__isnull=True) | file.readable(layer="item__kind__layer")
        return self.filter(layers, file.holds(person="release__beneficiary"))

    def for_list(self) -> "ReleaseImpactQuerySet":
        """The last change first, each with its things by date."""
        return self.select_related("item__kind", "appointment", "noted_by").order_by("-noted_at", "thing_on", "pk")

    def note(self, release: Release, *, previous: date, by: User, at: datetime, today: date) -> None:
        """Note what no longer holds now that the release has moved from the previous day."""
        if not (day := release.expected_on):
            return
        found = [*_items(release, day, previous, today), *_appointments(release, day, previous, today)]
        for impact in found:
            impact.release, impact.previous_on, impact.release_on = release, previous, day
            impact.noted_at, impact.noted_by = at, by
        self.bulk_create(found)


def _items(release: Release, day: date, previous: date, today: date) -> "Iterator[ReleaseImpact]":
    """Items for which there was time before, and is none now."""
    if day < today:
        return
    for item in ReadinessItem.objects.filter(release=release).unsettled().select_related("kind"):
        due, due_before = item.kind.due_on(day), item.kind.due_on(previous)
        if not due or not due_before:
            continue
        if item.kind.fits(today, previous) and not item.kind.fits(today, day):
            yield ReleaseImpact(item=item, thing_on=due, reason=ImpactReason.TOO_SHORT)
        elif due < today <= due_before:
            yield ReleaseImpact(item=item, thing_on=due, reason=ImpactReason.DUE_PASSED)


def _appointments(release: Release, day: date, previous: date, today: date) -> "Iterator[ReleaseImpact]":
    """Meetings between the two days: made for somebody inside who will be out, or the other way round."""
    reason = ImpactReason.OUT_BY_THEN if day < previous else ImpactReason.STILL_HELD
    first, last = max(min(day, previous), today), max(day, previous) - timedelta(days=1)
    meetings = Appointment.objects.open().filter(
        beneficiary_id=release.beneficiary_id,
        starts_at__date__gte=first,
        starts_at__date__lte=last,
    )
    for meeting in meetings.order_by("starts_at", "pk"):
        yield ReleaseImpact(appointment=meeting, thing_on=timezone.localdate(meeting.starts_at), reason=reason)


class ReleaseImpact(models.Model):
    """One thing that a change of date made impossible: an item or an appointment; kept as history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("beneficiaries.Release", on_delete=models.PROTECT, related_name="impacts")
    previous_on = models.DateField(_("date d’avant"))
    release_on = models.DateField(_("nouvelle date"))
    item = models.ForeignKey(
        "beneficiaries.ReadinessItem", on_delete=models.PROTECT, null=True, blank=True, related_name="impacts"
    )
    appointment = models.ForeignKey(
        "beneficiaries.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    thing_on = models.DateField(_("le"))
    reason = models.CharField(_("raison"), max_length=12, choices=ImpactReason)
    noted_at = models.DateTimeField(_("noté le"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReleaseImpactQuerySet.as_manager()

    class Meta:
        verbose_name = _("effet d’un changement de date")
        verbose_name_plural = _("effets des changements de date")
        constraints = [
            one_of("releaseimpact", "reason", ImpactReason),
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, appointment__isnull=True)
                | models.Q(item__isnull=True, appointment__isnull=False),
                name="releaseimpact_one_thing",
                violation_error_message=_("Un effet concerne un point ou un rendez-vous."),
            ),
        ]
        indexes = [models.Index(fields=["release", "-noted_at"], name="releaseimpact_history")]

    def __str__(self) -> str:
        return f"{self.thing_on:%Y-%m-%d} {self.reason}"

    @property
    def is_settled(self) -> bool:
        """Whether it no longer weighs: the item is ready after all, or the meeting was moved or written up."""
        if self.item:
            return self.item.is_settled
        meeting = self.appointment
        return bool(meeting and (meeting.follow_up_id or timezone.localdate(meeting.starts_at) != self.thing_on))
