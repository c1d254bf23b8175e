"""Layers of what is noted: who needs to know it, on one screen.

A note or a record carries its layer; readable_by narrows a query to what the user may read of each. The author always
reads what they wrote; a person opened by an emergency access is read in every layer while it lasts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models.beneficiary import Beneficiary, BeneficiaryQuerySet
from core.written import A_PERSON, A_USER, SEVERAL, TODAY, WrittenModels

# Whom a user reaches, for one use: its statement is written on stand-ins.
Door = Callable[[User], BeneficiaryQuerySet]


class Layer(models.TextChoices):
    """What a note is about, as far as who may read it goes."""

    ORDINARY = "ordinary", _("Ordinaire")
    FAMILY = "family", _("Famille")
    HEALTH = "health", _("Santé")
    JUSTICE = "justice", _("Justice")
    VIOLENCE = "violence", _("Violences")


# Beside the lead worker and the case team, who read every layer of their own files.
TEAM_LAYERS = {Layer.ORDINARY, Layer.JUSTICE}
COORDINATOR_LAYERS = TEAM_LAYERS | {Layer.FAMILY}


def shared_layers(user: User) -> set[Layer]:
    """The layers that the user reads in the files of their teams that are not their own."""
    return COORDINATOR_LAYERS if user.has_role(Role.COORDINATOR) else TEAM_LAYERS


def readable_by(user: User, *, layer: str = "layer", person: str = "beneficiary", author: str = "") -> models.Q:
    """What the user may read among rows already narrowed to the people visible to them.

    layer, person and author are the names of the fields that hold them; without author nobody reads as a writer.
    """
    own = models.Q(**{f"{person}__in": Beneficiary.objects.own_of(user)})
    shared = models.Q(**{f"{layer}__in": shared_layers(user)})
    return shared | own | models.Q(**{author: user}) if author else shared | own


def people_read_in(user: User, layer: Layer) -> BeneficiaryQuerySet:
    """The people of whom the user reads the records that belong to a layer: a child, a measure."""
    people = Beneficiary.objects.content_visible_to(user)
    return people if layer in shared_layers(user) else people.own_of(user)


@dataclass(frozen=True)
class Opened:
    """A file that its door has just opened for a reader, with the layers read in it: none when the content is closed.

    The page then asks the file alone for what it holds (visible_in): who reaches whom was answered once.
    """

    person: Beneficiary
    reader: User
    layers: frozenset[Layer]

    @property
    def may_read(self) -> bool:
        """Whether the content is open to the reader."""
        return Layer.ORDINARY in self.layers

    def holds(self, layer: Layer = Layer.ORDINARY, *, person: str = "beneficiary") -> models.Q:
        """The rows of this file, for records that are of one layer by nature: none when the reader does not read it."""
        return models.Q(**{person: self.person}) if layer in self.layers else NOTHING

    def readable(self, *, layer: str = "layer", author: str = "") -> models.Q:
        """Among the rows of this file, those in the layers of the reader, and what the reader wrote."""
        read = models.Q(**{f"{layer}__in": sorted(self.layers)})
        return read | models.Q(**{author: self.reader}) if author else read


@dataclass(frozen=True)
class Reached:
    """Files that a door has let a reader reach, under a name at the head of a statement that asks for many things.

    The head is people(), under NAME; rows that say visible_in(Reached(user)) stand after it and nowhere else.
    """

    NAME: ClassVar = "reached"
    IDS: ClassVar = RawSQL("SELECT id FROM reached", ())
    OURS: ClassVar = RawSQL("SELECT id FROM reached WHERE is_ours", ())

    reader: User

    def people(self) -> "models.QuerySet[Any, Any]":
        """The people whose content the reader reads: to be narrowed to those whom the statement may be about."""
        people: Any = Beneficiary.objects.content_visible_to(self.reader).with_ours(self.reader)
        return people.values("id", "is_ours")  # type: ignore[no-any-return]  # an annotation is unknown to the types

    def holds(self, layer: Layer = Layer.ORDINARY, *, person: str = "beneficiary") -> models.Q:
        """The rows of these files, for records that are of one layer by nature."""
        return models.Q(**{f"{person}__in": self.IDS if layer in shared_layers(self.reader) else self.OURS})

    def readable(self, *, layer: str = "layer", author: str = "") -> models.Q:
        """Among the rows of these files, those in the layers of the reader, and what the reader wrote."""
        read = models.Q(**{f"{layer}__in": sorted(shared_layers(self.reader))}) | models.Q(beneficiary__in=self.OURS)
        return read | models.Q(**{author: self.reader}) if author else read


NOTHING = models.Q(pk__in=[])


def opened(door: Door, user: User, pk: UUID) -> Opened | None:
    """The file asked for among the people whom a door lets the user reach."""
    asked = opening(door, tuple(user.roles), user.is_active)
    person: Any = next(iter(asked.found({A_USER: user.pk, A_PERSON: pk, TODAY: timezone.localdate()})), None)
    if person is None:
        return None
    layers = set(Layer) if person.is_ours else shared_layers(user)
    return Opened(person, user, frozenset(layers if person.content_readable_by(user) else ()))


@lru_cache(256)
def opening(door: Door, roles: tuple[str, ...], is_active: bool) -> WrittenModels[Beneficiary]:
    """The statement that opens a file: it depends on the door and the roles, then on the user, the person, the day."""
    user = User(pk=A_USER, roles=list(roles), is_active=is_active)
    return WrittenModels(door(user).with_ours(user).for_file().filter(pk=A_PERSON))


def visible_among(ids: Iterable[UUID], user: User) -> list[Beneficiary]:
    """Of these people, those whose file the user may open, in the order of their ids."""
    return visible_people(tuple(user.roles), user.is_active).found({A_USER: user.pk, SEVERAL: [*ids]})


@lru_cache(256)
def visible_people(roles: tuple[str, ...], is_active: bool) -> WrittenModels[Beneficiary]:
    """The statement for users of these roles."""
    user = User(pk=A_USER, roles=list(roles), is_active=is_active)
    return WrittenModels(Beneficiary.objects.visible_to(user).these().order_by("pk"))


def read_in(
    file: Opened, ask: Callable[[Opened], "models.QuerySet[Any, Any]"], these: Iterable[UUID] = ()
) -> list[Any]:
    """What a query finds in an open file, of these ids when it says so; ask writes it once, on stand-ins."""
    statement = kept_in(ask, tuple(file.reader.roles), file.layers)
    given = {A_USER: file.reader.pk, A_PERSON: file.person.pk, TODAY: timezone.localdate(), SEVERAL: [*these]}
    return statement.found(given)


@lru_cache(512)
def kept_in(
    ask: Callable[[Opened], "models.QuerySet[Any, Any]"], roles: tuple[str, ...], layers: frozenset[Layer]
) -> WrittenModels[Any]:
    """The statement for readers of these roles and layers."""
    return WrittenModels(ask(Opened(Beneficiary(pk=A_PERSON), User(pk=A_USER, roles=list(roles)), layers)))
