"""What some offers of the demo ask and have: for whom, papers, languages, places, so that a fit can be explained."""

from datetime import date, timedelta
from typing import Any

from partners.models import Paper, Sex

ID, HOME, COVER = Paper.IDENTITY_CARD, Paper.MAILING_ADDRESS, Paper.HEALTH_COVER
FACTS: dict[str, dict[str, Any]] = {
    "Hébergement d’insertion": {"papers": [ID], "age_min": 18, "capacity": 24, "children_welcome": False},
    "Places réservées aux sortants de détention": {"age_min": 18, "capacity": 6, "children_welcome": False},
    "Mise à l’abri de femmes et d’enfants": {"sex": Sex.WOMEN, "capacity": 10, "children_welcome": True},
    "Accueil de nuit sans condition": {"age_min": 18, "capacity": 30, "languages": ["fr", "ar", "en"]},
    "Logement en pension de famille": {"papers": [ID, Paper.PAYSLIP, Paper.TAX_NOTICE], "age_min": 18, "capacity": 20},
    "Intermédiation locative": {"papers": [ID, Paper.PAYSLIP], "children_welcome": True},
    "Domiciliation administrative": {"papers": [ID]},
    "Instruction du RSA": {"papers": [ID, HOME, Paper.BANK_DETAILS]},
    "Consultations de médecine générale sans avance de frais": {"papers": [COVER], "languages": ["fr", "ar", "pt"]},
    "Ateliers de français et de lecture": {"languages": ["fr", "ar", "wo"], "children_welcome": True},
    "Immersion d’une semaine": {"age_min": 16, "age_max": 25},
}


def facts_of(name: str, rank: int, today: date) -> dict[str, Any]:
    """The facts of an offer in one of the five towns: its places were counted some days ago, none in the second."""
    facts = dict(FACTS.get(name, {}))
    if "capacity" in facts and rank < 4:
        facts |= {"places_free": 0 if rank == 1 else 1 + rank, "places_on": today - timedelta(days=1 + 2 * rank)}
    if name == "Vestiaire solidaire" and rank == 0:
        facts |= {"closed_until": today + timedelta(days=12), "closed_reason": "Inventaire"}
    return facts
