"""The statuses of a referral, the one table of what may follow what, and the reasons for a refusal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import DeclineReason

__all__ = [
    "ACCEPTED", "ANSWERS", "ENDED", "HELD_OPEN", "TONES", "TRANSITIONS", "UNDECIDED",
    "Channel", "Conformity", "Consent", "DeclineReason", "LegalBasis", "LinkPurpose", "Status",
]  # fmt: skip


class Status(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", _("Brouillon")
    SENT = "sent", _("Envoyée")
    UNDER_STUDY = "under_study", _("À l’étude")
    WAITLISTED = "waitlisted", _("En liste d’attente")
    ACCEPTED = "accepted", _("Acceptée")
    APPOINTMENT = "appointment", _("Rendez-vous fixé")
    RECEIVED = "received", _("Reçue")
    ATTENDING = "attending", _("Toujours accompagnée")
    COMPLETED = "completed", _("Terminée")
    DECLINED = "declined", _("Refusée")
    LAPSED = "lapsed", _("Sans suite")
    WITHDRAWN = "withdrawn", _("Retirée")
    LOST = "lost", _("Perdue de vue après l’acceptation")


S = Status
# Sent, and neither accepted nor refused nor given up.
UNDECIDED = frozenset({S.SENT, S.UNDER_STUDY, S.WAITLISTED})
# The recipient has said yes, whatever came of it.
ACCEPTED = frozenset({S.ACCEPTED, S.APPOINTMENT, S.RECEIVED, S.ATTENDING, S.COMPLETED, S.LOST})
# The recipient’s door is open to the person today.
HELD_OPEN = ACCEPTED - {S.COMPLETED, S.LOST}
ENDED = frozenset({S.COMPLETED, S.DECLINED, S.WITHDRAWN, S.LOST})
ANSWERS = frozenset({S.UNDER_STUDY, S.WAITLISTED, S.ACCEPTED, S.APPOINTMENT, S.DECLINED})

TRANSITIONS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SENT, S.WITHDRAWN}),
    S.SENT: ANSWERS | {S.LAPSED, S.WITHDRAWN},
    S.UNDER_STUDY: ANSWERS - {S.UNDER_STUDY} | {S.LAPSED, S.WITHDRAWN},
    S.WAITLISTED: frozenset({S.ACCEPTED, S.APPOINTMENT, S.DECLINED, S.LAPSED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.APPOINTMENT, S.RECEIVED, S.LOST, S.WITHDRAWN}),
    S.APPOINTMENT: frozenset({S.RECEIVED, S.LOST, S.WITHDRAWN}),
    S.RECEIVED: frozenset({S.ATTENDING, S.COMPLETED, S.LOST, S.WITHDRAWN}),
    S.ATTENDING: frozenset({S.COMPLETED, S.LOST, S.WITHDRAWN}),
    # Only somebody of the association opens it again: what a partner says too late is kept as a LateReply.
    S.LAPSED: ANSWERS,
    S.COMPLETED: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.LOST: frozenset(),
}

# Colour of the pill that shows the status; the words say the same.
TONES: dict[str, str] = {
    S.DRAFT: "neutral",
    S.SENT: "info",
    S.UNDER_STUDY: "info",
    S.WAITLISTED: "info",
    S.ACCEPTED: "success",
    S.APPOINTMENT: "success",
    S.RECEIVED: "success",
    S.ATTENDING: "success",
    S.COMPLETED: "success",
    S.DECLINED: "danger",
    S.LAPSED: "warning",
    S.WITHDRAWN: "neutral",
    S.LOST: "warning",
}


class Channel(models.TextChoices):
    """How the request reaches the recipient."""

    EMAIL = "email", _("Courriel")
    PHONE = "phone", _("Téléphone")
    PAPER = "paper", _("Courrier ou en main propre")
    INTERNAL = "internal", _("Programme de l’association")


class Conformity(models.TextChoices):
    """Whether the person enters the conditions of the recipient, as far as the writer knows."""

    UNKNOWN = "", _("Pas encore dit")
    YES = "yes", _("Oui")
    NO = "no", _("Non")
    TO_ASK = "to_ask", _("Ne sait pas, à demander")


class Consent(models.TextChoices):
    """How the person agreed to the referral; without agreement, a reason and a legal basis are written and reviewed."""

    ORAL = "oral", _("Accord oral")
    WRITTEN = "written", _("Accord écrit")
    OVERRIDE = "override", _("Sans accord, pour une raison écrite")


class LegalBasis(models.TextChoices):
    """What allows a referral without the person’s agreement."""

    VITAL = "vital", _("Sauvegarde de la vie de la personne ou de quelqu’un d’autre (RGPD, art. 6.1.d)")
    OBLIGATION = "obligation", _("Obligation légale (RGPD, art. 6.1.c)")
    CHILD = "child", _("Protection d’un enfant en danger (code de l’action sociale, art. L. 226-2-1)")
    VULNERABLE = "vulnerable", _("Sévices ou privations sur une personne vulnérable (code pénal, art. 226-14)")


class LinkPurpose(models.TextChoices):
    """What a link lets the partner do, and nothing else."""

    ANSWER = "answer", _("Répondre à l’orientation")
    OUTCOME = "outcome", _("Dire ce que l’accueil est devenu")
