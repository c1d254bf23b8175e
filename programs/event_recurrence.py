"""The same event next year: the same day of the same week; the National Prison Days in the last week of November."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import LAST_YEAR
from core.errors import DomainError
from programs.models import Event, EventItem, EventKind, EventPartner, EventTask
from programs.models.session import same_hour

COPIED = ["kind", "presentation", "site", "address", "online_link", "visibility", "with_registration", "capacity"]


def last_week_of_november(year: int) -> date:
    """The Monday of the last week that lies whole in November."""
    last_day = date(year, 11, 30)
    last_sunday = last_day - timedelta(days=last_day.isoweekday() % 7)
    return last_sunday - timedelta(days=6)


def same_week_next_year(day: date) -> date:
    """The same weekday of the week of the same number; a week 53 becomes the last one there is."""
    year, week, weekday = day.isocalendar()
    weeks = date(year + 1, 12, 28).isocalendar().week
    return date.fromisocalendar(year + 1, min(week, weeks), weekday)


def next_day(kind: str, day: date) -> date:
    """When an event that began on this day begins next year."""
    if kind == EventKind.PRISON_DAYS:
        return last_week_of_november(day.year + 1) + timedelta(days=day.weekday())
    return same_week_next_year(day)


@transaction.atomic
def renew(event: Event, *, by: User, at: datetime) -> Event:
    """Prepare the same event for next year: programme, partners and tasks; speakers are to be asked again."""
    stored = Event.objects.locked(event.pk)
    if already := Event.objects.filter(previous=stored).first():
        return already
    first = timezone.localdate(stored.starts_at)
    if first.year >= LAST_YEAR:
        raise DomainError(_("L’année va jusqu’à %(last)d.") % {"last": LAST_YEAR})
    later = next_day(stored.kind, first) - first
    until = stored.registration_until
    facts = {name: getattr(stored, name) for name in COPIED}
    if stored.site and (stored.site.has_secret_address or not stored.site.is_active):
        facts["site"] = None
    renewed = Event.objects.register(
        by=by,
        title=stored.title.replace(str(first.year), str((first + later).year)),
        starts_at=same_hour(stored.starts_at, later),
        ends_at=same_hour(stored.ends_at, later),
        registration_until=until + later if until else None,
        previous=stored,
        **facts,
    )
    EventItem.objects.bulk_create(
        EventItem(
            event=renewed,
            starts_at=same_hour(item.starts_at, later),
            ends_at=same_hour(item.ends_at, later) if item.ends_at else None,
            title=item.title,
            details=item.details,
        )
        for item in stored.items.order_by("starts_at", "pk")
    )
    EventPartner.objects.bulk_create(
        EventPartner(event=renewed, organization_id=row.organization_id, role=row.role)
        for row in stored.partners.filter(organization__is_active=True).order_by("pk")
    )
    EventTask.objects.bulk_create(
        EventTask(
            event=renewed,
            title=task.title,
            due_on=task.due_on + later,
            assignee_id=task.assignee_id if task.assignee and task.assignee.is_active else None,
        )
        for task in stored.tasks.select_related("assignee").order_by("due_on", "pk")
    )
    return renewed
