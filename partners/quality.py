"""How good a card is, by the published rule of data·inclusion, and what would make it better, in words."""

from dataclasses import dataclass
from typing import Any

from data_inclusion.schema.v1 import Frais, ModeAccueil, ModeMobilisation
from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1.score_qualite import score
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.models import Service

GOOD, FAIR = 80, 60
MISSING = {
    "adresse_bien_definie": gettext_lazy("l’adresse, puisqu’on vient sur place"),
    "telephone_bien_defini": gettext_lazy("le téléphone, puisqu’on appelle"),
    "courriel_bien_defini": gettext_lazy("le courriel, puisqu’on écrit"),
    "modes_mobilisation_bien_definis": gettext_lazy("comment joindre le service, et qui peut le demander"),
    "date_maj_recente": gettext_lazy("une vérification de moins de six mois"),
    "au_moins_une_thematique": gettext_lazy("une thématique nationale"),
    "au_moins_un_public": gettext_lazy("le public accueilli"),
    "au_moins_un_moyen_de_contact": gettext_lazy("un moyen de contact : téléphone, courriel ou lien"),
    "description_bien_definie": gettext_lazy("une description de 200 à 2 000 signes"),
    "frais_bien_definis": gettext_lazy("les frais, et leurs précisions s’il faut payer"),
}


@dataclass(frozen=True)
class Quality:
    """A score out of a hundred and what is missing, in words."""

    score: int
    missing: list[str]

    @property
    def tone(self) -> str:
        """The colour of the badge."""
        return "success" if self.score >= GOOD else "info" if self.score >= FAIR else "warning"

    @property
    def words(self) -> str:
        """« Qualité de la fiche : 82 sur 100 »."""
        return _("Qualité de la fiche : %(score)d sur 100") % {"score": self.score}


def quality_of(service: Service) -> Quality:
    """The score of a service loaded with its organisation."""
    value, criteria = score(record_of(service))
    missing = [str(MISSING[name]) for name, got in criteria.items() if got is not None and got < 1 and name in MISSING]
    return Quality(round(value * 100), missing)


def record_of(service: Service) -> ServiceRecord:
    """What the rule reads of a service; an empty list is « not said »."""
    organization = service.organization
    seen = [day for day in (service.checked_on, service.confirmed_on, service.source_updated_on) if day]
    said: dict[str, Any] = {
        "source": service.source or "reinsertion",
        "date_maj": max(seen, default=None),
        "description": service.description[:10_000] or "–",
        "thematiques": set(service.topics) or None,
        "publics": set(service.audiences) or None,
        "frais": Frais(service.fees) if service.fees else None,
        "frais_precisions": service.fees_details or None,
        "modes_accueil": {ModeAccueil(mode) for mode in service.delivery_modes} or None,
        "modes_mobilisation": {ModeMobilisation(method) for method in service.contact_methods} or None,
        "mobilisable_par": set(service.referred_by) or None,
        "adresse": service.address or organization.address or None,
        "telephone": str(service.phone or organization.phone) or None,
        "courriel": service.email or organization.email or None,
        "lien_mobilisation": service.link or None,
    }
    return ServiceRecord.model_construct(**said)
