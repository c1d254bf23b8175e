"""Plans: needs, goals and steps of the named people, a tour of the needs for the others, reviews, one joint review."""

from itertools import cycle
from typing import Any, NamedTuple

from beneficiaries.models import (
    DomainCheck,
    Goal,
    GoalStatus,
    JointReview,
    JointReviewDecision,
    JointReviewPresence,
    Need,
    NeedStatus,
    PlanReview,
    Step,
    StepActor,
    StepStatus,
    Task,
)
from beneficiaries.models.plan_item import layer_for
from beneficiaries.need_catalogue import CATALOGUE
from partners.models import Domain
from reinsertion.demo.scene import Scene, own_dates

WORKER, PERSON, PARTNER = StepActor
TO_DO, WAITING, DONE, _DROPPED = StepStatus


class Aim(NamedTuple):
    """A goal for a need: domain, need, the person’s words, result, days until then, steps (what, who, days, status)."""

    domain: Domain
    need: str
    words: str
    goal: str
    days: int
    steps: list[tuple[str, StepActor, int, StepStatus]]
    reached: bool = False


PLANS: dict[str, list[Aim]] = {
    "karim": [
        Aim(Domain.HOUSING, "Trouver où dormir à la sortie", "Je ne veux pas retourner chez mon cousin.",
            "Avoir un lit dès la première nuit", 4, [
                ("Faire la demande au SIAO", WORKER, -8, DONE),
                ("Rappeler le foyer des Peupliers", WORKER, 0, TO_DO),
                ("Écrire la lettre de motivation pour le foyer", PERSON, 1, TO_DO),
                ("Donner la réponse de la commission", PARTNER, 2, WAITING),
            ]),
        Aim(Domain.ADMINISTRATIVE, "Avoir une pièce d’identité valable", "",
            "La carte d’identité est remise", 30, [
                ("Demander l’acte de naissance", WORKER, -15, DONE),
                ("Faire les photos", PERSON, 5, TO_DO),
                ("Prendre rendez-vous en mairie", WORKER, 6, TO_DO),
            ]),
        Aim(Domain.HEALTH, "Avoir son traitement le jour de la sortie", "",
            "L’ordonnance est prête le jour de la sortie", 3, [
                ("Demander l’ordonnance à l’unité sanitaire", WORKER, 2, TO_DO),
            ]),
        Aim(Domain.EMPLOYMENT, "Trouver un travail", "Le bâtiment, j’ai déjà fait.",
            "Une première mission d’intérim", 60, []),
    ],
    "marc": [
        Aim(Domain.ADMINISTRATIVE, "Avoir une adresse pour son courrier", "Sans adresse, on n’existe pas.",
            "La domiciliation est accordée", 20, [
                ("Demander la domiciliation au CCAS", WORKER, -21, DONE),
                ("Aller ensemble au rendez-vous du CCAS", PERSON, 0, TO_DO),
                ("Informer les organismes de la nouvelle adresse", WORKER, 15, TO_DO),
            ]),
        Aim(Domain.ADMINISTRATIVE, "Ouvrir ou rouvrir la couverture maladie", "",
            "La carte Vitale fonctionne", -10, [
                ("Demander l’attestation de droits", WORKER, -40, DONE),
                ("Demander la Complémentaire santé solidaire", WORKER, -30, DONE),
            ], reached=True),
    ],
    "jean-noel": [
        Aim(Domain.HOUSING, "Trouver un logement durable", "Un endroit calme, au rez-de-chaussée.",
            "Entrer en pension de famille", 90, [
                ("Réunir les justificatifs", WORKER, -6, DONE),
                ("Visiter la pension de famille", PERSON, 9, TO_DO),
                ("Lire le bail à voix haute ensemble", WORKER, 2, TO_DO),
            ]),
        Aim(Domain.EMPLOYMENT, "Apprendre à lire, écrire ou compter", "Lire mon courrier tout seul.",
            "Lire une lettre sans aide", 180, [("Choisir le jour des cours", PERSON, 12, TO_DO)]),
    ],
    "sofia": [
        Aim(Domain.FAMILY, "Faire garder ses enfants", "Pour chercher du travail l’esprit tranquille.",
            "Lina a une place à la crèche", 40, [
                ("Envoyer les justificatifs à la crèche", WORKER, 3, TO_DO),
                ("Visiter la crèche avec Lina", PERSON, 8, TO_DO),
            ]),
        Aim(Domain.EMPLOYMENT, "Se former à un métier", "", "L’entrée en formation est confirmée", 75, []),
    ],
    "awa": [
        Aim(Domain.HOUSING, "Trouver un logement durable", "Une chambre à moi.",
            "Quitter le lit 3 pour un logement à elle", 45, [
                ("Demander un logement social", WORKER, -12, DONE),
                ("Appeler Toits solidaires", WORKER, 4, TO_DO),
            ]),
        Aim(Domain.SUPPORT, "Ne pas rester seul", "", "Une activité par semaine", 30, []),
    ],
    "nadia": [
        Aim(Domain.FAMILY, "Garder ou renouer le lien avec ses enfants", "Qu’il connaisse son grand frère.",
            "Une visite de son aîné chaque mois", 60, [
                ("Écrire à la famille d’accueil de son aîné", WORKER, 5, TO_DO),
            ]),
        Aim(Domain.HOUSING, "Trouver où dormir à la sortie", "", "Une place mère-enfant pour la sortie", 76, [
            ("Contacter le centre maternel", WORKER, 10, TO_DO),
        ]),
    ],
    "tarek": [
        Aim(Domain.INFORMATION, "Être compris dans sa langue", "", "Un interprète à chaque rendez-vous important", 24, [
            ("Réserver l’interprète", WORKER, 3, TO_DO),
        ]),
    ],
    "elodie": [
        Aim(Domain.EMPLOYMENT, "Se former à un métier", "La cuisine, c’est ce que j’aime.",
            "Finir la formation de commis de cuisine", 50, [
                ("Demander l’attestation de présence", WORKER, 1, TO_DO),
                ("Passer l’évaluation de mi-parcours", PERSON, 14, TO_DO),
            ]),
    ],
}  # fmt: skip
# Domains talked about where nothing is needed.
NO_NEED = {"karim": [Domain.FAMILY], "marc": [Domain.HEALTH, Domain.JUSTICE], "sofia": [Domain.JUSTICE]}
# (person, days since the last review, days until the next one, what changed, the person’s words)
REVIEWS = [
    ("sofia", 40, 21, "L’aide au logement est versée. Reste la garde de Lina.", "Ça avance, je dors mieux."),
    ("jean-noel", 55, 12, "Le dossier de la pension de famille est complet.", ""),
    ("nadia", 95, -4, "Le lien avec son aîné a repris par lettres.", "Je veux préparer la sortie maintenant."),
    ("awa", 20, 60, "Le séjour au lit 3 se termine : la demande de logement social est déposée.", ""),
]
EVERY = 3


