"""Areas of eligibility: codes of communes, departments, regions and countries, and their names in words.

Communes and departments bear the codes of data·inclusion, which has none for regions: « 32 » is the Gers there, so a
region is written « region-32 ». Groups of communes (nine digits) are kept as they came.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from core.fields import clean_line
from core.sql import FrenchSort
from partners.models import Commune, Country, Department, Region
from partners.models.commune import Like, pattern_of
from partners.models.folding import fold

Area = TypeVar("Area", Department, Region)

COUNTRY_AREAS: dict[str, list[str]] = {Country.FRANCE: ["france", "99100"], Country.BELGIUM: ["99131"]}
REGION = "region-"
GROUP_OF_COMMUNES = re.compile(r"\d{9}")
LABEL_OF_GROUP = re.compile(r"(?:Intercommunalité\s+)?(?:n°\s*)?(\d{9})", re.IGNORECASE)
KINDS = re.compile(r"(.*?)\s*\((département|province|région)\)")


def areas_of(commune: Commune) -> list[str]:
    """The codes of every area that holds the commune, itself first."""
    department = Department.objects.filter(pk=commune.department_code).first()
    above = [f"{REGION}{department.region_id}"] if department and department.region_id else []
    return [commune.pk, commune.department_code, *above, *COUNTRY_AREAS.get(commune.country, [])]


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """« Nord », « Hauts-de-France », « France entière », by code, in the order given; unknown codes as they are."""
    codes = list(dict.fromkeys(codes))
    regions = {code.removeprefix(REGION): code for code in codes if code.startswith(REGION)}
    names = _country_names()
    names |= {regions[one.pk]: one.name for one in Region.objects.filter(pk__in=regions)} if regions else {}
    left = [code for code in codes if code not in names]
    names |= {one.pk: one.name for one in Department.objects.filter(pk__in=left)} if left else {}
    left = [code for code in left if code not in names]
    names |= {one.pk: one.label for one in Commune.objects.filter(pk__in=left)} if left else {}
    return {code: names.get(code) or _unknown(code) for code in codes}


def area_words(codes: Iterable[str]) -> str:
    """The names of the areas, separated by commas, each once."""
    return ", ".join(dict.fromkeys(area_names(codes).values()))


def without_regions(codes: Iterable[str]) -> list[str]:
    """The same areas for data·inclusion, which has no code for regions: each one by its departments."""
    codes = list(codes)
    regions = [code.removeprefix(REGION) for code in codes if code.startswith(REGION)]
    within = (
        Department.objects.filter(region__in=regions).order_by("pk").values_list("pk", flat=True) if regions else []
    )
    return list(dict.fromkeys([*(code for code in codes if not code.startswith(REGION)), *within]))


def _country_names() -> dict[str, str]:
    return {"france": _("France entière"), "99100": _("France entière"), "99131": _("Belgique entière")}


def _unknown(code: str) -> str:
    if GROUP_OF_COMMUNES.fullmatch(code):
        return _("Intercommunalité n°\u00a0%(code)s") % {"code": code}
    return code


def area_called(text: str) -> str:
    """The code of an area as its label says it, or as somebody types it (« Nord », « hauts de france »); or nothing."""
    text = clean_line(text)
    whole = {pattern_of(name): code for code, name in _country_names().items() if code != "99100"}
    if code := (whole | {"france": "france", "belgique": "99131"}).get(pattern_of(text)):
        return code
    if group := LABEL_OF_GROUP.fullmatch(text):
        return group[1]
    label = KINDS.fullmatch(text)
    name, kind = (label.group(1), label.group(2)) if label else (text, "")
    pattern = pattern_of(name)
    if not pattern:
        return ""
    if kind != "région" and (department := _like(Department.objects, pattern).first()):
        return department.pk
    if kind in {"", "région"} and (region := _like(Region.objects, pattern).first()):
        return region.area
    commune = None if kind else Commune.objects.called(text).first()
    return commune.pk if commune else ""


def areas_starting_with(text: str, most: int = 8) -> list[str]:
    """Labels to suggest while somebody types, the largest areas first; area_called reads each of them back."""
    pattern = pattern_of(text)
    if not pattern:
        return []
    countries = [
        name for code, name in _country_names().items() if code != "99100" and fold(name).startswith(fold(text))
    ]
    regions = [f"{one.name} (région)" for one in _like(Region.objects, pattern + "%")[:most]]
    departments = [
        f"{one.name} ({'département' if one.country == Country.FRANCE else 'province'})"
        for one in _like(Department.objects, pattern + "%")[:most]
    ]
    communes = [one.label for one in Commune.objects.starting_with(text)[:most]]
    return [*countries, *regions, *departments, *communes][:most]


def _like(areas: "models.Manager[Area]", pattern: str) -> models.QuerySet[Area]:
    return areas.filter(Like(FrenchSort("name"), models.Value(pattern))).order_by("pk")
