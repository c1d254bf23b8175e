"""A living plan for employment: three objectives, eight actions, two committees held and one to come."""

from decimal import Decimal
from typing import Any, NamedTuple

from partners.models import Funder
from programs.committee import agenda, content
from programs.models import ActionPlan, CommitteeDecision, CommitteeMeeting, PlanAction, Program, ProgramKind
from programs.models.action_plan import (
    ActionPlanParty,
    ActionStatus,
    AgendaItem,
    CommitteeMember,
    DecisionStatus,
    IndicatorValue,
    ItemKind,
    ItemOutcome,
    MeetingStatus,
    Objective,
    PlanPhase,
    Presence,
)
from reinsertion.demo.scene import Scene

FIRST, SECOND, NEXT = -252, -112, 14
CHAIR = "Mme Delorme, sous-préfète (personne fictive)"
ROOM = "Salle du conseil, antenne de Lille"


class Deed(NamedTuple):
    """An action: lead, days from today, money, funder, what is measured, its values at each committee and now."""

    title: str
    lead: str
    starts: int
    ends: int
    money: tuple[int, int, int]
    funder: str
    indicator: str
    unit: str
    aim: tuple[int, int]
    values: list[tuple[int, int]]
    status: str
    means: str
    dropped: str = ""


OBJECTIVES: dict[str, list[Deed]] = {
    "Préparer l’emploi avant la sortie": [
        Deed("Ateliers emploi dans les trois établissements", "samir", -310, 200, (18_000, 15_000, 11_200), "emploi",
             "Personnes formées en atelier", "personnes", (20, 120), [(-260, 38), (-120, 71), (-20, 93)],
             "under_way",
             "Deux formatrices, une salle par établissement, huit ordinateurs sans réseau."),
        Deed("Un bilan de compétences six mois avant la sortie", "spip", -300, -12, (9_000, 8_200, 6_400), "emploi",
             "Bilans faits", "bilans", (0, 80), [(-255, 12), (-115, 31), (-25, 44)], "under_way",
             "Une psychologue du travail, deux jours par semaine."),
    ],
    "Ouvrir les portes des employeurs": [
        Deed("Un club de vingt employeurs", "cuisine", -290, 260, (6_000, 5_200, 4_800), "Fondation",
             "Employeurs membres", "employeurs", (4, 20), [(-258, 9), (-118, 13), (-18, 15)], "under_way",
             "Un petit-déjeuner par trimestre, une chargée de relations entreprises à mi-temps."),
        Deed("Forum pour l’emploi", "samir", -230, -140, (8_000, 9_350, 9_350), "Ville",
             "Entretiens d’embauche tenus", "entretiens", (0, 100), [(-138, 112)], "done",
             "Une halle prêtée par la ville, quarante exposants."),
        Deed("Charte « casier judiciaire et embauche »", "ddets", 30, 240, (1_500, 0, 0), "",
             "Entreprises signataires", "entreprises", (0, 15), [], "to_start", "Un groupe d’écriture avec le club."),
    ],
    "Tenir dans l’emploi": [
        Deed("Parrainage pendant les six premiers mois", "cuisine", -280, 300, (12_000, 7_000, 5_500), "Fonds social",
             "En emploi à six mois", "%", (30, 60), [(-257, 34), (-130, 41)], "under_way",
             "Un parrain pour deux personnes, un point par mois."),
        Deed("Garde d’enfants pendant la période d’essai", "samir", -200, 220, (15_000, 15_000, 9_000), "Département",
             "Familles aidées", "familles", (0, 25), [(-119, 8), (-30, 14)], "under_way",
             "Trois places de la crèche, gardées pour les reprises d’emploi."),
        Deed("Navette vers les zones d’activité", "ddets", -270, 100, (10_000, 0, 0), "", "", "", (0, 0), [], "dropped",
             "", "La Région ouvre une ligne régulière."),
    ],
}  # fmt: skip
PARTIES = {
    "ddets": ("", "Direction de l’emploi (fictive)", "Copilote", "M. Vidal, chargé de mission"),
    "spip": ("SPIP des Canaux (fictif)", "SPIP des Canaux (fictif)", "Copilote", "Mme Roussel, directrice"),
    "region": ("", "Région des Canaux (fictive)", "Financeur", "Mme Nguyen, service formation"),
    "cuisine": ("Cuisine du Canal (fictif)", "Cuisine du Canal (fictif)", "Opérateur", "M. Lambert, gérant"),
}
Said = list[tuple[str, str, str, list[tuple[str, str, int, int | None]]]]
# For each committee: item, notes, outcome, decisions: words, lead, due, day on which it was done.
HELD: dict[int, Said] = {
    FIRST: [
        ("Démarrage des ateliers", "Les trois établissements ont donné une salle. Les groupes vont de huit à douze "
         "personnes.\nLe matériel informatique manque encore au centre de détention.", "treated",
         [("Prêter huit ordinateurs sans réseau au CD de la Plaine", "samir", -230, -236)]),
        ("Date et lieu du forum pour l’emploi", "La ville prête la halle, hors vacances.", "treated",
         [("Inviter quarante employeurs au forum", "cuisine", -190, -195)]),
    ],
    SECOND: [
        ("Bilans de compétences : le retard", "La psychologue a été absente deux mois. Un second jour par semaine est "
         "possible dès le mois prochain, sans dépense de plus.", "treated",
         [("Recruter une vacation de psychologue du travail pour trois mois", "spip", -40, None)]),
        ("Forum pour l’emploi : bilan et dépenses", "112 entretiens, 31 suites connues. La sécurité de la halle "
         "n’était pas comptée : 1 350 € au-delà du budget.", "treated",
         [("Demander à la ville un complément de subvention", "samir", -60, -75),
          ("Chiffrer la sécurité dans le budget du prochain forum", "samir", 25, None)]),
        ("Charte « casier judiciaire et embauche »", "", "postponed", []),
    ],
}  # fmt: skip


