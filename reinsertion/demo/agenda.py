"""Appointments, tasks and drafts: what fills the morning page."""

from datetime import datetime
from uuid import UUID

from beneficiaries.models import Appointment, Draft, FollowUpMode, JusticeStatus, Outcome, Task, Topic
from reinsertion.demo.scene import Scene, own_dates

PRISON_PLACE = "MA des Tilleuls"
# (person, days from today, hour, minute, place, purpose), all with Inès.
APPOINTMENTS = [
    ("karim", 0, 9, 30, PRISON_PLACE, "Préparation de la sortie"),
    ("elodie", 0, 11, 0, "Antenne", "Point sur la formation"),
    ("marc", 0, 14, 0, "CCAS de Lille (fictif)", "Domiciliation : y aller ensemble"),
    ("awa", 0, 16, 15, "Antenne", "La suite après le lit 3"),
    ("tarek", -1, 15, 0, PRISON_PLACE, "Lire les courriers avec l’interprète"),
    ("sofia", -4, 10, 30, "Antenne", "Demande de crèche pour Lina"),
    ("moussa", 1, 10, 0, "Antenne", "Budget du food-truck"),
    ("jean-noel", 2, 9, 0, "Antenne", "Lire ensemble le bail"),
    ("karim", 5, 14, 30, "Greffe, puis Antenne", "Jour de sortie"),
    ("nadia", 6, 14, 0, "CP du Vieux-Moulin", "Préparer l’arrivée avec son fils"),
]
# (person, days from today, what), all for Inès.
TASKS = [
    ("karim", -2, "Rappeler le SIAO pour une place à la sortie"),
    ("marc", -5, "Relancer le CCAS sur la domiciliation"),
    ("sofia", -1, "Envoyer les justificatifs à la crèche"),
    ("awa", 0, "Appeler Toits solidaires"),
    ("elodie", 1, "Demander l’attestation de présence"),
    ("tarek", 3, "Réserver l’interprète"),
    ("jean-noel", 4, "Imprimer les adresses en grands caractères"),
    ("nadia", 6, "Écrire au CPIP"),
    ("moussa", 8, "Relire le plan de financement"),
]
COMMON_TASKS = [
    "Vérifier le versement du RSA",
    "Envoyer l’attestation de suivi",
    "Rappeler le bailleur",
    "Prendre rendez-vous en préfecture",
    "Classer les photocopies",
    "Confirmer l’inscription à l’atelier",
]
# (person, days since it was last touched, text), all Inès’s; the last two are stale.
DRAFTS = [
    ("nadia", 1, "Entretien au quartier mère-enfant. Elle se demande où vivre avec son fils à la sortie. Elle a "),
    ("jean-noel", 12, "Nous avons relu le courrier du bailleur, reste à"),
    ("moussa", 19, "Visite du garage pour le camion, prix à"),
]
PURPOSES = ["Point d’étape", "Démarches en ligne", "Préparer un dossier", "Premier accueil", "Bilan du mois"]
WRITTEN_UP_EVERY = 9


def create_agenda(scene: Scene) -> None:
    """Create the appointments, tasks and drafts."""
    create_appointments(scene)
    create_tasks(scene)
    create_drafts(scene)


def create_appointments(scene: Scene) -> None:
    """Today’s and the coming ones, two without an account, and past ones with the follow-up that came of them."""
    ines = scene.staff["ines"]
    rows = [
        appointment(scene, key, ines.pk, scene.moment(scene.day(offset), hour, minute), place, purpose)
        for key, offset, hour, minute, place, purpose in APPOINTMENTS
    ]
    for rank, (key, person) in enumerate(scene.people.items()):
        if key.startswith("p") and person.lead_worker and not person.closed_at and rank % 2:
            inside = person.prison.name if person.prison else "Antenne"
            when = scene.office_moment(scene.day(rank % 12))
            rows.append(appointment(scene, key, person.lead_worker.pk, when, inside, scene.dice.choice(PURPOSES)))
    keys = {person.pk: key for key, person in scene.people.items()}
    held = {FollowUpMode.INTERVIEW, FollowUpMode.VISIT, FollowUpMode.NO_SHOW}
    for follow_up in [row for row in scene.follow_ups if row.mode in held and row.happened_at][::WRITTEN_UP_EVERY]:
        hour, minute = follow_up.happened_at.hour, follow_up.happened_at.minute  # type: ignore[union-attr]
        when = scene.moment(follow_up.happened_on, hour, minute)
        key = keys[follow_up.beneficiary_id]
        row = appointment(scene, key, follow_up.author_id, when, follow_up.place, scene.dice.choice(PURPOSES))
        row.follow_up = follow_up
        tell(row)
        rows.append(row)
    with own_dates(Appointment):
        Appointment.objects.bulk_create(rows)


