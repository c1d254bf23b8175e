"""Sites, programs of every kind, sessions and enrolments."""

from datetime import timedelta
from typing import NamedTuple

from beneficiaries.models import Beneficiary, Gender, JusticeStatus
from programs.models import Enrolment, EnrolmentStatus, Place, PlaceKind, Program, ProgramKind, Session, Site
from reinsertion.demo.scene import Scene, own_dates

SITES = {
    "antenne": ("Antenne de Lille", "12 rue des Tisserands fictive", "59000", "Lille", False),
    "roubaix": ("Antenne de Roubaix", "5 place du Métier fictive", "59100", "Roubaix", False),
    "passage": ("Maison Le Passage", "27 allée des Canuts fictive", "59000", "Lille", False),
    "clairiere": ("Maison La Clairière", "", "", "", True),
    "creche": ("Crèche Les Premiers Pas", "3 place des Jardins fictive", "59100", "Roubaix", False),
}


class Plan(NamedTuple):
    """One program: its first day and its last in days from today, and who answers for it."""

    key: str
    name: str
    kind: ProgramKind
    description: str
    site: str
    capacity: int | None
    starts: int | None
    ends: int | None
    staff: list[str]
    enrolled: int


PLANS = [
    Plan("clea-1", "CléA : les bases pour travailler", ProgramKind.TRAINING,
         "Douze séances pour lire, écrire, compter et s’organiser.", "antenne", 12, -190, -110, ["samir"], 10),
    Plan("clea-2", "CléA : les bases pour travailler", ProgramKind.TRAINING,
         "Douze séances pour lire, écrire, compter et s’organiser.", "antenne", 12, -46, 31, ["samir"], 9),
    Plan("cuisine", "Cuisine et service : découvrir le métier", ProgramKind.TRAINING,
         "Douze séances en cuisine pédagogique, avec deux restaurateurs.", "roubaix", 10, 10, 87, ["samir"], 6),
    Plan("cohorte", "Créer son activité", ProgramKind.COHORT,
         "Neuf mois pour passer de l’idée au premier client : étude, budget, statut, essai.", "antenne", 14, -75, 195,
         ["samir"], 14),
    Plan("ecoute", "Écoute psychologique", ProgramKind.PSYCHOLOGICAL_SUPPORT,
         "Entretiens avec une psychologue, à l’antenne ou par téléphone.", "antenne", 12, None, None, ["samir"], 8),
    Plan("droit", "Permanence d’accès au droit", ProgramKind.LEGAL_ADVICE,
         "Une juriste reçoit le mercredi : logement, famille, papiers, travail.", "roubaix", None, None, None,
         ["samir"], 7),
    Plan("clairiere", "Hébergement La Clairière", ProgramKind.SHELTER,
         "Trois lits pour des femmes, adresse protégée.", "clairiere", 3, None, None, ["gilles", "samir"], 0),
    Plan("passage", "Hébergement Le Passage", ProgramKind.SHELTER,
         "Quatre lits pour les premiers mois après la sortie.", "passage", 4, None, None,
         ["gilles", "yasmine", "samir"], 0),
    Plan("creche", "Crèche Les Premiers Pas", ProgramKind.CHILDCARE,
         "Huit places pour les enfants de parents qui reprennent une formation ou un emploi.", "creche", 8, None, None,
         ["samir"], 7),
]  # fmt: skip
SESSIONS = 12
TITLES = [
    "Accueil et positionnement", "Lire une consigne", "Écrire un message", "Compter et mesurer", "Lire un plan",
    "Gérer son temps", "Travailler en équipe", "Utiliser un ordinateur", "Chercher une information",
    "Préparer un entretien", "Révisions", "Bilan et suite",
]  # fmt: skip
COOKING = [
    "Accueil et visite", "Hygiène", "Les gestes de base", "Légumes", "Sauces", "Desserts", "Service en salle",
    "Prendre une commande", "Menu du jour", "Journée chez un restaurateur", "Épreuve", "Bilan et suite",
]  # fmt: skip


def create_programs(scene: Scene) -> None:
    """Create sites, programs, their teams, places, sessions and enrolments."""
    sites = {
        key: Site(id=scene.uid(), name=name, address=address, postal_code=code, city=city, has_secret_address=secret)
        for key, (name, address, code, city, secret) in SITES.items()
    }
    Site.objects.bulk_create(sites.values())
    for plan in PLANS:
        scene.programs[plan.key] = Program(
            id=scene.uid(),
            name=plan.name,
            kind=plan.kind,
            description=plan.description,
            site=sites[plan.site],
            capacity=plan.capacity,
            starts_on=None if plan.starts is None else scene.day(plan.starts),
            ends_on=None if plan.ends is None else scene.day(plan.ends),
            is_active=plan.ends is None or plan.ends >= 0,
        )
    Program.objects.bulk_create(scene.programs.values())
    Program.staff.through.objects.bulk_create(
        Program.staff.through(program_id=scene.programs[plan.key].pk, user_id=scene.staff[member].pk)
        for plan in PLANS
        for member in plan.staff
    )
    create_places(scene)
    create_sessions(scene)
    create_enrolments(scene)


