"""Sixteen kinds of partner, each present in five towns, and the 38 services they offer there."""

from typing import NamedTuple

from partners.models import Audience, Domain, ServiceKind

A, D, K = Audience, Domain, ServiceKind


class Offer(NamedTuple):
    """One service: name, what it is, domains, topics of data·inclusion, publics, kind, fee when there is one."""

    name: str
    description: str
    domains: list[str]
    topics: list[str]
    audiences: list[str]
    kind: str = K.SUPPORT
    fee: str = ""


class Partner(NamedTuple):
    """One kind of partner: its names in the five towns ({city} when it bears the town’s), hours, services."""

    names: list[str]
    presentation: str
    hours: str
    offers: list[Offer]


WEEK = "Mo-Fr 09:00-12:00,14:00-17:00"
DAYS = "Mo-Fr 08:30-17:30"
EVERY_DAY = "Mo-Su 00:00-24:00"
SHELTER = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
RENT = "logement-hebergement--louer-un-logement"
STEPS = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
RIGHTS = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"
COURTS = "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire"
JOBS = "trouver-un-emploi--repondre-a-des-offres-demploi"
BOND = "remobilisation--lien-social"
CARE = "sante--acces-aux-soins"
FRENCH = "lecture-ecriture-calcul--maitriser-le-francais"

