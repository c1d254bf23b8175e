"""A psychologist and a legal adviser at work: hours opened and taken, sessions noted, questions, open clinics."""

from datetime import date, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import Appointment, Beneficiary, FollowUp, JusticeStatus
from beneficiaries.models.appointment_states import MeetingMode, Outcome
from programs.models import ClinicCount, LegalQuestion, LegalTopic, OpenClinic, Program, Slot, SlotBooking
from reinsertion.demo.scene import Scene, own_dates

STAFF = {"salome": ("Salomé", "Perrin", "ecoute"), "rachid": ("Rachid", "Benali", "droit")}
# Key, program, weekday, hour and length of each hour, and where.
HOURS = [
    ("salome", "ecoute", 1, (9, 10, 11), 45, MeetingMode.INTERVIEW),
    ("salome", "ecoute", 3, (14, 15, 16), 45, MeetingMode.INTERVIEW),
    ("salome", "ecoute", 4, (9, 10), 45, MeetingMode.VISIT),
    ("rachid", "droit", 2, (9, 10, 11), 30, MeetingMode.INTERVIEW),
]
WEEKS = range(-4, 4)
NOTES = [
    "Parle pour la première fois de la peur de sortir. Nous reprenons la semaine prochaine.",
    "Dort mieux. A réussi à prendre le bus seul·e, en est fier·e.",
    "Moment difficile cette semaine, la colère revient le soir. Deux repères pour la nuit.",
    "Souhaite espacer les rencontres : toutes les deux semaines désormais.",
    "Évoque ses enfants longuement. Prépare ce qu’il ou elle veut leur dire au parloir.",
]
# Days ago, topic, who sent, question, answer, outcome, days until it is taken up again.
QUESTIONS: list[tuple[int, str, str, str, str, str, int | None]] = [
    (52, "Dettes et amendes", "colleague", "Des amendes majorées arrivent depuis la sortie : que faire ?",
     "Contestation possible pour deux d’entre elles, échéancier demandé pour les autres.", "letter", None),
    (47, "Papiers d’identité", "probation", "La carte d’identité est perdue, le greffe n’a rien.",
     "Déclaration de perte puis rendez-vous en mairie, liste des pièces remise.", "informed", None),
    (40, "Famille", "self", "Comment demander un droit de visite pour ma fille ?",
     "Avocat commis d’office possible, dossier d’aide juridictionnelle rempli ensemble.", "lawyer", None),
    (33, "Logement", "colleague", "Le bail a été résilié pendant la détention, est-ce valable ?",
     "Le préavis n’a pas été respecté : courrier recommandé préparé.", "letter", 12),
    (26, "Travail", "self", "Faut-il dire à l’employeur que j’ai été en prison ?",
     "Rien n’oblige à en parler ; le bulletin n° 3 seul peut être demandé.", "informed", None),
    (19, "Droits des étrangers", "partner", "Le titre de séjour a expiré pendant la peine.",
     "Demande de renouvellement déposée en ligne, récépissé attendu.", "procedure", 20),
    (15, "Prestations et aides", "probation", "Le RSA n’a pas repris après la sortie.",
     "Point-justice de Roubaix, rendez-vous pris.", "point_justice", None),
    (12, "Dettes et amendes", "self", "Une saisie sur compte : puis-je garder de quoi vivre ?", "", "", None),
    (9, "Papiers d’identité", "colleague", "Refaire un permis de conduire annulé : par où commencer ?", "", "", None),
    (6, "Logement", "relative", "Peut-on refuser de m’héberger à cause de mon passé ?", "", "", None),
    (2, "Famille", "self", "Reconnaître mon enfant né pendant la détention.", "", "", None),
]  # fmt: skip
CLINICS = [(5, 2, 1), (7, 3, 0), (6, 0, 2), (9, 4, 1), (3, 1, 0), (8, 5, 2)]


def create_slots(scene: Scene) -> None:
    """The two professionals, then what they did and what is to come."""
    staff = {key: professional(scene, key, *facts) for key, facts in STAFF.items()}
    create_hours(scene, staff)
    create_questions(scene, staff["rachid"])
    create_clinics(scene, staff["rachid"])


def professional(scene: Scene, key: str, first_name: str, last_name: str, program: str) -> User:
    """A colleague of both branches, on the team of their program."""
    user = User(
        id=scene.uid(), email=f"{key}@exemple.test", first_name=first_name, last_name=last_name,
        roles=[Role.CASEWORKER], password=make_password(None), created_at=scene.moment(scene.day(-400)),
    )  # fmt: skip
    with own_dates(User):
        user.save(force_insert=True)
    user.teams.set(scene.teams.values())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    scene.programs[program].staff.add(user)
    return user


def create_hours(scene: Scene, staff: dict[str, User]) -> None:
    """Eight weeks of hours, most of the past ones taken, half of those to come."""
    slots, bookings = list[Slot](), list[SlotBooking]()
    meetings, notes = list[Appointment](), list[FollowUp]()
    free, held, met = outside(scene), inside(scene), dict[Any, date]()
    monday = scene.today - timedelta(days=scene.today.weekday())
    for week in WEEKS:
        for key, program, weekday, hours, minutes, mode in HOURS:
            day, people = monday + timedelta(weeks=week, days=weekday), held if mode == MeetingMode.VISIT else free
            for hour in hours:
                slot = opened(scene, scene.programs[program], staff[key], day, hour, minutes, mode)
                slots.append(slot)
                if scene.dice.random() > (0.8 if day < scene.today else 0.5):
                    continue
                person = people[scene.dice.randrange(len(people))]
                if met.get(person.pk) == day or person.pk in {one.beneficiary_id for one in meetings[-3:]}:
                    continue
                meeting = taken(scene, slot, person)
                if meeting.outcome == Outcome.ATTENDED and program == "ecoute":
                    notes.append(noted(scene, meeting))
                    meeting.follow_up = notes[-1]
                    met[person.pk] = day
                meetings.append(meeting)
                bookings.append(SlotBooking(id=scene.uid(), slot=slot, appointment=meeting, created_by=staff[key]))
    with own_dates(Slot, Appointment, FollowUp, SlotBooking):
        Slot.objects.bulk_create(slots)
        FollowUp.objects.bulk_create(notes)
        Appointment.objects.bulk_create(meetings)
        for booking in bookings:
            booking.created_at = booking.appointment.created_at
        SlotBooking.objects.bulk_create(bookings)
    for pk, day in met.items():
        Beneficiary.objects.filter(pk=pk, last_contact_on__lt=day).update(last_contact_on=day)


