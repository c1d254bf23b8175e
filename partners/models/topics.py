"""Topics of data·inclusion: their names, the domains they belong to, and the words people use for them."""

from collections.abc import Iterable

from data_inclusion.schema.v1 import Categorie, Thematique

from partners.models.codes import Audience, Domain, ServiceKind

SEPARATOR = "--"
TOPIC_LABELS: dict[str, str] = {topic.value: topic.label for topic in Thematique}
CATEGORY_LABELS: dict[str, str] = {category.value: category.label for category in Categorie}

CATEGORY_DOMAINS: dict[str, list[Domain]] = {
    "choisir-un-metier": [Domain.EMPLOYMENT],
    "creer-une-entreprise": [Domain.EMPLOYMENT],
    "difficultes-administratives-ou-juridiques": [Domain.ADMINISTRATIVE],
    "difficultes-financieres": [Domain.ADMINISTRATIVE],
    "equipement-et-alimentation": [Domain.SUPPORT],
    "famille": [Domain.FAMILY],
    "lecture-ecriture-calcul": [Domain.EMPLOYMENT],
    "logement-hebergement": [Domain.HOUSING],
    "mobilite": [Domain.EMPLOYMENT],
    "numerique": [Domain.ADMINISTRATIVE],
    "preparer-sa-candidature": [Domain.EMPLOYMENT],
    "remobilisation": [Domain.SUPPORT],
    "sante": [Domain.HEALTH],
    "se-former": [Domain.EMPLOYMENT],
    "souvrir-a-linternational": [Domain.EMPLOYMENT],
    "trouver-un-emploi": [Domain.EMPLOYMENT],
}
LAW = "difficultes-administratives-ou-juridiques--"
TEMPORARY_HOUSING = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
FOOD = "equipement-et-alimentation--alimentation"
TOPIC_DOMAINS: dict[str, list[Domain]] = {
    f"{LAW}prendre-en-compte-une-problematique-judiciaire": [Domain.JUSTICE],
    f"{LAW}connaitre-ses-droits-face-a-une-discrimination": [Domain.ADMINISTRATIVE, Domain.JUSTICE],
    f"{LAW}accompagnement-pour-lacces-aux-droits": [Domain.ADMINISTRATIVE, Domain.INFORMATION],
    TEMPORARY_HOUSING: [Domain.HOUSING, Domain.EMERGENCY],
    "famille--surmonter-conflits-separation-violence": [Domain.FAMILY, Domain.EMERGENCY],
}
JUSTICE_NETWORKS = {"spip", "pjj", "points-justice"}


def domains_for(
    topics: Iterable[str], *, kind: str = "", audiences: Iterable[str] = (), networks: Iterable[str] = ()
) -> list[str]:
    """The domains that follow from what a service says of itself, in the order of the tiles."""
    found: set[str] = set()
    for topic in topics:
        category = topic.partition(SEPARATOR)[0]
        found.update(TOPIC_DOMAINS.get(topic) or CATEGORY_DOMAINS.get(category, []))
        if topic == FOOD and Audience.EMERGENCY in audiences:
            found.add(Domain.EMERGENCY)
    if kind == ServiceKind.INFORMATION:
        found.add(Domain.INFORMATION)
    if JUSTICE_NETWORKS.intersection(networks):
        found.add(Domain.JUSTICE)
    return [domain for domain in Domain.values if domain in found]