def create_action_plan(scene: Scene) -> None:
    """Lay the plan as each committee saw it, one after the other, then as it stands."""
    program = Program.objects.create(
        id=scene.uid(), name="Plan d’action emploi", kind=ProgramKind.ACTION_PLAN, starts_on=scene.day(-420),
        description="Ce que l’État, la Région, les employeurs et l’association font ensemble pour l’emploi.",
    )  # fmt: skip
    program.staff.add(scene.staff["samir"])
    plan = ActionPlan.objects.create(
        id=scene.uid(),
        program=program,
        name=program.name,
        protocol_reference="Protocole 2024-17 (fictif), classeur bleu",
        protocol_signed_on=scene.day(-330),
        protocol_ends_on=scene.day(150),
        phase=PlanPhase.IMPLEMENTATION,
        elaboration_on=scene.day(-420),
        implementation_on=scene.day(-320),
    )
    parties = create_parties(scene, plan)
    actions = create_actions(scene, plan, parties)
    for offset in (FIRST, SECOND):
        as_of(scene, actions, offset)
        hold(scene, plan, parties, offset)
    as_of(scene, actions, 0)
    coming = CommitteeMeeting.objects.create(
        id=scene.uid(), plan=plan, on=scene.working_day(NEXT), at_time=scene.moment(scene.today, 14).time(),
        place=ROOM, chair=CHAIR, status=MeetingStatus.CONVENED,
    )  # fmt: skip
    expect(coming, parties)
    agenda.build(coming, by=scene.staff["samir"], day=scene.today)


def create_parties(scene: Scene, plan: ActionPlan) -> dict[str, ActionPlanParty]:
    """Two records of the directory, two by name."""
    known = {row.name: row for row in scene.organizations.values()}
    known |= {row.organization.name: row.organization for row in scene.employers.values()}
    made = {}
    for rank, (key, (card, name, role, contact)) in enumerate(PARTIES.items()):
        named = known.get(card)
        made[key] = ActionPlanParty.objects.create(
            id=scene.uid(), plan=plan, organization=named, name="" if named else name, role=role,
            contact_name=contact, email=f"partie{rank}@exemple.test",
        )  # fmt: skip
    return made


def leads(scene: Scene, parties: dict[str, ActionPlanParty], key: str) -> dict[str, Any]:
    """The columns of a lead."""
    return {"lead_party": parties[key]} if key in parties else {"lead_staff": scene.staff[key]}


def create_actions(
    scene: Scene, plan: ActionPlan, parties: dict[str, ActionPlanParty]
) -> list[tuple[PlanAction, Deed]]:
    """The actions, before anything was spent."""
    funders = list(Funder.objects.order_by("pk"))
    made = []
    for number, (title, deeds) in enumerate(OBJECTIVES.items(), 1):
        objective = Objective.objects.create(id=scene.uid(), plan=plan, number=number, title=title)
        for rank, deed in enumerate(deeds, 1):
            paid_by = [row for row in funders if deed.funder and deed.funder in row.name]
            action = PlanAction.objects.create(
                id=scene.uid(),
                objective=objective,
                number=rank,
                title=deed.title,
                means=deed.means,
                starts_on=scene.day(deed.starts),
                ends_on=scene.day(deed.ends),
                planned=Decimal(deed.money[0]),
                funder=min(paid_by, key=lambda row: row.name) if paid_by else None,
                indicator=deed.indicator,
                unit=deed.unit,
                baseline=Decimal(deed.aim[0]) if deed.indicator else None,
                target=Decimal(deed.aim[1]) if deed.indicator else None,
                **leads(scene, parties, deed.lead),
            )
            made.append((action, deed))
    return made


