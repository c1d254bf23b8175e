"""A round table announced, with one of each of its lines."""

from django.db import models

from tests import factories as make
from tests.world.records import World


def build(world: World) -> dict[str, models.Model]:
    """The event, known by its address, and what it is made of."""
    event = make.EventFactory(slug="table-ronde-2026", title="Table ronde du retour", capacity=40)
    speaker = make.EventSpeakerFactory(event=event, name="Dominique", may_be_named=True)
    item = make.EventItemFactory(event=event, title="Ouverture")
    item.speakers.set([speaker])
    make.EventPartnerFactory(event=event, organization=world.organization)
    make.EventTaskFactory(event=event)
    make.EventMaterialFactory(event=event, is_public=True)
    make.EventRegistrationFactory(event=event, name="Sacha")
    return {"event": event}