# What people type → topics (whole code) or categories (code ending with --); accents and plurals do not matter.
SYNONYMS: dict[str, list[str]] = {
    "115 siao samu abri rue dormir nuit chrs chu urgence": [TEMPORARY_HOUSING],
    "hébergement foyer toit sdf domicile": [TEMPORARY_HOUSING],
    "logement appartement maison loyer bail hlm studio": ["logement-hebergement--"],
    "expulsion impayé": [
        "logement-hebergement--reduire-les-impayes-de-loyer",
        "logement-hebergement--se-maintenir-dans-le-logement",
    ],
    "cure postcure sevrage alcool alcoolisme drogue cannabis toxicomanie addictologie tabac": ["sante--addictions"],
    "csapa caarud méthadone subutex dépendance": ["sante--addictions"],
    "psy psychologue psychiatre psychologie dépression cmp": ["sante--sante-mentale"],
    "médecin soin docteur dentiste infirmier hôpital mutuelle vitale css c2s cmu ame cpam ameli pass": [
        "sante--acces-aux-soins"
    ],
    "handicap mdph aah rqth": ["sante--constituer-un-dossier-mdph-invalidite"],
    "papier identité passeport cni carte titre séjour domiciliation préfecture ofpra asile": [
        f"{LAW}accompagnement-aux-demarches-administratives",
        f"{LAW}accompagnement-pour-lacces-a-la-citoyennete",
        f"{LAW}accompagnement-pour-lacces-aux-droits",
    ],
    "rsa caf droit allocation prestation apl prime ccas": [
        f"{LAW}accompagnement-pour-lacces-aux-droits",
        f"{LAW}accompagnement-aux-demarches-administratives",
    ],
    "prison détention détenu spip sortant probation tig jap peine incarcération justice avocat juridique": [
        f"{LAW}prendre-en-compte-une-problematique-judiciaire"
    ],
    "permis conduire conduite code route": ["mobilite--preparer-un-permis"],
    "voiture auto garage": ["mobilite--acceder-a-un-vehicule", "mobilite--entretenir-reparer-son-vehicule"],
    "transport bus train déplacement vélo moto scooter trottinette": ["mobilite--"],
    "travail job boulot emploi intérim recrutement": ["trouver-un-emploi--", "preparer-sa-candidature--"],
    "cv curriculum lettre motivation": ["preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation"],
    "formation diplôme apprentissage vae qualification": ["se-former--"],
    "français fle alphabétisation illettrisme lecture": ["lecture-ecriture-calcul--maitriser-le-francais"],
    "entreprise entrepreneur création auto-entrepreneur": ["creer-une-entreprise--"],
    "dette surendettement crédit huissier": ["difficultes-financieres--situation-dendettement-surendettement"],
    "budget argent banque": ["difficultes-financieres--"],
    "manger repas nourriture colis alimentaire épicerie faim": [FOOD],
    "vêtement habit vestiaire fripe": ["equipement-et-alimentation--habillement"],
    "meuble frigo électroménager": ["equipement-et-alimentation--electromenager"],
    "crèche garde nounou bébé enfant assistante maternelle": ["famille--garde-denfants"],
    "parent parentalité enfant éducation": ["famille--soutien-a-la-parentalite-et-a-leducation"],
    "violence conjugale divorce séparation": ["famille--surmonter-conflits-separation-violence"],
    "internet ordinateur informatique numérique smartphone": ["numerique--"],
    "sport culture loisir théâtre": ["remobilisation--activites-sportives-et-culturelles"],
    "bénévolat bénévole": ["remobilisation--benevolat-action-citoyenne"],
    "isolement rencontre": ["remobilisation--lien-social"],
}

# What people call by another name, so that the directory’s own is looked for.
OTHER_NAMES: dict[str, str] = {
    "pole emploi": "france travail",
    "anpe": "france travail",
    "carte vitale": "assurance maladie",
    "securite sociale": "assurance maladie",
    "secu": "assurance maladie",
    "assistante sociale": "ccas",
    "assistant social": "ccas",
    "assistants sociaux": "ccas",
    "sans abri": "sdf",
    "sans domicile fixe": "sdf",
    "garantie jeunes": "engagement jeune",
}
# Words that say for whom: they bring these services forward and leave the others.
AUDIENCE_WORDS: dict[str, Audience] = {
    "prison détention détenu incarcération incarcéré libération justice sortant sortante sortie": Audience.JUSTICE,
    "femme": Audience.WOMEN,
    "jeune mineur": Audience.YOUNG,
    "famille": Audience.FAMILIES,
    "sénior retraité": Audience.SENIORS,
    "étudiant": Audience.STUDENTS,
    "exilé réfugié migrant": Audience.EXILES,
}
# Words of a sentence that say nothing of what is looked for, unless nothing else was typed.
PASSING_WORDS = """
    après avant sortir sort sorti urgent gratuit personne homme passer remplir refaire faire perdre perdu perdue perdus
    obtenir avoir demande demander apprendre besoin aide aider chercher cherche recherche trouver comment où quel quelle
    adresse contact numéro téléphone près proche ville quartier monsieur madame nouveau nouvelle vite
"""
