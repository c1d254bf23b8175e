"""What an event is, where it stands, and who comes to it."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """Kinds of event."""

    AWARENESS = "awareness", _("Sensibilisation du public")
    ROUND_TABLE = "round_table", _("Table ronde")
    LAUNCH = "launch", _("Soirée de lancement")
    PRISON_DAYS = "prison_days", _("Journées nationales prison")
    PARTNER_TRAINING = "partner_training", _("Formation de partenaires")
    OTHER = "other", _("Autre rencontre")


class EventStatus(models.TextChoices):
    """Where an event stands."""

    DRAFT = "draft", _("En préparation")
    ANNOUNCED = "announced", _("Annoncé")
    HELD = "held", _("A eu lieu")
    CANCELLED = "cancelled", _("Annulé")


class Visibility(models.TextChoices):
    """To whom the page is shown."""

    PUBLIC = "public", _("Ouvert à tous")
    INVITATION = "invitation", _("Sur invitation")


class RegistrationStatus(models.TextChoices):
    """Where a registration stands."""

    CONFIRMED = "confirmed", _("Confirmée")
    WAITING = "waiting", _("Liste d’attente")
    CANCELLED = "cancelled", _("Annulée")


class AudienceKind(models.TextChoices):
    """Where those who come are from: what a funder asks."""

    INDIVIDUAL = "individual", _("À titre personnel")
    ASSOCIATION = "association", _("Association")
    PUBLIC_SERVICE = "public_service", _("Service public, collectivité")
    JUSTICE = "justice", _("Justice, administration pénitentiaire")
    SCHOOL = "school", _("École, université")
    COMPANY = "company", _("Entreprise")
    ELECTED = "elected", _("Élue, élu")
    MEDIA = "media", _("Presse")
    OTHER = "other", _("Autre")


class PartnerRole(models.TextChoices):
    """What a partner does for an event."""

    ORGANISER = "organiser", _("Co-organise")
    HOST = "host", _("Accueille")
    FUNDER = "funder", _("Finance")


TRANSITIONS: Mapping[str, frozenset[EventStatus]] = {
    EventStatus.DRAFT: frozenset({EventStatus.ANNOUNCED, EventStatus.CANCELLED}),
    EventStatus.ANNOUNCED: frozenset({EventStatus.HELD, EventStatus.CANCELLED}),
    EventStatus.HELD: frozenset(),
    EventStatus.CANCELLED: frozenset(),
}
TONES: Mapping[str, str] = {
    EventStatus.DRAFT: "neutral",
    EventStatus.ANNOUNCED: "success",
    EventStatus.HELD: "info",
    EventStatus.CANCELLED: "danger",
}
