"""Where a legal question comes from and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferredBy(models.TextChoices):
    """Who sent the person with the question."""

    SELF = "self", _("La personne elle-même")
    COLLEAGUE = "colleague", _("Un·e collègue")
    PROBATION = "probation", _("Le SPIP")
    PARTNER = "partner", _("Une structure partenaire")
    RELATIVE = "relative", _("Un proche")
    OTHER = "other", _("Quelqu’un d’autre")


class QuestionOutcome(models.TextChoices):
    """What came of a question; empty until it has been answered."""

    OPEN = "", _("Sans issue pour le moment")
    INFORMED = "informed", _("Personne informée")
    LETTER = "letter", _("Courrier écrit")
    LAWYER = "lawyer", _("Orientée vers un avocat")
    POINT_JUSTICE = "point_justice", _("Orientée vers un point-justice")
    SERVICE = "service", _("Orientée vers un service")
    PROCEDURE = "procedure", _("Démarche engagée")
    NO_ANSWER = "no_answer", _("Pas de réponse possible")


# An outcome is corrected, or taken back when it was noted by mistake.
QUESTION_TRANSITIONS: dict[str, frozenset[str]] = {
    outcome: frozenset(QuestionOutcome) - {outcome} for outcome in QuestionOutcome
}
# These say something by themselves; the others need what was answered.
NEEDS_ANSWER = frozenset({QuestionOutcome.INFORMED, QuestionOutcome.PROCEDURE, QuestionOutcome.NO_ANSWER})


class Audience(models.TextChoices):
    """Who comes to an open clinic, in broad terms: nobody is asked for a name."""

    HELD = "held", _("Personnes détenues")
    SUPERVISED = "supervised", _("Personnes suivies en milieu ouvert")
    RELEASED = "released", _("Personnes sorties de prison")
    RELATIVES = "relatives", _("Proches")
    OTHER = "other", _("Autres personnes")
