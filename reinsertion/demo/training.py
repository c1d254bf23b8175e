"""Sessions lived: trainers, who came, one person missed three times, a course that leads to a certification."""

from datetime import timedelta

from django.utils import timezone

from beneficiaries.models import Task
from programs.models import (
    AbsenceRun,
    Attendance,
    AttendanceEvent,
    AttendanceStatus,
    Certification,
    Enrolment,
    Session,
    SkillUnit,
    Trainer,
    UnitResult,
    Validation,
)
from programs.models.training.states import absence_for
from reinsertion.demo.scene import Scene

COURSES = ["clea-1", "clea-2", "cuisine", "cohorte"]
TRAINERS = ["Odile Ferrand", "Yanis Kessel"]
UNITS = [
    ("D1", "Communiquer en français"), ("D2", "Calculer et raisonner"), ("D3", "Utiliser l’informatique"),
    ("D4", "Travailler dans une équipe"), ("D5", "Travailler en autonomie"), ("D6", "Apprendre toute sa vie"),
    ("D7", "Gestes, hygiène, sécurité"),
]  # fmt: skip
WAYS = [AttendanceStatus.PRESENT] * 15 + [AttendanceStatus.LATE, "health", "official", "", "family"]
MISSED = 3


def create_training(scene: Scene) -> None:
    """Note each past session but the latest of each course; somebody missed the last three."""
    create_trainers(scene)
    create_certification(scene)
    for key in COURSES:
        create_presences(scene, key)


def create_trainers(scene: Scene) -> None:
    """Two trainers, one for each half of the courses."""
    trainers = [Trainer(id=scene.uid(), name=name) for name in TRAINERS]
    Trainer.objects.bulk_create(trainers)
    runs = Session.trainers.through
    courses = [scene.programs[key].pk for key in COURSES]
    rows = Session.objects.filter(program__in=courses).order_by("starts_at", "pk").values_list("pk", flat=True)
    runs.objects.bulk_create(runs(session_id=pk, trainer_id=trainers[rank % 2].pk) for rank, pk in enumerate(rows))


def create_certification(scene: Scene) -> None:
    """The one that CléA leads to, and the path of somebody on the way."""
    clea = Certification.objects.create(id=scene.uid(), name="CléA", reference="RS5616")
    units = [
        SkillUnit(id=scene.uid(), certification=clea, code=code, title=title, rank=rank)
        for rank, (code, title) in enumerate(UNITS)
    ]
    SkillUnit.objects.bulk_create(units)
    for key, jury in (("clea-1", -20), ("clea-2", 40)):
        enrolment = scene.programs[key].enrolments.order_by("created_at", "pk").first()
        if enrolment is None:
            continue
        path = Validation.objects.create(
            id=scene.uid(),
            enrolment=enrolment,
            certification=clea,
            jury_on=scene.day(jury),
            created_by=scene.staff["samir"],
        )
        UnitResult.objects.bulk_create(
            UnitResult(
                id=scene.uid(),
                validation=path,
                unit=unit,
                evidence="Travaux de la séance 4, relus avec la formatrice." if rank < 3 else "",
                outcome=("partly" if rank == 1 else "obtained") if jury < 0 else "",
            )
            for rank, unit in enumerate(units)
        )


def create_presences(scene: Scene, key: str) -> None:
    """Who came to the past sessions of a course."""
    program, now = scene.programs[key], scene.moment(scene.today, 8)
    sessions = list(program.sessions.held().filter(ends_at__lt=now).order_by("starts_at", "pk"))
    noted = sessions[:-1] if program.is_active else sessions
    people = list(program.enrolments.filter(started_on__isnull=False).order_by("created_at", "pk"))
    rows = []
    for rank, session in enumerate(noted):
        for place, enrolment in enumerate(people):
            if came(enrolment, session):
                missing = place == 1 and key == "clea-2" and rank >= len(noted) - MISSED
                rows.append(presence(scene, session, enrolment, "" if missing else scene.dice.choice(WAYS)))
    Attendance.objects.bulk_create(rows)
    AttendanceEvent.objects.bulk_create(
        AttendanceEvent(
            attendance=row,
            at=row.recorded_at,
            by=row.recorded_by,
            status=row.status,
            reason=row.reason,
            minutes_late=row.minutes_late,
        )
        for row in rows
    )
    if key == "clea-2" and len(noted) >= MISSED and len(people) > 1:
        tell_of_absences(scene, people[1], noted)


def came(enrolment: Enrolment, session: Session) -> bool:
    """Whether the person was enrolled on that day."""
    day = timezone.localdate(session.starts_at)
    ended = enrolment.ended_on is not None and enrolment.ended_on < day
    return enrolment.started_on is not None and enrolment.started_on <= day and not ended


def presence(scene: Scene, session: Session, enrolment: Enrolment, way: str) -> Attendance:
    """One answer, from a word of the list."""
    there = way in AttendanceStatus.values
    return Attendance(
        id=scene.uid(),
        session=session,
        enrolment=enrolment,
        status=way if there else absence_for(way),
        reason="" if there else way,
        minutes_late=15 if way == AttendanceStatus.LATE else None,
        recorded_at=session.ends_at,
        recorded_by=scene.staff["samir"],
    )


def tell_of_absences(scene: Scene, enrolment: Enrolment, noted: list[Session]) -> None:
    """Three absences in a row: the lead worker has a task."""
    person, at = enrolment.beneficiary, noted[-1].ends_at
    task = None
    if person.lead_worker:
        task = Task.objects.create(
            id=scene.uid(),
            beneficiary=person,
            title=f"{MISSED} absences de suite sans nouvelles\u00a0: {enrolment.program.name}",
            due_on=timezone.localdate(at + timedelta(days=1)),
            assignee=person.lead_worker,
            created_by=scene.staff["samir"],
        )
    AbsenceRun.objects.create(id=scene.uid(), enrolment=enrolment, since=noted[-MISSED], noticed_at=at, task=task)
