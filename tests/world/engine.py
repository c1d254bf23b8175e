"""Applications: somebody asks for a place in a program that is full."""

from django.db.models import Model
from django.utils import timezone

from tests import factories as make
from tests.world.records import World


def build(world: World) -> dict[str, Model]:
    """An application on the waiting list, with what the person wants of the program."""
    farid = world.program.staff.order_by("pk")[0]
    full = make.ProgramFactory(
        name="Atelier complet",
        staff=[farid],
        leads=[farid],
        capacity=1,
        conditions="Savoir lire",
        aims="Reprendre confiance",
    )
    application = make.EnrolmentFactory(
        program=full, beneficiary=world.person, created_by=farid, status="waitlisted", started_on=None,
        applied_on=timezone.localdate(), priority=1, priority_reason="Sortie proche",
        eligibility=[{"verdict": 1, "text": "Savoir lire"}],
    )  # fmt: skip
    make.EnrolmentGoalFactory(enrolment=world.enrolment)
    return {"program_application": application}
