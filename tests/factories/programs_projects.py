"""Project holders."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from programs.models import (
    FunderMeeting,
    Funding,
    Mentor,
    MentoringMeeting,
    Milestone,
    ProgramKind,
    Project,
    ProjectEvent,
    PublicPage,
)
from tests.factories.accounts import UserFactory
from tests.factories.deals import FunderFactory
from tests.factories.programs import EnrolmentFactory


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    class Meta:
        model = Project

    enrolment = factory.SubFactory(EnrolmentFactory, program__kind=ProgramKind.COHORT)
    title = factory.Sequence(lambda n: f"Projet {n}")
    pitch = "Réparer des vélos au pied des immeubles."
    stage_since = factory.LazyFunction(timezone.now)
    created_by = factory.SubFactory(UserFactory)


class ProjectEventFactory(factory.django.DjangoModelFactory[ProjectEvent]):
    class Meta:
        model = ProjectEvent

    project = factory.SubFactory(ProjectFactory)
    act = "started"
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class MilestoneFactory(factory.django.DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Jalon {n}")
    due_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class MentorFactory(factory.django.DjangoModelFactory[Mentor]):
    class Meta:
        model = Mentor

    project = factory.SubFactory(ProjectFactory)
    volunteer = factory.Sequence(lambda n: f"Bénévole {n}")
    started_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class MentoringMeetingFactory(factory.django.DjangoModelFactory[MentoringMeeting]):
    class Meta:
        model = MentoringMeeting

    mentor = factory.SubFactory(MentorFactory)
    project = factory.SelfAttribute("mentor.project")
    met_on = factory.LazyFunction(timezone.localdate)
    decided = "Demander trois devis."
    created_by = factory.SubFactory(UserFactory)


class FunderMeetingFactory(factory.django.DjangoModelFactory[FunderMeeting]):
    class Meta:
        model = FunderMeeting

    project = factory.SubFactory(ProjectFactory)
    funder = factory.SubFactory(FunderFactory)
    met_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class FundingFactory(factory.django.DjangoModelFactory[Funding]):
    class Meta:
        model = Funding

    project = factory.SubFactory(ProjectFactory)
    kind = "microcredit"
    amount = Decimal("4000")
    sought_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class PublicPageFactory(factory.django.DjangoModelFactory[PublicPage]):
    """A draft; published=True opens it at the address « velos-0123456789 »."""

    class Meta:
        model = PublicPage

    class Params:
        published = factory.Trait(
            slug=factory.Sequence(lambda n: f"velos-{n:010}"),
            published_at=factory.LazyFunction(timezone.now),
            published_by=factory.SubFactory(UserFactory),
        )

    project = factory.SubFactory(ProjectFactory)
    shown_as = "first_name"
    holder = "Camille"
    lines = factory.LazyFunction(lambda: ["pitch", "contact"])
    title = "Vélos d’en bas"
    pitch = "Réparer des vélos au pied des immeubles."
    agreed_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda page: page.agreed_on + dt.timedelta(days=365))
    created_by = factory.SubFactory(UserFactory)
