"""Agreements, funders, grants, employers, posts."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from partners.models import (
    Agreement,
    Employer,
    Funder,
    FunderKind,
    Grant,
    GrantInstalment,
    GrantReport,
    PartnerChange,
    Post,
    Sector,
)
from programs.models import GrantUse
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganizationFactory


def days(offset: int) -> factory.LazyFunction:
    """The day so many days from today."""
    return factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=offset))


class AgreementFactory(factory.django.DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    organization = factory.SubFactory(OrganizationFactory)
    title = factory.Sequence(lambda n: f"Convention {n}")
    kind = "partnership"
    starts_on, ends_on = days(-300), days(65)
    status, signed_on = "signed", days(-310)
    created_by = factory.SubFactory(UserFactory)


class FunderFactory(factory.django.DjangoModelFactory[Funder]):
    class Meta:
        model = Funder

    name = factory.Sequence(lambda n: f"Financeur inventé {n}")
    kind = FunderKind.LOCAL


class GrantFactory(factory.django.DjangoModelFactory[Grant]):
    """Asked for; granted=True for one that the funder has granted in full."""

    class Meta:
        model = Grant

    class Params:
        granted = factory.Trait(status="granted", amount_granted=Decimal(10_000), decided_on=days(-30))

    funder = factory.SubFactory(FunderFactory)
    title = factory.Sequence(lambda n: f"Action {n}")
    amount_asked = Decimal(10_000)
    asked_on, starts_on, ends_on = days(-60), days(-20), days(345)
    created_by = factory.SubFactory(UserFactory)


class GrantInstalmentFactory(factory.django.DjangoModelFactory[GrantInstalment]):
    class Meta:
        model = GrantInstalment

    grant = factory.SubFactory(GrantFactory, granted=True)
    due_on = days(10)
    amount = Decimal(5_000)


class GrantReportFactory(factory.django.DjangoModelFactory[GrantReport]):
    class Meta:
        model = GrantReport

    grant = factory.SubFactory(GrantFactory, granted=True)
    kind = "final"
    due_on = days(10)


class GrantUseFactory(factory.django.DjangoModelFactory[GrantUse]):
    class Meta:
        model = GrantUse

    grant = factory.SubFactory(GrantFactory, granted=True)
    action = "Permanences au centre de détention"
    amount = Decimal(1_000)


class EmployerFactory(factory.django.DjangoModelFactory[Employer]):
    class Meta:
        model = Employer

    organization = factory.SubFactory(OrganizationFactory)
    sector = Sector.CATERING


class PostFactory(factory.django.DjangoModelFactory[Post]):
    """A job; kind="tig", contract="" for hours of community service."""

    class Meta:
        model = Post

    employer = factory.SubFactory(EmployerFactory)
    title = factory.Sequence(lambda n: f"Commis {n}")
    contract = factory.LazyAttribute(lambda post: "cdd" if post.kind == "job" else "")
    kind = "job"
    city = "Lille"
    latitude, longitude = 50.63, 3.05
    created_by = factory.SubFactory(UserFactory)


class PartnerChangeFactory(factory.django.DjangoModelFactory[PartnerChange]):
    class Meta:
        model = PartnerChange

    post = factory.SubFactory(PostFactory)
    from_status, to_status = "open", "filled"
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)
