"""Sites: where programs take place."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField


class Site(models.Model):
    """A place of the association, known by a name; a secret address is not here but in ProtectedAddress."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=120, unique=True)
    address = LineField(_("adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    has_secret_address = models.BooleanField(
        _("adresse protégée"),
        default=False,
        help_text=_(
            "Ni adresse, ni code postal, ni commune ne s’écrivent ici : l’équipe de la maison les tient à part,"
            " pour les collègues nommés pour un séjour."
        ),
    )
    is_active = models.BooleanField(_("ouvert"), default=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(has_secret_address=False) | models.Q(address="", postal_code="", city=""),
                name="site_secret_address_not_written",
                violation_error_message=_(
                    "Un site à adresse protégée ne porte ni adresse, ni code postal, ni commune."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
