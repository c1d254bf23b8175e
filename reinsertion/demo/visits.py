"""A set of interview sheets for the next morning in prison, and a workshop that five people attended."""

from datetime import datetime

from beneficiaries.models import (
    CollectiveContact,
    ConfidentialNote,
    FollowUp,
    FollowUpMode,
    InterviewSheet,
    JusticeStatus,
    Topic,
)
from beneficiaries.models.interview_sheet import FIGURES, LETTERS
from reinsertion.demo.scene import Scene, own_dates

SHEETS, GUESTS, WORKSHOP_AGO = 6, 5, -21
PARTS = [
    "A préparé ses questions et a aidé à ranger.",
    "Peu de confiance au début, s’est lancée sur la fin.",
    "Repart avec un modèle de lettre.",
    "",
    "Veut refaire l’exercice à deux.",
]


def create_visits(scene: Scene) -> None:
    """What several people share, on paper and in a room."""
    create_sheets(scene)
    create_workshop(scene)


def create_sheets(scene: Scene) -> None:
    """The people of one prison, printed yesterday."""
    tilleuls, ines = scene.prisons["tilleuls"], scene.staff["ines"]
    held = [
        person
        for person in scene.people.values()
        if person.prison_id == tilleuls.pk and person.team_id == scene.people["karim"].team_id and not person.closed_at
    ][:SHEETS]
    run, printed_at = scene.uid(), scene.moment(scene.day(-1), 16, 30)
    rows = [
        InterviewSheet(
            id=scene.uid(),
            code="".join(scene.dice.choice(LETTERS) + scene.dice.choice(FIGURES) for _pair in range(3)),
            run=run,
            beneficiary=person,
            printed_by=ines,
            printed_on=printed_at.date(),
            created_at=printed_at,
        )
        for person in held
    ]
    with own_dates(InterviewSheet):
        InterviewSheet.objects.bulk_create(rows)


def create_workshop(scene: Scene) -> None:
    """Five of the meetings already told become one workshop of the same day."""
    day = scene.working_day(WORKSHOP_AGO)
    apart = set(ConfidentialNote.objects.values_list("follow_up_id", flat=True))
    rows = [row for row in scene.follow_ups if row.pk not in apart and fits(scene, row, scene.moment(day))]
    guests = list({row.beneficiary_id: row for row in rows}.values())[:GUESTS]
    if len(guests) < 2:
        return
    noted_at = scene.moment(day, 17, 10)
    contact = CollectiveContact(
        id=scene.uid(),
        author=scene.staff["ines"],
        submission=scene.uid(),
        happened_on=day,
        title="Atelier : préparer un entretien d’embauche",
        place="Antenne",
        topics=[Topic.EMPLOYMENT, Topic.TRAINING],
        summary="Simulation d’entretiens par deux, puis retour en groupe. Prochaine séance dans un mois.",
        people_count=len(guests),
        created_at=noted_at,
    )
    with own_dates(CollectiveContact, FollowUp):
        CollectiveContact.objects.bulk_create([contact])
        for row, words in zip(guests, PARTS, strict=False):
            row.collective, row.submission, row.author = contact, contact.submission, contact.author
            row.happened_on, row.happened_at, row.mode = day, None, FollowUpMode.GROUP
            row.place, row.topics, row.summary = contact.place, contact.topics, words
            row.created_at = row.updated_at = noted_at
            row.save()


def fits(scene: Scene, row: FollowUp, moment: datetime) -> bool:
    """An older meeting of somebody free, followed by Inès and met again since."""
    person = row.beneficiary
    return bool(
        person.lead_worker_id == scene.staff["ines"].pk
        and person.justice_status not in (JusticeStatus.IN_CUSTODY, JusticeStatus.DAY_RELEASE)
        and not person.closed_at
        and person.created_at < moment
        and person.last_contact_on
        and person.last_contact_on > moment.date()
        and row.mode == FollowUpMode.INTERVIEW
        and row.happened_on < moment.date()
        and row.happened_on > person.created_at.date()
    )