def create_plans(scene: Scene) -> None:
    """Create needs, goals, steps, reviews and the joint review."""
    needs: list[Need] = []
    goals: list[Goal] = []
    steps: list[Step] = []
    checks: list[DomainCheck] = []
    links: list[tuple[Goal, Need]] = []
    for key, aims in PLANS.items():
        for aim in aims:
            need, goal = aimed_at(scene, key, aim)
            needs.append(need)
            goals.append(goal)
            links.append((goal, need))
            steps += [step_of(scene, goal, *line) for line in aim.steps]
        talked = dict.fromkeys([aim.domain for aim in aims], True) | dict.fromkeys(NO_NEED.get(key, []), False)
        checks += [check(scene, key, domain, has_need) for domain, has_need in talked.items()]
    for key, domain, title in tour_of_the_others(scene):
        needs.append(need_of(scene, key, domain, title, ""))
        checks.append(check(scene, key, domain, has_need=True))
    with own_dates(Need, Goal, Step):
        Need.objects.bulk_create(needs)
        Goal.objects.bulk_create(goals)
        Step.objects.bulk_create(steps)
    DomainCheck.objects.bulk_create(checks)
    link = Goal.needs.through
    link.objects.bulk_create(link(goal_id=goal.pk, need_id=need.pk) for goal, need in links)
    create_reviews(scene)
    create_joint_review(scene)


def tour_of_the_others(scene: Scene) -> list[tuple[str, Domain, str]]:
    """One common need for one person in three of those followed."""
    common = cycle((Domain(domain), str(need.title)) for domain, known in CATALOGUE.items() for need in known[:3])
    followed = [
        key for key, one in scene.people.items() if key.startswith("p") and one.lead_worker and not one.closed_at
    ]
    return [(key, *next(common)) for key in followed[::EVERY]]


