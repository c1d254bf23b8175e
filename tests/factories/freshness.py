"""How fresh the directory is: links, answers, histories."""

import factory
from django.utils import timezone

from core.tokens import digest, draw
from partners.models import CardChange, CardProposal, ChangeOrigin, UpdateLink
from partners.models.update_link import OPEN_FOR
from tests.factories.partners import OrganizationFactory


class UpdateLinkFactory(factory.django.DjangoModelFactory[UpdateLink]):
    class Meta:
        model = UpdateLink

    organization = factory.SubFactory(OrganizationFactory)
    token_hash = factory.LazyFunction(lambda: digest(draw()))
    created_by = factory.SubFactory("tests.factories.UserFactory")
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda link: link.created_at + OPEN_FOR)


class CardProposalFactory(factory.django.DjangoModelFactory[CardProposal]):
    class Meta:
        model = CardProposal

    organization = factory.SubFactory(OrganizationFactory)
    link = factory.SubFactory(UpdateLinkFactory, organization=factory.SelfAttribute("..organization"))
    author = "Nadia, accueil"
    at = factory.LazyFunction(timezone.now)
    changes = factory.LazyFunction(
        lambda: [{"service": None, "field": "city", "before": "Lille", "after": "Roubaix", "kept": None}]
    )


class CardChangeFactory(factory.django.DjangoModelFactory[CardChange]):
    class Meta:
        model = CardChange

    organization = factory.SubFactory(OrganizationFactory)
    field = "phone"
    before = "+33199000001"
    after = "+33199000002"
    by = factory.SubFactory("tests.factories.UserFactory")
    origin = ChangeOrigin.HAND
