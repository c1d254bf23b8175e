"""Opening hours in templates."""

from django import template

from partners.hours import in_words

register = template.Library()
register.filter("hours_in_words", in_words)
