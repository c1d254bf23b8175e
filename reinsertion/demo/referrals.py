"""Ninety-five referrals in every status, each with the events that brought it there."""

from datetime import datetime, timedelta

from django.utils import timezone

from beneficiaries.models import Beneficiary
from partners.models import Service
from programs.models import Program
from referrals.models import Channel, Consent, DeclineReason, Referral, ReferralConsent, ReferralEvent, Status
from referrals.models.agreement import LASTS
from referrals.models.outcomes import count_outcomes
from referrals.models.shared import BY_DEFAULT
from referrals.models.states import ANSWERS
from reinsertion.demo.scene import Scene, own_dates

COUNTS = {
    Status.DRAFT: 6,
    Status.SENT: 19,
    Status.UNDER_STUDY: 2,
    Status.WAITLISTED: 3,
    Status.ACCEPTED: 12,
    Status.APPOINTMENT: 4,
    Status.RECEIVED: 7,
    Status.ATTENDING: 5,
    Status.COMPLETED: 4,
    Status.LOST: 2,
    Status.DECLINED: 16,
    Status.LAPSED: 8,
    Status.WITHDRAWN: 7,
}
# What happened between the sending and each status.
PATHS = {
    Status.WAITLISTED: [Status.UNDER_STUDY],
    Status.RECEIVED: [Status.APPOINTMENT],
    Status.ATTENDING: [Status.ACCEPTED, Status.RECEIVED],
    Status.COMPLETED: [Status.ACCEPTED, Status.RECEIVED],
    Status.LOST: [Status.ACCEPTED],
}
PENDING = {Status.SENT, Status.DRAFT}
RECENT = {Status.UNDER_STUDY, Status.WAITLISTED, Status.APPOINTMENT}
TO_PROGRAMS_EVERY = 4
MESSAGES = [
    "Cherche une solution stable dans le mois. Disponible pour un rendez-vous dès cette semaine.",
    "Souhaite commencer rapidement. Peut venir seul·e, de préférence le matin.",
    "Nous accompagnons cette personne depuis plusieurs mois et restons présents après l’accueil.",
    "Dossier complet. Merci de nous dire s’il manque une pièce.",
    "A déjà visité les lieux et s’y verrait bien.",
]
REPLIES = ["Accueil prévu la semaine prochaine.", "Premier rendez-vous fixé.", "Place réservée, appeler la veille.", ""]
REFUSALS = [
    DeclineReason.FULL,
    DeclineReason.FULL,
    DeclineReason.NOT_ELIGIBLE,
    DeclineReason.OUT_OF_AREA,
    DeclineReason.UNREACHABLE,
    DeclineReason.MISSING_PAPERS,
    DeclineReason.MET_ELSEWHERE,
    DeclineReason.OTHER,
]


def create_referrals(scene: Scene) -> None:
    """The referrals that the journeys name, then the others up to the counts."""
    events = named_referrals(scene)
    done = {status: sum(1 for row in scene.referrals if row.status == status) for status in Status}
    people = [person for key, person in scene.people.items() if key not in {"marc", "karim", "le-grand"}]
    services = list(scene.services.values())
    programs = [program for program in scene.programs.values() if program.is_active]
    for status, count in COUNTS.items():
        for rank in range(count - done[status]):
            pending = status in PENDING
            open_files = [one for one in people if not one.closed_at]
            person = scene.dice.choice(open_files if pending or status in RECENT else people)
            to_program = rank % TO_PROGRAMS_EVERY == 1
            recipient = scene.dice.choice(programs) if to_program else scene.dice.choice(services)
            age = 1 + rank % 6 if pending else scene.dice.randint(35, 330)
            if status in RECENT:
                age = 8 + 4 * rank
            if status == Status.SENT and rank in {3, 7, 11}:
                age = 9 + rank
            events += add_referral(scene, person, recipient, status, min(age, oldest(scene, person)))
    with own_dates(Referral):
        Referral.objects.bulk_create(scene.referrals)
    ReferralEvent.objects.bulk_create(sorted(events, key=lambda event: event.at))
    ReferralConsent.objects.bulk_create(agreement_of(row) for row in scene.referrals if row.sent_at)
    count_outcomes(timezone.now())


def named_referrals(scene: Scene) -> list[ReferralEvent]:
    """Marc waits for a domiciliation, Sofia’s crèche request is to be sent, Awa asks for a home, Élodie was taken."""
    services, people = scene.services, scene.people
    return [
        *add_referral(
            scene, people["marc"], services["CCAS de Lille (fictif)", "Domiciliation administrative"], Status.SENT, 18
        ),
        *add_referral(scene, people["marc"], services["CHRS du Pont (fictif)", "Hébergement d’insertion"],
                      Status.DECLINED, 64),
        *add_referral(scene, people["sofia"], scene.programs["creche"], Status.DRAFT, 2),
        *add_referral(scene, people["awa"], services["Toits solidaires (fictif)", "Intermédiation locative"],
                      Status.SENT, 4),
        *add_referral(scene, people["elodie"], scene.programs["clea-2"], Status.ACCEPTED, 55),
        *add_referral(scene, people["moussa"], scene.programs["cohorte"], Status.ACCEPTED, 90),
        *add_referral(scene, people["karim"], services["CCAS de Lille (fictif)", "Instruction du RSA"],
                      Status.ACCEPTED, 20),
    ]  # fmt: skip


