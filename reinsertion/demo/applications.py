"""Who asks for a place and waits, who is away for a time, what came of a finished course."""

from datetime import date

from beneficiaries.models import Beneficiary
from programs.models import Achievement, Enrolment, EnrolmentEvent, EnrolmentGoal, EnrolmentStatus, Evaluation, Program
from reinsertion.demo.programs import can_come
from reinsertion.demo.scene import Scene, own_dates

S = EnrolmentStatus
CONDITIONS = "Savoir lire une consigne simple\nPouvoir venir deux demi-journées par semaine"
AIMS = "Obtenir la certification CléA\nReprendre confiance à l’écrit\nPréparer la suite : emploi ou formation"
# Program, days since the request, status, priority, its reason.
ASKED = [
    ("cohorte", 40, S.WAITLISTED, 0, ""),
    ("cohorte", 12, S.WAITLISTED, 1, "Financement obtenu jusqu’en mars"),
    ("cohorte", 5, S.APPLIED, 0, ""),
    ("clea-2", 21, S.WAITLISTED, 0, ""),
    ("clea-2", 9, S.WAITLISTED, 2, "Une entrée en emploi l’attend en janvier"),
    ("clea-2", 3, S.APPLIED, 0, ""),
    ("cuisine", 2, S.APPLIED, 0, ""),
]
RESULTS = [Achievement.REACHED, Achievement.PARTLY, Achievement.REACHED, Achievement.MISSED, Achievement.NONE]


def create_applications(scene: Scene) -> None:
    """The waiting lists, a suspension, goals and assessments; last, so that chance stays as it was for the rest."""
    samir = scene.staff["samir"]
    for program in scene.programs.values():
        program.leads.add(samir)
    keys = [scene.programs[key].pk for key in ("clea-1", "clea-2")]
    Program.objects.filter(pk__in=keys).update(conditions=CONDITIONS, aims=AIMS, audiences=["tous-publics"], age_min=18)
    reachable = [row for key, row in scene.people.items() if key.startswith("p") and can_come(row)]
    rows = [asked(scene, reachable, line) for line in ASKED]
    with own_dates(Enrolment):
        Enrolment.objects.bulk_create(rows)
    away = Enrolment.objects.filter(program=scene.programs["clea-2"], status=S.ACTIVE).order_by("started_on", "pk")[2]
    since, back = scene.day(-6), scene.day(15)
    Enrolment.objects.filter(pk=away.pk).update(status=S.SUSPENDED, suspended_on=since, resumes_on=back)
    tell(scene, rows)
    step = {"from_status": S.ACTIVE, "to_status": S.SUSPENDED, "on": since, "by": samir}
    EnrolmentEvent.objects.create(enrolment=away, at=scene.moment(since, 16), reason="Stage en entreprise", **step)
    create_evaluations(scene)


def asked(scene: Scene, people: list[Beneficiary], line: tuple[str, int, EnrolmentStatus, int, str]) -> Enrolment:
    """One application, of somebody who is not in the program."""
    key, days, status, priority, reason = line
    program = scene.programs[key]
    inside = set(Enrolment.objects.filter(program=program).values_list("beneficiary", flat=True))
    person = scene.dice.choice([row for row in people if row.pk not in inside])
    people.remove(person)
    day = scene.day(-days)
    return Enrolment(
        id=scene.uid(), program=program, beneficiary=person, status=status, applied_on=day, priority=priority,
        priority_reason=reason, created_at=scene.moment(day, 10), created_by=scene.staff["samir"],
        eligibility=[{"verdict": 1, "text": "Savoir lire une consigne simple"}] if key == "clea-2" else [],
    )  # fmt: skip


def tell(scene: Scene, rows: list[Enrolment]) -> None:
    """The history of each application."""
    for row in rows:
        day = row.applied_on or date.min
        first = {"enrolment": row, "by": row.created_by, "on": day}
        EnrolmentEvent.objects.create(to_status=S.APPLIED, at=row.created_at, **first)
        if row.status == S.WAITLISTED:
            at = scene.moment(day, 17)
            EnrolmentEvent.objects.create(from_status=S.APPLIED, to_status=S.WAITLISTED, at=at, **first)


def create_evaluations(scene: Scene) -> None:
    """What came of the finished course, but for two people who are still to be assessed."""
    ended = list(Enrolment.objects.filter(program=scene.programs["clea-1"]).order_by("started_on", "pk"))
    aims = AIMS.splitlines()
    goals, said = [], []
    for number, row in enumerate(ended):
        row.end_cause = "job" if row.status == S.WITHDRAWN else "achieved"
        told = number < len(ended) - 2
        goals += [
            EnrolmentGoal(
                id=scene.uid(), enrolment=row, rank=rank, text=aim,
                achievement=RESULTS[(number + rank) % len(RESULTS)] if told else "",
            )
            for rank, aim in enumerate(aims)
        ]  # fmt: skip
        if told:
            said.append(
                Evaluation(
                    id=scene.uid(), enrolment=row, on=row.ended_on or date.min, by=scene.staff["samir"],
                    summary="Plus d’aisance pour écrire un message et lire un planning.", usefulness="very",
                    next_step="Poursuivre avec un atelier d’écriture.",
                )
            )  # fmt: skip
    Enrolment.objects.bulk_update(ended, ["end_cause"])
    EnrolmentGoal.objects.bulk_create(goals)
    Evaluation.objects.bulk_create(said)
