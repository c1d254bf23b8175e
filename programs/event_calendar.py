"""One event as calendars read it (iCalendar): what its public page says, and nothing else."""

from datetime import datetime

from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as Entry

from programs.models import Event, EventStatus


def calendar_of(event: Event, *, url: str, now: datetime) -> bytes:
    """The file that a calendar adds."""
    calendar, entry = Calendar(), Entry()
    calendar.add("prodid", "-//Reinsertion//Evenements//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry.add("uid", str(event.pk))
    entry.add("dtstamp", now)
    entry.add("dtstart", timezone.localtime(event.starts_at))
    entry.add("dtend", timezone.localtime(event.ends_at))
    entry.add("summary", event.title)
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.status == EventStatus.CANCELLED else "CONFIRMED")
    if event.place:
        entry.add("location", event.place)
    calendar.add_component(entry)
    calendar.add_missing_timezones(first_date=event.starts_at.date(), last_date=event.ends_at.date())
    return bytes(calendar.to_ical())
