"""Outline icons as inline SVG, hidden from screen readers because a text always stands beside them."""

from functools import cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()

DIRECTIONAL = {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out"}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """The SVG of a lucide icon: {% icon "phone" %} or {% icon "phone" size=24 %}."""
    return _svg(str(name), size)


@cache
def _svg(name: str, size: int) -> SafeString:
    css_class = "icon icon-directional" if name in DIRECTIONAL else "icon"
    return SafeString(lucide(name, size=size, aria_hidden="true", focusable="false", **{"class": css_class}))
