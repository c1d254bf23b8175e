"""Opening hours as people say them."""

import re
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Words of the OpenStreetMap notation, in which the national directory writes hours.
WORDS = {
    "Mo": _("lun."),
    "Tu": _("mar."),
    "We": _("mer."),
    "Th": _("jeu."),
    "Fr": _("ven."),
    "Sa": _("sam."),
    "Su": _("dim."),
    "PH": _("jours fériés"),
    "off": _("fermé"),
    "closed": _("fermé"),
}
NOTATION = re.compile(r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b[^a-z]*", re.ASCII)
TOKEN = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|off|closed)\b")
CLOCK = re.compile(r"\b0?(\d{1,2}):(\d{2})\b")


def hours_words(text: str) -> str:
    """« Mo-Fr 09:00-12:30 » becomes « lun.–ven. 9 h – 12 h 30 »; anything else stays as it was written."""
    return _say(text, get_language()) if NOTATION.match(text) else text


@lru_cache(maxsize=2_000)
def _say(text: str, language: str | None) -> str:
    said = TOKEN.sub(lambda word: str(WORDS[word.group()]), text)
    said = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "\u00a0–\u00a0", said).replace("-", "–")
    said = CLOCK.sub(_clock, said)
    return re.sub(r"\s*;\s*", " ; ".replace(" ;", "\u00a0;"), said).strip()


def _clock(found: re.Match[str]) -> str:
    hours, minutes = found.groups()
    return f"{hours}\u00a0h" if minutes == "00" else f"{hours}\u00a0h\u00a0{minutes}"
