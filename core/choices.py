"""The words of a choice, looked up once per language."""

from functools import cache, lru_cache
from typing import Any

from django.db.models import Field, Model
from django.db.models.enums import ChoicesType
from django.utils.encoding import force_str
from django.utils.translation import get_language


def label_of(choices: ChoicesType, value: str) -> str:
    """« Hébergement » for Topic and « housing », in the language of the request."""
    return _label(choices, value, get_language())


@cache
def _label(choices: ChoicesType, value: str, language: str | None) -> str:
    return str(choices(value).label)


def display_of(record: Model, field: "Field[Any, Any]") -> Any:
    """What get_…_display says: Django’s own translates all the choices of the field to say one of them."""
    return _displayed(field, getattr(record, field.attname), get_language())


@lru_cache(10_000)
def _displayed(field: "Field[Any, Any]", value: Any, language: str | None) -> Any:
    return force_str(dict(field.flatchoices).get(value, value), strings_only=True)
