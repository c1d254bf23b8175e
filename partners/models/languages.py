"""Languages in which a service is given, and the codes of what people write."""

from collections.abc import Iterable
from functools import cache

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from partners.models.folding import fold


class SpokenLanguage(models.TextChoices):
    """ISO 639-1 codes, or ISO 639-3 where the first has none."""

    FRENCH = "fr", _("français")
    ALBANIAN = "sq", _("albanais")
    GERMAN = "de", _("allemand")
    AMHARIC = "am", _("amharique")
    ENGLISH = "en", _("anglais")
    ARABIC = "ar", _("arabe")
    ARMENIAN = "hy", _("arménien")
    BAMBARA = "bm", _("bambara")
    BENGALI = "bn", _("bengali")
    BOSNIAN = "bs", _("bosnien")
    BULGARIAN = "bg", _("bulgare")
    CHINESE = "zh", _("chinois")
    COMORIAN = "zdj", _("comorien")
    CROATIAN = "hr", _("croate")
    SPANISH = "es", _("espagnol")
    GEORGIAN = "ka", _("géorgien")
    GREEK = "el", _("grec")
    HEBREW = "he", _("hébreu")
    HINDI = "hi", _("hindi")
    HUNGARIAN = "hu", _("hongrois")
    ITALIAN = "it", _("italien")
    KABYLE = "kab", _("kabyle")
    KURDISH = "ku", _("kurde")
    SIGN_LANGUAGE = "fsl", _("langue des signes française")
    LINGALA = "ln", _("lingala")
    MALAGASY = "mg", _("malgache")
    DUTCH = "nl", _("néerlandais")
    URDU = "ur", _("ourdou")
    PASHTO = "ps", _("pachto")
    PERSIAN = "fa", _("persan")
    FULA = "ff", _("peul")
    POLISH = "pl", _("polonais")
    PORTUGUESE = "pt", _("portugais")
    PUNJABI = "pa", _("pendjabi")
    ROMANI = "rom", _("romani")
    ROMANIAN = "ro", _("roumain")
    RUSSIAN = "ru", _("russe")
    SERBIAN = "sr", _("serbe")
    SLOVAK = "sk", _("slovaque")
    SOMALI = "so", _("somali")
    SONINKE = "snk", _("soninké")
    SWAHILI = "sw", _("swahili")
    TAMIL = "ta", _("tamoul")
    TAMAZIGHT = "zgh", _("tamazight")
    CZECH = "cs", _("tchèque")
    CHECHEN = "ce", _("tchétchène")
    TIGRINYA = "ti", _("tigrigna")
    TURKISH = "tr", _("turc")
    UKRAINIAN = "uk", _("ukrainien")
    VIETNAMESE = "vi", _("vietnamien")
    WOLOF = "wo", _("wolof")


OTHER_NAMES = {
    "berbere": SpokenLanguage.TAMAZIGHT,
    "darija": SpokenLanguage.ARABIC,
    "dari": SpokenLanguage.PERSIAN,
    "dioula": SpokenLanguage.BAMBARA,
    "farsi": SpokenLanguage.PERSIAN,
    "flamand": SpokenLanguage.DUTCH,
    "fulfulde": SpokenLanguage.FULA,
    "lsf": SpokenLanguage.SIGN_LANGUAGE,
    "mandarin": SpokenLanguage.CHINESE,
    "moldave": SpokenLanguage.ROMANIAN,
    "pular": SpokenLanguage.FULA,
    "rom": SpokenLanguage.ROMANI,
    "tsigane": SpokenLanguage.ROMANI,
}


def language_codes(words: Iterable[str]) -> set[str]:
    """The codes of languages written in French words (« Arabe », « néerlandais »), unknown words left out."""
    known = _codes_by_name()
    return {known[name] for name in map(fold, words) if name in known}


@cache
def _codes_by_name() -> dict[str, str]:
    with translation.override("fr"):
        names = {fold(str(label)): code for code, label in SpokenLanguage.choices}
    return names | {name: str(code) for name, code in OTHER_NAMES.items()}
