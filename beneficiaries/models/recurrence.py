"""The rhythm of what comes back: every so many days, weeks or months, counted from the first day."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.review_rhythm import add_months

MOST = 366


class Rhythm(models.TextChoices):
    """What is counted."""

    ONCE = "", _("Une seule fois")
    DAYS = "days", _("jours")
    WEEKS = "weeks", _("semaines")
    MONTHS = "months", _("mois")


def next_in(first: date, every: int, rhythm: str, *, after: date) -> date:
    """The first day of the rhythm that is later than after; the 31st falls on the last day of a shorter month."""
    if rhythm == Rhythm.MONTHS:
        passed = (after.year - first.year) * 12 + after.month - first.month
        rank = max(passed // every, 1)
        while (day := add_months(first, rank * every)) <= after:
            rank += 1
        return day
    step = timedelta(days=every * (7 if rhythm == Rhythm.WEEKS else 1))
    return first + step * max((after - first) // step + 1, 1)
