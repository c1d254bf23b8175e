"""People by tens of thousands and what is noted about them by hundreds of thousands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection

from beneficiaries.models import (
    Alert,
    Appointment,
    Beneficiary,
    ContactRule,
    FileCounter,
    FollowUp,
    FollowUpMode,
    JusticeStatus,
    Task,
    Topic,
)
from reinsertion.demo.names import FEMALE, LAST, MALE
from reinsertion.load.copy import copy_rows
from reinsertion.load.progress import Progress
from reinsertion.load.staff import Known, Load
from reinsertion.load.words import SUMMARIES, place_names

LONG_FILE, LONG_FILE_NICKNAME = 2_000, "Dossier long"
FIRST_NUMBER = 1_001
YEARS = 8
STATUSES = [JusticeStatus.IN_CUSTODY, JusticeStatus.COMMUNITY, JusticeStatus.RELEASED]
PERSON = [
    "id", "file_number", "first_name", "last_name", "nickname", "gender", "birth_date", "languages", "phone",
    "commune_code", "justice_status", "prison_id", "expected_release_on", "release_date_source",
    "intake_on", "team_id", "lead_worker_id", "created_at", "created_by_id", "updated_at",
]  # fmt: skip
CONTACT_RULE = [
    "id", "beneficiary_id", "channels", "no_voicemail", "neutral_sender", "address_is_confidential",
    "forbidden_third_party", "precautions", "version", "updated_at", "updated_by_id",
]  # fmt: skip
FOLLOW_UP = [
    "id", "beneficiary_id", "author_id", "submission", "happened_on", "happened_at", "duration_minutes", "mode",
    "place", "topics", "summary", "created_at", "updated_at",
]  # fmt: skip
SUMMARY_OF_CONTACTS = """
UPDATE beneficiaries_beneficiary SET last_contact_on = met.last
FROM (SELECT beneficiary_id, max(happened_on) AS last FROM beneficiaries_followup GROUP BY 1) met
WHERE met.beneficiary_id = beneficiaries_beneficiary.id AND last_contact_on IS NULL
"""
JOURNAL = """
INSERT INTO core_auditentry (at, actor_id, action, object_type, object_id, person_id, fields)
SELECT created_at, author_id, 'created', 'beneficiaries.followup', id::text, beneficiary_id, '{}'
FROM beneficiaries_followup WHERE place = 'Lieu d’essai' ORDER BY created_at
"""


def create_people(load: Load, count: int, progress: Progress) -> None:
    """Create the people, shared evenly among the teams, and move the counters of file numbers on."""
    numbers: dict[int, int] = {}
    copy_rows(Beneficiary, PERSON, people(load, count, numbers), progress)
    copy_rows(ContactRule, CONTACT_RULE, contact_rules(load), progress)
    for year, last in numbers.items():
        FileCounter.objects.update_or_create(year=year, defaults={"last": last})


def people(load: Load, count: int, numbers: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    """One row a person."""
    dice, lasts = load.dice, LAST + place_names()[::9]
    for rank in range(count):
        team = rank % len(load.teams)
        worker = dice.choice(load.caseworkers[team])
        opened = load.today - timedelta(days=dice.randint(30, 365 * YEARS))
        number = numbers[opened.year] = numbers.get(opened.year, FIRST_NUMBER - 1) + 1
        status = STATUSES[rank % 3]
        held = status == JusticeStatus.IN_CUSTODY
        woman = rank % 5 < 2
        release = load.today + timedelta(days=dice.randint(1, 700)) if held and (rank % 2 or not rank) else None
        came_out = load.today - timedelta(days=dice.randint(1, 800)) if status == JusticeStatus.RELEASED else None
        person, prison = load.uid(), dice.choice(load.prisons) if held else None
        load.files.append(Known(person, worker, status, prison, release, came_out))
        load.people.append(person)
        load.workers_of.append(worker)
        yield (
            person, f"{opened.year}-{number:04}", dice.choice(FEMALE if woman else MALE), dice.choice(lasts),
            "" if rank else LONG_FILE_NICKNAME, "female" if woman else "male",
            load.today - timedelta(days=dice.randint(7_000, 23_000)), ["français"],
            f"+3319900{dice.randint(0, 9_999):04}", "59350",
            status, prison, release, "Greffe" if release else "", opened, load.teams[team], worker,
            f"{opened} 09:00+00", worker, f"{opened} 09:00+00",
        )  # fmt: skip


def contact_rules(load: Load) -> Iterator[tuple[Any, ...]]:
    """Everybody may be called."""
    for person, worker in zip(load.people, load.workers_of, strict=True):
        yield load.uid(), person, ["phone", "in_person"], False, False, False, "", "", 1, load.now, worker


def create_follow_ups(load: Load, count: int, progress: Progress) -> None:
    """Create the follow-ups, the journal entry of each, and the date of the last contact."""
    copy_rows(FollowUp, FOLLOW_UP, follow_ups(load, count), progress)
    with connection.cursor() as cursor:
        progress.step("derniers contacts")
        cursor.execute(SUMMARY_OF_CONTACTS)
        progress.step("journal")
        cursor.execute(JOURNAL)


def follow_ups(load: Load, count: int) -> Iterator[tuple[Any, ...]]:
    """One row a follow-up: the first person has a very long file, the others share the rest."""
    dice, modes, topics = load.dice, [mode for mode in FollowUpMode if mode != FollowUpMode.NO_SHOW], Topic.values
    days = [load.today - timedelta(days=offset) for offset in range(365 * YEARS)]
    for rank in range(count):
        who = 0 if rank < LONG_FILE else dice.randrange(len(load.people))
        day = dice.choice(days)
        noted = f"{day} {dice.randint(8, 17):02}:{dice.randint(0, 59):02}+00"
        pk = load.uid()
        load.met[who] = [pk, *load.met.get(who, [])[:1]]
        yield (
            pk, load.people[who], load.workers_of[who], load.uid(), day, f"{dice.randint(9, 17):02}:00", 30,
            dice.choice(modes), "Lieu d’essai", [dice.choice(topics)], dice.choice(SUMMARIES), noted, noted,
        )  # fmt: skip


def create_agenda(load: Load, progress: Progress) -> None:
    """One appointment to come and two kept and written up, one task a person, one alert for every fifth."""
    noted = f"{load.now:%Y-%m-%d %H:%M}+00"
    copy_rows(
        Appointment,
        ["id", "beneficiary_id", "worker_id", "starts_at", "place", "purpose", "created_at", "created_by_id", "outcome",
         "outcome_at", "outcome_by_id", "follow_up_id"],
        (
            (load.uid(), person, worker, f"{load.today + timedelta(days=rank % 90 - 100 * number)} 10:00+00", "Antenne",
             "Point d’étape", noted, worker, *(("attended", noted, worker, met) if met else ("", None, None, None)))
            for rank, (person, worker) in enumerate(zip(load.people, load.workers_of, strict=True))
            for number, met in enumerate([None, *load.met.get(rank, [])])
        ),
        progress,
    )  # fmt: skip
    copy_rows(
        Task,
        ["id", "beneficiary_id", "title", "due_on", "assignee_id", "created_at", "created_by_id", "done_at",
         "done_by_id"],
        (
            (load.uid(), person, "Rappeler le service", load.today + timedelta(days=rank % 60 - 15), worker, noted,
             worker, *((noted, worker) if rank % 4 else (None, None)))
            for rank, (person, worker) in enumerate(zip(load.people, load.workers_of, strict=True))
        ),
        progress,
    )  # fmt: skip
    copy_rows(
        Alert,
        ["id", "beneficiary_id", "text", "starts_on", "ends_on", "created_at", "created_by_id"],
        (
            (load.uid(), person, "Accepte les rendez-vous le matin", load.today, load.today + timedelta(days=60), noted,
             worker)
            for person, worker in list(zip(load.people, load.workers_of, strict=True))[::5]
        ),
        progress,
    )  # fmt: skip
