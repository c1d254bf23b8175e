"""The 64 people accompanied: the ten named ones, unusual entries, duplicates, and the others."""

from collections import Counter
from datetime import date
from typing import Any

from beneficiaries.models import (
    Alert,
    Beneficiary,
    ContactRule,
    ExitReason,
    FileCounter,
    FileStatus,
    Gender,
    JusticeStatus,
)
from reinsertion.demo.named_people import Named, ten
from reinsertion.demo.names import DUPLICATES, FEMALE, LANGUAGES, LAST, MALE, STREETS, UNUSUAL
from reinsertion.demo.scene import Scene, own_dates

TOTAL, WOMEN = 64, 26
NO_INTAKE_DATE = 12
NOWHERE = {"marc", "le-grand", "tarek"}  # those whose commune nobody knows
CALL_NOBODY: dict[str, list[str]] = {"channels": []}
WORKERS = ["ines", "ines", "thomas", "lea", "hugo", "hugo", "fatou", "fatou", "yasmine"]
COMMUNES = {"lille": ("59350", "59000 Lille"), "roubaix": ("59512", "59100 Roubaix")}
# Days until the releases to come, besides those of the ten, for Inès’s people and for the others.
RELEASES_OF_INES = [13, 38, 52, 67, 81, 88]
RELEASES = [19, 45, 58, 85, 110, 140, 175, 230, 300]
SAME_ON_BOTH = ["birth_date", "team", "lead_worker", "justice_status", "prison", "expected_release_on"]
EXIT_REASONS = [ExitReason.GOALS_REACHED, ExitReason.HANDED_ON, ExitReason.MOVED, ExitReason.OWN_WISH]
ALERTS = [
    "Accepte les rendez-vous le matin seulement",
    "Préfère être accompagné·e au premier rendez-vous",
    "Téléphone partagé avec un proche : ne pas laisser de message",
    "Pièce d’identité périmée : renouvellement demandé",
    "Domiciliation à renouveler ce mois-ci",
    "Ne souhaite plus être orienté·e vers l’accueil de nuit",
]


def create_people(scene: Scene) -> None:
    """Create every file, numbered by year in the order of its opening, and the alerts."""
    named = ten(scene)
    for one in named:
        add_named(scene, one)
    add_others(scene)
    forget_intake_dates(scene)
    number_files(scene)
    with own_dates(Beneficiary, ContactRule):
        Beneficiary.objects.bulk_create(scene.people.values())
        ContactRule.objects.bulk_create(scene.contact_rules)
    create_alerts(scene, named)


def add_named(scene: Scene, one: Named) -> None:
    """Stage one of the ten."""
    opened = scene.day(-scene.dice.randint(150, 330))
    birth = birth_date(scene, one.age) if one.age else None
    worker = scene.staff[one.worker]
    home = "" if one.key in NOWHERE else COMMUNES["lille"][0]
    fields: dict[str, Any] = {"intake_on": opened, "gender": one.gender, "birth_date": birth, "commune_code": home}
    fields |= {"lead_worker": worker, **one.more}
    if "phone" in fields.get("rule", CALL_NOBODY)["channels"]:
        fields["phone"] = scene.phone()
    stage(scene, one.key, opened, "lille", first_name=one.first_name, last_name=one.last_name, **fields)


def add_others(scene: Scene) -> None:
    """Stage the unusual entries, the duplicates, then ordinary people until the total and the share of women."""
    entries = [(first, last, nickname, Gender(gender)) for first, last, nickname, gender in UNUSUAL]
    for entry in entries:
        add_ordinary(scene, *entry)
    for one, other, gender in DUPLICATES:
        first = add_ordinary(scene, *one, "", Gender(gender))
        second = add_ordinary(scene, *other, "", Gender(gender))
        for field in SAME_ON_BOTH:
            setattr(second, field, getattr(first, field))
    women = Counter(person.gender for person in scene.people.values())[Gender.FEMALE]
    missing = TOTAL - len(scene.people)
    firsts = [(name, Gender.FEMALE) for name in scene.dice.sample(FEMALE, WOMEN - women)]
    firsts += [(name, Gender.MALE) for name in scene.dice.sample(MALE, missing - len(firsts))]
    for (first_name, sex), last_name in zip(firsts, scene.dice.sample(LAST, missing), strict=True):
        add_ordinary(scene, first_name, last_name, "", sex)


def add_ordinary(scene: Scene, first_name: str, last_name: str, nickname: str, gender: Gender) -> Beneficiary:
    """Stage one person with a plausible file."""
    dice, rank = scene.dice, len(scene.people)
    worker = WORKERS[rank % len(WORKERS)]
    team = "lille" if worker in {"ines", "thomas", "lea"} else "roubaix"
    opened = scene.day(-dice.randint(60, 415))
    fields: dict[str, Any] = {
        "first_name": first_name,
        "last_name": last_name,
        "nickname": nickname,
        "gender": gender,
        "birth_date": birth_date(scene, dice.randint(20, 63)),
        "languages": ["français", *dice.sample(LANGUAGES, dice.choice([0, 0, 0, 1, 1, 2]))],
        "intake_on": opened,
        "lead_worker": scene.staff[worker],
        "justice_status": JusticeStatus.RELEASED,
    }
    if rank % 11 == 5:
        birth = fields.pop("birth_date")
        fields["birth_year"] = birth.year
    if rank % 5 in {0, 2}:
        fields |= inside(scene, gender, rank, worker)
    else:
        fields |= outside(scene, team, rank)
    if rank % 13 == 7:
        close(scene, fields, opened)
    if rank % 17 == 16:
        fields["lead_worker"] = None
    return stage(scene, f"p{rank}", opened, team, **fields)


