"""What was done to a stay, an unavailability or a request: who, when, and what stood there before."""

from collections.abc import Mapping
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_among, one_of
from programs.models.stay_states import Act

NAMES = {
    "programs.stay": "stay",
    "programs.unavailability": "unavailability",
    "programs.placerequest": "request",
    "programs.childbooking": "child_booking",
}


class PlaceEventQuerySet(models.QuerySet["PlaceEvent"]):
    """Reading the histories."""

    def for_history(self) -> "PlaceEventQuerySet":
        """Latest first, with who did it."""
        return self.select_related("by").order_by("-at", "-pk")


class PlaceEvent(models.Model):
    """One act, with what it changed: each field, before and after; never rewritten."""

    act = models.CharField(_("acte"), max_length=25, choices=Act)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey("programs.Stay", on_delete=models.PROTECT, null=True, related_name="events")
    unavailability = models.ForeignKey(
        "programs.Unavailability", on_delete=models.PROTECT, null=True, related_name="events"
    )
    request = models.ForeignKey("programs.PlaceRequest", on_delete=models.PROTECT, null=True, related_name="events")
    child_booking = models.ForeignKey(
        "programs.ChildBooking", on_delete=models.PROTECT, null=True, related_name="events"
    )
    changes = models.JSONField(_("changements"), default=dict)

    objects = PlaceEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape d’une place")
        verbose_name_plural = _("étapes d’une place")
        constraints = [
            one_of("placeevent", "act", Act),
            models.CheckConstraint(
                condition=one_among("stay", "unavailability", "request", "child_booking"),
                name="placeevent_one_subject",
                violation_error_message=_(
                    "Une étape appartient à un séjour, à une indisponibilité, à une demande ou aux heures d’un enfant."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["stay", "at"], name="placeevent_stay"),
            models.Index(fields=["child_booking", "at"], name="placeevent_child_booking"),
            models.Index(fields=["act", "at"], name="placeevent_act"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.pk)


def write_event(subject: models.Model, act: Act, *, by: Any, at: Any, changes: Mapping[str, Any]) -> PlaceEvent:
    """Add one line to the history of a stay, an unavailability or a request."""
    name = NAMES[subject._meta.label_lower]
    return PlaceEvent.objects.create(act=act, by=by, at=at, changes=dict(changes), **{name: subject})


def changed(row: models.Model, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What writing these fields changes, before and after, as the history keeps it."""
    found = {}
    for name, value in fields.items():
        before, after = plain(getattr(row, name)), plain(value)
        if before != after:
            found[name] = [before, after]
    return found


def plain(value: Any) -> Any:
    """A value as JSON: a period as its two days, a moment as text."""
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return [value.lower.isoformat(), value.upper.isoformat()]
    if isinstance(value, models.Model):
        return str(value.pk)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
