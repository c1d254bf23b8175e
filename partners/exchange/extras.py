"""What records carry beside the fields of data·inclusion, and how each is checked."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from partners.models import Country, Paper, Sex, SpokenLanguage

Age = Annotated[int, Field(ge=0, le=130)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class StructureExtras(BaseModel):
    """A structure’s country, and its postal code when that is not a French one."""

    pays: Country | None = None
    code_postal_local: Annotated[str, Field(max_length=10)] | None = None


class ServiceExtras(BaseModel):
    """Whom a service is kept for, what to bring, how many places, until when it is closed."""

    code_postal_local: Annotated[str, Field(max_length=10)] | None = None
    langues: set[SpokenLanguage] | None = None
    sexe: Sex | None = None
    age_min: Age | None = None
    age_max: Age | None = None
    enfants_bienvenus: bool | None = None
    papiers: set[Paper] | None = None
    capacite: Count | None = None
    places_libres: Count | None = None
    places_libres_le: date | None = None
    ferme_du: date | None = None
    ferme_au: date | None = None
    motif_fermeture: Annotated[str, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def fit_together(self) -> Self:
        """Ages and dates in order, places with their day, a reason with its dates."""
        if self.age_min is not None and self.age_max is not None and self.age_max < self.age_min:
            raise ValueError("l’âge maximum vient après l’âge minimum")
        if self.ferme_du and self.ferme_au and self.ferme_au < self.ferme_du:
            raise ValueError("la fermeture finit avant de commencer")
        if (self.places_libres is None) != (self.places_libres_le is None):
            raise ValueError("les places libres vont avec le jour où elles ont été comptées")
        if self.capacite is not None and self.places_libres is not None and self.places_libres > self.capacite:
            raise ValueError("plus de places libres que de places")
        if self.motif_fermeture and not (self.ferme_du or self.ferme_au):
            raise ValueError("une raison de fermeture sans dates")
        return self
