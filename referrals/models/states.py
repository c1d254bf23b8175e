"""The statuses of a referral, the one table of what may follow what, and the reasons for a refusal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class DeclineReason(models.TextChoices):
    """Why a partner or a program said no: the one list; Referral.decline() writes it, PostgreSQL refuses any other."""

    UNREACHABLE = "unreachable", _("Personne injoignable")
    ABSENT = "absent", _("Personne absente au rendez-vous")
    FULL = "full", _("Plus de place")
    NOT_ELIGIBLE = "not_eligible", _("Conditions d’accès non remplies")
    OUT_OF_AREA = "out_of_area", _("Hors du territoire")
    NOT_MOBILE = "not_mobile", _("Trop loin pour la personne")
    NOT_INTERESTED = "not_interested", _("La personne ne souhaite plus cette aide")
    MET_ELSEWHERE = "met_elsewhere", _("Besoin déjà couvert ailleurs")
    MISSING_PAPERS = "missing_papers", _("Il manque des pièces")
    DUPLICATE = "duplicate", _("Demande déjà reçue")
    OTHER = "other", _("Autre raison")


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
