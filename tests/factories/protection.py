"""Who else reaches a file, and who must not."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import CaseTeamMember, DistinctPeople, EmergencyAccess, Exclusion, Merge, NoContactLink
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class CaseTeamMemberFactory(factory.django.DjangoModelFactory[CaseTeamMember]):
    class Meta:
        model = CaseTeamMember

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    user = factory.SubFactory(UserFactory)
    since = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class ExclusionFactory(factory.django.DjangoModelFactory[Exclusion]):
    class Meta:
        model = Exclusion

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    user = factory.SubFactory(UserFactory)
    reason = "Voisinage"
    created_by = factory.SubFactory(UserFactory)


class NoContactLinkFactory(factory.django.DjangoModelFactory[NoContactLink]):
    """Give people=(one, other): they are put in order."""

    class Meta:
        model = NoContactLink
        exclude = ["people"]

    people = factory.LazyFunction(lambda: (BeneficiaryFactory(), BeneficiaryFactory()))
    first = factory.LazyAttribute(lambda link: min(link.people, key=lambda person: person.pk))
    second = factory.LazyAttribute(lambda link: max(link.people, key=lambda person: person.pk))
    reason = "Ordonnance du juge"
    created_by = factory.SubFactory(UserFactory)


class DistinctPeopleFactory(factory.django.DjangoModelFactory[DistinctPeople]):
    """Give people=(one, other): they are put in order."""

    class Meta:
        model = DistinctPeople
        exclude = ["people"]

    people = factory.LazyFunction(lambda: (BeneficiaryFactory(), BeneficiaryFactory()))
    first = factory.LazyAttribute(lambda pair: min(pair.people, key=lambda person: person.pk))
    second = factory.LazyAttribute(lambda pair: max(pair.people, key=lambda person: person.pk))
    by = factory.SubFactory(UserFactory)


class MergeFactory(factory.django.DjangoModelFactory[Merge]):
    class Meta:
        model = Merge

    kept = factory.SubFactory(BeneficiaryFactory)
    absorbed = factory.SubFactory(BeneficiaryFactory)
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class EmergencyAccessFactory(factory.django.DjangoModelFactory[EmergencyAccess]):
    class Meta:
        model = EmergencyAccess

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    user = factory.SubFactory(UserFactory)
    reason = "Appel du greffe, sortie avancée à ce soir"
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda access: access.starts_at + dt.timedelta(hours=2))
