"""Protected addresses, and who is named to know one."""

import factory
from django.utils import timezone

from programs.models import AddressReader, ProtectedAddress
from tests.factories.accounts import UserFactory
from tests.factories.programs import SiteFactory, StayFactory


class ProtectedAddressFactory(factory.django.DjangoModelFactory[ProtectedAddress]):
    class Meta:
        model = ProtectedAddress

    site = factory.SubFactory(SiteFactory, has_secret_address=True)
    address = "3 allée fictive"
    city = "Roubaix"
    updated_at = factory.LazyFunction(timezone.now)


class AddressReaderFactory(factory.django.DjangoModelFactory[AddressReader]):
    class Meta:
        model = AddressReader

    stay = factory.SubFactory(StayFactory)
    user = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)
    added_by = factory.SubFactory(UserFactory)
