"""Releases: what is prepared, what a change costs, news after."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import (
    ImpactReason,
    Milestone,
    OutcomeCheckpoint,
    Readiness,
    ReadinessChange,
    ReadinessItem,
    ReadinessItemKind,
    Release,
    ReleaseImpact,
)
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class ReadinessItemKindFactory(factory.django.DjangoModelFactory[ReadinessItemKind]):
    class Meta:
        model = ReadinessItemKind
        django_get_or_create = ("label",)

    label = factory.Sequence(lambda n: f"Point n° {n}")


class ReleaseFactory(factory.django.DjangoModelFactory[Release]):
    """A release to come on the day that the file says; happened_on=… for one that took place."""

    class Meta:
        model = Release

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    expected_on = factory.SelfAttribute("beneficiary.expected_release_on")
    created_by = factory.SubFactory(UserFactory)
    noted_at = factory.LazyAttribute(lambda release: timezone.now() if release.happened_on else None)
    noted_by = factory.Maybe("happened_on", factory.SubFactory(UserFactory), None)
    happened_on = None


class ReadinessItemFactory(factory.django.DjangoModelFactory[ReadinessItem]):
    class Meta:
        model = ReadinessItem

    release = factory.SubFactory(ReleaseFactory)
    kind = factory.SubFactory(ReadinessItemKindFactory)
    created_by = factory.SelfAttribute("release.created_by")


class ReadinessChangeFactory(factory.django.DjangoModelFactory[ReadinessChange]):
    class Meta:
        model = ReadinessChange

    item = factory.SubFactory(ReadinessItemFactory)
    to_state = Readiness.READY
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class ReleaseImpactFactory(factory.django.DjangoModelFactory[ReleaseImpact]):
    class Meta:
        model = ReleaseImpact

    item = factory.SubFactory(ReadinessItemFactory)
    release = factory.SelfAttribute("item.release")
    previous_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    release_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=3))
    thing_on = factory.LazyFunction(timezone.localdate)
    reason = ImpactReason.TOO_SHORT
    noted_at = factory.LazyFunction(timezone.now)
    noted_by = factory.SubFactory(UserFactory)


class OutcomeCheckpointFactory(factory.django.DjangoModelFactory[OutcomeCheckpoint]):
    class Meta:
        model = OutcomeCheckpoint

    release = factory.SubFactory(ReleaseFactory, happened_on=factory.LazyFunction(timezone.localdate))
    milestone = Milestone.FIRST_NIGHT
    due_on = factory.LazyFunction(timezone.localdate)
