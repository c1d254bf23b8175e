"""People at work, and helped with their first expenses."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from beneficiaries.models import (
    AidPayment,
    Application,
    Beneficiary,
    JobCheck,
    JusticeStatus,
    Placement,
    WorkHours,
)
from reinsertion.demo.scene import Scene, own_dates

AID = [
    ("food", "voucher", 25, "De quoi manger jusqu’au premier versement"),
    ("transport", "cash", 12, "Carnet de tickets pour les rendez-vous"),
    ("hotel_night", "supplier", 52, "Une nuit, le temps qu’une place se libère"),
    ("papers", "cash", 25, "Timbre fiscal et photos"),
    ("clothes", "voucher", 40, "Une tenue pour un entretien"),
    ("phone", "cash", 15, "Recharge pour rester joignable"),
    ("hygiene", "voucher", 18, "Nécessaire de toilette"),
]
HELPED, WORKING = 46, 9


def create_work(scene: Scene) -> None:
    """Aid, applications, jobs that last or not, hours of community service."""
    free = [
        person
        for key, person in scene.people.items()
        if key.startswith("p") and not person.closed_at and person.justice_status != JusticeStatus.IN_CUSTODY
    ]
    at_home = [scene.people[key].pk for key in ("elodie", "marc", "moussa")]
    Beneficiary.objects.filter(pk__in=at_home, commune_code="").update(commune_code="59350")
    create_aid(scene, free)
    create_applications(scene, free)
    create_jobs(scene, free)
    create_hours(scene)


def worker_of(scene: Scene, person: Beneficiary) -> User:
    """Who asks for the person: the lead worker, or a colleague."""
    return person.lead_worker or scene.staff["ines"]


def create_aid(scene: Scene, free: list[Beneficiary]) -> None:
    """What was paid over ten months, and three that wait for a second pair of eyes."""
    rows, checker = [], scene.staff["lea"]
    for rank in range(HELPED):
        kind, method, amount, reason = AID[rank % len(AID)]
        person = scene.dice.choice(free)
        day = scene.day(-3 - rank * 6 % 280)
        asked = scene.office_moment(day)
        rows.append(
            AidPayment(
                id=scene.uid(), envelope=scene.envelopes["sortie"], beneficiary=person, paid_on=day,
                amount=Decimal(amount), kind=kind, method=method, reason=reason, receipt_number=f"R-{rank + 101}",
                status="paid", created_at=asked, created_by=worker_of(scene, person),
                checked_at=asked + timedelta(hours=3), checked_by=checker,
            )
        )  # fmt: skip
    named = {"marc": (AID[0], "R-240"), "awa": (AID[2], ""), "elodie": (AID[4], "R-241")}
    for key, ((kind, method, amount, reason), receipt) in named.items():
        person = scene.people[key]
        rows.append(
            AidPayment(
                id=scene.uid(), envelope=scene.envelopes["sortie"], beneficiary=person, paid_on=scene.day(-1),
                amount=Decimal(amount), kind=kind, method=method, reason=reason, receipt_number=receipt,
                created_at=scene.moment(scene.day(-1), 16), created_by=worker_of(scene, person),
            )
        )  # fmt: skip
    with own_dates(AidPayment):
        AidPayment.objects.bulk_create([row for row in rows if row.created_by_id != checker.pk])


def create_applications(scene: Scene, free: list[Beneficiary]) -> None:
    """One in each state for people whom the journeys name, some more."""
    named = [
        ("elodie", "commis", "interview", 9), ("marc", "peintre", "refused", 25), ("moussa", "jardin", "sent", 4),
        ("elodie", "bureaux", "refused", 40), ("awa", "plonge", "withdrawn", 18),
    ]  # fmt: skip
    cases = [(scene.people[key], post, status, age) for key, post, status, age in named]
    keys = ["commis", "prepa", "jardin", "plonge"]
    cases += [(person, keys[rank % 4], "sent", 2 + rank) for rank, person in enumerate(scene.dice.sample(free, 6))]
    for person, post, status, age in cases:
        sent, by = scene.day(-age), worker_of(scene, person)
        ended = status in {"refused", "withdrawn"}
        Application.objects.create(
            id=scene.uid(),
            beneficiary=person,
            post=scene.posts[post],
            sent_on=sent,
            status=status,
            interview_on=scene.day(2) if status == "interview" else None,
            refusal_reason={"peintre": "skills", "bureaux": "record"}.get(post, "") if status == "refused" else "",
            answered_at=scene.moment(sent + timedelta(days=6)) if ended else None,
            answered_by=by if ended else None,
            created_by=by,
        )


def create_jobs(scene: Scene, free: list[Beneficiary]) -> None:
    """Jobs begun over a year; news known, unknown, or to ask for now."""
    posts = ["commis", "prepa", "jardin", "plonge", "peintre"]
    people = [scene.people["moussa"], *scene.dice.sample(free, WORKING)]
    for rank, person in enumerate(people):
        post, by = scene.posts[posts[rank % len(posts)]], worker_of(scene, person)
        started = scene.day(-44 if rank == 0 else -20 - 33 * rank)
        left = rank in {3, 6}
        job = Placement.objects.create(
            id=scene.uid(),
            beneficiary=person,
            kind="job",
            title=post.title,
            employer=post.employer,
            post=post,
            contract=post.contract,
            started_on=started,
            ended_on=started + timedelta(days=70) if left else None,
            end_reason="left" if left else "",
            ended_at=scene.moment(started + timedelta(days=71)) if left else None,
            ended_by=by if left else None,
            created_by=by,
        )
        job.job_checks.plan(job)
        for check in job.job_checks.filter(due_on__lte=scene.day(-10)):
            check.state = "no" if left and check.milestone == "six_months" else ["kept", "kept", "unknown"][rank % 3]
            check.source = "not_reached" if check.state == "unknown" else "person"
            check.recorded_at, check.recorded_by = scene.moment(check.due_on + timedelta(days=3)), by
            JobCheck.objects.bulk_update([check], ["state", "source", "recorded_at", "recorded_by"])


def create_hours(scene: Scene) -> None:
    """Élodie’s hours of community service, three mornings a week."""
    person, post = scene.people["elodie"], scene.posts["parc"]
    by = worker_of(scene, person)
    tig = Placement.objects.create(
        id=scene.uid(),
        beneficiary=person,
        kind="tig",
        title=post.title,
        employer=post.employer,
        post=post,
        hours_due=70,
        started_on=scene.day(-30),
        created_by=by,
    )
    days = [scene.day(-offset) for offset in range(29, 1, -1)]
    WorkHours.objects.bulk_create(
        WorkHours(id=scene.uid(), placement=tig, day=day, hours=Decimal("3.5"), created_by=by)
        for day in days
        if day.weekday() in {0, 2, 4}
    )
