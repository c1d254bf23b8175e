"""The choices of a select, written at once: one include for each was the dearest part of a page with filters."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def options(choices: Iterable[dict[str, Any]]) -> SafeString:
    """The <option> elements of one group, as Django’s own templates write them."""
    rows = ((str(one["value"]), flatatt(one["attrs"]) if one["attrs"] else "", one["label"]) for one in choices)
    return format_html_join("\n  ", '<option value="{}"{}>{}</option>', rows)
