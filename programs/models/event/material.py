"""Flyers, slides, recordings: where they are."""

import uuid

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from programs.models.event.part import EventPart


class EventMaterial(EventPart):
    """One document of an event, at its address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="materials")
    title = LineField(_("intitulé"), max_length=120)
    link = models.URLField(_("adresse"), max_length=500, validators=[URLValidator(["http", "https"])])
    is_public = models.BooleanField(_("à montrer sur la page publique"), default=False)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")

    def __str__(self) -> str:
        return self.title
