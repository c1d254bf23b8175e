"""Opening hours in words, from the notation of OpenStreetMap as the reader writes it back: one phrase a rule.

What has no words here (sunrise, Easter, years that come back) is left as it was written.
"""

import re
from datetime import time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from core.templatetags.french import time_words

DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAY, MONTH = "|".join(DAYS), "|".join(MONTH_NAMES)
A_DAY = rf"(?:(?:{DAY})(?:-(?:{DAY})|\[-?\d\])?|PH|SH)"
A_DATE = rf"(?:(?P<%s_year>\d{{4}}) )?(?P<%s_month>{MONTH})(?: (?P<%s_day>\d{{1,2}}))?"
RULE = re.compile(
    rf"(?:(?P<dates>(?:\d{{4}} )?(?:{MONTH})\b[^:]*?)(?= (?:week|{DAY}|PH|SH|\d\d:|closed|unknown|\")|$)\s*)?"
    rf"(?:week(?P<weeks>\d\d-\d\d/2)\s*)?"
    rf"(?P<days>{A_DAY}(?:,{A_DAY})*)?\s*"
    r"(?P<times>24/7|\d\d:\d\d(?:-\d\d:\d\d|\+)(?:,\d\d:\d\d(?:-\d\d:\d\d|\+))*)?\s*"
    r"(?P<state>closed|unknown)?\s*"
    r'(?:"(?P<note>[^"]*)")?'
)
DATES = re.compile(rf"{A_DATE.replace('%s', 'from')}(?:-(?:{A_DATE.replace('%s', 'to')}|(?P<last>\d{{1,2}})))?")
OUTSIDE_QUOTES = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'
RULES = re.compile(rf"\s*(;|\|\||,\s)\s*{OUTSIDE_QUOTES}")


def say(notation: str) -> str:
    """The phrases of the rules, or nothing when one of them has no words."""
    *parts, last = RULES.split(notation)
    phrases = [_rule(part) for part in [*parts[::2], last]]
    if not all(phrases):
        return ""
    text = phrases[0]
    for mark, phrase in zip(parts[1::2], phrases[1:], strict=True):
        text += (_(", sinon ") if mark == "||" else "\u00a0; ") + phrase
    return text[:1].upper() + text[1:]


def _rule(rule: str) -> str:
    found = RULE.fullmatch(rule.strip())
    if not found or not rule.strip():
        return ""
    dates, weeks, days, times, state, note = found.groups()
    when = [_dates(dates) if dates else "", _weeks(weeks) if weeks else "", _days(days) if days else ""]
    if (dates and not when[0]) or (weeks and not when[1]):
        return ""
    moment = ", ".join(filter(None, when))
    if state == "closed":
        said = _("fermé %(when)s") % {"when": moment} if moment else _("fermé")
    elif state == "unknown":
        said = moment if note else ", ".join(filter(None, [moment, _("à demander")]))
    elif times == "24/7" or (not times and not note):
        said = ", ".join(filter(None, [moment, _("jour et nuit")]))
    else:
        said = " ".join(filter(None, [moment, _times(times or "")]))
    if not note:
        return said
    return f"{said} ({note})" if said else note


def _times(spans: str) -> str:
    return _join([_span(span) for span in spans.split(",")]) if spans else ""


def _span(span: str) -> str:
    if span.endswith("+"):
        return _("à partir de %(time)s") % {"time": clock_words(span[:-1])}
    start, _dash, end = span.partition("-")
    return f"{clock_words(start)}\u00a0–\u00a0{clock_words(end)}"


def clock_words(text: str) -> str:
    """« 9 h », « 12 h 30 », « minuit » for « 24:00 »."""
    hour, minute = (int(part) for part in text.split(":"))
    if (hour % 24, minute) == (0, 0):
        return _("minuit")
    if minute == 0:
        return _("%(hour)d\u00a0h") % {"hour": hour % 24}
    return time_words(time(hour % 24, minute))


def _join(words: list[str]) -> str:
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]} if words[1:] else words[0]


def _days(days: str) -> str:
    return _("tous les jours") if days == "Mo-Su" else _join([_day(day) for day in days.split(",")])


def _day(day: str) -> str:
    if day in {"PH", "SH"}:
        return _("les jours fériés") if day == "PH" else _("les vacances scolaires")
    if "[" in day:
        ranks = {"1": _("premier"), "2": _("deuxième"), "3": _("troisième"), "4": _("quatrième"), "5": _("cinquième")}
        rank = ranks.get(day[3:-1], _("dernier"))
        return _("%(rank)s %(day)s du mois") % {"rank": rank, "day": weekday(day[:2])}
    first, _dash, last = day.partition("-")
    if not last:
        return weekday(first)
    if (DAYS.index(last) - DAYS.index(first)) % 7 == 1:
        return _("%(first)s et %(last)s") % {"first": weekday(first), "last": weekday(last)}
    return _("du %(first)s au %(last)s") % {"first": weekday(first), "last": weekday(last)}


def weekday(code: str) -> str:
    """« lundi » for « Mo »."""
    return str(WEEKDAYS[DAYS.index(code)]).lower()


def _weeks(weeks: str) -> str:
    first = int(weeks[:2])
    if int(weeks[3:5]) - first < 50:
        return ""
    return _("semaines impaires") if first % 2 else _("semaines paires")


def _dates(dates: str) -> str:
    found = DATES.fullmatch(dates.strip())
    if not found:
        return ""
    part = found.groupdict()
    first = _date(part["from_day"], part["from_month"], part["from_year"])
    last = _date(part["to_day"] or part["last"], part["to_month"] or part["from_month"], part["to_year"])
    if part["to_month"] or part["last"]:
        if part["from_day"] and (part["to_day"] or part["last"]):
            return _("du %(first)s au %(last)s") % {"first": first, "last": last}
        return _months(part["from_month"], part["to_month"] or part["from_month"], {"first": first, "last": last})
    return (_("le %(day)s") if part["from_day"] else _("en %(day)s")) % {"day": first}


def _months(first: str, last: str, words: dict[str, str]) -> str:
    if MONTH_NAMES.index(last) - MONTH_NAMES.index(first) == 1:
        return _("en %(first)s et %(last)s") % words
    if words["first"][0] in "ao":
        return _("d’%(first)s à %(last)s") % words
    return _("de %(first)s à %(last)s") % words


def _date(day: str | None, month: str, year: str | None) -> str:
    name = str(MONTHS[MONTH_NAMES.index(month) + 1]).lower()
    number = _("1er") if day and int(day) == 1 else str(int(day)) if day else ""
    return " ".join(filter(None, [number, name, year]))
