"""Sentences from which the accounts of follow-ups are made: plain, kind, about steps taken and to take.

{Il}, {il} and {e} agree with the person; nothing speaks of an offence or of an illness.
"""

from beneficiaries.models import FollowUpMode, Topic

OPENINGS: dict[str, list[str]] = {
    FollowUpMode.INTERVIEW: [
        "Entretien à l’antenne.",
        "Reçu{e} à l’heure, en confiance.",
        "Point fait ensemble sur les démarches en cours.",
        "Entretien court entre deux rendez-vous.",
        "Venu{e} sans rendez-vous, reçu{e} tout de suite.",
        "Entretien à trois avec une collègue.",
        "{Il} est arrivé{e} avec tous ses papiers.",
    ],
    FollowUpMode.VISIT: [
        "Rencontre au parloir des avocats et intervenants.",
        "Vu{e} en détention, salle 2.",
        "Entretien en détention, {il} avait préparé ses questions.",
        "Passage au quartier, échange d’une demi-heure.",
        "Rencontre avec le CPIP présent en début d’entretien.",
    ],
    FollowUpMode.PHONE: [
        "Appel bref.",
        "{Il} a rappelé après mon message.",
        "Échange au téléphone, bonne ligne.",
        "Appel pour confirmer le rendez-vous.",
        "Appel du service, puis de la personne, pour accorder les dates.",
    ],
    FollowUpMode.ACCOMPANIED: [
        "Accompagnement sur place, trajet en métro.",
        "Nous y sommes allé·e·s ensemble.",
        "Accompagnement au guichet, attente d’une heure.",
        "Visite faite ensemble, bon accueil.",
    ],
    FollowUpMode.OUTREACH: [
        "Croisé près de la gare en fin de soirée.",
        "Rencontre pendant la maraude, un café partagé.",
        "Échange de quelques minutes place des Jardins.",
    ],
    FollowUpMode.LETTER: [
        "Courrier reçu, réponse envoyée le jour même.",
        "Lettre envoyée avec la liste des pièces.",
        "Courrier du service transmis et expliqué.",
    ],
}
BODIES: dict[str, list[str]] = {
    Topic.HOUSING: [
        "La demande auprès du SIAO est complète et déposée.",
        "Le dossier de logement social est renouvelé.",
        "Nous avons rempli la demande d’hébergement, il manque une photo.",
        "Une cousine peut l’accueillir les premières semaines, à confirmer.",
        "{Il} pense à une pension de famille et s’y verrait bien.",
    ],
    Topic.PAPERS: [
        "La carte d’identité est demandée, reçu remis.",
        "L’acte de naissance est arrivé par la poste.",
        "Les photos d’identité sont faites.",
        "Un justificatif manque encore au dossier.",
        "Le titre à renouveler est dans les délais.",
    ],
    Topic.RIGHTS: [
        "Simulation des aides faite, {il} peut prétendre à l’aide au logement.",
        "Un courrier de la caisse demandait une pièce : envoyée.",
        "La déclaration d’impôts est partie.",
        "Nous avons listé les droits à ouvrir et les pièces à réunir.",
    ],
    Topic.HEALTH: ["La couverture santé est à jour.", "Carte Vitale commandée.", "Lunettes neuves, {il} lit mieux."],
    Topic.EMPLOYMENT: [
        "CV repris ensemble, deux versions prêtes.",
        "Souhaite travailler dans la cuisine ou la logistique.",
        "{Il} a bien travaillé à l’atelier ce mois-ci.",
        "Nous avons relu deux offres de chantiers d’insertion.",
    ],
    Topic.TRAINING: [
        "Assidu{e} aux cours, progrès nets à l’écrit.",
        "Test de positionnement passé.",
        "La session de printemps l’intéresse.",
        "{Il} a obtenu l’attestation de la première partie.",
    ],
    Topic.FAMILY: [
        "{Il} a revu sa sœur, bon moment.",
        "Souhaite écrire à son fils, nous avons relu la lettre.",
        "La visite en famille s’est bien passée.",
    ],
    Topic.JUSTICE: [
        "Le CPIP confirme les dates.",
        "Attestation de suivi remise pour l’audience.",
        "La demande de permission est déposée.",
        "Consultation demandée au point-justice.",
    ],
}
BODIES_IN_TOWN: dict[str, list[str]] = {
    Topic.HOUSING: [
        "Dort chez un cousin, qui peut l’héberger jusqu’à la fin du mois.",
        "{Il} a visité une chambre en pension de famille.",
        "Cherche un studio près de la ligne 2 du métro.",
        "La garantie du premier loyer est acceptée.",
        "Le 115 a proposé trois nuits, {il} préfère attendre une place stable.",
        "L’état des lieux d’entrée est fixé.",
    ],
    Topic.PAPERS: [
        "Attestation de domiciliation à refaire avant la fin du mois.",
        "Rendez-vous en préfecture obtenu en ligne.",
        "Le compte bancaire est ouvert, carte attendue sous dix jours.",
    ],
    Topic.RIGHTS: [
        "Demande de RSA faite ensemble en ligne.",
        "Les droits sont ouverts, premier versement le 5.",
        "La carte de transport à tarif réduit est accordée.",
        "Inscription à la bibliothèque et à l’aide alimentaire.",
    ],
    Topic.HEALTH: ["Rendez-vous pris au centre de santé.", "{Il} a choisi un médecin traitant dans le quartier."],
    Topic.EMPLOYMENT: [
        "Inscription à France Travail faite.",
        "Entretien prévu avec un chantier d’insertion espaces verts.",
        "{Il} a envoyé trois candidatures cette semaine.",
        "L’employeur est content de la période d’essai.",
        "Visite d’un atelier de réemploi, très motivé{e}.",
        "Le contrat de vingt-six heures commence lundi.",
    ],
    Topic.TRAINING: [
        "Intéressé{e} par le permis, demande d’aide à préparer.",
        "A aidé un autre participant pendant l’atelier.",
    ],
    Topic.FAMILY: [
        "Demande de place en crèche à l’étude.",
        "Sa mère peut garder la petite le mercredi.",
        "{Il} cherche une activité à partager avec ses enfants.",
    ],
    Topic.JUSTICE: ["Rendez-vous au SPIP rappelé et noté.", "{Il} respecte bien ses horaires."],
}
NEXT_STEPS: dict[str, list[str]] = {
    Topic.HOUSING: ["Relancer le SIAO jeudi.", "Visite à prévoir.", "Appeler le bailleur.", "Une pièce à envoyer."],
    Topic.PAPERS: ["Retirer la carte dès l’avis.", "Refaire le point à la réception.", "Photocopies à classer."],
    Topic.RIGHTS: ["Vérifier le versement.", "Rappeler la caisse lundi.", "Déclaration à faire le mois prochain."],
    Topic.HEALTH: ["Rappeler le rendez-vous la veille.", "Voir la carte à réception."],
    Topic.EMPLOYMENT: ["Préparer l’entretien.", "Appeler l’employeur.", "Relire la lettre ensemble."],
    Topic.TRAINING: ["Inscription à confirmer.", "Bilan à la fin de la session.", "Demander les dates."],
    Topic.FAMILY: ["Prendre des nouvelles.", "Appeler la crèche.", "Proposer l’atelier parents-enfants."],
    Topic.JUSTICE: ["Écrire au CPIP.", "Rappeler la date par message.", "Préparer les pièces."],
}  # fmt: skip
ABSENCES = [
    "A prévenu : rendez-vous reporté",
    "Métro en panne",
    "Rendez-vous oublié, s’est excusé·e",
    "Entretien d’embauche au même moment",
    "Enfant à garder",
    "",
]
CONFIDENTIAL = [
    "A parlé d’une tension avec un proche ; en parler en réunion avant toute prise de contact avec la famille.",
    "Demande que son ancienne adresse ne soit donnée à personne.",
    "S’inquiète pour sa sortie ; rester disponible la semaine qui précède.",
    "Ne veut pas que son employeur connaisse son parcours : rien sur les courriers.",
]
