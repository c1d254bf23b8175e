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
    NO_MEASURE = "no_measure", _("Plus de mesure en cours")


class FileStatus(models.TextChoices):
    """Whether the support goes on."""

    ACTIVE = "active", _("Suivi en cours")
    CLOSED = "closed", _("Suivi terminé")


HELD = (JusticeStatus.IN_CUSTODY, JusticeStatus.DAY_RELEASE)
# Nobody waits for these to come out.
OUTSIDE = (JusticeStatus.COMMUNITY, JusticeStatus.RELEASED, JusticeStatus.NO_MEASURE)


class MeasureKind(models.TextChoices):
    """What a court has ordered."""

    PROBATION_SENTENCE = "probation_sentence", _("Sursis probatoire")
    PAROLE = "parole", _("Libération conditionnelle")
    SUPERVISED_EARLY_RELEASE = "supervised_early_release", _("Libération sous contrainte")
    ELECTRONIC_HOME_DETENTION = (
        "electronic_home_detention",
        _("Détention à domicile sous surveillance électronique (DDSE)"),
    )
    PRETRIAL_ELECTRONIC_HOME = (
        "pretrial_electronic_home",
        _("Assignation à résidence sous surveillance électronique (ARSE)"),
    )
    DAY_RELEASE = "day_release", _("Semi-liberté")
    EXTERNAL_PLACEMENT = "external_placement", _("Placement à l’extérieur")
    COMMUNITY_SERVICE = "community_service", _("Travail d’intérêt général (TIG)")
    JUDICIAL_SUPERVISION = "judicial_supervision", _("Contrôle judiciaire")
    POST_SENTENCE_SUPERVISION = "post_sentence_supervision", _("Suivi socio-judiciaire")
    OTHER = "other", _("Autre mesure")
    UNSPECIFIED = "unspecified", _("Mesure à préciser")


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
