"""How an appointment is held and what came of it: what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingMode(models.TextChoices):
    """How the meeting is held; the values that a follow-up also knows are the same."""

    UNSAID = "", _("Non précisé")
    INTERVIEW = "interview", _("Entretien")
    VISIT = "visit", _("Parloir")
    PHONE = "phone", _("Téléphone")
    VIDEO = "video", _("Visioconférence")
    ACCOMPANIED = "accompanied_visit", _("Accompagnement")


class Outcome(models.TextChoices):
    """What came of it; pending until somebody says."""

    PENDING = "", _("Pas encore dit")
    ATTENDED = "attended", _("La personne est venue")
    LATE = "late", _("Venue en retard")
    NO_SHOW_EXCUSED = "no_show_excused", _("Absente, elle a prévenu ou donné une raison")
    NO_SHOW_UNEXCUSED = "no_show_unexcused", _("Absente, sans nouvelles")
    NOT_HELD = "not_held", _("Le rendez-vous n’a pas eu lieu")
    CANCELLED = "cancelled", _("Annulé")


CAME = (Outcome.ATTENDED, Outcome.LATE)
NO_SHOW = (Outcome.NO_SHOW_EXCUSED, Outcome.NO_SHOW_UNEXCUSED)
NEEDS_REASON = (Outcome.NOT_HELD, Outcome.CANCELLED)
# Said once; to say something else, it is first taken back.
TRANSITIONS: dict[str, frozenset[str]] = {
    Outcome.PENDING: frozenset(Outcome) - {Outcome.PENDING},
    **{outcome: frozenset({Outcome.PENDING}) for outcome in Outcome if outcome != Outcome.PENDING},
}
TONES: dict[str, str] = {
    Outcome.ATTENDED: "success",
    Outcome.LATE: "success",
    Outcome.NO_SHOW_EXCUSED: "warning",
    Outcome.NO_SHOW_UNEXCUSED: "warning",
}
