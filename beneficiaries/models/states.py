"""What a person’s file may say in one word."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    """Asked because some services welcome women or men only."""

    UNKNOWN = "", _("Non renseigné")
    FEMALE = "female", _("Femme")
    MALE = "male", _("Homme")
    OTHER = "other", _("Autre")


class JusticeStatus(models.TextChoices):
    """Where the person stands; details have their own records."""

    UNKNOWN = "unknown", _("Situation non renseignée")
    IN_CUSTODY = "in_custody", _("En détention")
    DAY_RELEASE = "day_release", _("En semi-liberté")
    COMMUNITY = "community", _("Suivi en milieu ouvert")
    RELEASED = "released", _("Sortie de détention")


class FileStatus(models.TextChoices):
    """Whether the support goes on."""

    ACTIVE = "active", _("Suivi en cours")
    CLOSED = "closed", _("Suivi terminé")


HELD = (JusticeStatus.IN_CUSTODY, JusticeStatus.DAY_RELEASE)


class ExitReason(models.TextChoices):
    """Why the support ended."""

    UNKNOWN = "", _("Non renseigné")
    GOALS_REACHED = "goals_reached", _("Objectifs atteints")
    HANDED_ON = "handed_on", _("Relais pris par une autre structure")
    MOVED = "moved", _("Départ vers un autre territoire")
    OWN_WISH = "own_wish", _("À la demande de la personne")
    LOST_CONTACT = "lost_contact", _("Plus de contact")
    CUSTODY = "custody", _("Retour en détention")
    DECEASED = "deceased", _("Décès")
    OTHER = "other", _("Autre motif")
