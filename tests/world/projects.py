"""A cohort that Farid runs, and the project of the person in it."""

from django.db import models

from programs.models import ProgramKind
from tests import factories as make
from tests.world.records import World

SLUG = "velos-d-en-bas-0123456789"


def build(world: World) -> dict[str, models.Model]:
    """A project with one line of each kind, one page published."""
    cohort = make.ProgramFactory(
        name="Créer son activité", kind=ProgramKind.COHORT, staff=list(world.program.staff.all())
    )
    enrolment = make.EnrolmentFactory(program=cohort, beneficiary=world.person)
    make.EnrolmentFactory(program=cohort, beneficiary__team=world.nord)
    project = make.ProjectFactory(enrolment=enrolment, title="Vélos d’en bas")
    make.ProjectEventFactory(project=project, after="idea")
    mentor = make.MentorFactory(project=project)
    meeting = make.MentoringMeetingFactory(mentor=mentor)
    return {
        "cohort": cohort,
        "project": project,
        "milestone": make.MilestoneFactory(project=project),
        "mentor": mentor,
        "mentoring_meeting": meeting,
        "funder_meeting": make.FunderMeetingFactory(project=project),
        "funding": make.FundingFactory(project=project),
        "public_page": make.PublicPageFactory(project=project, published=True, slug=SLUG, holder="Un porteur"),
    }
