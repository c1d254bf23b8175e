"""The cohort of project holders: six projects at different stages, one of which everybody may read."""

from decimal import Decimal
from typing import NamedTuple

from beneficiaries.models import Beneficiary
from core.dates import months_later
from partners.models import Funder
from programs.models import (
    Enrolment,
    FunderMeeting,
    Funding,
    Mentor,
    MentoringMeeting,
    Milestone,
    Project,
    PublicPage,
    Stage,
)
from reinsertion.demo.scene import Scene


class Idea(NamedTuple):
    """One project: what it is, its stages with the days they began, its money, its milestones."""

    title: str
    pitch: str
    sector: str
    form: str
    place: str
    stages: list[tuple[str, int, str]]
    money: list[tuple[str, str, int, str, int]]
    milestones: list[tuple[str, int, int | None]]
    mentor: str


IDEAS = [
    Idea(
        "Le camion bleu",
        "Un camion de cuisine peule et du Nord, le midi près des ateliers et le soir au marché : thiéré, mafé, "
        "frites maison. Vingt-cinq repas par service pour commencer, avec des légumes des jardins voisins.",
        "catering", "micro", "Lille et Roubaix",
        [("study", -62, "L’idée tient : les prix du quartier sont relevés"), ("plan", -34, ""),
         ("funding", -12, "Budget relu avec la marraine")],
        [("own_money", "", 1500, "obtained", -50), ("microcredit", "Fondation Premières Lueurs (fictive)", 8000,
          "submitted", -9), ("grant", "Ville de Lille (subvention fictive)", 3000, "sought", -20)],
        [("Trois devis pour le camion", -40, -43), ("Stage d’hygiène alimentaire", -4, None),
         ("Réponse du microcrédit", 12, None), ("Premier marché", 48, None)],
        "Claire Fictive, restauratrice",
    ),
    Idea(
        "Fil et pli", "Retouches et ourlets en trois jours, à domicile puis dans un atelier partagé.",
        "retail", "employed", "Roubaix",
        [("study", -58, ""), ("plan", -40, ""), ("funding", -30, ""), ("launch", -8, "Premières clientes du quartier")],
        [("honour_loan", "Fondation Premières Lueurs (fictive)", 4000, "obtained", -16),
         ("crowdfunding", "", 1200, "obtained", -21)],
        [("Contrat avec la couveuse", -20, -22), ("Machine à coudre achetée", -10, -9),
         ("Bilan des trois mois", 80, None)],
        "Paule Fictive, couturière retraitée",
    ),
    Idea(
        "Vélos d’en bas", "Réparer des vélos au pied des immeubles, deux après-midi par semaine.",
        "recycling", "association", "Lille",
        [("study", -20, "À revoir : le local n’est pas libre")],
        [("grant", "Département des Canaux (fictif)", 2500, "refused", -6)],
        [("Visiter un autre local", -3, None), ("Questionnaire auprès de trente habitants", 15, None)],
        "",
    ),
    Idea(
        "Net et clair", "Nettoyage de bureaux et de cages d’escalier, produits sans solvant.",
        "cleaning", "micro", "Villeneuve",
        [("study", -66, ""), ("plan", -45, ""), ("funding", -38, ""), ("launch", -25, ""),
         ("activity", -5, "Deux contrats signés")],
        [("microcredit", "", 3500, "obtained", -28)],
        [("Premier contrat", -12, -14), ("Troisième contrat", 30, None)],
        "",
    ),
    Idea(
        "Le potager des toits", "Louer et cultiver des toits plats, vendre des herbes aux restaurants.",
        "farming", "", "", [], [], [("Rencontrer deux restaurateurs", 9, None)], "",
    ),
    Idea(
        "Studio du coin", "Enregistrer et monter des bandes-son pour des associations.",
        "culture", "", "Lille",
        [("study", -55, ""), ("stopped", -15, "A trouvé un emploi de technicien : le projet attendra")], [], [], "",
    ),
]  # fmt: skip


def create_projects(scene: Scene) -> None:
    """Moussa’s first, then those of five others of the cohort."""
    rows = (
        Enrolment.objects.holding().filter(program=scene.programs["cohorte"]).select_related("beneficiary", "program")
    )
    moussa = scene.people["moussa"].pk
    held = sorted(rows, key=lambda row: (row.beneficiary_id != moussa, str(row.pk)))
    funders = {funder.name: funder for funder in Funder.objects.order_by("name")}
    for idea, enrolment in zip(IDEAS, held, strict=False):
        project = open_project(scene, idea, enrolment)
        find_money(scene, idea, project, funders)
        if idea.mentor:
            be_mentored(scene, idea, project)
    meet_funders(scene, Project.objects.get(title=IDEAS[0].title), funders)
    show(scene, Project.objects.get(title=IDEAS[0].title))