def as_of(scene: Scene, actions: list[tuple[PlanAction, Deed]], offset: int) -> None:
    """Bring money, states and values to a day."""
    values = []
    for action, deed in actions:
        share = gone(deed, offset)
        _planned, committed, spent = deed.money
        action.committed = (committed * min(share * 2, Decimal(1))).quantize(Decimal(1))
        action.spent = (spent * share).quantize(Decimal(1))
        action.status = state_of(deed, offset)
        action.drop_reason = deed.dropped if action.status == ActionStatus.DROPPED else ""
        known = set(action.values.values_list("on", flat=True))
        values += [
            IndicatorValue(
                id=scene.uid(), action=action, on=scene.day(day), value=value, noted_by=scene.staff["samir"],
                noted_at=scene.moment(scene.day(day), 17),
            )
            for day, value in deed.values
            if day <= offset and scene.day(day) not in known
        ]  # fmt: skip
    PlanAction.objects.bulk_update(
        [action for action, _deed in actions], ["committed", "spent", "status", "drop_reason"]
    )
    IndicatorValue.objects.bulk_create(values)


def gone(deed: Deed, offset: int) -> Decimal:
    """The share of what is spent today that was spent that day."""
    whole = min(deed.ends, 0) - deed.starts
    return min(Decimal(max(offset - deed.starts, 0)) / whole, Decimal(1)) if whole > 0 else Decimal(1)


def state_of(deed: Deed, offset: int) -> str:
    """Where the action stood that day: what ended was under way before."""
    if offset < deed.starts:
        return ActionStatus.TO_START
    if deed.status == ActionStatus.DONE:
        return ActionStatus.DONE if offset >= deed.ends else ActionStatus.UNDER_WAY
    if deed.status == ActionStatus.DROPPED:
        return ActionStatus.DROPPED if offset >= SECOND else ActionStatus.TO_START
    return deed.status


def expect(meeting: CommitteeMeeting, parties: dict[str, ActionPlanParty]) -> list[CommitteeMember]:
    """The parties and the association."""
    rows = [CommitteeMember(meeting=meeting, party=party) for party in parties.values()]
    rows.append(CommitteeMember(meeting=meeting, name="Mme Hélène Arnaud, directrice du Seuil"))
    return CommitteeMember.objects.bulk_create(rows)


def hold(scene: Scene, plan: ActionPlan, parties: dict[str, ActionPlanParty], offset: int) -> None:
    """A committee from its presences to its closing."""
    day = scene.working_day(offset)
    meeting = CommitteeMeeting.objects.create(
        id=scene.uid(), plan=plan, on=day, at_time=scene.moment(day, 14).time(), place=ROOM, chair=CHAIR,
        status=MeetingStatus.HELD,
    )  # fmt: skip
    members = expect(meeting, parties)
    for member in members:
        member.presence = Presence.PRESENT
    members[2].presence, members[2].represented_by = Presence.REPRESENTED, "M. Faure, service emploi"
    members[1 if offset == FIRST else 3].presence = Presence.EXCUSED
    CommitteeMember.objects.bulk_update(members, ["presence", "represented_by"])
    done: dict[Any, int] = {}
    for rank, (title, notes, outcome, decided) in enumerate(HELD[offset]):
        item = AgendaItem.objects.create(
            id=scene.uid(), meeting=meeting, kind=ItemKind.FREE, cause=ItemKind.FREE, title=title, notes=notes,
            outcome=ItemOutcome(outcome), rank=6000 + rank,
        )  # fmt: skip
        for words, lead, due, done_on in decided:
            row = CommitteeDecision.objects.create(
                id=scene.uid(), meeting=meeting, item=item, text=words, due_on=scene.day(due),
                **leads(scene, parties, lead),
            )  # fmt: skip
            if done_on is not None:
                done[row.pk] = done_on
    closed = {"closed_at": scene.moment(day, 16).isoformat(), "closed_by": scene.staff["samir"].get_full_name()}
    meeting.frozen = content.live_content(meeting, day) | closed
    meeting.status, meeting.sent_on = MeetingStatus.CLOSED, day
    meeting.save()
    for key, done_on in done.items():
        CommitteeDecision.objects.filter(pk=key).update(status=DecisionStatus.DONE, done_on=scene.day(done_on))
