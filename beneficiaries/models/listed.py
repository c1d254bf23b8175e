"""Reference lists that come from data files and that an administrator corrects."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    """Where an establishment is."""

    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgique")


def plain(value: Any) -> Any:
    """A value as the JSON of the last loading keeps it."""
    return str(value) if isinstance(value, UUID) else value


class Listed(models.Model):
    """A row of a published list: what was last loaded is kept, so that a correction is seen and outlives a reload."""

    LISTED: ClassVar[tuple[str, ...]] = ()

    code = models.CharField(_("clé de la liste"), max_length=80, blank=True, default="", editable=False)
    country = models.CharField(_("pays"), max_length=2, choices=Country, default=Country.FRANCE)
    is_active = models.BooleanField(_("proposé dans les formulaires"), default=True)
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def corrections(self) -> dict[str, Any]:
        """Fields whose value here is not the list’s, with the list’s value."""
        return {
            name: listed
            for name, listed in self.loaded.items()
            if name in self.LISTED and plain(getattr(self, name)) != listed
        }

    def take(self, values: dict[str, Any]) -> bool:
        """Set what the list says wherever nobody has corrected it; whether anything changed."""
        corrected, changed = self.corrections, False
        for name, value in values.items():
            if name not in corrected and getattr(self, name) != value:
                setattr(self, name, value)
                changed = True
        loaded = {name: plain(value) for name, value in values.items()}
        changed = changed or loaded != self.loaded
        self.loaded = loaded
        return changed

    def take_back(self) -> list[str]:
        """Give up the corrections for what the list says; the names of the fields."""
        dropped = self.corrections
        for name, value in dropped.items():
            setattr(self, name, value)
        return sorted(dropped)
