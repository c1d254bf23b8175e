"""Forgetting who came to an event: their registration, and the mails that bear their address."""

from datetime import datetime

from django.db import transaction

from core.models import OutgoingMail
from core.models.outgoing_mail import IN_HAND
from programs.models import Event, EventRegistration


@transaction.atomic
def forget_attendees(now: datetime) -> int:
    """Once the delay after the event has passed, only numbers are left; how many registrations were emptied."""
    rows = EventRegistration.objects.outlived(now)
    events = {str(pk) for pk in rows.order_by().values_list("event_id", flat=True)}
    mails = OutgoingMail.objects.filter(about_type=Event._meta.label_lower, about_id__in=events)
    mails.exclude(status__in=IN_HAND).delete()
    return rows.erase(now)
