"""Template filters that say dates, hours and people in words, in French first and in every language of the catalog."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, ngettext

from core.money import euros

register = template.Library()
register.filter(euros)
DAYS_KEPT, MINUTES_KEPT = 2_000, 3_000  # the words of so many days and times are kept, by language


class Aged(Protocol):
    """Whoever tells an age on a given day."""

    def age_on(self, day: date) -> int | None:
        """Age in whole years."""


def _local_date(value: date | datetime) -> date:
    """The calendar day that the reader would name."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _day_number(day: date) -> str:
    """The number of the day; French says « 1er »."""
    return "1er" if day.day == 1 and (get_language() or "fr").startswith("fr") else str(day.day)


@register.filter
def day_words(value: date | datetime | None) -> str:
    """« vendredi 17 octobre », with the year when it is not this one."""
    if not value:
        return ""
    return _day_words(_local_date(value), timezone.localdate().year, get_language())


@lru_cache(DAYS_KEPT)
def _day_words(day: date, this_year: int, _language: str | None) -> str:
    words = f"{format_date(day, 'l')} {_day_number(day)} {format_date(day, 'F')}"
    return words if day.year == this_year else f"{words} {day.year}"


@register.filter
def date_words(value: date | datetime | None) -> str:
    """« 17 octobre 2025 »: a date without its weekday, the year always given."""
    if not value:
        return ""
    return _date_words(_local_date(value), get_language())


@lru_cache(DAYS_KEPT)
def _date_words(day: date, _language: str | None) -> str:
    return f"{_day_number(day)} {format_date(day, 'F')} {day.year}"


@register.filter
def day_short(value: date | datetime | None) -> str:
    """« 17 oct. », with the year when it is not this one."""
    if not value:
        return ""
    return _day_short(_local_date(value), timezone.localdate().year, get_language())


@lru_cache(DAYS_KEPT)
def _day_short(day: date, this_year: int, _language: str | None) -> str:
    words = f"{_day_number(day)}\u00a0{format_date(day, 'N')}"
    return words if day.year == this_year else f"{words}\u00a0{day.year}"


@register.filter
def weekday_short(value: date | datetime | None) -> str:
    """« ven. 17 oct. »: for narrow places where the weekday matters."""
    if not value:
        return ""
    day = _local_date(value)
    weekday = format_date(day, "D").rstrip(".")
    return gettext("%(weekday)s. %(day)s") % {"weekday": weekday, "day": day_short(day)}


@register.filter
def time_words(value: time | datetime | None) -> str:
    """« 9 h 30 »."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return _time_words(value.hour, value.minute, get_language())


@lru_cache(MINUTES_KEPT)
def _time_words(hour: int, minute: int, _language: str | None) -> str:
    return gettext("%(hour)d\u00a0h\u00a0%(minute)02d") % {"hour": hour, "minute": minute}


@register.filter
def days_left(value: date | datetime | None) -> str:
    """« dans 3 jours », « demain », « aujourd’hui », « hier », « il y a 2 jours »."""
    if not value:
        return ""
    days = (_local_date(value) - timezone.localdate()).days
    if days in (-1, 0, 1):
        return (gettext("aujourd’hui"), gettext("demain"), gettext("hier"))[days]
    if days > 0:
        return ngettext("dans %(days)d\u00a0jour", "dans %(days)d\u00a0jours", days) % {"days": days}
    return ngettext("il y a %(days)d\u00a0jour", "il y a %(days)d\u00a0jours", -days) % {"days": -days}


@register.filter
def ago_words(value: date | datetime | None) -> str:
    """« aujourd’hui », « il y a 5 jours », « il y a 3 semaines », « il y a 4 mois », « il y a 2 ans »."""
    if not value:
        return ""
    days = (timezone.localdate() - _local_date(value)).days
    if days < 14:
        return days_left(value)
    if days < 60:
        weeks = days // 7
        return ngettext("il y a %(weeks)d\u00a0semaine", "il y a %(weeks)d\u00a0semaines", weeks) % {"weeks": weeks}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("il y a %(months)d\u00a0mois", "il y a %(months)d\u00a0mois", months) % {"months": months}
    years = int(days / 365.25)
    return ngettext("il y a %(years)d\u00a0an", "il y a %(years)d\u00a0ans", years) % {"years": years}


@register.filter
def days_between(value: date | datetime | None) -> int | str:
    """Whole days since a date: 18 in « 18 jours sans réponse »."""
    return max((timezone.localdate() - _local_date(value)) // timedelta(days=1), 0) if value else ""


@register.filter
def initials(value: object) -> str:
    """« IM » for Inès Moreau: the first letters of the first and last words."""
    words = [word for word in str(value or "").replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def age_today(person: "Aged") -> int | None:
    """Age in whole years, today: {{ person|age_today }}."""
    return person.age_on(timezone.localdate())