def inside(scene: Scene, gender: Gender, rank: int, worker: str) -> dict[str, Any]:
    """A person held, whose release may be dated."""
    prison = scene.dice.choice(["plaine", "moulin"] if gender == Gender.FEMALE else ["tilleuls", "plaine", "moulin"])
    held = {"justice_status": JusticeStatus.IN_CUSTODY, "prison": scene.prisons[prison]}
    if rank % 15 == 10:
        held["justice_status"] = JusticeStatus.DAY_RELEASE
    days = RELEASES_OF_INES if worker == "ines" else RELEASES
    taken = {person.expected_release_on for person in scene.people.values()}
    free = [scene.day(offset) for offset in days if scene.day(offset) not in taken]
    if free:
        held["expected_release_on"] = free[0]
        held["release_date_source"] = scene.dice.choice(["Greffe", "SPIP", "La personne elle-même"])
        held["release_date_noted_on"] = scene.day(-scene.dice.randint(3, 60))
    return held


def outside(scene: Scene, team: str, rank: int) -> dict[str, Any]:
    """A person who lives in the branch’s town, or nowhere yet."""
    code, town = COMMUNES[team]
    channels = ["phone", "in_person", *(["sms"] if rank % 2 == 0 else [])]
    told: dict[str, Any] = {"commune_code": code, "rule": {"channels": channels}}
    told["phone"] = scene.phone()
    if rank % 3:
        told["address"] = f"{scene.dice.randint(2, 90)} {scene.dice.choice(STREETS)}, {town}"
        channels += ["post"] if rank % 4 == 0 else []
    if rank % 6 == 1:
        told["justice_status"] = JusticeStatus.COMMUNITY
    if rank % 7 == 3:
        told["email"] = f"personne{rank}@exemple.test"
    return told


def close(scene: Scene, fields: dict[str, Any], opened: date) -> None:
    """End the support of a person some weeks ago."""
    length = (scene.today - opened).days
    closed = scene.working_day(-scene.dice.randint(5, max(6, length // 2)))
    fields["status"] = FileStatus.CLOSED
    fields["closed_at"] = scene.office_moment(closed)
    fields["closed_by"] = fields["lead_worker"]
    fields["exited_on"] = closed
    fields["exit_reason"] = scene.dice.choice(EXIT_REASONS)
    fields.pop("expected_release_on", None)


def stage(scene: Scene, key: str, opened: date, team: str, **fields: Any) -> Beneficiary:
    """Put a person on the stage, the file opened by its lead worker on a working day."""
    opened = scene.working_day((opened - scene.today).days)
    fields["created_at"] = scene.office_moment(opened)
    if fields.get("intake_on"):
        fields["intake_on"] = opened
    rule = fields.pop("rule", None)
    person = Beneficiary(
        id=scene.uid(),
        team=scene.teams[team],
        created_by=fields["lead_worker"] or scene.staff["lea"],
        updated_at=fields["created_at"],
        **fields,
    )
    if rule:
        noted = {"updated_at": person.created_at, "updated_by": person.created_by}
        scene.contact_rules.append(ContactRule(id=scene.uid(), beneficiary=person, **noted, **rule))
    scene.people[key] = person
    return person


def forget_intake_dates(scene: Scene) -> None:
    """Leave the intake date out of some files, as a hurried entry does."""
    dated = [person for key, person in scene.people.items() if person.intake_on and key.startswith("p")]
    missing = NO_INTAKE_DATE - sum(1 for person in scene.people.values() if not person.intake_on)
    for person in scene.dice.sample(dated, missing):
        person.intake_on = None


def number_files(scene: Scene) -> None:
    """Give each file its number of the year, and leave the counters where the next file goes on."""
    counters: Counter[int] = Counter()
    for person in sorted(scene.people.values(), key=lambda person: person.created_at):
        year = person.created_at.year
        counters[year] += 1
        person.file_number = f"{year}-{counters[year]:04}"
    FileCounter.objects.bulk_create(FileCounter(year=year, last=last) for year, last in counters.items())


def create_alerts(scene: Scene, named: list[Named]) -> None:
    """Alerts of the ten, and of some others; one has been lifted."""
    texts = {scene.people[one.key]: one.alert for one in named if one.alert}
    others = [person for key, person in scene.people.items() if key.startswith("p") and not person.closed_at]
    texts |= dict(zip(scene.dice.sample(others, len(ALERTS)), ALERTS, strict=True))
    alerts = [
        Alert(
            id=scene.uid(),
            beneficiary=person,
            text=text,
            starts_on=scene.day(-20),
            ends_on=scene.day(45 + rank),
            created_at=scene.moment(scene.day(-20), 10, rank),
            created_by=person.lead_worker or person.created_by,
        )
        for rank, (person, text) in enumerate(texts.items())
    ]
    alerts[-1].lifted_at, alerts[-1].lifted_by = scene.moment(scene.day(-3), 16), alerts[-1].created_by
    with own_dates(Alert):
        Alert.objects.bulk_create(alerts)


def birth_date(scene: Scene, age: int) -> date:
    """A birthday that makes the person exactly so old today."""
    year = scene.today.year - age
    birthday = scene.today.replace(year=year, day=min(scene.today.day, 28))
    return date.fromordinal(birthday.toordinal() - scene.dice.randint(3, 330))
