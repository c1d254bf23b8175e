"""Agreements, grants, employers and posts of the demo."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from partners.models import (
    Agreement,
    AidEnvelope,
    Contact,
    Employer,
    Funder,
    FunderKind,
    Grant,
    GrantInstalment,
    GrantReport,
    Openness,
    Organization,
    PartnerChange,
    Post,
    Sector,
)
from programs.models import GrantUse
from reinsertion.demo.scene import Scene, own_dates

FUNDERS = {
    "spip": ("Direction des services pénitentiaires (fictive)", FunderKind.STATE),
    "ddets": ("Direction de l’emploi et des solidarités (fictive)", FunderKind.STATE),
    "departement": ("Département des Canaux (fictif)", FunderKind.LOCAL),
    "ville": ("Ville de Lille (subvention fictive)", FunderKind.LOCAL),
    "fondation": ("Fondation Premières Lueurs (fictive)", FunderKind.FOUNDATION),
    "fse": ("Fonds social européen (dossier fictif)", FunderKind.EUROPE),
}


class Firm(NamedTuple):
    """One employer: organisation, sector, size, how it looks at a past in prison, what it hosts, what to know."""

    key: str
    name: str
    presentation: str
    sector: Sector
    size: str
    openness: Openness
    hosts: list[str]
    notes: str


FIRMS = [
    Firm("cuisine", "Cuisine du Canal (fictif)", "Restauration collective.", Sector.CATERING, "10-49", Openness.OPEN,
         ["job"], "Appeler le matin avant 10 h. Un essai d’une journée, payé, avant le contrat."),
    Firm("bati", "Bâti Nord Rénovation (fictif)", "Second œuvre et isolation.", Sector.CONSTRUCTION, "50-249",
         Openness.CASE_BY_CASE, ["job", "external"], "Chantiers occupés : le chef de chantier rencontre la personne."),
    Firm("halle", "La Halle logistique (fictif)", "Préparation de commandes, trois équipes.", Sector.LOGISTICS,
         "250+", Openness.UNKNOWN, ["job"], ""),
    Firm("net", "Net & Clair (fictif)", "Entretien de bureaux.", Sector.CLEANING, "10-49", Openness.CLOSED, ["job"],
         "Extrait de casier demandé pour les banques seulement."),
]  # fmt: skip
SPIP = "SPIP des Canaux (fictif)"
HOSTS = {
    "jardins": ("Chantier Les Jardins du Nord (fictif)", Sector.FARMING, ["job", "tig", "external"]),
    "reemploi": ("Atelier Réemploi & Cie (fictif)", Sector.RECYCLING, ["job", "tig", "tnr"]),
    "velo": ("En selle (fictif)", Sector.CULTURE, ["tig"]),
}


class Offer(NamedTuple):
    """One post, by the key of its employer; days count from today."""

    key: str
    employer: str
    kind: str
    title: str
    contract: str
    hours: int | None
    places: int
    extract: str
    until: int | None
    requirements: str
    authority: str = ""


OFFERS = [
    Offer("commis", "cuisine", "job", "Commis de cuisine", "cdd", 35, 2, "no", 21, "Aucun diplôme ; le goût du travail"
          " en équipe. Début à 7 h : vérifier le trajet."),
    Offer("plonge", "cuisine", "job", "Plongeur, plongeuse", "cdi", 24, 1, "no", None, "Station debout."),
    Offer("peintre", "bati", "job", "Peintre en bâtiment", "cdi", 35, 1, "unknown", 40, "Une première expérience."),
    Offer("manoeuvre", "bati", "external", "Aide sur chantier, placement extérieur", "", 35, 2, "unknown", None,
          "Tenue fournie. Retour à l’établissement à 18 h.", "judge"),
    Offer("prepa", "halle", "job", "Préparation de commandes", "temporary", 35, 6, "unknown", 12, "Équipe de nuit."),
    Offer("bureaux", "net", "job", "Entretien de bureaux", "cdi", 20, 1, "yes", 30, "Deux vacations, 6 h et 18 h."),
    Offer("jardin", "jardins", "job", "Ouvrier, ouvrière en maraîchage", "cddi", 26, 3, "no", None,
          "Être éligible à un parcours d’insertion."),
    Offer("parc", "jardins", "tig", "Entretien du parc", "", None, 2, "no", None, "Du lundi au vendredi, le matin.",
          "judge"),
    Offer("tri", "reemploi", "tig", "Tri et remise en état de meubles", "", None, 1, "no", None, "", "probation"),
    Offer("velos", "velo", "tig", "Atelier de réparation de vélos", "", None, 1, "no", None, ""),
]  # fmt: skip


def create_deals(scene: Scene) -> None:
    """Create who pays, what is agreed, who hires."""
    organizations = {key: add_organization(scene, rank, firm) for rank, (key, firm) in enumerate(firms().items())}
    create_employers(scene, organizations)
    agreements = create_agreements(scene, organizations)
    grants = create_grants(scene, agreements)
    create_envelopes(scene, agreements, grants)


def firms() -> dict[str, tuple[str, str]]:
    """Names and presentations of the organisations that the directory does not have yet."""
    return {firm.key: (firm.name, firm.presentation) for firm in FIRMS} | {
        "spip": (SPIP, "Service pénitentiaire d’insertion et de probation.")
    }


def add_organization(scene: Scene, rank: int, named: tuple[str, str]) -> Organization:
    """One more organisation, around Lille, with somebody to ask for."""
    made = scene.moment(scene.day(-380 + rank))
    checked = {"checked_on": scene.day(-20 - 9 * rank), "checked_by": scene.staff["lea"]}
    organization = Organization(
        id=scene.uid(),
        name=named[0],
        description=f"{named[1]} Structure inventée pour la démonstration.",
        phone=scene.phone(),
        email=f"employeur{rank}@exemple.test",
        address=f"{3 + rank} quai fictif",
        postal_code="59000",
        city="Lille",
        insee_code="59350",
        latitude=50.63 + rank / 200,
        longitude=3.05 + rank / 150,
        created_at=made,
        updated_at=made,
        **checked,
    )
    with own_dates(Organization):
        organization.save(force_insert=True)
    scene.organizations[organization.name] = organization
    function = "Chargé des partenariats" if named[0] == SPIP else "Recrutement"
    Contact.objects.create(id=scene.uid(), organization=organization, function=function, phone=scene.phone())
    return organization


def create_employers(scene: Scene, organizations: dict[str, Organization]) -> None:
    """Companies, and partners of the directory that host people; their posts."""
    for firm in FIRMS:
        organization = organizations[firm.key]
        scene.employers[firm.key] = Employer(
            id=scene.uid(),
            organization=organization,
            sector=firm.sector,
            size=firm.size,
            openness=firm.openness,
            hosts=firm.hosts,
            contact=organization.contacts.get(),
            notes=firm.notes,
        )
    for key, (name, sector, hosts) in HOSTS.items():
        scene.employers[key] = Employer(
            id=scene.uid(),
            organization=scene.organizations[name],
            sector=sector,
            hosts=hosts,
            openness=Openness.OPEN,
        )
    Employer.objects.bulk_create(scene.employers.values())
    for rank, offer in enumerate(OFFERS):
        authority = {"authorised_by": offer.authority, "authorised_on": scene.day(-200)} if offer.authority else {}
        organization = scene.employers[offer.employer].organization
        scene.posts[offer.key] = Post(
            id=scene.uid(),
            employer=scene.employers[offer.employer],
            kind=offer.kind,
            title=offer.title,
            requirements=offer.requirements,
            contract=offer.contract,
            weekly_hours=offer.hours,
            places=offer.places,
            record_extract=offer.extract,
            postal_code=organization.postal_code,
            city=organization.city,
            latitude=organization.latitude,
            longitude=organization.longitude,
            open_until=None if offer.until is None else scene.day(offer.until),
            created_by=scene.staff["ines" if rank % 2 else "samir"],
            **authority,
        )
    Post.objects.bulk_create(scene.posts.values())


def create_agreements(scene: Scene, organizations: dict[str, Organization]) -> dict[str, Agreement]:
    """Five agreements: one to renew, one being prepared, one over."""
    chrs = scene.organizations["CHRS du Pont (fictif)"]
    jardins = scene.organizations["Chantier Les Jardins du Nord (fictif)"]
    rows = {
        "spip": (organizations["spip"], "Prise en charge des premiers frais à la sortie", "costs", -310, 55, "signed"),
        "chrs": (chrs, "Trois places réservées à la sortie", "places", -200, 165, "signed"),
        "jardins": (jardins, "Accueil de personnes en TIG", "posts", -150, None, "signed"),
        "bati": (organizations["bati"], "Recruter autrement", "hiring", 15, 380, "prepared"),
        "cuisine": (organizations["cuisine"], "Stages de découverte", "hiring", -700, -335, "ended"),
    }
    found = {}
    for key, (organization, title, kind, start, end, status) in rows.items():
        found[key] = Agreement.objects.create(
            id=scene.uid(),
            organization=organization,
            title=title,
            kind=kind,
            starts_on=scene.day(start),
            ends_on=None if end is None else scene.day(end),
            status=status,
            signed_on=None if status == "prepared" else scene.day(start - 12),
            responsible=scene.staff["lea"],
            contact=organization.contacts.first(),
            their_commitments="Répondre sous 48 heures. Nommer une personne à qui parler.",
            our_commitments="Préparer l’accueil avec la personne. Rester joignables pendant les trois premiers mois.",
            signed_copy="" if status == "prepared" else "Classeur Conventions, bureau de Lille",
            created_by=scene.staff["lea"],
        )
        steps = ["prepared", "signed", "ended"]
        for before, after in pairwise(steps[: steps.index(status) + 1]):
            at = scene.moment(scene.day(end if after == "ended" and end else start - 12))
            PartnerChange.objects.create(
                agreement=found[key], from_status=before, to_status=after, at=at, by=scene.staff["lea"]
            )
    return found


def create_grants(scene: Scene, agreements: dict[str, Agreement]) -> dict[str, Grant]:
    """Grants in every state, with what is due and what they pay for."""
    funders = {key: Funder(id=scene.uid(), name=name, kind=kind) for key, (name, kind) in FUNDERS.items()}
    Funder.objects.bulk_create(funders.values())
    year = (-300, 65)
    rows = {
        "sortie": ("spip", "Accompagner les premières semaines", 42_000, 40_000, year, "paying", "clea-2"),
        "emploi": ("ddets", "Vers l’emploi", 60_000, 55_000, (-120, 245), "granted", "cuisine"),
        "droit": ("departement", "Accès au droit", 18_000, 18_000, (-500, -135), "closed", "droit"),
        "cohorte": ("fondation", "Créer son activité", 25_000, 25_000, (-75, 290), "granted", "cohorte"),
        "nuits": ("ville", "Nuits d’urgence", 8_000, None, (40, 405), "asked", ""),
        "europe": ("fse", "Compétences de base", 90_000, None, (-60, 300), "refused", ""),
    }
    found = {}
    for key, (funder, title, asked, granted, (start, end), status, program) in rows.items():
        grant = found[key] = Grant.objects.create(
            id=scene.uid(),
            funder=funders[funder],
            title=title,
            amount_asked=Decimal(asked),
            amount_granted=granted and Decimal(granted),
            asked_on=scene.day(start - 90),
            decided_on=None if status == "asked" else scene.day(start - 20),
            starts_on=scene.day(start),
            ends_on=scene.day(end),
            conditions="Citer le financeur dans les documents. Bilan dans les trois mois qui suivent la fin.",
            status=status,
            responsible=scene.staff["odile"],
            agreement=agreements["spip"] if key == "sortie" else None,
            created_by=scene.staff["odile"],
        )
        if granted:
            add_dates(scene, grant, start, end)
            use = {"program": scene.programs[program], "amount": Decimal(granted) * 3 / 4}
            GrantUse.objects.create(id=scene.uid(), grant=grant, **use)
    GrantUse.objects.create(id=scene.uid(), grant=found["sortie"], action="Aides d’urgence", amount=Decimal(4_000))
    return found


def add_dates(scene: Scene, grant: Grant, start: int, end: int) -> None:
    """Seven tenths at the beginning, the rest after the report; a step half-way."""
    whole = Decimal(grant.amount_granted)
    closed, director = grant.status == "closed", scene.staff["odile"]
    for share, offset in [(Decimal("0.7"), start + 30), (Decimal("0.3"), end + 60)]:
        came = closed or (grant.status == "paying" and share > Decimal("0.5"))
        received = {"received_on": scene.day(offset + 6), "received_by": director} if came else {}
        GrantInstalment.objects.create(
            id=scene.uid(), grant=grant, due_on=scene.day(offset), amount=whole * share, **received
        )
    middle = (start + end) // 2
    for kind, offset in [("intermediate", middle), ("final", end + 20)]:
        sent = closed or (offset < 0 and kind == "intermediate" and grant.status == "paying")
        told = {"sent_on": scene.day(offset - 2), "sent_by": director} if sent else {}
        GrantReport.objects.create(
            id=scene.uid(), grant=grant, kind=kind, due_on=scene.day(offset), remind_days=45, **told
        )


def create_envelopes(scene: Scene, agreements: dict[str, Agreement], grants: dict[str, Grant]) -> None:
    """Two envelopes: the one that pays today, last year’s."""
    rules = (
        "Pour passer les premiers jours : repas, transport, une nuit, des papiers.\n"
        "Soixante euros au plus par personne et par mois, deux nuits d’hôtel au plus. Un justificatif à chaque fois."
    )
    facts = {"grant": grants["sortie"], "agreement": agreements["spip"], "rules": rules}
    scene.envelopes["sortie"] = AidEnvelope.objects.create(
        id=scene.uid(), name="Premiers frais à la sortie", amount=Decimal(4_000), starts_on=scene.day(-300),
        ends_on=scene.day(65), created_by=scene.staff["odile"], **facts,
    )  # fmt: skip
    scene.envelopes["dons"] = AidEnvelope.objects.create(
        id=scene.uid(), name="Fonds de solidarité", amount=Decimal(600), starts_on=scene.day(-60),
        created_by=scene.staff["odile"], rules="Ce que l’autre enveloppe ne couvre pas.",
    )  # fmt: skip
    closed = scene.moment(scene.day(-305))
    AidEnvelope.objects.create(
        id=scene.uid(), name="Premiers frais à la sortie, l’an dernier", amount=Decimal(3_500),
        starts_on=scene.day(-665), ends_on=scene.day(-305) - timedelta(days=1), closed_at=closed,
        closed_by=scene.staff["odile"], created_by=scene.staff["odile"],
    )  # fmt: skip
