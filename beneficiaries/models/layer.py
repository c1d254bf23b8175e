"""Layers of what is noted: who needs to know it, on one screen.

A note or a record carries its layer; readable_by narrows a query to what the user may read of each. The author always
reads what they wrote; a person opened by an emergency access is read in every layer while it lasts.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models.beneficiary import Beneficiary, BeneficiaryQuerySet


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
