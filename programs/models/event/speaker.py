"""Who speaks at an event: a colleague, a contact of the directory, or somebody by name."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from programs.models.event.part import EventPart


class EventSpeaker(EventPart):
    """One speaker; without their agreement, the public page says nothing of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="speakers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("collègue"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    contact = models.ForeignKey(
        "partners.Contact",
        verbose_name=_("contact de l’annuaire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Les contacts des structures partenaires de l’événement."),
    )
    name = LineField(
        _("ou son nom"),
        max_length=120,
        blank=True,
        help_text=_("Pour une personne accompagnée qui témoigne : un prénom suffit, avec son accord."),
    )
    role = LineField(_("fonction"), max_length=120, blank=True)
    bio = models.TextField(_("en quelques lignes"), max_length=1_500, blank=True)
    may_be_named = models.BooleanField(_("d’accord pour que son nom soit public"), default=False)

    class Meta:
        verbose_name = _("intervenante, intervenant")
        verbose_name_plural = _("intervenantes et intervenants")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True, name="")
                | Q(user__isnull=True, contact__isnull=False, name="")
                | (Q(user__isnull=True, contact__isnull=True) & ~Q(name="")),
                name="eventspeaker_one_identity",
                violation_error_message=_("Choisissez un collègue, un contact, ou écrivez un nom : un des trois."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.contact or (self.user.get_full_name() if self.user else ""))

    @property
    def function(self) -> str:
        """What they do, as written here or on their card."""
        return self.role or (self.contact.function if self.contact and self.contact.name else "")
