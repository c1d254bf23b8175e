"""What a service offers and to whom, in words: ages, languages, papers, places, closures, whether it is open now."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.choices import label_of
from core.templatetags.french import date_words
from partners.hours import now_words
from partners.models import Paper, Service, Sex, SpokenLanguage


def age_words(service: Service) -> str:
    """« De 18 à 25 ans », « à partir de 18 ans », « jusqu’à 25 ans », or nothing."""
    ages = {"min": service.age_min, "max": service.age_max}
    if service.age_min and service.age_max is not None:
        return _("de %(min)d à %(max)d ans") % ages
    if service.age_min:
        return _("à partir de %(min)d ans") % ages
    return _("jusqu’à %(max)d ans") % ages if service.age_max is not None else ""


def admitted_words(service: Service) -> str:
    """« Femmes seulement, de 18 à 25 ans, enfants accueillis », as far as the directory knows."""
    welcome = _("enfants accueillis") if service.children_welcome else _("sans enfants")
    children = "" if service.children_welcome is None else welcome
    words = [label_of(Sex, service.sex) if service.sex else "", age_words(service), children]
    text = ", ".join(filter(None, words))
    return text[:1].upper() + text[1:]


def language_words(codes: Iterable[str]) -> str:
    """« français, arabe »: French first, then as noted."""
    names = sorted(codes, key=lambda code: code != SpokenLanguage.FRENCH)
    return ", ".join(label_of(SpokenLanguage, code) for code in names)


def paper_words(codes: Iterable[str]) -> str:
    """« Pièce d’identité, RIB », in the order of the list."""
    held = set(codes)
    return ", ".join(label_of(Paper, code) for code in Paper.values if code in held)


def places_words(service: Service) -> str:
    """« 3 places libres sur 12, comptées le 2 octobre 2026 », « 12 places », or nothing."""
    if service.places_free is None or service.places_on is None:
        count = service.capacity
        return ngettext("%(count)d place", "%(count)d places", count) % {"count": count} if count else ""
    free = ngettext("%(count)d place libre", "%(count)d places libres", service.places_free or 0)
    words = free % {"count": service.places_free} if service.places_free else _("Complet")
    if service.capacity and service.places_free:
        words = _("%(free)s sur %(capacity)d") % {"free": words, "capacity": service.capacity}
    return _("%(places)s le %(day)s") % {"places": words, "day": date_words(service.places_on)}


def closure_words(service: Service, today: date) -> str:
    """« Fermé jusqu’au 3 janvier 2027 : travaux », « Fermera du … au … », or nothing once it is over."""
    start, end = service.closed_from, service.closed_until
    if (start is None and end is None) or (end and end < today):
        return ""
    days = {"start": date_words(start), "end": date_words(end)}
    if start and start > today:
        words = _("Fermé du %(start)s au %(end)s") if end else _("Fermé à partir du %(start)s")
    else:
        words = _("Fermé jusqu’au %(end)s") if end else _("Fermé jusqu’à nouvel ordre")
    said = words % days
    return (
        _("%(closed)s\u00a0: %(why)s") % {"closed": said, "why": service.closed_reason}
        if service.closed_reason
        else said
    )


def open_words(service: Service, at: datetime, today: date) -> str:
    """Its closure when it is closed these days, else what its hours say of this moment."""
    if service.is_closed_on(today):
        return closure_words(service, today)
    return _now(service.hours, at, service.organization.country, get_language())


@lru_cache(maxsize=2_000)
def _now(hours: str, at: datetime, country: str, language: str | None) -> str:
    return now_words(hours, at, country)