def need_of(scene: Scene, key: str, domain: Domain, title: str, words: str) -> Need:
    """A need noted some weeks ago by the lead worker, who is in charge."""
    person = scene.people[key]
    return Need(
        id=scene.uid(),
        beneficiary=person,
        domain=domain,
        layer=layer_for(domain),
        title=title,
        person_words=words,
        responsible=person.lead_worker,
        created_at=scene.moment(scene.day(-50), 11),
        created_by=person.lead_worker or person.created_by,
    )


def aimed_at(scene: Scene, key: str, aim: Aim) -> tuple[Need, Goal]:
    """The need and the goal that answers it."""
    need = need_of(scene, key, aim.domain, aim.need, "")
    need.status = NeedStatus.MET if aim.reached else NeedStatus.IN_PROGRESS
    goal = Goal(
        id=scene.uid(),
        beneficiary=need.beneficiary,
        domain=need.domain,
        layer=need.layer,
        title=aim.goal,
        person_words=aim.words,
        target_on=scene.day(aim.days),
        status=GoalStatus.REACHED if aim.reached else GoalStatus.ACTIVE,
        created_at=scene.moment(scene.day(-45), 11),
        created_by=need.created_by,
    )
    return need, goal


def step_of(scene: Scene, goal: Goal, title: str, actor: StepActor, days: int, status: StepStatus) -> Step:
    """One step, followed by whoever set the goal."""
    return Step(
        id=scene.uid(),
        goal=goal,
        beneficiary=goal.beneficiary,
        domain=goal.domain,
        layer=goal.layer,
        title=title,
        actor=actor,
        assignee=goal.created_by,
        due_on=scene.day(days),
        status=status,
        created_at=goal.created_at,
        created_by=goal.created_by,
    )


def check(scene: Scene, key: str, domain: Domain, has_need: bool) -> DomainCheck:
    """A domain talked about."""
    person = scene.people[key]
    return DomainCheck(
        id=scene.uid(),
        beneficiary=person,
        domain=domain,
        layer=layer_for(domain),
        has_need=has_need,
        checked_at=scene.moment(scene.day(-50), 11),
        checked_by=person.lead_worker or person.created_by,
    )


def create_reviews(scene: Scene) -> None:
    """One review each; Nadia’s next one is late."""
    ines = scene.staff["ines"]
    with own_dates(PlanReview):
        PlanReview.objects.bulk_create(
            PlanReview(
                id=scene.uid(),
                beneficiary=scene.people[key],
                held_on=scene.day(-ago),
                what_changed=changed,
                person_words=words,
                next_on=scene.day(left),
                submission=scene.uid(),
                created_at=scene.moment(scene.day(-ago), 15),
                created_by=ines,
            )
            for key, ago, left, changed, words in REVIEWS
        )


def create_joint_review(scene: Scene) -> None:
    """A meeting about what follows Awa’s stay, with a partner, and what it decided."""
    ines, awa = scene.staff["ines"], scene.people["awa"]
    moment = scene.moment(scene.day(-7), 14)
    review = JointReview(
        id=scene.uid(),
        beneficiary=awa,
        held_on=scene.day(-7),
        place="Antenne",
        situation=(
            "Le séjour au lit 3 se termine. Awa est prête à habiter seule, avec une visite par semaine au début.\n"
            "Sa demande de logement social est déposée ; elle accepte un logement en intermédiation."
        ),
        submission=scene.uid(),
        created_at=moment,
        created_by=ines,
    )
    organization = next(iter(scene.organizations.values()))
    task = Task(
        id=scene.uid(),
        beneficiary=awa,
        title="Demander la prolongation du séjour de deux semaines",
        due_on=scene.day(5),
        assignee=ines,
        created_at=moment,
        created_by=ines,
    )
    with own_dates(JointReview, Task):
        review.save(force_insert=True)
        task.save(force_insert=True)
    present: list[dict[str, Any]] = [{"user": ines}, {"organization": organization}, {"name": "Mme Petit, éducatrice"}]
    JointReviewPresence.objects.bulk_create(
        JointReviewPresence(id=scene.uid(), review=review, rank=rank, **who) for rank, who in enumerate(present)
    )
    JointReviewDecision.objects.create(id=scene.uid(), review=review, task=task, text=task.title, rank=0)
