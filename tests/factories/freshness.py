"""How fresh the directory is: links, answers, histories."""

import uuid

import factory
from django.utils import timezone

from core.tokens import digest, draw
from partners.models import (
    CampaignLine,
    CardChange,
    CardMerge,
    CardProposal,
    ChangeOrigin,
    DistinctCards,
    Favourite,
    SavedSearch,
    TeamNote,
    UnmetNeed,
    UpdateCampaign,
    UpdateLink,
)
from partners.models.update_link import OPEN_FOR
from tests.factories.partners import OrganizationFactory, ServiceFactory


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


class UpdateCampaignFactory(factory.django.DjangoModelFactory[UpdateCampaign]):
    class Meta:
        model = UpdateCampaign

    name = factory.Sequence(lambda n: f"Tour des partenaires {n}")
    created_by = factory.SubFactory("tests.factories.UserFactory")
    created_at = factory.LazyFunction(timezone.now)


class CampaignLineFactory(factory.django.DjangoModelFactory[CampaignLine]):
    class Meta:
        model = CampaignLine

    campaign = factory.SubFactory(UpdateCampaignFactory)
    organization = factory.SubFactory(OrganizationFactory)


class FavouriteFactory(factory.django.DjangoModelFactory[Favourite]):
    class Meta:
        model = Favourite

    user = factory.SubFactory("tests.factories.UserFactory")
    service = factory.SubFactory(ServiceFactory)


class TeamNoteFactory(factory.django.DjangoModelFactory[TeamNote]):
    class Meta:
        model = TeamNote

    team = factory.SubFactory("tests.factories.TeamFactory")
    author = factory.SubFactory("tests.factories.UserFactory")
    service = factory.SubFactory(ServiceFactory)
    text = "Demander la personne de l’accueil le matin."


class SavedSearchFactory(factory.django.DjangoModelFactory[SavedSearch]):
    class Meta:
        model = SavedSearch

    user = factory.SubFactory("tests.factories.UserFactory")
    name = "Hébergement près de Lille"
    query = "domaine=housing"
    seen_at = factory.LazyFunction(timezone.now)


class UnmetNeedFactory(factory.django.DjangoModelFactory[UnmetNeed]):
    class Meta:
        model = UnmetNeed

    domain = "housing"
    territory = "Lille (59)"
    territory_code = "59350"
    missing = "full"
    noted_on = factory.LazyFunction(timezone.localdate)
    noted_by = factory.SubFactory("tests.factories.UserFactory")


class CardMergeFactory(factory.django.DjangoModelFactory[CardMerge]):
    class Meta:
        model = CardMerge

    kind = "organization"
    kept_id = factory.LazyFunction(uuid.uuid4)
    absorbed_id = factory.LazyFunction(uuid.uuid4)
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory("tests.factories.UserFactory")


class DistinctCardsFactory(factory.django.DjangoModelFactory[DistinctCards]):
    class Meta:
        model = DistinctCards

    first_id = factory.LazyFunction(lambda: uuid.UUID(int=1))
    second_id = factory.LazyFunction(lambda: uuid.UUID(int=2))
    by = factory.SubFactory("tests.factories.UserFactory")
