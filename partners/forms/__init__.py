"""Editing the directory by hand."""

from partners.forms.contact import ContactForm
from partners.forms.organization import OrganizationForm
from partners.forms.place import CardForm, PlaceForm
from partners.forms.service import ServiceForm
from partners.forms.site import SiteForm

__all__ = ["CardForm", "ContactForm", "OrganizationForm", "PlaceForm", "ServiceForm", "SiteForm"]
