"""The star of a card, wherever a card is shown: one query a page, however many cards."""

from typing import Any
from uuid import UUID

from django import template
from django.http import HttpRequest  # noqa: TID251 – where what a page has read once is kept
from django.template import Context

from partners.models import Favourite

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_as_favourite(context: Context, key: UUID) -> bool:
    """Whether the reader keeps this service or organisation; « favourites » when the page knows."""
    known: set[UUID] | None = context.get("favourites")
    return key in (_keys(context["request"]) if known is None else known)


def _keys(request: HttpRequest) -> set[UUID]:
    held: Any = request
    if not hasattr(held, "favourite_keys"):
        held.favourite_keys = Favourite.objects.keys(held.user)
    keys: set[UUID] = held.favourite_keys
    return keys
