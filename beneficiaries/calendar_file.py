"""The calendar of a worker as telephones read it (iCalendar): when, and a place that says nothing of anybody."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from beneficiaries.models import Appointment, CalendarFeed, Outcome
from beneficiaries.reaching import is_neutral

BEFORE, AFTER, EVENTS_AT_MOST = timedelta(days=31), timedelta(days=366), 1000
USUAL_LENGTH = 60


def calendar_file(feed: CalendarFeed, *, now: datetime) -> bytes:
    """One event an appointment that still stands; no name, no file number, no purpose, no description."""
    worker = feed.worker
    rows = (
        Appointment.objects.visible_to(worker)
        .of(worker)
        .filter(starts_at__gte=now - BEFORE, starts_at__lt=now + AFTER)
        .exclude(outcome__in=[Outcome.CANCELLED, Outcome.NOT_HELD])
        .for_list()[:EVENTS_AT_MOST]
    )
    calendar = Calendar()
    calendar.add("prodid", "-//Reinsertion//Agenda//FR")
    calendar.add("version", "2.0")
    with translation.override(worker.language or "fr"):
        calendar.add("x-wr-calname", _("Agenda"))
        for row in rows:
            calendar.add_component(event_of(row, feed))
    calendar.add_missing_timezones(first_date=(now - BEFORE).date(), last_date=(now + AFTER).date())
    return bytes(calendar.to_ical())


def event_of(row: Appointment, feed: CalendarFeed) -> Event:
    """The identifier changes with the address, so that two calendars cannot be compared."""
    start = timezone.localtime(row.starts_at)
    event = Event()
    event.add("uid", str(uuid.uuid5(feed.pk, str(row.pk))))
    event.add("dtstamp", row.created_at)
    event.add("dtstart", start)
    event.add("dtend", timezone.localtime(row.starts_at + timedelta(minutes=row.duration_minutes or USUAL_LENGTH)))
    event.add("summary", _("Rendez-vous"))
    event.add("class", "PRIVATE")
    if row.place_in_calendar and row.place and is_neutral(row.beneficiary, row.place):
        event.add("location", row.place)
    return event
