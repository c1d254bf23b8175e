"""Saved searches: what of a URL is kept, what is new since the last look, and the mail that says so."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict  # noqa: TID251 – the shape of the filters in the URL, not a request
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.outgoing import post
from partners.filters import ServiceFilter
from partners.models import SavedSearch, Service
from partners.territory import Territory, territory_called

FIRST_HOUR, SATURDAY = 6, 5
MOST = 500


def kept_query(text: str) -> str:
    """The filters of a URL that a saved search keeps, in one order: neither a person nor a page."""
    data, known = QueryDict(text), sorted(ServiceFilter.base_filters)
    pairs = [(name, data[name].replace("\x00", "")[:100]) for name in known if data.get(name)]
    return urlencode(pairs) if any(name != "rayon" for name, _value in pairs) else ""


def services_of(query: str, reader: User) -> QuerySet[Service]:
    """What the search of somebody finds today."""
    data = QueryDict(query, mutable=True)
    territory = territory_called(str(data["commune"])) if data.get("commune") else Territory()
    data.setdefault("rayon", str(settings.DIRECTORY_RADIUS_KM))
    filters = ServiceFilter(data, Service.objects.active(), territory, reader=reader)
    found: QuerySet[Service] = filters.qs if filters.form.is_valid() else Service.objects.none()
    return found


def news_of(search: SavedSearch) -> QuerySet[Service]:
    """Services of the search that came or changed since the last look, latest first."""
    return services_of(search.query, search.user).filter(updated_at__gt=search.seen_at).order_by("-updated_at", "pk")


def count_news(now: datetime) -> int:
    """Count what is new in each search, and write once a working day to who asked; how many letters left."""
    local, sent = timezone.localtime(now), 0
    searches = SavedSearch.objects.filter(user__is_active=True).select_related("user").order_by("user", "pk")
    for search in searches.iterator(chunk_size=200):
        news = news_of(search)[: MOST + 1].count()
        if news != search.news:
            SavedSearch.objects.filter(pk=search.pk).update(news=news)
        awake = local.hour >= FIRST_HOUR and local.weekday() < SATURDAY
        if news and search.by_email and awake and search.told_on != local.date():
            _tell(search, news, now)
            sent += 1
    return sent


@transaction.atomic
def _tell(search: SavedSearch, news: int, now: datetime) -> None:
    """One letter a day."""
    today = timezone.localdate(now)
    with translation.override(search.user.language or "fr"):
        SavedSearch.objects.filter(pk=search.pk).update(told_on=today)
        words = ngettext(
            "%(count)d service nouveau ou modifié dans « %(name)s ».",
            "%(count)d services nouveaux ou modifiés dans « %(name)s ».",
            news,
        ) % {"count": news, "name": search.name}
        link = f"{settings.SITE_URL}{reverse('partners:saved-search', args=[search.pk])}"
        subject, key = _("Du nouveau dans l’annuaire"), f"search:{search.pk}:{today}"
        post(search.user.email, subject, f"{words}\n\n{link}\n", key=key, at=now)