def open_project(scene: Scene, idea: Idea, enrolment: Enrolment) -> Project:
    """Opened with the cohort, then moved stage after stage."""
    by = scene.staff["samir"]
    project = Project.objects.register(
        enrolment, by=by, at=scene.office_moment(scene.working_day(-70)), title=idea.title, pitch=idea.pitch,
        sector=idea.sector, legal_form=idea.form, place=idea.place,
    )  # fmt: skip
    for stage, day, comment in idea.stages:
        project.move(Stage(stage), by=by, at=scene.office_moment(scene.working_day(day)), comment=comment)
    for title, due, done in idea.milestones:
        reached = scene.day(done) if done is not None else None
        Milestone.objects.register(project, by=by, title=title, due_on=scene.day(due), done_on=reached)
    return project


def find_money(scene: Scene, idea: Idea, project: Project, funders: dict[str, Funder]) -> None:
    """Each funding, as far as it has come."""
    by = scene.staff["samir"]
    for kind, source, amount, status, day in idea.money:
        funding = Funding.objects.register(
            project, by=by, kind=kind, funder=funders.get(source), organization=None, amount=Decimal(amount),
            sought_on=scene.day(day - 20),
        )  # fmt: skip
        told = {"by": by, "at": scene.office_moment(scene.working_day(day)), "on": scene.working_day(day)}
        if status == "submitted":
            funding.submit(**told)
        elif status == "refused":
            funding.refuse(**told)
        elif status == "obtained":
            funding.obtain(amount=Decimal(amount + (180 if kind == "crowdfunding" else 0)), **told)


def be_mentored(scene: Scene, idea: Idea, project: Project) -> None:
    """Two meetings with a volunteer, the next step for whoever follows the person."""
    by, person = scene.staff["samir"], Beneficiary.objects.get(pk=project.person_id)
    mentor = Mentor.objects.register(
        project, by=by, user=None, contact=None, volunteer=idea.mentor, started_on=scene.day(-48)
    )
    first, last = scene.working_day(-41), scene.working_day(-11)
    note = MentoringMeeting.objects.note
    note(
        project,
        by=by,
        today=scene.today,
        mentor=mentor,
        met_on=first,
        decided="Compter le prix d’un repas, poste par poste.",
    )
    note(
        project, by=by, today=scene.today, mentor=mentor, met_on=last, assignee=person.lead_worker,
        decided="Le budget tient avec vingt-cinq repas. Garder une réserve de 600 € pour les réparations.",
        next_step="Relire l’assurance du camion", next_step_on=scene.working_day(6),
    )  # fmt: skip
    note(project, by=by, today=scene.today, mentor=mentor, met_on=scene.working_day(16), decided="")


def meet_funders(scene: Scene, project: Project, funders: dict[str, Funder]) -> None:
    """One meeting that went well, one to come."""
    common = {"organization": None, "contact": None}
    FunderMeeting.objects.register(
        project, by=scene.staff["samir"], funder=funders["Fondation Premières Lueurs (fictive)"],
        met="Chargée de prêts (fictive)", met_on=scene.working_day(-16), result="interested",
        note="Le dossier est bon. Ajouter le devis du groupe électrogène.", **common,
    )  # fmt: skip
    FunderMeeting.objects.register(
        project, by=scene.staff["samir"], funder=funders["Ville de Lille (subvention fictive)"], met="",
        met_on=scene.working_day(8), result="planned", note="", **common,
    )  # fmt: skip


def show(scene: Scene, project: Project) -> None:
    """The page that the holder chose to open, under a first name."""
    day = scene.working_day(-7)
    page = PublicPage.objects.prepare(
        project, by=scene.staff["samir"], today=day, shown_as="first_name", holder="", title=project.title,
        pitch=project.pitch, lines=["pitch", "sector", "place", "contact"], picture_text="", may_be_found=False,
        agreed_on=day, ends_on=months_later(day, 12),
    )  # fmt: skip
    page.publish(by=scene.staff["samir"], at=scene.office_moment(day), today=day)
