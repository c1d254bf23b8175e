"""Code lists of the directory: ours for the domains, data·inclusion v1’s for the rest.

Codes of data·inclusion are stored as published; source: data-inclusion-schema 1.0.10, Licence Ouverte 2.0.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    """The nine domains by which a caseworker looks for help."""

    HOUSING = "housing", _("Hébergement et logement")
    ADMINISTRATIVE = "administrative", _("Papiers et droits")
    HEALTH = "health", _("Santé")
    EMPLOYMENT = "employment", _("Emploi et formation")
    FAMILY = "family", _("Famille")
    SUPPORT = "support", _("Soutien et quotidien")
    EMERGENCY = "emergency", _("Urgence")
    JUSTICE = "justice", _("Justice")
    INFORMATION = "information", _("Information")


class ServiceKind(models.TextChoices):
    """Kind of service (data·inclusion « type »)."""

    SUPPORT = "accompagnement", _("Accompagnement")
    FINANCIAL_AID = "aide-financiere", _("Aide financière")
    MATERIAL_AID = "aide-materielle", _("Aide matérielle")
    WORKSHOP = "atelier", _("Atelier")
    TRAINING = "formation", _("Formation")
    INFORMATION = "information", _("Information")


class Fees(models.TextChoices):
    """What it costs (data·inclusion « frais »)."""

    FREE = "gratuit", _("Gratuit")
    PAID = "payant", _("Payant")


class DeliveryMode(models.TextChoices):
    """Where the service is given (data·inclusion « modes_accueil »)."""

    IN_PERSON = "en-presentiel", _("Sur place")
    REMOTE = "a-distance", _("À distance")


class ContactMethod(models.TextChoices):
    """How to reach the service (data·inclusion « modes_mobilisation »)."""

    PHONE = "telephoner", _("Téléphoner")
    WALK_IN = "se-presenter", _("Se présenter")
    EMAIL = "envoyer-un-courriel", _("Envoyer un courriel")
    LINK = "utiliser-lien-mobilisation", _("Utiliser le lien")


class ReferredBy(models.TextChoices):
    """Who may reach the service (data·inclusion « mobilisable_par »)."""

    PERSON = "usagers", _("La personne elle-même")
    PROFESSIONAL = "professionnels", _("Un professionnel")


class Audience(models.TextChoices):
    """Who is welcome (data·inclusion « publics »)."""

    EVERYONE = "tous-publics", _("Tous publics")
    JUSTICE = "personnes-en-situation-juridique-specifique", _("Personnes détenues ou sortant de détention")
    WOMEN = "femmes", _("Femmes")
    FAMILIES = "familles", _("Familles")
    YOUNG = "jeunes", _("Jeunes")
    SENIORS = "seniors", _("Seniors")
    EMERGENCY = "personnes-en-situation-durgence", _("Personnes en situation d’urgence")
    EXILES = "personnes-exilees", _("Personnes exilées")
    DISABILITY = "personnes-en-situation-de-handicap", _("Personnes en situation de handicap")
    JOBSEEKERS = "demandeurs-emploi", _("Personnes en recherche d’emploi")
    BENEFITS = "beneficiaires-des-minimas-sociaux", _("Bénéficiaires des minima sociaux")
    WORKERS = "actifs", _("Actifs")
    STUDENTS = "etudiants", _("Étudiants")
    DISTRICTS = "residents-qpv-frr", _("Habitants de quartiers ou de zones prioritaires")