PARTNERS = [
    Partner(["CCAS de {city}"] * 5, "Centre communal d’action sociale.", WEEK, [
        Offer("Domiciliation administrative", "Une adresse pour recevoir son courrier et ouvrir ses droits, un an "
              "renouvelable.", [D.ADMINISTRATIVE], [STEPS], [A.EVERYONE, A.EMERGENCY]),
        Offer("Aide alimentaire d’urgence", "Colis ou bons d’achat, remis le jour même après un entretien.",
              [D.EMERGENCY, D.SUPPORT], ["equipement-et-alimentation--alimentation"], [A.EMERGENCY], K.MATERIAL_AID),
        Offer("Instruction du RSA", "Ouverture du dossier et premier rendez-vous d’orientation.", [D.ADMINISTRATIVE],
              [RIGHTS], [A.BENEFITS, A.JOBSEEKERS]),
    ]),
    Partner(["CHRS du Pont", "CHRS des Deux-Lunes", "CHRS La Clé des champs", "CHRS L’Embellie", "CHRS Les Écluses"],
            "Centre d’hébergement et de réinsertion sociale.", EVERY_DAY, [
        Offer("Hébergement d’insertion", "Chambre individuelle et accompagnement social pendant six mois "
              "renouvelables, sur orientation du SIAO.", [D.HOUSING], [SHELTER], [A.EVERYONE, A.JUSTICE]),
        Offer("Places réservées aux sortants de détention", "Admission préparée avant la sortie, avec le SPIP et "
              "l’association qui accompagne.", [D.HOUSING, D.JUSTICE], [SHELTER, COURTS], [A.JUSTICE]),
        Offer("Accompagnement vers le logement", "Recherche, dossier, garanties et installation.", [D.HOUSING],
              [RENT], [A.EVERYONE]),
    ]),
    Partner(["Halte de nuit Les Veilleurs", "Halte de nuit Le Réverbère", "Halte de nuit La Boussole",
             "Halte de nuit Le Fanal", "Halte de nuit L’Étape"], "Accueil de nuit sans condition.",
            "Mo-Su 19:00-08:00", [
        Offer("Accueil de nuit sans condition", "Repas chaud, douche, casier et repos ; on entre sans rendez-vous.",
              [D.EMERGENCY, D.HOUSING], [SHELTER], [A.EMERGENCY, A.EVERYONE]),
        Offer("Mise à l’abri de femmes et d’enfants", "Chambres à part, équipe formée, durée de sept nuits.",
              [D.EMERGENCY, D.FAMILY], [SHELTER], [A.WOMEN, A.FAMILIES]),
    ]),
    Partner(["Pension de famille Le Marronnier", "Pension de famille La Treille", "Pension de famille Les Capucines",
             "Pension de famille Le Vieux Four", "Pension de famille Les Hirondelles"],
            "Logement durable avec la présence d’hôtes.", DAYS, [
        Offer("Logement en pension de famille", "Studio meublé, repas partagés, hôtes présents en semaine, sans "
              "limite de durée.", [D.HOUSING], [RENT], [A.BENEFITS, A.SENIORS], K.SUPPORT,
              "Redevance couverte en partie par l’aide au logement."),
        Offer("Repas et ateliers ouverts au quartier", "Cuisine, jardin et couture deux fois par semaine.",
              [D.SUPPORT], [BOND], [A.EVERYONE], K.WORKSHOP),
    ]),
    Partner(["Bail d’abord", "Toits solidaires", "Clés en main", "Habiter ensemble", "Un bail pour tous"],
            "Intermédiation locative et gestion adaptée.", WEEK, [
        Offer("Intermédiation locative", "L’association loue au propriétaire et sous-loue à la personne, puis le "
              "bail glisse à son nom.", [D.HOUSING], [RENT], [A.JUSTICE, A.BENEFITS]),
        Offer("Fonds d’équipement du premier logement", "Lit, table, plaques et vaisselle, livrés en une semaine.",
              [D.HOUSING, D.SUPPORT], ["equipement-et-alimentation--electromenager"], [A.BENEFITS], K.MATERIAL_AID),
    ]),
    Partner(["Accueil de jour La Passerelle", "Accueil de jour Le Préau", "Accueil de jour La Halte",
             "Accueil de jour Le Perron", "Accueil de jour L’Ancre"], "Lieu ouvert en journée, sans rendez-vous.",
            "Mo-Sa 08:00-16:00", [
        Offer("Accueil de jour, douches et laverie", "Petit-déjeuner, douches, laverie, bagagerie, téléphone et "
              "ordinateurs.", [D.EMERGENCY, D.SUPPORT], [BOND], [A.EMERGENCY, A.EVERYONE], K.MATERIAL_AID),
        Offer("Permanence d’accès aux droits", "Écrivain public, aide en ligne, lecture des courriers, le mardi et le "
              "jeudi.", [D.ADMINISTRATIVE, D.INFORMATION], [RIGHTS, "numerique--acceder-a-des-services-en-ligne"],
              [A.EVERYONE], K.INFORMATION),
        Offer("Vestiaire solidaire", "Vêtements de saison et tenue d’entretien d’embauche, choisis sur place.",
              [D.SUPPORT], ["equipement-et-alimentation--habillement"], [A.EVERYONE], K.MATERIAL_AID),
    ]),
    Partner(["Centre de santé des Filatures", "Centre de santé du Canal", "Centre de santé des Peupliers",
             "Centre de santé du Beffroi", "Centre de santé de la Lys"], "Soins de ville sans avance de frais.",
            DAYS, [
        Offer("Consultations de médecine générale sans avance de frais", "Sur rendez-vous, interprète par téléphone.",
              [D.HEALTH], [CARE], [A.EVERYONE, A.EXILES]),
        Offer("Aide à l’ouverture des droits santé", "Complémentaire santé solidaire, carte Vitale, choix du médecin.",
              [D.HEALTH, D.ADMINISTRATIVE], [CARE, RIGHTS], [A.EVERYONE, A.BENEFITS]),
    ]),
    Partner(["Écoute Plurielle", "Le Temps d’une pause", "Parole ouverte", "Le Fil de soi", "À mots couverts"],
            "Soutien psychologique gratuit.", WEEK, [
        Offer("Entretiens de soutien psychologique", "Dix entretiens avec une psychologue, en ville ou par vidéo.",
              [D.HEALTH, D.SUPPORT], ["sante--sante-mentale"], [A.EVERYONE, A.JUSTICE]),
        Offer("Groupe de parole pour les proches", "Un soir par mois, entre familles de personnes détenues.",
              [D.SUPPORT, D.FAMILY], ["famille--soutien-aidants"], [A.FAMILIES], K.WORKSHOP),
    ]),
    Partner(["Chantier Les Jardins du Nord", "Atelier Réemploi & Cie", "Chantier Bois d’ici", "Atelier La Cantine",
             "Chantier Vélo Nouveau"], "Atelier et chantier d’insertion.", DAYS, [
        Offer("Contrat d’insertion de 26 heures", "Espaces verts, réemploi ou cuisine, avec une conseillère en "
              "insertion ; contrats de quatre mois renouvelables.", [D.EMPLOYMENT], [JOBS], [A.JOBSEEKERS, A.JUSTICE]),
        Offer("Immersion d’une semaine", "Découvrir un métier avant de s’engager.", [D.EMPLOYMENT],
              ["choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"], [A.JOBSEEKERS, A.YOUNG], K.WORKSHOP),
        Offer("Accueil de travaux d’intérêt général", "Tutrice formée, horaires aménagés, en semaine ou le samedi.",
              [D.JUSTICE, D.EMPLOYMENT], [COURTS], [A.JUSTICE]),
    ]),
    Partner(["Cap Métiers {city}"] * 5, "Maison de l’emploi et de la formation.", DAYS, [
        Offer("Accompagnement vers l’emploi", "Un conseiller, des offres, des visites d’entreprises.", [D.EMPLOYMENT],
              [JOBS, "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi"], [A.JOBSEEKERS]),
        Offer("Atelier CV et entretien", "Trois demi-journées en petit groupe.", [D.EMPLOYMENT],
              ["preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation"], [A.EVERYONE], K.WORKSHOP),
        Offer("Préparation au certificat CléA", "Lire, écrire, compter et utiliser un ordinateur au travail.",
              [D.EMPLOYMENT], ["se-former--trouver-sa-formation", FRENCH], [A.JOBSEEKERS], K.TRAINING),
    ]),
    Partner(["Les Mots passants", "Alphabet du Nord", "Lire et Dire", "Le Porte-plume", "Syllabes"],
            "Ateliers de français et de lecture.", "Mo-Fr 09:30-16:30", [
        Offer("Ateliers de français et de lecture", "Quatre niveaux, entrée toute l’année, garde d’enfants sur place.",
              [D.EMPLOYMENT, D.SUPPORT], [FRENCH], [A.EXILES, A.EVERYONE], K.TRAINING),
        Offer("Écrivain public", "Lettres, formulaires et dossiers, sans rendez-vous.", [D.ADMINISTRATIVE], [STEPS],
              [A.EVERYONE]),
    ]),
    Partner(["Crèche Les Petits Pas", "Crèche La Ribambelle", "Crèche Les Coccinelles", "Crèche Pomme d’Api",
             "Crèche Le Nid"], "Accueil du jeune enfant à vocation d’insertion.", "Mo-Fr 07:30-18:30", [
        Offer("Places de crèche d’insertion", "Accueil rapide et souple pour un parent qui reprend une formation ou un "
              "emploi.", [D.FAMILY, D.EMPLOYMENT], ["famille--garde-denfants"], [A.FAMILIES, A.WOMEN], K.SUPPORT,
              "Selon les revenus, à partir de 0,20 € l’heure."),
        Offer("Lieu d’accueil enfants-parents", "Jouer ensemble et rencontrer d’autres parents, le matin.",
              [D.FAMILY], ["famille--soutien-a-la-parentalite-et-a-leducation"], [A.FAMILIES], K.WORKSHOP),
    ]),
    Partner(["Trait d’union familles", "Familles d’à côté", "Le Lien", "Entre nous", "La Courte Échelle"],
            "Maintien des liens familiaux.", WEEK, [
        Offer("Accueil des familles avant le parloir", "Pause, garde des enfants et conseils, près de l’établissement.",
              [D.FAMILY, D.JUSTICE], ["famille--soutien-aidants"], [A.FAMILIES, A.JUSTICE]),
        Offer("Médiation familiale", "Renouer, décider ensemble des visites et de la garde.", [D.FAMILY],
              ["famille--surmonter-conflits-separation-violence"], [A.FAMILIES], K.SUPPORT,
              "De 2 à 30 € selon les revenus."),
    ]),
    Partner(["Point-justice de {city}"] * 5, "Lieu d’accès au droit.", WEEK, [
        Offer("Consultations gratuites d’avocats", "Le mercredi, sur rendez-vous ; logement, famille, travail.",
              [D.JUSTICE, D.INFORMATION], [RIGHTS], [A.EVERYONE], K.INFORMATION),
        Offer("Aide aux victimes et information", "Écoute, droits, démarches.", [D.JUSTICE, D.SUPPORT], [COURTS],
              [A.EVERYONE], K.INFORMATION),
    ]),
    Partner(["Maison France services de {city}"] * 5, "Guichet des démarches du quotidien.", DAYS, [
        Offer("Aide aux démarches en ligne", "Impôts, caisse d’allocations, retraite, titres : un agent accompagne.",
              [D.ADMINISTRATIVE, D.INFORMATION], [STEPS, "numerique--acceder-a-des-services-en-ligne"], [A.EVERYONE]),
        Offer("Carte d’identité : dépôt et retrait", "Prendre rendez-vous ; apporter photo et justificatif.",
              [D.ADMINISTRATIVE], [STEPS], [A.EVERYONE]),
        Offer("Initiation à l’ordinateur et au téléphone", "Six séances d’une heure et demie.",
              [D.INFORMATION, D.SUPPORT], ["numerique--maitriser-les-fondamentaux-du-numerique"],
              [A.EVERYONE, A.SENIORS], K.WORKSHOP),
    ]),
    Partner(["En selle", "Roues libres", "Mobilité pour tous", "Le Petit Braquet", "Feu vert solidaire"],
            "Se déplacer pour travailler.", "Tu-Sa 10:00-18:00", [
        Offer("Prêt de vélos et de cyclomoteurs", "Pour aller au travail ou en formation, trois mois.",
              [D.EMPLOYMENT, D.SUPPORT], ["mobilite--acceder-a-un-vehicule"], [A.JOBSEEKERS, A.WORKERS], K.MATERIAL_AID,
              "1 € par jour."),
        Offer("Permis de conduire accompagné", "Code et conduite à un rythme adapté, bourse possible.",
              [D.EMPLOYMENT], ["mobilite--preparer-un-permis"], [A.JOBSEEKERS, A.YOUNG], K.TRAINING,
              "Participation de 150 € payable en dix fois."),
    ]),
]  # fmt: skip
