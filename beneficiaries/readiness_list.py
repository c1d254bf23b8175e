"""The list of things to have on the day of the release with which an association begins; it changes it in the admin."""

from typing import Any

from beneficiaries.models.layer import Layer
from beneficiaries.models.readiness_kind import Concerns, ReadinessTheme

ROOF, PAPERS, COVER = ReadinessTheme.ROOF, ReadinessTheme.PAPERS, ReadinessTheme.COVER
INCOME, MEETING, OTHER = ReadinessTheme.INCOME, ReadinessTheme.MEETING, ReadinessTheme.OTHER

# (label, theme, days before the release, days it takes, precision, more)
FIRST_LIST: list[tuple[str, ReadinessTheme, int, int, str, dict[str, Any]]] = [
    ("Toit pour la première nuit", ROOF, 14, 2, "Où la personne dort le soir même.", {}),
    ("Papiers d’identité", PAPERS, 45, 21, "Carte d’identité ou titre de séjour valable.", {"needs_appointment": True}),
    ("Couverture santé", COVER, 30, 14, "Droits ouverts et attestation remise.", {}),
    ("Inscription à France Travail", INCOME, 21, 7, "Faite ou rendez-vous pris.", {"needs_appointment": True}),
    ("Revenus et droits ouverts", INCOME, 30, 10, "RSA, allocation, retraite : demande faite.", {}),
    ("Compte bancaire", INCOME, 45, 21, "Pour recevoir les aides.", {}),
    ("Domiciliation ou adresse", OTHER, 30, 14, "Où recevoir son courrier.", {"needs_appointment": True}),
    ("Premier rendez-vous dehors", MEETING, 7, 2, "Dans les sept jours.", {"needs_appointment": True}),
    ("Téléphone", OTHER, 7, 1, "Un numéro où joindre la personne dès la sortie.", {}),
    ("Transport du jour", OTHER, 3, 1, "Qui vient, ou quel train et quel billet.", {}),
    ("Argent et affaires du premier jour", OTHER, 3, 1, "Vêtements, repas, de quoi tenir.", {}),
    ("Billet de sortie", OTHER, 0, 0, "Remis par le greffe, sans duplicata : à garder toujours.", {}),
    ("Ordonnance et traitement", OTHER, 3, 2, "De quoi tenir jusqu’au premier rendez-vous.", {"layer": Layer.HEALTH}),
    (
        "Retour de l’enfant ou visite",
        OTHER,
        30,
        14,
        "Ce qui est convenu, avec qui.",
        {"layer": Layer.FAMILY, "concerns": Concerns.PARENTS},
    ),
]


def first_kinds() -> list[dict[str, Any]]:
    """The list, as fields of ReadinessItemKind, in its order."""
    return [
        {
            "label": label,
            "help": words,
            "theme": str(theme),
            "days_before": before,
            "lead_days": lead,
            "position": 10 * rank,
            **{name: value if isinstance(value, bool) else str(value) for name, value in more.items()},
        }
        for rank, (label, theme, before, lead, words, more) in enumerate(FIRST_LIST, start=1)
    ]
