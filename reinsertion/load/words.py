"""Words of which titles, accounts and invented names are made."""

# Openings of place-like names, joined to endings below: thousands of words nobody wrote, as a real directory holds.
STARTS = [
    "Alber", "Ambre", "Argen", "Aube", "Avri", "Bara", "Beau", "Bel", "Berge", "Bois", "Bonne", "Bour", "Brio", "Calo",
    "Cam", "Cassa", "Caste", "Chale", "Cham", "Chante", "Clair", "Colom", "Conta", "Corma", "Coula", "Crève", "Dama",
    "Dorne", "Ecri", "Espé", "Falai", "Fauve", "Ferre", "Flora", "Fonte", "Fougè", "Fran", "Gali", "Garde", "Genêt",
    "Givre", "Grande", "Haute", "Herbe", "Horta", "Jonqui", "Lande", "Lauri", "Loui", "Luce", "Malau", "Marce", "Mauve",
    "Mélan", "Mire", "Mont", "Mora", "Nante", "Neuve", "Noise", "Ombre", "Orme", "Peyre", "Pierre", "Plai", "Prune",
    "Quercy", "Roche", "Rome", "Rose", "Saule", "Sauve", "Serre", "Sorbi", "Tille", "Tourne", "Trem", "Val", "Vaude",
    "Verne", "Vieille", "Ville", "Yvo",
]  # fmt: skip
ENDINGS = [
    "bois", "bourg", "camp", "celles", "champ", "court", "croix", "dun", "épine", "fontaine", "font", "fort", "gny",
    "gorge", "grange", "lac", "lande", "laure", "lieu", "lin", "long", "loup", "mare", "marque", "ment", "meuse",
    "mont", "mur", "net", "noix", "pierre", "plaine", "pont", "pré", "puits", "rive", "roche", "rouge", "sart",
    "source", "sole", "tour", "vaux", "verne", "vigne", "vil", "viron", "voie", "xart", "zelle",
]  # fmt: skip
BEARERS = [
    "Association", "Maison", "Foyer", "Collectif", "Centre", "Atelier", "Régie", "Union", "Relais", "Comptoir",
    "Amicale", "Fabrique", "Halte", "Résidence", "Coopérative", "Entraide", "Espace", "Pôle", "Mission",
    "Point accueil",
]  # fmt: skip
# (domain, topic of data·inclusion, beginnings, complements): a title is one of each and sometimes a detail.
TITLES: list[tuple[str, str, list[str], list[str]]] = [
    ("housing", "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
     ["Hébergement", "Accueil", "Mise à l’abri", "Places", "Chambres", "Résidence"],
     ["d’urgence", "d’insertion", "temporaire", "de nuit", "pour femmes", "pour couples", "en appartement partagé",
      "après la sortie", "pour jeunes adultes", "avec animal"]),
    ("housing", "logement-hebergement--louer-un-logement",
     ["Recherche", "Intermédiation", "Garantie", "Visite", "Accompagnement"],
     ["de logement", "locative", "du premier loyer", "d’appartement", "vers le logement social", "au bail glissant"]),
    ("administrative", "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
     ["Domiciliation", "Permanence", "Guichet", "Écrivain public", "Aide aux démarches"],
     ["administrative", "pour les papiers", "carte d’identité", "titre de séjour", "allocations", "retraite", "impôts",
      "en ligne"]),
    ("health", "sante--acces-aux-soins",
     ["Consultation", "Bilan de santé", "Soins", "Dépistage", "Prévention", "Permanence"],
     ["de médecine générale", "dentaire", "infirmière", "sans rendez-vous", "mobile", "ophtalmologique", "nutrition"]),
    ("health", "sante--sante-mentale",
     ["Écoute", "Soutien psychologique", "Groupe de parole", "Entretien"],
     ["individuelle", "pour les proches", "pour adolescents", "après une séparation", "en soirée"]),
    ("employment", "trouver-un-emploi--repondre-a-des-offres-demploi",
     ["Accompagnement", "Atelier", "Parrainage", "Chantier d’insertion", "Contrat aidé"],
     ["vers l’emploi", "curriculum vitae", "entretien d’embauche", "espaces verts", "bâtiment", "restauration",
      "réemploi textile", "logistique", "maraîchage", "mécanique vélo", "menuiserie", "propreté", "aide à domicile"]),
    ("employment", "se-former--trouver-sa-formation",
     ["Formation", "Remise à niveau", "Préparation", "Cours", "Stage"],
     ["de français", "en mathématiques", "au certificat CléA", "au permis cariste", "bureautique", "soudure",
      "électricité", "coiffure", "secrétariat", "animation"]),
    ("family", "famille--garde-denfants",
     ["Crèche", "Halte-garderie", "Ludothèque", "Médiation", "Espace parents"],
     ["d’insertion", "familiale", "à horaires élargis", "en soirée", "pour tout-petits", "parents-enfants"]),
    ("support", "remobilisation--lien-social",
     ["Épicerie solidaire", "Vestiaire", "Repas partagés", "Jardin", "Atelier", "Bibliothèque", "Café"],
     ["de quartier", "cuisine", "couture", "théâtre", "musique", "photographie", "bricolage", "associatif",
      "itinérant"]),
    ("emergency", "equipement-et-alimentation--alimentation",
     ["Distribution", "Colis", "Maraude", "Douches", "Bagagerie", "Accueil de jour"],
     ["alimentaire", "d’hygiène", "sociale", "gratuites", "sans condition", "du soir"]),
    ("justice", "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
     ["Consultation", "Médiation", "Accueil", "Point-justice", "Aide"],
     ["d’avocats", "pénale", "des familles au parloir", "aux victimes", "des sortants de détention",
      "au travail d’intérêt général"]),
    ("information", "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
     ["Information", "Atelier", "Accueil", "Permanence", "Réunion"],
     ["logement", "accès aux droits", "numérique", "mobilité", "énergie", "surendettement", "transport solidaire"]),
]  # fmt: skip
DETAILS = [
    "", "", "", "le matin", "sur rendez-vous", "avec interprète", "en petit groupe", "pour les habitants", "gratuit",
    "toute l’année", "deux jours par semaine", "à domicile", "avec garde d’enfants",
]  # fmt: skip
SUMMARIES = [
    "Point fait sur le logement, dossier complet, réponse attendue dans la semaine.",
    "Rendez-vous en préfecture préparé ensemble, pièces réunies, photocopies faites.",
    "Appel pour confirmer la visite ; la personne sera accompagnée par une collègue.",
    "Bilan du mois : droits ouverts, recherche de formation en cours, moral meilleur.",
    "Visite d’un atelier d’insertion, bon accueil, immersion d’une semaine proposée.",
    "Courrier de la caisse expliqué, déclaration trimestrielle faite en ligne.",
    "Inscription à la crèche demandée, commission le mois prochain.",
    "Entretien en détention, préparation de la sortie : adresse, papiers, premiers jours.",
]


def place_names() -> list[str]:
    """Every joining of an opening and an ending, in a fixed order."""
    return [start + ending for start in STARTS for ending in ENDINGS]
