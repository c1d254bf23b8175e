"""Three events: a round table held last month, this year’s National Prison Days, a launch evening to come."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from partners.models import Organization
from programs.event_recurrence import last_week_of_november
from programs.models import (
    AudienceKind,
    Event,
    EventChange,
    EventItem,
    EventKind,
    EventMaterial,
    EventPartner,
    EventRegistration,
    EventSpeaker,
    EventStatus,
    EventTask,
    RegistrationStatus,
    Site,
)
from programs.models.event.states import PartnerRole
from reinsertion.demo.scene import Scene, own_dates

K = AudienceKind
NAMES = [
    "Agathe", "Basile", "Célia", "Driss", "Émile", "Farah", "Gaspard", "Hawa", "Irène", "Jules", "Kenza", "Léon",
    "Maud", "Naël", "Ondine", "Paul", "Rose", "Salomé", "Tarek", "Ursule", "Victor", "Wafa", "Yann", "Zélie",
]  # fmt: skip
FROM = [
    (K.ASSOCIATION, "Le Relais fictif"), (K.ASSOCIATION, "Les Passerelles (fictif)"), (K.JUSTICE, "SPIP fictif"),
    (K.PUBLIC_SERVICE, "Ville fictive"), (K.INDIVIDUAL, ""), (K.SCHOOL, "Institut de travail social fictif"),
    (K.COMPANY, "Ateliers du Nord (fictif)"), (K.ASSOCIATION, "Maison de quartier fictive"), (K.MEDIA, "La Gazette"),
]  # fmt: skip


class Moment(NamedTuple):
    """A line of a programme: day from the first one, hour, minute, title, whose voice."""

    day: int
    hour: int
    minute: int
    title: str
    speaker: int | None = None


class Staging(NamedTuple):
    """One event, its lines, and how many registered and came."""

    slug: str
    facts: dict[str, Any]
    day: date
    last: int
    hours: tuple[int, int]
    programme: list[Moment]
    speakers: list[dict[str, Any]]
    partners: list[tuple[str, PartnerRole]]
    tasks: list[tuple[str, int]]
    registered: int
    came: int


def stagings(scene: Scene) -> list[Staging]:
    """What is held, announced, and to come."""
    antenne = Site.objects.get(name="Antenne de Lille")
    lea, samir = scene.staff["lea"], scene.staff["samir"]
    return [
        Staging(
            "table-ronde-logement",
            {
                "kind": EventKind.ROUND_TABLE, "title": "Se loger à la sortie : qui ouvre la porte ?", "site": antenne,
                "presentation": "Bailleurs, associations et personnes passées par la prison parlent de ce qui marche.",
                "capacity": 40, "walk_ins": 6,
            },
            scene.working_day(-20), 0, (18, 20),
            [Moment(0, 18, 0, "Accueil"), Moment(0, 18, 15, "Ce qui bloque", 0), Moment(0, 19, 0, "Ce qui ouvre", 1)],
            [
                {"user": lea, "role": "Coordinatrice", "may_be_named": True},
                {"name": "Moussa", "role": "A été hébergé au Passage", "may_be_named": True},
            ],
            [("CHRS du Pont (fictif)", PartnerRole.ORGANISER)],
            [("Envoyer le compte rendu aux personnes inscrites", 7)],
            31, 24,
        ),
        Staging(
            "journees-nationales-prison",
            {
                "kind": EventKind.PRISON_DAYS, "title": "Journées nationales prison",
                "address": "Médiathèque fictive, 1 place du Théâtre fictive, 59000 Lille",
                "presentation": "Une semaine pour parler de la prison autrement : exposition, film, débat avec des "
                "personnes concernées. Chacune, chacun peut venir, sans rien connaître au sujet.",
                "capacity": 60,
            },
            last_week_of_november(scene.today.year), 4, (9, 20),
            [
                Moment(0, 18, 0, "Ouverture de l’exposition « Dedans, dehors »", 0),
                Moment(2, 14, 0, "Rencontre avec deux classes de lycée", 1),
                Moment(3, 18, 30, "Film et débat : « La première nuit »"),
                Moment(4, 12, 0, "Déjeuner des bénévoles"),
            ],
            [
                {"user": samir, "role": "Responsable de programme", "may_be_named": True},
                {"name": "Une ancienne stagiaire", "role": "Témoignage", "may_be_named": False},
            ],
            [("CHRS du Pont (fictif)", PartnerRole.ORGANISER)],
            [("Imprimer les affiches", -21), ("Confirmer la salle", -14), ("Prévenir la presse locale", -7)],
            38, 29,
        ),
        Staging(
            "soiree-de-lancement",
            {
                "kind": EventKind.LAUNCH, "title": "Soirée de lancement : « Créer son activité »", "site": antenne,
                "presentation": "Les porteurs de projet présentent leur idée en trois minutes, puis on en parle.",
                "capacity": 20, "registration_until": scene.working_day(24),
            },
            scene.working_day(26), 0, (18, 21),
            [Moment(0, 18, 30, "Mot d’accueil", 0), Moment(0, 19, 0, "Quatorze projets en trois minutes")],
            [{"user": samir, "may_be_named": True}],
            [("Chantier Les Jardins du Nord (fictif)", PartnerRole.FUNDER)],
            [("Réserver le buffet", -10), ("Répéter avec les porteurs de projet", -4)],
            22, 0,
        ),
    ]  # fmt: skip


def create_events(scene: Scene) -> None:
    """Lay each with its lines, its registrations and, once it is over, who came."""
    for staging in stagings(scene):
        create_event(scene, staging)


def create_event(scene: Scene, staging: Staging) -> None:
    """One event; seats are counted by the database, its status comes last."""
    lea, now = scene.staff["lea"], scene.moment(scene.today, 8)
    first, last = staging.hours
    starts = scene.moment(staging.day, first)
    ends = scene.moment(staging.day + timedelta(days=staging.last), last, 30)
    held = ends < now
    told = scene.moment(min(staging.day - timedelta(days=40), scene.day(-5)), 10)
    with own_dates(Event):
        event = Event.objects.create(
            id=scene.uid(),
            slug=f"{staging.slug}-{staging.day.year}",
            starts_at=starts,
            ends_at=ends,
            status=EventStatus.HELD if held else EventStatus.ANNOUNCED,
            created_by=lea,
            created_at=told,
            **{"walk_ins": 9 if held else 0, **staging.facts},
        )
    steps = [(EventStatus.DRAFT, EventStatus.ANNOUNCED, told)]
    steps += [(EventStatus.ANNOUNCED, EventStatus.HELD, ends)] if held else []
    for before, after, at in steps:
        EventChange.objects.create(event=event, from_status=before, to_status=after, at=at, by=lea)
    speakers = [EventSpeaker.objects.create(id=scene.uid(), event=event, **facts) for facts in staging.speakers]
    for moment in staging.programme:
        day = staging.day + timedelta(days=moment.day)
        at = scene.moment(day, moment.hour, moment.minute)
        item = EventItem.objects.create(id=scene.uid(), event=event, starts_at=at, title=moment.title)
        if moment.speaker is not None:
            item.speakers.set([speakers[moment.speaker]])
    for name, role in staging.partners:
        partner = Organization.objects.get(name=name)
        EventPartner.objects.create(id=scene.uid(), event=event, organization=partner, role=role)
    for title, offset in staging.tasks:
        due = staging.day + timedelta(days=offset)
        done = {"done_at": scene.moment(due, 15), "done_by": lea} if due < scene.today else {}
        EventTask.objects.create(id=scene.uid(), event=event, title=title, due_on=due, assignee=lea, **done)
    link = f"https://www.exemple.test/{staging.slug}.pdf"
    EventMaterial.objects.create(id=scene.uid(), event=event, title="Affiche", link=link, is_public=True)
    EventRegistration.objects.bulk_create(registrations(scene, staging, event, since=told, held=held))


def registrations(
    scene: Scene, staging: Staging, event: Event, *, since: datetime, held: bool
) -> list[EventRegistration]:
    """Who registered, in turn: the seats first, then the waiting list; who came, once it is over."""
    rows = []
    for rank in range(staging.registered):
        kind, organization = FROM[rank % len(FROM)]
        seated = event.capacity is None or rank < event.capacity
        came = {"came_at": event.starts_at, "came_by": scene.staff["samir"]} if held and rank < staging.came else {}
        rows.append(
            EventRegistration(
                id=scene.uid(),
                event=event,
                name=f"{NAMES[rank % len(NAMES)]} {chr(65 + rank % 23)}.",
                email=f"inscription{rank}@exemple.test",
                organization=organization,
                organization_kind=kind,
                needs={"access": "Une place pour un fauteuil roulant"} if rank == 4 else {},
                status=RegistrationStatus.CONFIRMED if seated else RegistrationStatus.WAITING,
                created_at=since + timedelta(hours=1, minutes=7 * rank),
                **came,
            )
        )
    return rows
