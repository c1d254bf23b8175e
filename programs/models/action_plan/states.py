"""Where a plan, its actions, its committees and their decisions stand, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanPhase(models.TextChoices):
    """The three phases of a plan."""

    ELABORATION = "elaboration", _("Élaboration")
    IMPLEMENTATION = "implementation", _("Mise en œuvre")
    EVALUATION = "evaluation", _("Suivi et évaluation")


class ActionStatus(models.TextChoices):
    """Where an action stands; « late » is counted from its dates, never written."""

    TO_START = "to_start", _("À démarrer")
    UNDER_WAY = "under_way", _("En cours")
    DONE = "done", _("Terminée")
    DROPPED = "dropped", _("Abandonnée")


class MeetingStatus(models.TextChoices):
    """Where a committee stands."""

    PLANNED = "planned", _("Prévu")
    CONVENED = "convened", _("Convoqué")
    HELD = "held", _("En séance")
    CLOSED = "closed", _("Clos")
    CANCELLED = "cancelled", _("Annulé")


class DecisionStatus(models.TextChoices):
    """Where what was decided stands."""

    OPEN = "open", _("À faire")
    DONE = "done", _("Faite")
    DROPPED = "dropped", _("Abandonnée")


class Presence(models.TextChoices):
    """Whether somebody expected came."""

    UNKNOWN = "", _("À noter")
    PRESENT = "present", _("Présent·e")
    EXCUSED = "excused", _("Excusé·e")
    ABSENT = "absent", _("Absent·e")
    REPRESENTED = "represented", _("Représenté·e")


class ItemKind(models.TextChoices):
    """Why an item stands on the agenda, in the order in which a meeting opens."""

    POSTPONED = "postponed", _("Point reporté")
    DECISION = "decision", _("Décision à suivre")
    LATE = "late", _("Action en retard")
    OVERSPENT = "overspent", _("Budget dépassé")
    STALE = "stale", _("Indicateur à relever")
    PROTOCOL = "protocol", _("Protocole")
    FREE = "free", _("Point libre")


class ItemOutcome(models.TextChoices):
    """What became of an item."""

    UNKNOWN = "", _("À traiter")
    TREATED = "treated", _("Traité")
    POSTPONED = "postponed", _("Reporté")


PHASES: dict[str, frozenset[str]] = {
    PlanPhase.ELABORATION: frozenset({PlanPhase.IMPLEMENTATION}),
    PlanPhase.IMPLEMENTATION: frozenset({PlanPhase.EVALUATION, PlanPhase.ELABORATION}),
    PlanPhase.EVALUATION: frozenset({PlanPhase.IMPLEMENTATION}),
}
ACTIONS: dict[str, frozenset[str]] = {
    ActionStatus.TO_START: frozenset({ActionStatus.UNDER_WAY, ActionStatus.DROPPED}),
    ActionStatus.UNDER_WAY: frozenset({ActionStatus.DONE, ActionStatus.DROPPED}),
    ActionStatus.DONE: frozenset({ActionStatus.UNDER_WAY}),
    ActionStatus.DROPPED: frozenset({ActionStatus.TO_START}),
}
MEETINGS: dict[str, frozenset[str]] = {
    MeetingStatus.PLANNED: frozenset({MeetingStatus.CONVENED, MeetingStatus.CANCELLED}),
    MeetingStatus.CONVENED: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED}),
    MeetingStatus.HELD: frozenset({MeetingStatus.CLOSED}),
    MeetingStatus.CLOSED: frozenset(),
    MeetingStatus.CANCELLED: frozenset(),
}
DECISIONS: dict[str, frozenset[str]] = {
    DecisionStatus.OPEN: frozenset({DecisionStatus.DONE, DecisionStatus.DROPPED}),
    DecisionStatus.DONE: frozenset({DecisionStatus.OPEN}),
    DecisionStatus.DROPPED: frozenset({DecisionStatus.OPEN}),
}
TONES: dict[str, str] = {
    PlanPhase.ELABORATION: "info",
    PlanPhase.IMPLEMENTATION: "success",
    PlanPhase.EVALUATION: "accent",
    ActionStatus.TO_START: "neutral",
    ActionStatus.UNDER_WAY: "info",
    ActionStatus.DONE: "success",
    ActionStatus.DROPPED: "neutral",
    MeetingStatus.PLANNED: "neutral",
    MeetingStatus.CONVENED: "info",
    MeetingStatus.HELD: "accent",
    MeetingStatus.CLOSED: "success",
    MeetingStatus.CANCELLED: "neutral",
    DecisionStatus.OPEN: "info",
}
