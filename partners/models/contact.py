"""Contacts: the people to ask for at an organisation."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from core.fields import LineField


class Contact(models.Model):
    """Somebody at an organisation, known by name or function; a professional, never a person accompanied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="contacts"
    )
    service = models.ForeignKey(
        "partners.Service",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
    )
    name = LineField(_("nom"), max_length=120, blank=True)
    function = LineField(_("fonction"), max_length=120, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    is_active = models.BooleanField(_("toujours en poste"), default=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="", function=""),
                name="contact_named",
                violation_error_message=_("Indiquez un nom ou une fonction."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.function
