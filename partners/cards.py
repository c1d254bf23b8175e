"""What a directory card says of a service: every line has words, even when the directory knows nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models.enums import ChoicesType
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from core.choices import label_of
from core.links import link_to
from core.templatetags.french import ago_words, date_words
from partners.areas import area_names
from partners.fit import Fit, PersonFacts, fit_of
from partners.hours import in_words
from partners.models import Audience, ContactMethod, DeliveryMode, Fees, Service
from partners.offer import admitted_words, open_words, paper_words, places_words
from partners.track import track_line

ABSTRACT_LENGTH = 160


@dataclass(frozen=True)
class ServiceCard:
    """The answers to « can I send somebody now? », in words."""

    pk: UUID
    url: str
    name: str
    organization: str
    audience: str
    reach: str
    place: str
    distance: str
    delivery: str
    fees: str
    papers: str
    now: str
    places: str
    check: str
    stale: bool
    track: str
    phone: str
    phone_url: str
    fit: Fit | None = None
    kept: bool = False


def labels(values: Iterable[str], choices: ChoicesType) -> str:
    """The names of the values, in the order of the list, separated by commas."""
    return _labels(frozenset(values), choices, get_language())


@lru_cache(maxsize=2_000)
def _labels(held: frozenset[str], choices: ChoicesType, language: str | None) -> str:
    return ", ".join(str(label) for value, label in choices.choices if value in held)


@lru_cache(maxsize=10_000)
def phone_words(number: str) -> str:
    """« 01 99 00 01 02 », from a number as stored."""
    return str(PhoneNumber.from_string(number)) if number else ""


def distance_words(km: float | None) -> str:
    """« 800 m », « 1,2 km », « 18 km », or nothing."""
    if km is None:
        return ""
    if km < 0.95:
        return _("%(metres)s\u00a0m") % {"metres": max(round(km * 10) * 100, 100)}
    return _("%(km)s\u00a0km") % {"km": number_format(km, 1 if km < 10 else 0)}


def check_words(service: Service, today: date) -> tuple[str, bool]:
    """When the facts were last checked, and whether that is too long ago."""
    limit = today - timedelta(days=settings.SERVICE_STALE_DAYS)
    dates = [day for day in (service.checked_on, service.confirmed_on, service.source_updated_on) if day]
    if not dates:
        return _("À vérifier\u00a0: jamais vérifié"), True
    latest = max(dates)
    when = ago_words(latest)
    if latest < limit:
        return _("À vérifier\u00a0: dernière vérification %(when)s") % {"when": when}, True
    if latest == service.checked_on:
        return _("Vérifié %(when)s") % {"when": when}, False
    if latest == service.confirmed_on:
        return _("Confirmé par la structure %(when)s") % {"when": when}, False
    return _("Mis à jour à la source %(when)s") % {"when": when}, False


def address_words(service: Service) -> str:
    """Address and commune on one line, or why there is none."""
    parts = [service.address, " ".join(filter(None, [service.postal_code, service.city]))]
    if words := ", ".join(filter(None, parts)):
        return words
    return _("À distance") if service.delivery_modes == [DeliveryMode.REMOTE] else _("Adresse non précisée")


def reach_words(service: Service, phone: str, email: str) -> str:
    """How to reach the service: as it says, or by what is known of it."""
    if service.contact_methods:
        return labels(service.contact_methods, ContactMethod)
    known = [(phone, ContactMethod.PHONE), (email, ContactMethod.EMAIL), (service.link, ContactMethod.LINK)]
    methods = [method for value, method in known if value]
    return labels(methods, ContactMethod) or _("Non précisé")


def fees_words(service: Service) -> str:
    """Free, paid, or unknown."""
    return label_of(Fees, service.fees) if service.fees else _("Frais non précisés")


def abstract(text: str) -> str:
    """The first words of a long text."""
    return text if len(text) <= ABSTRACT_LENGTH else Truncator(text).chars(ABSTRACT_LENGTH)


def card_of(service: Service, distance: float | None, at: datetime, fit: Fit | None = None) -> ServiceCard:
    """The card of a service loaded by for_cards()."""
    organization, today = service.organization, timezone.localdate(at)
    number = getattr(service, "number", "") or getattr(service, "partner_number", "")
    phone, email = phone_words(number), service.email or organization.email
    hours = in_words(service.hours)
    check, stale = check_words(service, today)
    welcome = [labels(service.audiences, Audience), admitted_words(service)]
    to_bring = ". ".join(filter(None, [paper_words(service.papers), service.access_conditions]))
    return ServiceCard(
        pk=service.pk,
        url=link_to("partners:service", service.pk),
        name=service.name,
        organization=organization.name,
        audience=". ".join(filter(None, welcome)) or _("Public non précisé, à demander"),
        reach=" · ".join(filter(None, [reach_words(service, phone, email), phone, hours])),
        place=address_words(service),
        distance=distance_words(distance),
        delivery=labels(service.delivery_modes, DeliveryMode) or _("Accueil non précisé"),
        fees=fees_words(service),
        now=open_words(service, at, today),
        places=places_words(service),
        papers=abstract(to_bring) or _("Non précisé, à demander"),
        check=check,
        stale=stale,
        track=track_line(getattr(service, "track_record", None)),
        phone=phone,
        phone_url=f"tel:{number}" if number else "",
        fit=fit,
        kept=getattr(service, "kept", False),
    )


def cards_of(
    services: Sequence[Service], distances: dict[UUID, float | None], person: PersonFacts | None = None
) -> list[ServiceCard]:
    """The cards of a page; for a person, each with why it fits, those that fit first."""
    # to the minute: services that keep the same hours are read once
    now = timezone.now().replace(second=0, microsecond=0)
    if not person:
        return [card_of(service, distances.get(service.pk), now) for service in services]
    places = area_names(area for service in services for area in service.eligibility_areas)
    fits = sorted(
        ((fit_of(service, person, places), service) for service in services), key=lambda pair: pair[0].verdict
    )
    return [card_of(service, distances.get(service.pk), now, fit) for fit, service in fits]


def checked_words(day: date | None, by: object) -> str:
    """« 2 septembre 2026 par Léa M. », or « Jamais »."""
    if not day:
        return _("Jamais")
    return _("%(day)s par %(name)s") % {"day": date_words(day), "name": by} if by else date_words(day)
