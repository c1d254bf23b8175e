"""Where an enrolment and a stay stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(models.TextChoices):
    """Where an enrolment stands, from the application to its end."""

    APPLIED = "applied", _("Candidature")
    WAITLISTED = "waitlisted", _("Liste d’attente")
    ACTIVE = "active", _("En cours")
    SUSPENDED = "suspended", _("Suspendue")
    COMPLETED = "completed", _("Terminée")
    WITHDRAWN = "withdrawn", _("Arrêtée")
    DECLINED = "declined", _("Refusée")


# Those who have asked and whom no place holds yet.
ASKING = [EnrolmentStatus.APPLIED, EnrolmentStatus.WAITLISTED]
# A place is theirs, even while they are away.
HOLDING = [EnrolmentStatus.ACTIVE, EnrolmentStatus.SUSPENDED]
ENDED = [EnrolmentStatus.COMPLETED, EnrolmentStatus.WITHDRAWN, EnrolmentStatus.DECLINED]


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
