"""What pages say again and again, at less cost: literal texts, fragments the same for everybody, links."""

from uuid import UUID

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from core.links import link_to

register = template.Library()
register.simple_tag(link_to)


class LiteralNode(Node):
    """A text of the catalog, known when the template is read: looked up once per process and language."""

    def __init__(self, text: SafeString, about: str | None, name: str | None) -> None:
        self.text, self.about, self.name = text, about, name
        self.words: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The text in the language of the request, as written or put aside under a name."""
        language = get_language()
        words = self.words.get(language)
        if words is None:
            words = pgettext(self.about, self.text) if self.about else gettext(self.text)
            self.words[language] = words
        if not self.name:
            return words
        context[self.name] = words
        return ""


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django’s {% translate %}; a literal text, which ours nearly all are, costs eight times less."""
    node = do_translate(parser, token)
    text = literal(node.filter_expression)
    about = literal(node.message_context) if node.message_context else None
    if text is None or "%" in text or node.noop or (node.message_context and about is None):
        return node
    return LiteralNode(text, about, node.asvar)


def literal(expression: FilterExpression) -> SafeString | None:
    """The text between quotes, or None for anything else."""
    given = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    return given if isinstance(given, SafeString) and not expression.filters else None


class LinkNode(Node):
    """The URL of a page, or of the page of one thing; anything but a UUID is left to Django."""

    def __init__(self, node: URLNode, name: SafeString) -> None:
        self.node, self.name = node, name

    def render(self, context: Context) -> str:
        """The URL, as written or put aside under a name."""
        pk = self.node.args[0].resolve(context) if self.node.args else None
        if self.node.args and not isinstance(pk, UUID):
            return self.node.render(context)
        if not self.node.asvar:
            return link_to(self.name, pk)
        try:
            context[self.node.asvar] = link_to(self.name, pk)
        except NoReverseMatch:  # put aside under a name, a page that does not exist is no page
            context[self.node.asvar] = ""
        return ""


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django’s {% url %}; that of a page named by a literal, with one key at most, is resolved once per process."""
    node = django_url(parser, token)
    name = literal(node.view_name)
    return node if name is None or node.kwargs or len(node.args) > 1 else LinkNode(node, name)


class ConstantNode(Node):
    """A fragment that depends on the language alone: written once per process and language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.texts: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The fragment, rendered without anything of the page: nothing of anybody can be kept in it."""
        language = get_language()
        if language not in self.texts:
            nothing = Context()
            nothing.template = context.template
            self.texts[language] = self.nodelist.render(nothing)
        return self.texts[language]


@register.tag
def constant(parser: Parser, token: Token) -> ConstantNode:
    """{% constant %} … {% endconstant %}: variables of the page are empty inside."""
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)
