"""What a support may aim at: a short list by domain, each outcome one that can be seen to be reached or not."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Domain


class DesiredOutcome(models.TextChoices):
    """One outcome, said as it would be true for the person."""

    HOME_FOUND = "home_found", _("Un logement ou un hébergement stable est trouvé")
    HOME_KEPT = "home_kept", _("Le logement ou l’hébergement est gardé")
    HOME_STEPS = "home_steps", _("Les démarches de logement sont engagées (SIAO, demande de logement social)")
    PAPERS_READY = "papers_ready", _("Les papiers d’identité et de séjour sont en règle")
    RIGHTS_OPEN = "rights_open", _("Les droits et les revenus sont ouverts")
    DEBTS_ADDRESSED = "debts_addressed", _("Les dettes et les amendes sont traitées ou échelonnées")
    BANK_ACCOUNT = "bank_account", _("Un compte en banque est ouvert")
    CARE_STARTED = "care_started", _("Un suivi de soins est engagé ou poursuivi")
    DOCTOR_FOUND = "doctor_found", _("Un médecin traitant est déclaré")
    HARM_REDUCED = "harm_reduced", _("Les risques liés aux consommations sont réduits")
    EMPLOYABILITY = "employability", _("La personne a avancé vers l’emploi (projet, CV, compétences)")
    TRAINING_STARTED = "training_started", _("Une formation est commencée")
    JOB_STARTED = "job_started", _("Un emploi est commencé")
    JOB_KEPT = "job_kept", _("L’emploi ou la formation est gardé")
    PARENTING = "parenting", _("La personne exerce sa place de parent avec confiance")
    FAMILY_LINKS = "family_links", _("Les liens familiaux sont renoués ou gardés")
    CHILD_WELCOMED = "child_welcomed", _("Un mode d’accueil est trouvé pour l’enfant")
    WELLBEING = "wellbeing", _("La personne se sent mieux et trouve des appuis")
    AUTONOMY = "autonomy", _("La personne est autonome dans son quotidien")
    NETWORK = "network", _("La personne a un entourage et des activités qui la soutiennent")
    SHELTERED = "sheltered", _("La personne est à l’abri et ses besoins urgents sont couverts")
    SAFE = "safe", _("La personne est protégée des violences")
    OBLIGATIONS_MET = "obligations_met", _("Les obligations de justice sont tenues")
    RELEASE_SMOOTH = "release_smooth", _("Le passage de la détention au dehors s’est fait sans rupture")
    INFORMED = "informed", _("La personne connaît ses droits et sait à qui s’adresser")


O = DesiredOutcome  # noqa: E741
OUTCOMES: dict[Domain, tuple[DesiredOutcome, ...]] = {
    Domain.HOUSING: (O.HOME_FOUND, O.HOME_KEPT, O.HOME_STEPS),
    Domain.ADMINISTRATIVE: (O.PAPERS_READY, O.RIGHTS_OPEN, O.DEBTS_ADDRESSED, O.BANK_ACCOUNT),
    Domain.HEALTH: (O.CARE_STARTED, O.DOCTOR_FOUND, O.HARM_REDUCED),
    Domain.EMPLOYMENT: (O.EMPLOYABILITY, O.TRAINING_STARTED, O.JOB_STARTED, O.JOB_KEPT),
    Domain.FAMILY: (O.PARENTING, O.FAMILY_LINKS, O.CHILD_WELCOMED),
    Domain.SUPPORT: (O.WELLBEING, O.AUTONOMY, O.NETWORK),
    Domain.EMERGENCY: (O.SHELTERED, O.SAFE),
    Domain.JUSTICE: (O.OBLIGATIONS_MET, O.RELEASE_SMOOTH),
    Domain.INFORMATION: (O.INFORMED,),
}


def outcomes_by_domain() -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices of a form, under the name of each domain."""
    return [(str(domain.label), [(one.value, str(one.label)) for one in ones]) for domain, ones in OUTCOMES.items()]


def in_order(codes: Collection[str]) -> list[str]:
    """Outcomes in the order of the list."""
    return [one.value for ones in OUTCOMES.values() for one in ones if one.value in codes]
