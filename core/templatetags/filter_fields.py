"""The fields of the filters, written in one go: through crispy and the templates of widgets each costs ten times more.

The markup is that of templates/bootstrap5/field.html, and a test compares them.
"""

from functools import lru_cache
from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
OFFERED, CHOSEN = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
FRAME = '<div id="div_{}" class="field{}">{}</div>'


@register.simple_tag
def filter_field(field: BoundField) -> SafeString:
    """A field that nobody must fill: label, help and errors, then a select, an input or a box to tick."""
    widget = field.field.widget
    if isinstance(widget, forms.HiddenInput):
        return hidden(field)
    plain = isinstance(widget, forms.Select | forms.TextInput | forms.DateInput | forms.CheckboxInput)
    if field.field.required or not plain:
        return SafeString(as_crispy_field(field))
    notes = notes_of(field) if field.help_text or field.errors else ""
    label = format_html('<label class="{}" for="{}">{}</label>', label_class(widget), field.id_for_label, field.label)
    inside = format_html("{}{}{}", label, notes, control_of(field))
    if isinstance(widget, forms.CheckboxInput):
        inside = format_html('{}<div class="form-check">{}{}</div>', notes, control_of(field), label)
    return format_html(FRAME, field.auto_id, " has-error" if field.errors else "", inside)


def hidden(field: BoundField) -> SafeString:
    """What a link brought and nobody types: kept while the other filters change."""
    value = field.value()
    return format_html('<input type="hidden" name="{}" value="{}">', field.html_name, value) if value else SafeString()


def label_class(widget: forms.Widget) -> str:
    """How the label is set: above the field, or beside the box."""
    return "form-check-label" if isinstance(widget, forms.CheckboxInput) else "form-label"


def notes_of(field: BoundField) -> SafeString:
    """Help and errors, where there are some: the common template."""
    return render_to_string("bootstrap5/layout/help_text_and_errors.html", {"field": field})


def control_of(field: BoundField) -> SafeString:
    """The field itself, with the attributes and classes that Django and crispy give it."""
    widget = field.field.widget
    if isinstance(widget, forms.Select):
        return select(field, widget)
    if isinstance(widget, forms.CheckboxInput):
        ticked = widget.check_test(field.value())
        box = {"checked": ticked, **attributes_of(field, "form-check-input")}
        return format_html('<input type="checkbox" name="{}"{}>', field.html_name, flatatt(box))
    value, attributes = widget.format_value(field.value()), attributes_of(field, "form-control")
    kind = attributes.pop("type", widget.input_type)
    written = "" if value is None else format_html(' value="{}"', value)
    return format_html('<input type="{}" name="{}"{}{}>', kind, field.html_name, written, flatatt(attributes))


def select(field: BoundField, widget: forms.Select) -> SafeString:
    """A list of choices without groups."""
    chosen = str(field.value() or "")
    options = SafeString("".join(option(str(key), str(label), str(key) == chosen) for key, label in widget.choices))
    attributes = flatatt(attributes_of(field, "form-select"))
    return format_html('<select name="{}"{}>{}</select>', field.html_name, attributes, options)


@lru_cache(maxsize=5_000)
def option(key: str, label: str, chosen: bool) -> SafeString:
    """One choice: the same few hundred are written on every page."""
    return format_html(CHOSEN if chosen else OFFERED, key, label)


def attributes_of(field: BoundField, css_class: str) -> dict[str, Any]:
    """The attributes of the widget, its identifier, its classes."""
    widget = field.field.widget
    kind = type(widget).__name__.lower()
    known = widget.attrs.get("class", "")
    classes = [known, "" if kind in known else kind, css_class, "is-invalid" if field.errors else ""]
    added = field.build_widget_attrs({}, widget)
    return {**widget.attrs, "class": " ".join(filter(None, classes)), **added, "id": field.auto_id}
