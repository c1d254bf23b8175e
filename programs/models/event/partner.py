"""The organisations that take part in an event."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from programs.models.event.part import EventPart
from programs.models.event.states import PartnerRole


class EventPartner(EventPart):
    """An organisation and what it does for the event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="partners")
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="events"
    )
    role = models.CharField(_("rôle"), max_length=10, choices=PartnerRole, default=PartnerRole.ORGANISER)

    class Meta:
        verbose_name = _("partenaire d’un événement")
        verbose_name_plural = _("partenaires d’un événement")
        constraints = [
            one_of("eventpartner", "role", PartnerRole),
            models.UniqueConstraint(
                fields=["event", "organization", "role"],
                name="eventpartner_once",
                violation_error_message=_("Cette structure a déjà ce rôle."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