def outside(scene: Scene) -> list[Beneficiary]:
    """People supported and out."""
    return [person for key, person in scene.people.items() if key.startswith("p") and comes(person, held=False)]


def inside(scene: Scene) -> list[Beneficiary]:
    """People held in the first prison."""
    people = [person for key, person in scene.people.items() if key.startswith("p") and comes(person, held=True)]
    return [person for person in people if person.prison == scene.prisons["tilleuls"]] or people


def comes(person: Beneficiary, *, held: bool) -> bool:
    """Whether the support goes on, in prison or out of it."""
    return not person.closed_at and (person.justice_status == JusticeStatus.IN_CUSTODY) == held


def opened(scene: Scene, program: Program, worker: User, day: date, hour: int, minutes: int, mode: MeetingMode) -> Slot:
    """One hour at the site of the program, or in the prison."""
    start, visit = scene.moment(day, hour), mode == MeetingMode.VISIT
    return Slot(
        id=scene.uid(), program=program, worker=worker, created_by=worker, mode=mode, starts_at=start,
        ends_at=start + timedelta(minutes=minutes), created_at=start - timedelta(days=40),
        site=None if visit else program.site, prison=scene.prisons["tilleuls"] if visit else None,
        room="" if visit else "Bureau 2",
    )  # fmt: skip


def taken(scene: Scene, slot: Slot, person: Beneficiary) -> Appointment:
    """The appointment, with what came of it once its day is over."""
    health = slot.program == scene.programs["ecoute"]
    meeting = Appointment(
        id=scene.uid(), beneficiary=person, worker=slot.worker, starts_at=slot.starts_at, slot=slot.pk, mode=slot.mode,
        duration_minutes=slot.minutes, told_in="health" if health else "ordinary", place=slot.where,
        purpose="Rendez-vous au programme" if health else slot.program.name, created_by=slot.worker,
        created_at=slot.starts_at - timedelta(days=9),
    )  # fmt: skip
    if slot.starts_at.date() < scene.today:
        outcomes = [Outcome.ATTENDED] * 6 + [Outcome.LATE, Outcome.NO_SHOW_EXCUSED, Outcome.NO_SHOW_UNEXCUSED]
        meeting.outcome = scene.dice.choice(outcomes)
        meeting.outcome_at, meeting.outcome_by = slot.ends_at, slot.worker
    return meeting


def noted(scene: Scene, meeting: Appointment) -> FollowUp:
    """What the psychologist wrote, in the health layer."""
    written = meeting.outcome_at or meeting.starts_at
    return FollowUp(
        id=scene.uid(), submission=scene.uid(), beneficiary=meeting.beneficiary, author=meeting.worker,
        happened_on=meeting.starts_at.date(), happened_at=meeting.starts_at.time(), layer="health",
        mode=meeting.mode, place=meeting.place, topics=["health"], duration_minutes=meeting.duration_minutes,
        summary=scene.dice.choice(NOTES), created_at=written, updated_at=written,
    )  # fmt: skip


def create_questions(scene: Scene, adviser: User) -> None:
    """Some answered, the latest not yet."""
    LegalTopic.objects.lay()
    topics = {topic.label: topic for topic in LegalTopic.objects.all()}
    people, rows = outside(scene), []
    for ago, topic, sent, question, answer, outcome, later in QUESTIONS:
        asked = scene.day(-ago)
        answered = scene.moment(asked, 15) if outcome else None
        rows.append(
            LegalQuestion(
                id=scene.uid(), program=scene.programs["droit"], beneficiary=scene.dice.choice(people),
                topic=topics[topic], asked_on=asked, referred_by=sent, question=question, answer=answer,
                outcome=outcome, outcome_at=answered, outcome_by=adviser if outcome else None,
                follow_up_on=scene.day(later) if later else None, created_by=adviser,
                created_at=scene.moment(asked, 11),
            )
        )  # fmt: skip
    with own_dates(LegalQuestion):
        LegalQuestion.objects.bulk_create(rows)


def create_clinics(scene: Scene, adviser: User) -> None:
    """One a week, without a name."""
    wednesday = scene.today - timedelta(days=(scene.today.weekday() - 2) % 7 or 7)
    for week, numbers in enumerate(CLINICS):
        sheet = OpenClinic.objects.create(
            id=scene.uid(), program=scene.programs["droit"], held_on=wednesday - timedelta(weeks=week),
            starts_at=time(14), ends_at=time(17), place="Maison de quartier fictive", created_by=adviser,
        )  # fmt: skip
        ClinicCount.objects.bulk_create(
            ClinicCount(clinic=sheet, audience=audience, number=number)
            for audience, number in zip(("released", "relatives", "supervised"), numbers, strict=True)
            if number
        )
