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


class Sex(models.TextChoices):
    """Whom a service is kept for, when it is."""

    WOMEN = "women", _("Femmes seulement")
    MEN = "men", _("Hommes seulement")


class Paper(models.TextChoices):
    """Papers to bring; a code that is also a kind of document in a person’s file is the same code."""

    IDENTITY_CARD = "identity_card", _("Pièce d’identité")
    RESIDENCE_PERMIT = "residence_permit", _("Titre de séjour")
    BIRTH_CERTIFICATE = "birth_certificate", _("Acte de naissance ou livret de famille")
    PHOTO = "photo", _("Photos d’identité")
    MAILING_ADDRESS = "mailing_address", _("Domiciliation ou justificatif de domicile")
    HOUSING_LETTER = "housing_letter", _("Attestation d’hébergement")
    HEALTH_COVER = "health_cover", _("Carte Vitale ou attestation de droits santé")
    PRESCRIPTION = "prescription", _("Ordonnance ou courrier d’un médecin")
    RELEASE_CERTIFICATE = "release_certificate", _("Billet de sortie")
    COURT_DOCUMENT = "court_document", _("Document de justice")
    PAYSLIP = "payslip", _("Justificatif de ressources")
    TAX_NOTICE = "tax_notice", _("Avis d’imposition")
    BENEFITS = "benefits", _("Attestation de la CAF")
    BANK_DETAILS = "bank_details", _("RIB")
    JOBSEEKER = "jobseeker", _("Inscription à France Travail")
    CV = "cv", _("CV")
    REFERRAL = "referral", _("Fiche d’orientation")


class DeclineReason(models.TextChoices):
    """Why a partner or a program said no: the one list; Referral.decline() writes it, PostgreSQL refuses any other.

    Here because the directory tells what happened to earlier referrals.
    """

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


class Country(models.TextChoices):
    """Where an organisation is (ISO 3166-1): France, its neighbours, and where families often are."""

    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgique")
    GERMANY = "DE", _("Allemagne")
    ALGERIA = "DZ", _("Algérie")
    SPAIN = "ES", _("Espagne")
    ITALY = "IT", _("Italie")
    LUXEMBOURG = "LU", _("Luxembourg")
    MOROCCO = "MA", _("Maroc")
    NETHERLANDS = "NL", _("Pays-Bas")
    PORTUGAL = "PT", _("Portugal")
    UNITED_KINGDOM = "GB", _("Royaume-Uni")
    SWITZERLAND = "CH", _("Suisse")
    TUNISIA = "TN", _("Tunisie")
    ELSEWHERE = "ZZ", _("Autre pays")
