"""How far a support has come and how it ends: computed from what was recorded, never chosen."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """How far it has come."""

    NOT_YET = "not_yet", _("Pas encore commencé : le plan est à approuver")
    FIRST_MISSING = "first_missing", _("La première séance est attendue")
    IN_PROGRESS = "in_progress", _("En cours")
    COMPLETED = "completed", _("Toutes les séances prévues sont faites")


class EndState(models.TextChoices):
    """How it ends, or would end now."""

    CANCELLED = "cancelled", _("Annulé avant d’avoir commencé")
    ENDED_EARLY = "ended_early", _("Arrêté avant la fin prévue")
    COMPLETED = "completed", _("Mené à son terme")


class WithdrawalKind(models.TextChoices):
    """When somebody leaves before the term."""

    BEFORE_ASSESSMENT = "before_assessment", _("avant le premier entretien")
    AFTER_ASSESSMENT = "after_assessment", _("après le premier entretien")
    CLOSED_EARLY = "closed_early", _("en cours d’accompagnement")


class Attendance(models.TextChoices):
    """What became of a session."""

    ATTENDED = "attended", _("Venue")
    LATE = "late", _("Venue en retard")
    EXCUSED = "excused", _("Absente, avec excuse")
    ABSENT = "absent", _("Absente")


class EndReason(models.TextChoices):
    """Why an end is asked for."""

    GOALS_REACHED = "goals_reached", _("Les objectifs sont atteints")
    MET_ELSEWHERE = "met_elsewhere", _("Une autre structure a pris le relais")
    NOT_ENGAGED = "not_engaged", _("La personne n’a pas souhaité s’engager")
    OWN_WISH = "own_wish", _("À la demande de la personne")
    LOST_CONTACT = "lost_contact", _("Plus de contact")
    LIFE = "life", _("Travail, famille ou santé : ce n’est plus le moment")
    MOVED = "moved", _("Départ vers un autre territoire")
    CUSTODY = "custody", _("Retour en détention")
    MEASURE_ENDED = "measure_ended", _("Fin de la mesure de justice")
    NOT_ELIGIBLE = "not_eligible", _("Ne relève pas de cet accompagnement")
    MISTAKE = "mistake", _("Erreur ou doublon")
    DECEASED = "deceased", _("Décès")
    OTHER = "other", _("Autre raison")


CAME = (Attendance.ATTENDED, Attendance.LATE)


@dataclass(frozen=True)
class Standing:
    """What was recorded of a support, and what follows from it: the table is in the tests, row by row."""

    approved: bool
    agreed: int
    recorded: int
    attended: int
    end_requested: bool = False
    report_submitted: bool = False

    @property
    def delivery(self) -> DeliveryState:
        """How far it has come."""
        if not self.approved:
            return DeliveryState.NOT_YET
        if not self.attended:
            return DeliveryState.FIRST_MISSING
        return DeliveryState.IN_PROGRESS if self.recorded < self.agreed else DeliveryState.COMPLETED

    @property
    def ends_as(self) -> EndState:
        """How it ends, were it to end now."""
        if self.delivery == DeliveryState.COMPLETED:
            return EndState.COMPLETED
        return EndState.ENDED_EARLY if self.delivery == DeliveryState.IN_PROGRESS else EndState.CANCELLED

    @property
    def needs_report(self) -> bool:
        """Whether an end-of-support report is due: once all is done, or once an end is asked for in between."""
        if self.delivery == DeliveryState.IN_PROGRESS:
            return self.end_requested
        return self.delivery == DeliveryState.COMPLETED

    @property
    def awaits_report(self) -> bool:
        """Whether it stays open for want of the report."""
        return self.needs_report and not self.report_submitted

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected."""
        return self.report_submitted if self.needs_report else self.end_requested

    @property
    def withdrawal(self) -> WithdrawalKind:
        """What a withdrawal now is called."""
        if not self.attended:
            return WithdrawalKind.BEFORE_ASSESSMENT
        if self.attended == 1 and self.needs_report:
            return WithdrawalKind.AFTER_ASSESSMENT
        return WithdrawalKind.CLOSED_EARLY
