"""The 1,100 follow-ups of fourteen months, and a few confidential notes."""

from datetime import date, time, timedelta

from beneficiaries.models import (
    Beneficiary,
    ConfidentialNote,
    FollowUp,
    FollowUpMode,
    Gender,
    JusticeStatus,
    Topic,
)
from reinsertion.demo.named_people import ten
from reinsertion.demo.scene import Scene, own_dates
from reinsertion.demo.sentences import ABSENCES, BODIES, BODIES_IN_TOWN, CONFIDENTIAL, NEXT_STEPS, OPENINGS

TOTAL = 1_100
PLACES = {
    FollowUpMode.INTERVIEW: ["Antenne", "Antenne", "Café associatif", ""],
    FollowUpMode.ACCOMPANIED: ["Préfecture", "CCAS", "Agence France Travail", "Bailleur"],
    FollowUpMode.OUTREACH: ["Parvis de la gare", "Place des Jardins"],
}
MODES_INSIDE = [FollowUpMode.VISIT] * 6 + [FollowUpMode.LETTER] * 2 + [FollowUpMode.PHONE]
MODES_OUTSIDE = (
    [FollowUpMode.INTERVIEW] * 6
    + [FollowUpMode.PHONE] * 5
    + [FollowUpMode.ACCOMPANIED] * 3
    + [FollowUpMode.LETTER, FollowUpMode.NO_SHOW]
)


def create_follow_ups(scene: Scene) -> None:
    """Give each person their share, the last one at the wanted distance from today."""
    named = {one.key: one for one in ten(scene)}
    shares = {key: named[key].follow_ups if key in named else 0 for key in scene.people}
    others = [key for key in scene.people if key not in named]
    # One each, so that nobody has an empty file, then the rest thrown among them.
    for key in others + scene.dice.choices(others, k=TOTAL - sum(shares.values()) - len(others)):
        shares[key] += 1
    for rank, (key, share) in enumerate(shares.items()):
        last = scene.day(-named[key].silent_days) if key in named else ordinary_last_contact(scene, rank)
        write_history(scene, key, share, last)
    with own_dates(FollowUp):
        FollowUp.objects.bulk_create(scene.follow_ups, batch_size=1_000)
    for person in scene.people.values():
        person.last_contact_on = max(
            row.happened_on
            for row in scene.follow_ups
            if row.beneficiary_id == person.pk and row.mode != FollowUpMode.NO_SHOW
        )
    Beneficiary.objects.bulk_update(scene.people.values(), ["last_contact_on"])
    create_confidential_notes(scene)


def ordinary_last_contact(scene: Scene, rank: int) -> date:
    """Most people were met this month, a few were not."""
    return scene.working_day(-scene.dice.randint(32, 60) if rank % 10 == 4 else -scene.dice.randint(1, 25))


def write_history(scene: Scene, key: str, share: int, last: date) -> None:
    """Spread the follow-ups of one person from the opening of the file to the last contact."""
    person = scene.people[key]
    first = person.created_at.date()
    last = person.closed_at.date() if person.closed_at else max(first, last)
    span = (last - first).days
    days = sorted(first + timedelta(days=scene.dice.randint(0, span)) for _ in range(share - 2))
    days = [first, *days, last][-share:]
    for rank, day in enumerate(days):
        day = scene.working_day((day - scene.today).days) if rank < len(days) - 1 else day
        scene.follow_ups.append(one_follow_up(scene, key, day, is_last=rank == len(days) - 1))
    if key == "elodie":
        miss_a_session(scene, scene.follow_ups[-2])


def one_follow_up(scene: Scene, key: str, day: date, *, is_last: bool) -> FollowUp:
    """One believable trace."""
    dice, person = scene.dice, scene.people[key]
    mode = choose_mode(scene, key, is_last=is_last)
    if mode == FollowUpMode.NO_SHOW:
        topics, summary = [], ""
    else:
        topics = dice.sample(Topic.values, dice.choice([1, 1, 2]))
        summary = account(scene, mode, topics, person)
    author = person.lead_worker or scene.staff["lea"]
    if dice.random() < 0.12:
        author = scene.staff["lea"]
    hour = time(dice.randint(9, 16), dice.choice([0, 15, 30, 45])) if dice.random() < 0.8 else None
    noted = scene.moment(day, 17, dice.randint(0, 59))
    return FollowUp(
        id=scene.uid(),
        submission=scene.uid(),
        beneficiary=person,
        author=author,
        happened_on=day,
        happened_at=hour,
        duration_minutes=None if mode in {FollowUpMode.NO_SHOW, FollowUpMode.LETTER} else dice.choice([15, 30, 30, 60]),
        mode=mode,
        place=dice.choice(PLACES.get(mode, [""])),
        topics=topics,
        absence_reason=dice.choice(ABSENCES) if mode == FollowUpMode.NO_SHOW else "",
        summary=summary,
        created_at=noted,
        updated_at=noted,
    )


def choose_mode(scene: Scene, key: str, *, is_last: bool) -> FollowUpMode:
    """How the person is met: in prison, in the street, or in town; the last contact took place."""
    if key == "le-grand":
        return FollowUpMode.OUTREACH
    if scene.people[key].justice_status == JusticeStatus.IN_CUSTODY:
        return scene.dice.choice(MODES_INSIDE)
    return scene.dice.choice(MODES_OUTSIDE[:-1] if is_last else MODES_OUTSIDE)


def account(scene: Scene, mode: FollowUpMode, topics: list[str], person: Beneficiary) -> str:
    """Two to four sentences that agree with the person and with where the person is."""
    woman = person.gender == Gender.FEMALE
    sentences = [scene.dice.choice(OPENINGS[mode])]
    for topic in topics:
        fitting = BODIES[topic] + ([] if person.prison else BODIES_IN_TOWN[topic])
        sentences.append(scene.dice.choice(fitting))
    if scene.dice.random() < 0.6:
        sentences.append(scene.dice.choice(NEXT_STEPS[topics[0]]))
    words = {"Il": "Elle" if woman else "Il", "il": "elle" if woman else "il", "e": "e" if woman else ""}
    return " ".join(sentences).format(**words)


def miss_a_session(scene: Scene, row: FollowUp) -> None:
    """The absence of Élodie at her course."""
    row.mode, row.topics, row.summary, row.duration_minutes = FollowUpMode.NO_SHOW, [], "", None
    row.place, row.absence_reason = "Salle de formation", "Enfant à garder, a prévenu le matin"


def create_confidential_notes(scene: Scene) -> None:
    """A few notes that only their author and the coordination read."""
    chosen = scene.dice.sample([row for row in scene.follow_ups if row.author != scene.staff["lea"]], 12)
    notes = [
        ConfidentialNote(
            id=scene.uid(),
            follow_up=row,
            author=row.author,
            body=CONFIDENTIAL[rank % len(CONFIDENTIAL)],
            created_at=row.created_at,
        )
        for rank, row in enumerate(chosen)
    ]
    with own_dates(ConfidentialNote):
        ConfidentialNote.objects.bulk_create(notes)
    readers = ConfidentialNote.readers.through
    readers.objects.bulk_create(
        readers(confidentialnote_id=note.pk, user_id=user.pk)
        for note in notes
        for user in (note.author, scene.staff["lea"])
    )
