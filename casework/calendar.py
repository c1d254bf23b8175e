"""The days on which coming out finds closed doors."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.holidays import is_holiday

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


def closing_words(day: date) -> str:
    """Why services are or will soon be closed, in words; empty on an ordinary day."""
    if is_holiday(day):
        return _("jour férié : services fermés")
    if day.weekday() == SUNDAY:
        return _("dimanche : services fermés")
    if day.weekday() == SATURDAY:
        return _("samedi : services fermés")
    if day.weekday() == FRIDAY:
        return _("vendredi : services fermés dès le soir")
    if is_holiday(day + timedelta(days=1)):
        return _("veille de jour férié")
    return ""


def closing_day(day: date) -> str:
    """« un vendredi », for a day on which coming out finds closed doors; empty on an ordinary day."""
    if is_holiday(day):
        return _("un jour férié")
    if named := {FRIDAY: _("un vendredi"), SATURDAY: _("un samedi"), SUNDAY: _("un dimanche")}.get(day.weekday()):
        return named
    return _("une veille de jour férié") if is_holiday(day + timedelta(days=1)) else ""