def appointment(scene: Scene, key: str, worker_id: UUID, when: datetime, place: str, purpose: str) -> Appointment:
    """One appointment, made some days ago by its worker."""
    return Appointment(
        id=scene.uid(),
        beneficiary=scene.people[key],
        worker_id=worker_id,
        starts_at=when,
        place=place,
        purpose=purpose,
        created_at=scene.moment(min(scene.day(-6), when.date()), 12),
        created_by_id=worker_id,
    )


def tell(row: Appointment) -> None:
    """Say what came of a meeting that has its follow-up."""
    absent = row.follow_up and row.follow_up.mode == FollowUpMode.NO_SHOW
    row.outcome = Outcome.NO_SHOW_UNEXCUSED if absent else Outcome.ATTENDED
    row.outcome_at, row.outcome_by_id = row.starts_at, row.worker_id


def create_tasks(scene: Scene) -> None:
    """Inès’s tasks, three of them late, and those of her colleagues, many done."""
    ines = scene.staff["ines"]
    rows = [task(scene, key, ines.pk, offset, title) for key, offset, title in TASKS]
    for rank, (key, person) in enumerate(scene.people.items()):
        if key.startswith("p") and person.lead_worker and not person.closed_at:
            offset = scene.dice.randint(-40, 12) if rank % 3 else scene.dice.randint(1, 15)
            row = task(scene, key, person.lead_worker.pk, offset, scene.dice.choice(COMMON_TASKS))
            if offset < -1:
                row.done_at, row.done_by = scene.office_moment(scene.day(offset)), person.lead_worker
            rows.append(row)
    with own_dates(Task):
        Task.objects.bulk_create(rows)


def task(scene: Scene, key: str, assignee_id: UUID, offset: int, title: str) -> Task:
    """One thing to do, noted a week before its day."""
    return Task(
        id=scene.uid(),
        beneficiary=scene.people[key],
        title=title,
        due_on=scene.day(offset),
        assignee_id=assignee_id,
        created_at=scene.moment(scene.day(min(offset - 7, -1)), 17, scene.dice.randint(0, 59)),
        created_by_id=assignee_id,
    )


def create_drafts(scene: Scene) -> None:
    """One draft of yesterday and two that nobody has taken up again."""
    with own_dates(Draft):
        Draft.objects.bulk_create(
            Draft(
                id=scene.uid(),
                owner=scene.staff["ines"],
                beneficiary=scene.people[key],
                form=Draft.FOLLOW_UP,
                payload={
                    "people": [str(scene.people[key].pk)],
                    "when": ["other"],
                    "other_date": [f"{scene.day(-days):%d/%m/%Y}"],
                    "mode": [draft_mode(scene, key)],
                    "topics": [Topic.HOUSING],
                    "summary": [text],
                },
                created_at=scene.moment(scene.day(-days), 16, 40),
                updated_at=scene.moment(scene.day(-days), 16, 45),
            )
            for key, days, text in DRAFTS
        )


def draft_mode(scene: Scene, key: str) -> str:
    """How the meeting of the draft took place."""
    held = scene.people[key].justice_status == JusticeStatus.IN_CUSTODY
    return FollowUpMode.VISIT if held else FollowUpMode.INTERVIEW
