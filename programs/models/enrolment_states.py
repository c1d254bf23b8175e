"""What may follow what in an enrolment, why it ends, and what makes somebody wait less."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.states import EnrolmentStatus as S

TRANSITIONS: dict[str, frozenset[str]] = {
    S.APPLIED: frozenset({S.WAITLISTED, S.ACTIVE, S.DECLINED, S.WITHDRAWN}),
    S.WAITLISTED: frozenset({S.ACTIVE, S.DECLINED, S.WITHDRAWN}),
    S.ACTIVE: frozenset({S.SUSPENDED, S.COMPLETED, S.WITHDRAWN}),
    S.SUSPENDED: frozenset({S.ACTIVE, S.COMPLETED, S.WITHDRAWN}),
    S.COMPLETED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.DECLINED: frozenset(),
}
TONES: dict[str, str] = {
    S.APPLIED: "info",
    S.WAITLISTED: "warning",
    S.ACTIVE: "success",
    S.SUSPENDED: "warning",
    S.COMPLETED: "neutral",
    S.WITHDRAWN: "neutral",
    S.DECLINED: "neutral",
}
# Applications that a person may have open at once, in all programs.
MOST_OPEN_APPLICATIONS = 5


class EndCause(models.TextChoices):
    """Why a participation, or an application, came to its end."""

    NONE = "", _("Non renseigné")
    ACHIEVED = "achieved", _("Parcours mené à son terme")
    JOB = "job", _("Emploi trouvé")
    OTHER_COURSE = "other_course", _("Autre formation ou autre programme")
    MOVED = "moved", _("Déménagement")
    HEALTH = "health", _("Indisponibilité durable")
    FAMILY = "family", _("Raison familiale")
    CUSTODY = "custody", _("Changement de situation pénale")
    NO_NEWS = "no_news", _("Sans nouvelles")
    CHOICE = "choice", _("Choix de la personne")
    RULES = "rules", _("Fin décidée par l’équipe")
    NO_PLACE = "no_place", _("Plus de place sur cette session")
    NOT_ELIGIBLE = "not_eligible", _("Conditions du programme non remplies")
    BETTER = "better", _("Un autre programme convient mieux")
    DEATH = "death", _("Décès")
    OTHER = "other", _("Autre raison")


REFUSALS = [EndCause.NO_PLACE, EndCause.NOT_ELIGIBLE, EndCause.BETTER, EndCause.OTHER]
LEAVING = [cause for cause in EndCause if cause and cause not in (EndCause.NO_PLACE, EndCause.NOT_ELIGIBLE)]


class Priority(models.IntegerChoices):
    """How pressing an application is; above the ordinary, a reason is written."""

    ORDINARY = 0, _("Ordinaire")
    HIGH = 1, _("Prioritaire")
    URGENT = 2, _("Urgente")
