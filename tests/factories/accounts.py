"""Users, teams, the association."""

import factory

from accounts.models import Association, Team, User
from accounts.roles import Role


class AssociationFactory(factory.django.DjangoModelFactory[Association]):
    class Meta:
        model = Association
        django_get_or_create = ("id",)

    id = 1
    name = "Le Seuil"


class TeamFactory(factory.django.DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Équipe {n}")
    city = "Lille"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A caseworker; teams=[…] puts them in teams."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"compte{n}@exemple.test")
    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = factory.Sequence(lambda n: f"Nom{n}")
    roles = factory.LazyFunction(lambda: [Role.CASEWORKER])
    password = "!"

    @factory.post_generation
    def teams(self: User, create: bool, extracted: list[Team] | None, **kwargs: object) -> None:  # type: ignore[misc]
        if create and extracted:
            self.teams.set(extracted)
