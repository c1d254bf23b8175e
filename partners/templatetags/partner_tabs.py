"""The pages about partners, side by side: directory, posts, agreements, grants, emergency aid."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from accounts.roles import Permission
from core.links import link_to

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One of the pages."""

    label: str
    url: str
    current: bool


@register.inclusion_tag("components/tabs.html", takes_context=True)
def partner_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """{% partner_tabs "posts" %}: the pages that the reader’s roles open, the current one marked."""
    pages = [
        ("directory", _("Annuaire"), "partners:directory", Permission.DIRECTORY_READ),
        ("posts", _("Emploi et TIG"), "partners:post-list", Permission.DIRECTORY_READ),
        ("agreements", _("Conventions"), "partners:agreement-list", Permission.DIRECTORY_READ),
        ("grants", _("Subventions"), "programs:grant-list", Permission.GRANT_READ),
        ("aid", _("Aides d’urgence"), "beneficiaries:envelope-list", Permission.AID_READ),
        ("imports", _("Imports et exports"), "partners:import-list", Permission.DIRECTORY_WRITE),
    ]
    can = context["user"].can
    return {
        "label": _("Pages des partenaires"),
        "tabs": [Tab(label, link_to(name), key == current) for key, label, name, right in pages if can(right)],
    }
