"""The statuses of a referral, the one table of what may follow what, and the reasons for a refusal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import DeclineReason

__all__ = ["TONES", "TRANSITIONS", "Channel", "Consent", "DeclineReason", "Status"]


class Status(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", _("Brouillon")
    SENT = "sent", _("Envoyée")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Refusée")
    LAPSED = "lapsed", _("Sans suite")
    WITHDRAWN = "withdrawn", _("Retirée")


TRANSITIONS: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.SENT, Status.WITHDRAWN}),
    Status.SENT: frozenset({Status.ACCEPTED, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.WITHDRAWN}),
    Status.DECLINED: frozenset(),
    Status.LAPSED: frozenset({Status.ACCEPTED, Status.DECLINED}),
    Status.WITHDRAWN: frozenset(),
}


# Colour of the pill that shows the status; the words say the same.
TONES: dict[str, str] = {
    Status.DRAFT: "neutral",
    Status.SENT: "info",
    Status.ACCEPTED: "success",
    Status.DECLINED: "danger",
    Status.LAPSED: "warning",
    Status.WITHDRAWN: "neutral",
}


class Channel(models.TextChoices):
    """How the request reaches the recipient."""

    EMAIL = "email", _("Courriel")
    PHONE = "phone", _("Téléphone")
    PAPER = "paper", _("Courrier ou en main propre")
    INTERNAL = "internal", _("Programme de l’association")


class Consent(models.TextChoices):
    """How the person agreed to the referral."""

    ORAL = "oral", _("Accord oral")
    WRITTEN = "written", _("Accord écrit")
