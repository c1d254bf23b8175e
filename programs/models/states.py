"""Where an enrolment and a stay stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(models.TextChoices):
    """Where an enrolment stands."""

    ACTIVE = "active", _("En cours")
    COMPLETED = "completed", _("Terminée")
    WITHDRAWN = "withdrawn", _("Arrêtée")


class StayStatus(models.TextChoices):
    """Where a stay stands."""

    PROVISIONAL = "provisional", _("Provisoire")
    CONFIRMED = "confirmed", _("Confirmé")
    ARRIVED = "arrived", _("En cours")
    DEPARTED = "departed", _("Terminé")
    CANCELLED = "cancelled", _("Annulé")
    NOT_ARRIVED = "not_arrived", _("Non arrivé")


IN_FORCE = [StayStatus.PROVISIONAL, StayStatus.CONFIRMED, StayStatus.ARRIVED]
# The place was never slept in: it is free again.
GIVEN_BACK = [StayStatus.CANCELLED, StayStatus.NOT_ARRIVED]
