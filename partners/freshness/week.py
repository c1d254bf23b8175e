"""Opening hours day by day: read from and written in the OpenStreetMap notation, typed as people say them."""

import re

from django.utils.translation import gettext as _

DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
Ranges = list[tuple[str, str]]
Week = dict[str, Ranges]
NOTED_RANGE = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
RULE = re.compile(r"^([A-Za-z ,-]+?)\s+(.+)$")
HOUR = r"(\d{1,2})\s*(?:h(?:eures?)?|:|\.)?"
START, END = rf"{HOUR}(?:\s*(\d{{2}}))?", rf"{HOUR}(?:\s*(\d{{2}})(?!\s*(?:h|:|\.|-|–|—|à|a)|\d))?"
TYPED_RANGE = re.compile(rf"(?:de\s+)?{START}\s*(?:-|–|—|à|a|to)\s*{END}")
CLOSED = {"", "-", "–", "ferme", "fermé", "fermee", "fermée", "closed", "non"}


def week_of(notation: str) -> Week | None:
    """The hours of each day, or None when the text says more than days and hours (seasons, weeks, appointments)."""
    week: Week = {day: [] for day in DAYS}
    for rule in filter(None, (part.strip() for part in notation.split(";"))):
        found = RULE.match(rule)
        days = _days(found.group(1)) if found else None
        if not found or days is None:
            return None
        hours = found.group(2).strip()
        ranges = [] if hours in {"off", "closed"} else _noted(hours)
        if ranges is None:
            return None
        for day in days:
            if day in week:
                week[day] = ranges
    return week


def _days(text: str) -> list[str] | None:
    """« Mo-We,Fr » as its days; public holidays stay apart."""
    days: list[str] = []
    for part in (piece.strip() for piece in text.split(",")):
        first, dash, last = part.partition("-")
        if part == "PH":
            continue
        if first not in DAYS or (dash and last not in DAYS):
            return None
        start, end = DAYS.index(first), DAYS.index(last or first)
        days += DAYS[start : end + 1] if start <= end else DAYS[start:] + DAYS[: end + 1]
    return days


def _noted(text: str) -> Ranges | None:
    """« 09:00-12:00,14:00-17:00 » as its ranges."""
    ranges: Ranges = []
    for part in text.split(","):
        found = NOTED_RANGE.fullmatch(part.strip())
        if not found:
            return None
        ranges.append((f"{found[1]:0>2}:{found[2]}", f"{found[3]:0>2}:{found[4]}"))
    return ranges


def notation_of(week: Week) -> str:
    """The shortest notation: days that follow each other with the same hours are written together."""
    runs: list[tuple[list[str], Ranges]] = []
    for day in DAYS:
        ranges = week.get(day, [])
        if runs and runs[-1][1] == ranges and runs[-1][0][-1] == DAYS[DAYS.index(day) - 1]:
            runs[-1][0].append(day)
        else:
            runs.append(([day], ranges))
    parts = []
    for days, ranges in runs:
        if ranges:
            name = days[0] if len(days) == 1 else f"{days[0]}{'-' if len(days) > 2 else ','}{days[-1]}"
            parts.append(f"{name} {','.join(f'{start}-{end}' for start, end in ranges)}")
    return "; ".join(parts)


def typed_ranges(text: str) -> Ranges | None:
    """« 9h-12h30 et 14 h à 17 h » as ranges; an empty list when closed; None when it is not understood."""
    cleaned = " ".join(text.replace("\u00a0", " ").split()).strip(" .").lower()
    if cleaned in CLOSED:
        return []
    ranges: Ranges = []
    rest = cleaned
    for found in TYPED_RANGE.finditer(cleaned):
        start, end = _clock(found[1], found[2]), _clock(found[3], found[4])
        # The last one may pass midnight: « 20 h – 8 h ».
        if start is None or end is None or start == end or (ranges and (start < ranges[-1][1] or over(ranges[-1]))):
            return None
        ranges.append((start, end))
        rest = rest.replace(found.group(0), "", 1)
    leftovers = re.sub(r"\bet\b|\bpuis\b|\band\b|[,;/\s]", "", rest)
    return ranges if ranges and not leftovers else None


def over(hours: tuple[str, str]) -> bool:
    """Whether it passes midnight."""
    return hours[1] < hours[0]


def _clock(hours: str, minutes: str | None) -> str | None:
    """« 9 » and « 30 » as 09:30, while such a time exists."""
    if int(hours) > 24 or int(minutes or 0) > 59 or (int(hours) == 24 and int(minutes or 0)):
        return None
    return f"{int(hours):02}:{minutes or '00'}"


def day_words(ranges: Ranges) -> str:
    """« 9 h – 12 h 30, 14 h – 17 h », as the field shows it again."""
    return ", ".join(f"{_say(start)} – {_say(end)}" for start, end in ranges)


def _say(clock: str) -> str:
    hours, minutes = clock.split(":")
    return f"{int(hours)}\u00a0h" if minutes == "00" else f"{int(hours)}\u00a0h\u00a0{minutes}"


def day_names() -> list[str]:
    """The days of the week, in full."""
    return [_("Lundi"), _("Mardi"), _("Mercredi"), _("Jeudi"), _("Vendredi"), _("Samedi"), _("Dimanche")]
