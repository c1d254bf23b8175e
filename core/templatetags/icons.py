"""Outline icons as inline SVG, hidden from screen readers because a text always stands beside them."""

import re
from functools import cache

from django import template
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()

SIZE = 20
DIRECTIONAL = {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out"}


class IconNode(Node):
    """An icon whose name is only known with the page."""

    def __init__(self, name: FilterExpression, size: int) -> None:
        self.name, self.size = name, size

    def render(self, context: Context) -> SafeString:
        """The SVG."""
        return _svg(str(self.name.resolve(context)), self.size)


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """The SVG of a lucide icon, {% icon "phone" %} or {% icon "phone" 24 %}: plain text once the template is read."""
    _tag, word, *given = token.split_contents()
    name, size = parser.compile_filter(word), int(given[0]) if given else SIZE
    return IconNode(name, size) if name.is_var else TextNode(_svg(str(name.var), size))


@register.simple_tag
def icon_shape(name: str) -> SafeString:
    """The drawing of an icon, once for a page that shows it many times: each svg says <use href="#icon-name"/>."""
    symbol = f'<symbol id="icon-{name}" viewBox="0 0 24 24">{_drawing(name)}</symbol>'
    return SafeString(f'<svg class="d-none" aria-hidden="true">{symbol}</svg>')


@cache
def _svg(name: str, size: int) -> SafeString:
    css_class = "icon icon-directional" if name in DIRECTIONAL else "icon"
    frame = f'class="{css_class}" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true"'
    return SafeString(f"<svg {frame}>{_drawing(name)}</svg>")


def _drawing(name: str) -> str:
    """The shapes alone, on one line: how they are drawn is in the style sheet."""
    shapes = str(lucide(name)).partition(">")[2].removesuffix("</svg>")
    return re.sub(r"\s*\n\s*", "", shapes).replace(" />", "/>")
