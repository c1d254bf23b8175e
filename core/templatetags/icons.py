"""Outline icons as inline SVG, hidden from screen readers because a text always stands beside them."""

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


@cache
def _svg(name: str, size: int) -> SafeString:
    css_class = "icon icon-directional" if name in DIRECTIONAL else "icon"
    return SafeString(lucide(name, size=size, aria_hidden="true", focusable="false", **{"class": css_class}))
