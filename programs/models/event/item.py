"""The programme of an event, hour by hour."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import ordered_dates
from core.fields import LineField
from programs.models.event.part import EventPart


class EventItem(EventPart):
    """One moment of the programme, with who speaks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="items")
    starts_at = models.DateTimeField(_("à"))
    ends_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    title = LineField(_("intitulé"), max_length=150)
    details = models.TextField(_("précisions"), max_length=2_000, blank=True)
    speakers = models.ManyToManyField("programs.EventSpeaker", verbose_name=_("avec"), blank=True, related_name="items")

    class Meta:
        verbose_name = _("moment du programme")
        verbose_name_plural = _("moments du programme")
        constraints = [ordered_dates("eventitem", "starts_at", "ends_at")]
        indexes = [models.Index(fields=["event", "starts_at"], name="eventitem_programme")]

    def __str__(self) -> str:
        return self.title
