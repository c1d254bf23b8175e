"""What is said of somebody’s presence at a session."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Half(models.TextChoices):
    """The half-day that is marked; nothing for a session of one half-day."""

    WHOLE = "", _("Séance")
    MORNING = "morning", _("Matin")
    AFTERNOON = "afternoon", _("Après-midi")


class AttendanceStatus(models.TextChoices):
    """Whether somebody came."""

    PRESENT = "present", _("Présent·e")
    LATE = "late", _("En retard")
    EXCUSED = "excused", _("Absence excusée")
    UNEXCUSED = "unexcused", _("Absence non excusée")
    NOT_REQUIRED = "not_required", _("Non attendu·e")


class AbsenceReason(models.TextChoices):
    """Why somebody did not come, said without detail: this page is read by the whole team of the program."""

    UNKNOWN = "", _("Sans nouvelles")
    HEALTH = "health", _("Santé (sans détail)")
    OFFICIAL = "official", _("Convocation, rendez-vous officiel")
    WORK = "work", _("Travail, entretien d’embauche")
    FAMILY = "family", _("Famille, enfant")
    AWAY = "away", _("Transport, déplacement")
    EXCUSED_OTHER = "excused_other", _("Autre raison acceptée")
    TOLD_LATE = "told_late", _("A prévenu sans raison acceptée")
    CHOICE = "choice", _("N’a pas souhaité venir")


CAME = [AttendanceStatus.PRESENT, AttendanceStatus.LATE]
ABSENT = [AttendanceStatus.EXCUSED, AttendanceStatus.UNEXCUSED]
NOT_EXCUSING = [AbsenceReason.UNKNOWN, AbsenceReason.TOLD_LATE, AbsenceReason.CHOICE]
EXCUSING = [reason for reason in AbsenceReason if reason not in NOT_EXCUSING]
TONES: dict[str, str] = {
    AttendanceStatus.PRESENT: "success",
    AttendanceStatus.LATE: "warning",
    AttendanceStatus.EXCUSED: "info",
    AttendanceStatus.UNEXCUSED: "danger",
    AttendanceStatus.NOT_REQUIRED: "neutral",
}


def absence_for(reason: str) -> AttendanceStatus:
    """Whether a reason excuses."""
    return AttendanceStatus.UNEXCUSED if reason in NOT_EXCUSING else AttendanceStatus.EXCUSED
