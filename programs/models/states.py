"""Where an enrolment stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentStatus(models.TextChoices):
    """Where an enrolment stands."""

    ACTIVE = "active", _("En cours")
    COMPLETED = "completed", _("Terminée")
    WITHDRAWN = "withdrawn", _("Arrêtée")