def create_places(scene: Scene) -> None:
    """Seven beds in two houses and eight childcare places."""
    for number in range(1, 8):
        house = scene.programs["clairiere" if number <= 3 else "passage"]
        scene.places[f"lit {number}"] = Place(
            id=scene.uid(),
            site=house.site,
            program=house,
            kind=PlaceKind.BED,
            name=f"Lit {number}",
            unit="Chambre 1" if number <= 2 else "",
            takes_children=number <= 2,
            is_accessible=number == 4,
        )
    childcare = scene.programs["creche"]
    for number in range(1, 9):
        scene.places[f"berceau {number}"] = Place(
            id=scene.uid(), site=childcare.site, program=childcare, kind=PlaceKind.CHILDCARE, name=f"Berceau {number}"
        )
    Place.objects.bulk_create(scene.places.values())


def create_sessions(scene: Scene) -> None:
    """Twelve weekly sessions for each course run, a monthly one for the cohort."""
    rows = []
    for key, titles in {"clea-1": TITLES, "clea-2": TITLES, "cuisine": COOKING}.items():
        start = scene.programs[key].starts_on
        assert start is not None  # noqa: S101 (PLANS gives the courses their dates)
        for rank, title in enumerate(titles):
            day = start + timedelta(days=7 * rank)
            rows.append(
                (key, title, scene.moment(day, 9, 30), scene.moment(day, 12, 30), rank == 8 and key == "clea-1")
            )
    for rank, title in enumerate(["Premiers pas", "Étudier son marché", "Son budget", "Choisir un statut"]):
        day = scene.working_day(-60 + 30 * rank)
        rows.append(("cohorte", title, scene.moment(day, 14), scene.moment(day, 17), False))
    Session.objects.bulk_create(
        Session(
            id=scene.uid(),
            program=scene.programs[key],
            title=title,
            starts_at=starts_at,
            ends_at=ends_at,
            room="Salle 1",
            is_cancelled=cancelled,
        )
        for key, title, starts_at, ends_at, cancelled in rows
    )


def create_enrolments(scene: Scene) -> None:
    """Fill the programs, the named people first; the finished course has ended enrolments."""
    known = {
        "clea-2": ["elodie", "marc"], "cohorte": ["moussa"], "ecoute": ["awa"], "droit": ["marc"],
    }  # fmt: skip
    reachable = [key for key, person in scene.people.items() if key.startswith("p") and can_come(person)]
    parents = [key for key in reachable if scene.people[key].gender == Gender.FEMALE]
    rows = []
    for plan in PLANS:
        first = known.get(plan.key, [])
        pool = parents if plan.kind == ProgramKind.CHILDCARE else reachable
        chosen = [*first, *scene.dice.sample(pool, max(0, min(len(pool), plan.enrolled - len(first))))]
        rows += [enrolment(scene, plan, scene.people[key], rank) for rank, key in enumerate(chosen)]
    with own_dates(Enrolment):
        Enrolment.objects.bulk_create(rows)


def can_come(person: Beneficiary) -> bool:
    """Whether the person is supported and out of prison."""
    return not person.closed_at and person.justice_status != JusticeStatus.IN_CUSTODY


def enrolment(scene: Scene, plan: Plan, person: Beneficiary, rank: int) -> Enrolment:
    """One participation, from the program’s start or some weeks ago."""
    started = scene.day(min(plan.starts, -3) if plan.starts is not None else -scene.dice.randint(10, 120))
    finished = plan.ends is not None and plan.ends < 0
    row = Enrolment(
        id=scene.uid(),
        program=scene.programs[plan.key],
        beneficiary=person,
        started_on=started,
        created_at=scene.moment(started, 11),
        created_by=scene.staff["samir"],
    )
    if finished:
        left = rank == 3
        row.status = EnrolmentStatus.WITHDRAWN if left else EnrolmentStatus.COMPLETED
        row.ended_on = scene.day(plan.ends - 35 if left else plan.ends) if plan.ends else None
        row.end_reason = "A trouvé un emploi" if left else ""
    return row
