"""Common needs by domain, with the result often aimed at and the steps often taken: to choose from, never imposed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from partners.models import Domain

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class CommonNeed:
    """A need as it is often said; is_violence: read by the lead worker and the case team alone."""

    code: str
    title: "StrOrPromise"
    result: "StrOrPromise" = ""
    steps: "tuple[StrOrPromise, ...]" = field(default_factory=tuple)
    is_violence: bool = False


CATALOGUE: dict[str, list[CommonNeed]] = {
    Domain.HOUSING: [
        CommonNeed(
            "night",
            _("Trouver où dormir à la sortie"),
            _("Avoir un lit dès la première nuit"),
            (_("Faire la demande au SIAO"), _("Appeler les foyers du territoire"), _("Préparer une solution de repli")),
        ),
        CommonNeed(
            "lasting-home",
            _("Trouver un logement durable"),
            _("Signer un bail ou entrer en pension de famille"),
            (
                _("Déposer la demande de logement social"),
                _("Réunir les justificatifs"),
                _("Demander la garantie Visale"),
            ),
        ),
        CommonNeed(
            "keep-home",
            _("Garder son logement pendant la détention"),
            _("Le bail est maintenu"),
            (_("Prévenir le bailleur"), _("Demander le maintien de l’aide au logement")),
        ),
        CommonNeed("end-lease", _("Rendre son logement"), _("Le bail est terminé et les clés rendues")),
        CommonNeed("belongings", _("Mettre ses affaires à l’abri"), _("Les affaires sont en lieu sûr")),
        CommonNeed("rent-debt", _("Régler un loyer impayé"), _("Un échéancier est signé avec le bailleur")),
        CommonNeed("furnish", _("S’équiper pour habiter"), _("Le logement a le nécessaire")),
    ],
    Domain.ADMINISTRATIVE: [
        CommonNeed(
            "identity-card",
            _("Avoir une pièce d’identité valable"),
            _("La carte d’identité est remise"),
            (_("Demander l’acte de naissance"), _("Faire les photos"), _("Prendre rendez-vous en mairie")),
        ),
        CommonNeed(
            "mailing-address",
            _("Avoir une adresse pour son courrier"),
            _("La domiciliation est accordée"),
            (_("Demander la domiciliation au CCAS"), _("Informer les organismes de la nouvelle adresse")),
        ),
        CommonNeed(
            "health-cover",
            _("Ouvrir ou rouvrir la couverture maladie"),
            _("La carte Vitale fonctionne"),
            (_("Demander l’attestation de droits"), _("Demander la Complémentaire santé solidaire")),
        ),
        CommonNeed(
            "income",
            _("Avoir un revenu à la sortie"),
            _("Le premier versement est arrivé"),
            (_("Faire la demande de RSA"), _("S’inscrire à France Travail")),
        ),
        CommonNeed("residence-permit", _("Demander ou renouveler un titre de séjour"), _("Le récépissé est remis")),
        CommonNeed("bank-account", _("Ouvrir un compte en banque"), _("Le compte est ouvert")),
        CommonNeed("debts", _("Faire le point sur ses dettes"), _("Chaque dette a un échéancier ou un dossier déposé")),
        CommonNeed("fines", _("Régler ou échelonner des amendes"), _("Un échéancier est accordé")),
        CommonNeed("taxes", _("Déclarer ses revenus"), _("La déclaration est faite")),
    ],
    Domain.HEALTH: [
        CommonNeed(
            "doctor",
            _("Avoir un médecin à la sortie"),
            _("Un premier rendez-vous est pris"),
            (_("Choisir un médecin traitant"), _("Demander le courrier médical de sortie")),
        ),
        CommonNeed("prescription", _("Avoir son traitement le jour de la sortie"), _("L’ordonnance est prête")),
        CommonNeed("mental-health", _("Parler à un psychologue ou à un psychiatre"), _("Le suivi est en place")),
        CommonNeed("addiction", _("Être accompagné pour une addiction"), _("Le lien avec le centre de soins est fait")),
        CommonNeed("overdose", _("Se protéger d’une surdose à la sortie"), _("Le kit et les consignes sont remis")),
        CommonNeed("dental", _("Faire soigner ses dents ou ses yeux"), _("Les soins sont commencés")),
        CommonNeed("disability", _("Faire reconnaître un handicap"), _("Le dossier MDPH est déposé")),
    ],
    Domain.EMPLOYMENT: [
        CommonNeed(
            "jobseeker",
            _("S’inscrire comme demandeur d’emploi"),
            _("L’inscription est faite"),
            (_("Réunir les justificatifs"), _("Prendre le premier rendez-vous")),
        ),
        CommonNeed(
            "work",
            _("Trouver un travail"),
            _("Un contrat est signé"),
            (
                _("Refaire le CV"),
                _("Préparer ce que l’on dit de son parcours"),
                _("Contacter une structure d’insertion"),
            ),
        ),
        CommonNeed("training", _("Se former à un métier"), _("L’entrée en formation est confirmée")),
        CommonNeed("literacy", _("Apprendre à lire, écrire ou compter"), _("Les cours sont commencés")),
        CommonNeed("french", _("Apprendre le français"), _("Les cours sont commencés")),
        CommonNeed("driving-licence", _("Passer ou récupérer le permis"), _("Le permis est en main")),
        CommonNeed("business", _("Créer son activité"), _("Le projet est écrit et chiffré")),
        CommonNeed("transport", _("Pouvoir se déplacer"), _("Un moyen de transport est trouvé")),
    ],
    Domain.FAMILY: [
        CommonNeed("children-bond", _("Garder ou renouer le lien avec ses enfants"), _("Les rencontres ont repris")),
        CommonNeed("childcare", _("Faire garder ses enfants"), _("Une place est trouvée")),
        CommonNeed("parenting", _("Être soutenu comme parent"), _("Un lieu d’écoute est trouvé")),
        CommonNeed("family-bond", _("Renouer avec sa famille"), _("Un premier contact a eu lieu")),
        CommonNeed("separation", _("Organiser une séparation"), _("Un avocat est saisi")),
        CommonNeed("child-services", _("Préparer un rendez-vous de protection de l’enfance"), _("Tout est prêt")),
    ],
    Domain.SUPPORT: [
        CommonNeed("food", _("Manger à sa faim"), _("Une aide alimentaire est en place")),
        CommonNeed("clothes", _("Avoir des vêtements"), _("Le vestiaire est passé")),
        CommonNeed("phone", _("Avoir un téléphone"), _("Le numéro est noté")),
        CommonNeed("loneliness", _("Ne pas rester seul"), _("Une activité par semaine")),
        CommonNeed("budget", _("Tenir son budget"), _("Le budget du mois est posé")),
        CommonNeed("digital", _("Se débrouiller en ligne"), _("Les démarches se font sans aide")),
        CommonNeed("mentor", _("Être parrainé à la sortie"), _("La rencontre avec le parrain a eu lieu")),
        CommonNeed("anger", _("Mieux gérer ses émotions"), _("Un groupe ou un suivi est trouvé")),
    ],
    Domain.EMERGENCY: [
        CommonNeed("tonight", _("Dormir à l’abri ce soir"), _("Un abri est trouvé")),
        CommonNeed("money-now", _("Faire face sans argent"), _("Un secours est versé")),
        CommonNeed("safety", _("Se protéger de violences"), _("La personne est en sécurité"), is_violence=True),
        CommonNeed("release-day", _("Être attendu le jour de la sortie"), _("Quelqu’un est à la porte")),
    ],
    Domain.JUSTICE: [
        CommonNeed("adjustment", _("Préparer un aménagement de peine"), _("La demande est déposée")),
        CommonNeed("obligations", _("Comprendre et tenir ses obligations"), _("Le calendrier est clair")),
        CommonNeed("lawyer", _("Avoir un avocat"), _("L’aide juridictionnelle est accordée")),
        CommonNeed("compensation", _("Indemniser les parties civiles"), _("Les versements sont en place")),
        CommonNeed("criminal-record", _("Demander l’effacement d’une mention au casier"), _("La demande est déposée")),
    ],
    Domain.INFORMATION: [
        CommonNeed("rights", _("Connaître ses droits"), _("Une permanence d’accès au droit est passée")),
        CommonNeed("where-to-go", _("Savoir à qui s’adresser"), _("Les adresses utiles sont remises")),
        CommonNeed("interpreter", _("Être compris dans sa langue"), _("Un interprète est prévu")),
    ],
}
