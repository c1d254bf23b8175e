"""The statuses of needs, goals and steps, and the one table of what may follow what in each."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class NeedStatus(models.TextChoices):
    """Where a need stands."""

    IDENTIFIED = "identified", _("Repéré")
    IN_PROGRESS = "in_progress", _("En cours")
    MET = "met", _("Résolu")
    DECLINED = "declined", _("Décliné par la personne")
    PUT_ASIDE = "put_aside", _("Mis de côté")


class GoalStatus(models.TextChoices):
    """Where a goal stands."""

    ACTIVE = "active", _("En cours")
    REACHED = "reached", _("Atteint")
    ABANDONED = "abandoned", _("Abandonné")


class StepStatus(models.TextChoices):
    """Where a step stands."""

    TO_DO = "to_do", _("À faire")
    WAITING = "waiting", _("En attente")
    DONE = "done", _("Faite")
    DROPPED = "dropped", _("Abandonnée")


class StepActor(models.TextChoices):
    """Who takes the step; somebody of the association follows it in each case."""

    WORKER = "worker", _("L’association")
    PERSON = "person", _("La personne")
    PARTNER = "partner", _("Un partenaire")


OPEN_NEED = frozenset({NeedStatus.IDENTIFIED, NeedStatus.IN_PROGRESS})
OPEN_STEP = frozenset({StepStatus.TO_DO, StepStatus.WAITING})
OPEN = frozenset({*OPEN_NEED, GoalStatus.ACTIVE, *OPEN_STEP})

# What is open may become anything else; what is closed may only be taken up again.
NEED_TRANSITIONS: dict[str, frozenset[str]] = {
    status: (frozenset(NeedStatus) - {status} if status in OPEN_NEED else OPEN_NEED) for status in NeedStatus
}
GOAL_TRANSITIONS: dict[str, frozenset[str]] = {
    GoalStatus.ACTIVE: frozenset({GoalStatus.REACHED, GoalStatus.ABANDONED}),
    GoalStatus.REACHED: frozenset({GoalStatus.ACTIVE}),
    GoalStatus.ABANDONED: frozenset({GoalStatus.ACTIVE}),
}
STEP_TRANSITIONS: dict[str, frozenset[str]] = {
    status: (frozenset(StepStatus) - {status} if status in OPEN_STEP else OPEN_STEP) for status in StepStatus
}

# Colour of the pill that shows the status; the words say the same, and what is done stays plain.
PLAN_TONES: dict[str, str] = {
    NeedStatus.IDENTIFIED: "warning",
    NeedStatus.IN_PROGRESS: "info",
    GoalStatus.ACTIVE: "info",
    StepStatus.WAITING: "warning",
}


def progress_words(statuses: Iterable[str]) -> str:
    """« 2 démarches faites sur 5 »; those dropped do not count; nothing without a step."""
    kept = [status for status in statuses if status != StepStatus.DROPPED]
    if not kept:
        return ""
    done = kept.count(StepStatus.DONE)
    if not done:
        return gettext("aucune démarche faite sur %(all)d") % {"all": len(kept)}
    words = ngettext("%(done)d démarche faite sur %(all)d", "%(done)d démarches faites sur %(all)d", done)
    return words % {"done": done, "all": len(kept)}
