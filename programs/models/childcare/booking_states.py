"""Where the booking of a child stands, why it was made and why it was given back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookingStatus(models.TextChoices):
    """The statuses of a stay, in the words of a crèche."""

    PROVISIONAL = "provisional", _("Provisoire")
    CONFIRMED = "confirmed", _("Confirmée")
    ARRIVED = "arrived", _("Présent")
    DEPARTED = "departed", _("Parti")
    CANCELLED = "cancelled", _("Annulée")
    NOT_ARRIVED = "not_arrived", _("Non venu")


class BookingReason(models.TextChoices):
    """What the parent does meanwhile; the crèche never reads it."""

    SESSION = "session", _("Séance d’un programme")
    INTERVIEW = "interview", _("Rendez-vous")
    WORK = "work", _("Travail ou heures à faire")
    OTHER = "other", _("Autre")


class BookingCancelReason(models.TextChoices):
    """Why a booking was cancelled, or the child did not come; never health."""

    NONE = "", _("Non renseigné")
    MEETING = "meeting", _("La séance, le rendez-vous ou le travail n’a pas lieu")
    KEPT = "kept", _("L’enfant est gardé autrement")
    ABSENT = "absent", _("L’enfant ne vient pas ce jour-là")
    NO_NEWS = "no_news", _("Sans nouvelles")
    CRECHE = "creche", _("La crèche ne peut pas accueillir")
    ERROR = "error", _("Réservation faite par erreur")
    OTHER = "other", _("Autre raison")