def oldest(scene: Scene, person: Beneficiary) -> int:
    """A referral is not older than the file, nor younger than its end."""
    return max(2, (scene.today - person.created_at.date()).days)


def add_referral(
    scene: Scene, person: Beneficiary, recipient: Service | Program, status: Status, age: int
) -> list[ReferralEvent]:
    """Stage one referral begun so many days ago, and return its events."""
    if person.closed_at:
        age = max(age, (scene.today - person.closed_at.date()).days + 1)
        age = min(age, oldest(scene, person))
    dice, author = scene.dice, person.lead_worker or scene.staff["lea"]
    inside = isinstance(recipient, Program)
    begun = scene.moment(scene.day(-age), dice.randint(9, 12), dice.randint(0, 59))
    row = Referral(
        id=scene.uid(),
        submission=scene.uid(),
        beneficiary=person,
        service=None if isinstance(recipient, Program) else recipient,
        program=recipient if isinstance(recipient, Program) else None,
        message=dice.choice(MESSAGES),
        consent=dice.choice([Consent.ORAL, Consent.ORAL, Consent.WRITTEN]),
        channel=Channel.INTERNAL if inside else dice.choice([Channel.EMAIL, Channel.EMAIL, Channel.PHONE]),
        status=status,
        created_at=begun,
        created_by=author,
    )
    scene.referrals.append(row)
    if status == Status.DRAFT:
        return []
    sent = begun + timedelta(minutes=dice.randint(5, 50))
    row.sent_at, row.sent_by = sent, author
    events = [ReferralEvent(referral=row, from_status=Status.DRAFT, to_status=Status.SENT, at=sent, by=author)]
    if status != Status.SENT:
        answered, before = answer_moment(scene, status, sent, age), Status.SENT
        for step in [*PATHS.get(status, []), status]:
            note_step(scene, row, step, answered)
            events.append(event_of(row, before, step, answered))
            before, answered = step, min(answered + STEP_APART[step], scene.moment(scene.day(0), 0))
    return events


STEP_APART = dict.fromkeys(Status, timedelta(days=4)) | {Status.RECEIVED: timedelta(days=31)}


def event_of(row: Referral, before: Status, step: Status, at: datetime) -> ReferralEvent:
    """One line of the history, with what was said."""
    event = ReferralEvent(referral=row, from_status=before, to_status=step, at=at, by=row.created_by)
    if step in ANSWERS:
        event.comment, event.reason = row.reply_comment, row.decline_reason
        event.appointment_at, event.position = row.appointment_at, row.waitlist_position
    return event


def answer_moment(scene: Scene, status: Status, sent: datetime, age: int) -> datetime:
    """When the answer came, before today."""
    wait = min(31, age - 1) if status == Status.LAPSED else scene.dice.randint(1, max(1, min(20, age - 1)))
    return min(sent + timedelta(days=wait, hours=2), scene.moment(scene.day(-1), 17))


def note_step(scene: Scene, row: Referral, step: Status, at: datetime) -> None:
    """Fill what goes with a step."""
    author = row.created_by
    if step == Status.WITHDRAWN:
        row.withdrawn_at, row.withdrawn_by = at, author
    elif step in ANSWERS:
        row.replied_at, row.replied_by = row.replied_at or at, row.replied_by or author
        row.reply_comment = scene.dice.choice(REPLIES) if step == Status.ACCEPTED else ""
    if step == Status.DECLINED:
        row.decline_reason = scene.dice.choice(REFUSALS)
        row.reply_comment = "Le service ferme pour travaux." if row.decline_reason == DeclineReason.OTHER else ""
    if step == Status.WAITLISTED:
        row.waitlist_position = scene.dice.randint(1, 8)
    if step == Status.APPOINTMENT:
        row.appointment_at = at + timedelta(days=3) if row.status == Status.RECEIVED else scene.moment(scene.day(4), 14)
    if step == Status.RECEIVED:
        row.received_at = at


def agreement_of(row: Referral) -> ReferralConsent:
    """The agreement with which a referral left."""
    given_on = timezone.localdate(row.sent_at)
    return ReferralConsent(
        referral=row,
        form=row.consent,
        purpose="Demander l’accueil de la personne",
        recipient=row.recipient_words,
        fields=list(BY_DEFAULT),
        given_on=given_on,
        ends_on=given_on + LASTS,
        noted_by=row.created_by,
    )
