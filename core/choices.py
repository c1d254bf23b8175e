"""The words of a choice, looked up once per language."""

from functools import cache

from django.db.models.enums import ChoicesType
from django.utils.translation import get_language


def label_of(choices: ChoicesType, value: str) -> str:
    """« Hébergement » for Topic and « housing », in the language of the request."""
    return _label(choices, value, get_language())


@cache
def _label(choices: ChoicesType, value: str, language: str | None) -> str:
    return str(choices(value).label)
