"""A psychologist’s hours, one of them taken; a question of right; an open clinic."""

import datetime as dt

from django.db import models
from django.utils import timezone

from programs.models import ProgramKind
from tests import factories as make
from tests.world.records import World


def build(world: World) -> dict[str, models.Model]:
    """Farid runs both programs; the person comes to a session of this morning."""
    program = make.ProgramFactory(
        name="Écoute", kind=ProgramKind.PSYCHOLOGICAL_SUPPORT, staff=[world.farid], site__name="Antenne des Lilas"
    )
    now = timezone.now().replace(second=0, microsecond=0)
    free = make.SlotFactory(program=program, worker=world.farid)
    held = make.SlotFactory(program=program, worker=world.farid, starts_at=now - dt.timedelta(hours=1))
    booking = make.SlotBookingFactory(slot=held, person=world.person, created_by=world.farid)
    legal = make.ProgramFactory(name="Accès au droit", kind=ProgramKind.LEGAL_ADVICE, staff=[world.farid])
    question = make.LegalQuestionFactory(program=legal, beneficiary=world.person, created_by=world.amina)
    clinic = make.OpenClinicFactory(program=legal, created_by=world.farid)
    make.ClinicCountFactory(clinic=clinic)
    return {
        "support_program": program,
        "free_slot": free,
        "held_slot": held,
        "slot_booking": booking,
        "legal_program": legal,
        "legal_question": question,
    }
