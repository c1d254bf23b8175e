"""What must not stand on a sheet that anybody may read over a shoulder: justice, health, unexplained acronyms."""

import re

from partners.models.folding import fold

# Folded; a star stands for any ending.
JUSTICE = (
    "ecrou", "prison*", "penitentiaire*", "detention", "detenu*", "incarcer*", "cellule", "greffe", "parloir*", "spip",
    "jap", "cpip", "juge*", "tribunal", "tribunaux", "audience*", "condamn*", "infraction*", "delit*", "crime*",
    "criminel*", "probation*", "sursis", "bracelet*", "semi-liberte", "maison d'arret", "mandat de depot",
    "liberation conditionnelle", "casier judiciaire", "controle judiciaire", "obligation de soins",
)  # fmt: skip
HEALTH = (
    "psychiatr*", "psycholog*", "psychotrop*", "addict*", "csapa", "caarud", "cmp", "vih", "hiv", "sida", "hepatite*",
    "methadone", "subutex", "traitement*", "ordonnance*", "depression", "depressif*", "alcool*", "toxicoman*",
    "cancer*", "diagnostic*", "maladie*",
)  # fmt: skip
PRIVATE = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in (*JUSTICE, *HEALTH)) + r")(?!\w)"
)

# Acronyms that the sheet writes out by itself.
EXPLAINED = {
    "AME": "aide médicale de l’État",
    "CAF": "caisse d’allocations familiales",
    "CCAS": "centre communal d’action sociale",
    "CHRS": "foyer d’hébergement",
    "CNI": "carte d’identité",
    "CPAM": "caisse d’assurance maladie",
    "CSS": "complémentaire santé",
    "MDPH": "maison du handicap",
    "RIB": "relevé d’identité bancaire",
    "RSA": "revenu de solidarité active",
    "SIAO": "service du 115",
}
KNOWN = {"SMS", "RER", "TGV", "TER", "BUS", "RDV"}
ACRONYM = re.compile(r"\b[A-ZÀ-Ü]{2,6}\b")


def private_words(text: str) -> list[str]:
    """The words that say something of justice or of health."""
    return PRIVATE.findall(fold(text))


def unexplained(text: str) -> list[str]:
    """The acronyms that the reader may not know and that the sheet cannot write out."""
    return [found for found in ACRONYM.findall(text) if found not in EXPLAINED and found not in KNOWN]


def explained(text: str) -> str:
    """The text with its known acronyms written out."""
    return ACRONYM.sub(lambda found: EXPLAINED.get(found.group(), found.group()), text)
