"""Supports that follow referrals: one going on, one that waits for its report, one ended with its report."""

from datetime import timedelta

from django.db.models import F

from beneficiaries.models import Task
from referrals.models import (
    Attendance,
    Delivery,
    DeliveryOutcome,
    DeliverySession,
    DesiredOutcome,
    EndReason,
    EndReport,
    Referral,
    RemainingTask,
    Status,
)
from reinsertion.demo.scene import Scene

SEEN = [Attendance.ATTENDED, Attendance.ATTENDED, Attendance.EXCUSED, Attendance.ATTENDED, Attendance.LATE]
SAID = {
    DesiredOutcome.HOME_STEPS: (
        "achieved",
        "Demande de logement social déposée avec le numéro unique, dossier SIAO mis à jour. "
        "La personne sait relancer elle-même.",
    ),
    DesiredOutcome.RIGHTS_OPEN: ("achieved", "RSA et C2S ouverts, premier versement reçu."),
    DesiredOutcome.EMPLOYABILITY: (
        "partly",
        "CV refait et deux simulations d’entretien. Le projet de cuisine se précise ; pas encore de candidature.",
    ),
}
FURTHER = (
    "Les rendez-vous du matin ont mieux tenu que ceux de l’après-midi. "
    "La personne souhaite garder un contact tous les deux mois."
)


def create_supports(scene: Scene) -> None:
    """Among the referrals that somebody received, away from the named ones."""
    received = [row for row in scene.referrals if row.status in (Status.RECEIVED, Status.ATTENDING) and row.received_at]
    received.sort(key=lambda row: (row.received_at, row.pk))
    done = sorted((row for row in scene.referrals if row.status == Status.COMPLETED), key=lambda row: str(row.pk))
    aims = list(SAID)
    support(scene, received[-1], 6, 2, aims[:2])
    waiting = support(scene, received[-2], 8, 3, aims)
    Delivery.objects.filter(pk=waiting.pk).update(
        end_reason=EndReason.MOVED,
        end_comment="Installation près de sa sœur, à Amiens.",
        end_requested_at=F("planned_at"),
        end_requested_by=F("planned_by"),
    )
    ended = support(scene, done[0], 5, 5, aims)
    for line in ended.outcomes.all():
        line.achievement, line.comment = SAID[DesiredOutcome(line.outcome)]
        line.save(update_fields=["achievement", "comment"])
    at, by = scene.office_moment(scene.working_day(-6)), ended.planned_by
    report = EndReport.objects.create(delivery=ended, further_information=FURTHER, started_at=at, started_by=by)
    person, due = ended.referral.beneficiary, scene.working_day(9)
    task = Task.objects.create(
        id=scene.uid(),
        beneficiary=person,
        title="Appeler le bailleur pour la visite",
        due_on=due,
        assignee=person.lead_worker or by,
        created_by=by,
    )
    RemainingTask.objects.create(report=report, title=task.title, due_on=due, task=task)
    report.submitted_at, report.submitted_by = at, by
    report.save(update_fields=["submitted_at", "submitted_by"])


def support(scene: Scene, row: Referral, agreed: int, held: int, aims: list[DesiredOutcome]) -> Delivery:
    """An approved plan with so many sessions held, a week apart, the last before today."""
    at, by = row.received_at or scene.office_moment(scene.working_day(-30)), row.created_by
    delivery = Delivery.objects.create(
        id=scene.uid(),
        referral=row,
        sessions_agreed=agreed,
        activities="Entretiens individuels, démarches faites ensemble, deux ateliers de groupe.",
        planned_at=at,
        planned_by=by,
        approved_at=at,
        approved_by=by,
    )
    DeliveryOutcome.objects.bulk_create(DeliveryOutcome(id=scene.uid(), delivery=delivery, outcome=aim) for aim in aims)
    first = scene.working_day(-7 * held)
    for number in range(held):
        DeliverySession.objects.create(
            id=scene.uid(),
            delivery=delivery,
            number=number + 1,
            held_on=first + timedelta(days=7 * number),
            attendance=SEEN[number % len(SEEN)],
            recorded_at=at,
            recorded_by=by,
        )
    delivery.refresh_from_db()
    return delivery
