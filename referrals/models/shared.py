"""What a referral may tell of a person, field by field: what goes without asking, and what it takes to read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.layer import Layer


class SharedField(models.TextChoices):
    """One thing that may leave, in the order a partner reads it."""

    IDENTITY = "identity", _("Nom et prénom")
    CONTACT = "contact", _("Comment la joindre")
    BIRTH = "birth", _("Date de naissance")
    LANGUAGES = "languages", _("Langues parlées")
    NEEDS = "needs", _("Besoins notés au plan")
    FAMILY = "family", _("Enfants")
    DETENTION = "detention", _("Détention et date de sortie")
    OFFENCE = "offence", _("Mesures de justice")
    HEALTH = "health", _("Santé")


ALWAYS = (SharedField.IDENTITY,)
# The rest stays unless somebody ticks it for this one referral.
BY_DEFAULT = (SharedField.IDENTITY, SharedField.CONTACT)
LAYERS: dict[str, Layer] = {
    SharedField.FAMILY: Layer.FAMILY,
    SharedField.DETENTION: Layer.JUSTICE,
    SharedField.OFFENCE: Layer.JUSTICE,
    SharedField.HEALTH: Layer.HEALTH,
}
SENSITIVE = frozenset({SharedField.DETENTION, SharedField.OFFENCE, SharedField.HEALTH})


def layer_of(field: str) -> Layer:
    """The layer in which somebody must read to be able to send the field."""
    return LAYERS.get(field, Layer.ORDINARY)
