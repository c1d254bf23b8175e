"""A session of the training that Farid runs, begun this morning."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from tests import factories as make
from tests.world.records import World


def build(world: World) -> dict[str, models.Model]:
    """A session to mark, and one already marked."""
    now = timezone.now()
    trainer = make.TrainerFactory()
    session = make.SessionFactory(program=world.program, starts_at=now - timedelta(minutes=5), room="Salle 2")
    session.trainers.add(trainer)
    row = make.UnitResultFactory(validation__enrolment=world.enrolment, evidence="Fiche de travail")
    scan = make.SessionScanFactory(session=session)
    return {"session": session, "session_scan": scan, "validation": row.validation}
