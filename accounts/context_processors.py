"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from accounts.emergency import openings
from accounts.models import Association, Theme, User
from accounts.roles import Permission
from core.links import link_to

PERSONAS = 10
# Pages of an entry that do not stand under its address.
BESIDE = {"programs:list": ("/hebergement/", "/creche/", "/plans/", "/evenements/", "/projets/", "/inscriptions/")}


@dataclass(frozen=True)
class NavigationLink:
    """One entry of the main navigation; badge is a count to deal with, or None."""

    label: str
    url: str
    icon: str
    current: bool
    badge: int | None = None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Association, navigation by permission, theme, language direction, demo banner."""
    user = request.user
    common = {
        "association": Association.current(),
        "demo": settings.DEMO,
        "version": settings.VERSION,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "theme": getattr(user, "theme", Theme.SYSTEM),
    }
    if not user.is_authenticated:
        personas = (
            User.objects.filter(is_active=True).order_by("created_at", "email")[:PERSONAS] if settings.DEMO else []
        )
        return {**common, "navigation": [], "demo_personas": personas}
    return {
        **common,
        "navigation": navigation(request),
        "can_search": not user.can(Permission.REFERRAL_REPLY),
        "can_log_follow_up": user.can(Permission.FOLLOW_UP_WRITE),
        "works_here": user.can(Permission.DIRECTORY_READ),
        "can_protect": user.can(Permission.FILE_PROTECT),
        "can_open_in_emergency": user.can(Permission.FILE_EMERGENCY),
        "openings": openings(request),
        "session_idle_seconds": settings.SESSION_IDLE_SECONDS,
    }


def navigation(request: HttpRequest) -> list[NavigationLink]:
    """The entries that the user’s roles open."""
    entries = [
        (_("Demandes"), "referrals:member-list", "send", Permission.REFERRAL_REPLY),
        (_("Ma journée"), "casework:home", "sun", None),
        (_("Personnes"), "beneficiaries:list", "users", Permission.PERSON_LIST),
        (_("Annuaire"), "partners:directory", "book-open", Permission.DIRECTORY_READ),
        (_("Orientations"), "referrals:list", "send", Permission.REFERRAL_READ),
        (_("Programmes"), "programs:list", "layout-grid", Permission.PROGRAM_READ),
    ]
    links, partner = [], request.user.can(Permission.REFERRAL_REPLY)  # type: ignore[union-attr]
    for label, name, icon, permission in entries:
        opens = not partner if permission is None else request.user.can(permission)  # type: ignore[union-attr]
        if opens:
            url = link_to(name)
            here = request.path == url if url == "/" else request.path.startswith((url, *BESIDE.get(name, ())))
            links.append(NavigationLink(label, url, icon, here))
    return links
