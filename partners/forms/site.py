"""Editing a site of an organisation."""

from django.utils.translation import gettext_lazy as _

from partners.forms.hours import HOURS_SECTION
from partners.forms.place import ADDRESS, PlaceForm
from partners.models import Site


class SiteForm(PlaceForm):
    """Where people are received; the services given there move with it."""

    sections = [
        (_("Le lieu"), ["name", *ADDRESS, "phone", "accessibility"]),
        HOURS_SECTION,
    ]

    class Meta:
        model = Site
        fields = ["name", *ADDRESS, "phone", "accessibility"]

    @property
    def country(self) -> str:
        """That of its organisation."""
        return str(self.instance.organization.country)
