"""Searching the directory: one function for every page that shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import QueryDict  # noqa: TID251 – the shape of the filters in the URL, not a request
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.sql import IsOneOf
from core.written import A_USER, SEVERAL, THESE, WrittenModels
from partners.cards import ServiceCard, cards_of
from partners.filters import RADII, ServiceFilter
from partners.fit import PersonFacts
from partners.models import DeliveryMode, Domain, Favourite, Service
from partners.ranking import ranked
from partners.territory import Territory, territory_called, territory_of_code

MOST_COUNTED = 1_000
SPOKEN, SPOKEN_SECONDS = "directory-languages", 900
NARROWING = ("public", "accueil", "frais", "langue", "places", "ouvert", "verifie", "favoris")
DOMAIN_ICONS = {
    Domain.HOUSING: "house",
    Domain.ADMINISTRATIVE: "id-card",
    Domain.HEALTH: "heart-pulse",
    Domain.EMPLOYMENT: "briefcase",
    Domain.FAMILY: "baby",
    Domain.SUPPORT: "hand-heart",
    Domain.EMERGENCY: "siren",
    Domain.JUSTICE: "scale",
    Domain.INFORMATION: "info",
}


@dataclass(frozen=True)
class Tile:
    """One of the nine domains, as a link that keeps the other filters."""

    label: str
    icon: str
    url: str
    current: bool


@dataclass(frozen=True)
class Exit:
    """A way out of a search that found nothing: what it changes, how much it would find, its link."""

    label: str
    count: str
    url: str


@dataclass(frozen=True)
class DirectoryPage:
    """What the pages of the directory show; every link is relative (« ?… »), so any page may hold it."""

    form: Form
    territory: Territory
    radius: int
    tiles: list[Tile]
    searched: bool
    active: int
    clear_url: str
    heading: str = ""
    text: str = ""
    corrected: str = ""
    nothing_to_search: bool = False
    approximate: bool = False
    page_obj: Page[ServiceCard] | None = None
    exits: list[Exit] = field(default_factory=list)

    @property
    def cards(self) -> list[ServiceCard]:
        """The cards of the page."""
        return list(self.page_obj.object_list) if self.page_obj else []

    @property
    def favourites(self) -> set[UUID]:
        """The cards that the reader keeps."""
        return {card.pk for card in self.cards if card.kept}


def search_services(
    data: QueryDict,
    *,
    default_territory: str = "",
    default_km: int = settings.DIRECTORY_RADIUS_KM,
    page: str | None = None,
    facts: Callable[[], PersonFacts] | None = None,
    reader: User | None = None,
) -> DirectoryPage:
    """Read the filters of the URL and find the services; facts are those of the person for whom, when there is one.

    default_territory is the code of a commune, used when the URL names none. An empty commune means everywhere.
    """
    data = data.copy()
    territory = territory_called(str(data["commune"])) if "commune" in data else territory_of_code(default_territory)
    data["commune"] = territory.commune.label if territory.commune else territory.typed
    data.setdefault("rayon", str(default_km))
    filters = ServiceFilter(data, Service.objects.active(), territory, reader=reader)
    offer_languages(filters.form)
    valid = filters.form.is_valid()
    searched = valid and any(data.get(name) for name in filters.filters if name != "rayon")
    shared = {
        "form": filters.form,
        "territory": territory,
        "radius": filters.radius if valid else settings.DIRECTORY_RADIUS_KM,
        "tiles": tiles(data),
        "searched": searched,
        "active": sum(bool(data.get(name)) for name in NARROWING),
        "clear_url": link(data, **dict.fromkeys(NARROWING)),
    }
    if not searched:
        return DirectoryPage(**shared)
    person = facts() if facts else None
    found, total = find(filters, page, person, reader)
    wording = filters.wording
    ways = [] if total else exits(data, filters)
    approximate = not total and bool(wording and wording.widens)
    if approximate:
        filters = filters.nearby()
        found, total = find(filters, page, person, reader)
    return DirectoryPage(
        **shared,
        heading=heading(total, territory, filters),
        text=wording.text if wording else "",
        corrected=wording.corrected if wording else "",
        nothing_to_search=bool(wording and not wording.words),
        page_obj=found,
        approximate=approximate and total > 0,
        exits=ways,
    )


def offer_languages(form: Form) -> None:
    """Offer the languages that somebody speaks in the directory, and the one already chosen."""
    field: Any = form.fields["langue"]
    spoken = cache.get_or_set(SPOKEN, Service.objects.languages_spoken, SPOKEN_SECONDS) or set()
    offered = {"", form["langue"].value(), *spoken}
    field.widget.choices = [choice for choice in field.choices if choice[0] in offered]


def find(
    filters: ServiceFilter, page: str | None, person: PersonFacts | None = None, reader: User | None = None
) -> tuple[Page[ServiceCard], int]:
    """One page of cards, best first, and how many there are: one narrow query, then one for the cards."""
    services = ranked(filters, person)
    size = settings.LIST_PAGE_SIZE
    last = MOST_COUNTED // size
    number = min(int(page[:9]), last) if page and page.isascii() and page.isdigit() else 1
    start = (max(number, 1) - 1) * size
    rows = list(services[start : start + size])
    if not rows and start:
        number = max(-(-services.count() // size), 1)
        start = (number - 1) * size
        rows = list(services[start : start + size])
    total = rows[0][2] if rows else 0
    places = {row[0]: place for place, row in enumerate(rows)}
    given = {SEVERAL: [*places], A_USER: reader.pk if reader else A_USER}
    held = asked_for_cards(with_stars=reader is not None).found(given) if rows else []
    cards = cards_of(sorted(held, key=lambda service: places[service.pk]), {row[0]: row[1] for row in rows}, person)
    shown: Page[Any] = Paginator(range(min(total, MOST_COUNTED)), size).page(max(number, 1))
    shown.object_list = cards
    return shown, total


@lru_cache
def asked_for_cards(*, with_stars: bool) -> WrittenModels[Service]:
    """The statement that reads the services of a page; kept: whether the reader has each among their favourites."""
    services = Service.objects.filter(IsOneOf("pk", THESE)).for_cards()
    if with_stars:
        mine = Favourite.objects.of(User(pk=A_USER)).filter(service=OuterRef("pk"))
        services = services.annotate(kept=Exists(mine))
    return WrittenModels(services)


def heading(total: int, territory: Territory, filters: ServiceFilter) -> str:
    """« 12 services à 20 km ou moins de Lille (59) »."""
    if total > MOST_COUNTED:
        count = _("Plus de %(count)s services") % {"count": number_format(MOST_COUNTED, force_grouping=True)}
    elif total:
        count = ngettext("%(count)d service", "%(count)d services", total) % {"count": total}
    else:
        count = _("Aucun service")
    if not territory.commune:
        return count
    if filters.remote:
        return _("%(count)s à distance pour %(place)s") % {"count": count, "place": territory.commune.label}
    place = {"count": count, "km": filters.radius, "place": territory.commune.label}
    return _("%(count)s à moins de %(km)d\u00a0km de %(place)s") % place


def link(data: QueryDict, **changes: str | None) -> str:
    """The same search with some parameters changed, or removed when None, from its first page."""
    changed = data.copy()
    for name, value in {"page": None, **changes}.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return "?" + changed.urlencode()


def tiles(data: QueryDict) -> list[Tile]:
    """The nine domains; the current one links back to all."""
    chosen = data.get("domaine")
    return [
        Tile(
            str(label),
            DOMAIN_ICONS[Domain(value)],
            link(data, domaine=None if value == chosen else value),
            value == chosen,
        )
        for value, label in Domain.choices
    ]


def exits(data: QueryDict, filters: ServiceFilter) -> list[Exit]:
    """Three ways on when nothing was found: farther, with a filter less, at a distance."""
    ways: list[tuple[str, dict[str, str | None]]] = []
    farther = next((km for km in RADII if km > filters.radius), None)
    if filters.territory.commune and not filters.remote:
        if farther:
            ways.append((_("Chercher jusqu’à %(km)d\u00a0km") % {"km": RADII[-1]}, {"rayon": str(RADII[-1])}))
        else:
            ways.append((_("Chercher partout"), {"commune": ""}))
    removable = [name for name in data if name in filters.filters and name not in {"commune", "rayon"} and data[name]]
    if removable:
        label = filters.form.fields[removable[-1]].label
        ways.append((_("Retirer le filtre «\u00a0%(name)s\u00a0»") % {"name": label}, {removable[-1]: None}))
    if not filters.remote:
        ways.append((_("Voir les services à distance"), {"accueil": DeliveryMode.REMOTE.value}))
    found = []
    for label, changes in ways:
        url = link(data, **changes)
        found.append(Exit(label, count_words(QueryDict(url[1:]), filters), url))
    return found


def count_words(data: QueryDict, filters: ServiceFilter) -> str:
    """How many services another search would find, counted up to a limit."""
    where = filters.territory if data.get("commune") else Territory()
    services = ServiceFilter(data, Service.objects.active(), where, reader=filters.reader).qs
    count = services.order_by()[: MOST_COUNTED + 1].count()
    if count > MOST_COUNTED:
        return _("plus de %(count)s services") % {"count": number_format(MOST_COUNTED, force_grouping=True)}
    return ngettext("%(count)d service", "%(count)d services", count) % {"count": count}
