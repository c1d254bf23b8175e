"""Why a line is not taken, in French: the errors of the official models and ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import ValidationError

REASONS = {
    "missing": gettext_noop("valeur obligatoire absente"),
    "enum": gettext_noop("valeur inconnue de la liste"),
    "string_too_short": gettext_noop("texte trop court"),
    "string_too_long": gettext_noop("texte trop long"),
    "string_pattern_mismatch": gettext_noop("format inattendu"),
    "string_type": gettext_noop("un texte est attendu"),
    "date_type": gettext_noop("une date est attendue"),
    "date_from_datetime_parsing": gettext_noop("date illisible"),
    "date_from_datetime_inexact": gettext_noop("date illisible"),
    "date_parsing": gettext_noop("date illisible"),
    "date_past": gettext_noop("date à venir"),
    "url_parsing": gettext_noop("adresse web illisible"),
    "url_scheme": gettext_noop("adresse web sans http(s)"),
    "float_parsing": gettext_noop("un nombre est attendu"),
    "int_parsing": gettext_noop("un nombre entier est attendu"),
    "int_from_float": gettext_noop("un nombre entier est attendu"),
    "bool_parsing": gettext_noop("oui ou non est attendu"),
    "greater_than_equal": gettext_noop("nombre trop petit"),
    "less_than_equal": gettext_noop("nombre trop grand"),
    "too_short": gettext_noop("liste vide"),
    "set_type": gettext_noop("une liste est attendue"),
    "list_type": gettext_noop("une liste est attendue"),
    "literal_error": gettext_noop("valeur inconnue de la liste"),
    "email": gettext_noop("adresse électronique illisible"),
    "zone_eligibilite": gettext_noop("code de commune, département, EPCI ou pays inconnu"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of a line; a remark does not keep the line from being taken."""

    field: str
    reason: str
    is_remark: bool = False

    def as_json(self) -> list[Any]:
        """To be kept beside the line."""
        return [self.field, self.reason, self.is_remark]


def remark(field: str, reason: str) -> Problem:
    """Worth a look, no more."""
    return Problem(field, reason, True)


def blocking(problems: Iterable[Problem]) -> bool:
    """Whether the line cannot be taken."""
    return any(not problem.is_remark for problem in problems)


def problems_of(error: ValidationError) -> list[Problem]:
    """What the official model refuses, one problem a field and value."""
    found: dict[tuple[str, str], Problem] = {}
    for one in error.errors(include_url=False):
        field = str(one["loc"][0]) if one["loc"] else ""
        problem = Problem(field, reason(field, one))
        found.setdefault((field, problem.reason), problem)
    return list(found.values())


def reason(field: str, problem: Any) -> str:
    """An error of pydantic in French, with the value at fault when it is short."""
    kind, given = problem["type"], problem.get("input")
    if field == "zone_eligibilite" and len(problem["loc"]) > 1:
        kind = "zone_eligibilite"
    elif kind == "value_error" and field == "courriel":
        kind = "email"
    if kind == "value_error":
        words = str(problem["msg"]).removeprefix("Value error, ")
    elif kind in REASONS:
        words = _(REASONS[kind])
    else:
        words = _("valeur refusée (%(kind)s)") % {"kind": kind}
    if given is None and kind.endswith("_type"):
        words = _(REASONS["missing"])
    if isinstance(given, str | int | float) and kind != "missing":
        words += _("\u00a0: « %(value)s »") % {"value": str(given)[:60]}
    return words
