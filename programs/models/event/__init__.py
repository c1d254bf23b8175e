"""Events: awareness, round tables, launch evenings, National Prison Days, trainings of partners."""

from programs.models.event.change import EventChange
from programs.models.event.event import Event
from programs.models.event.item import EventItem
from programs.models.event.material import EventMaterial
from programs.models.event.partner import EventPartner
from programs.models.event.registration import EventRegistration
from programs.models.event.speaker import EventSpeaker
from programs.models.event.states import AudienceKind, EventKind, EventStatus, RegistrationStatus
from programs.models.event.task import EventTask

__all__ = [
    "AudienceKind",
    "Event",
    "EventChange",
    "EventItem",
    "EventKind",
    "EventMaterial",
    "EventPartner",
    "EventRegistration",
    "EventSpeaker",
    "EventStatus",
    "EventTask",
    "RegistrationStatus",
]
