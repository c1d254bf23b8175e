"""Words for dates and times on the pages."""

from django import template

register = template.Library()
