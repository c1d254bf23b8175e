"""What legal questions are about: the list of the association."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Layer
from core.constraints import one_of
from core.fields import LineField

# What an association begins with; it adds its own.
FIRST_TOPICS: list[dict[str, Any]] = [
    {"label": "Papiers d’identité", "position": 10},
    {"label": "Dettes et amendes", "position": 20},
    {"label": "Famille", "position": 30, "layer": Layer.FAMILY},
    {"label": "Logement", "position": 40},
    {"label": "Travail", "position": 50},
    {"label": "Peine et obligations", "position": 60, "layer": Layer.JUSTICE},
    {"label": "Droits des étrangers", "position": 70},
    {"label": "Prestations et aides", "position": 80},
    {"label": "Violences", "position": 90, "layer": Layer.VIOLENCE},
    {"label": "Autre", "position": 200},
]


class LegalTopicQuerySet(models.QuerySet["LegalTopic"]):
    """Reading the list."""

    def offered(self) -> "LegalTopicQuerySet":
        """Those in use, in the order of the association."""
        return self.filter(is_active=True).for_list()

    def for_list(self) -> "LegalTopicQuerySet":
        """In the order of the association."""
        return self.order_by("position", "label", "pk")

    def lay(self) -> None:
        """Add those of the first list that are not there yet."""
        known = set(self.values_list("label", flat=True))
        self.bulk_create(self.model(**topic) for topic in FIRST_TOPICS if topic["label"] not in known)


class LegalTopic(models.Model):
    """A topic of legal questions, and who reads the questions about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = LineField(_("nom"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=100)
    layer = models.CharField(
        _("lu par"),
        max_length=10,
        choices=Layer,
        default=Layer.ORDINARY,
        help_text=_("En plus de l’équipe du programme\u00a0: qui lit ces questions dans l’équipe de la personne."),
    )
    is_active = models.BooleanField(_("proposé"), default=True)

    objects = LegalTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("sujet de question de droit")
        verbose_name_plural = _("sujets de questions de droit")
        constraints = [one_of("legaltopic", "layer", Layer)]

    def __str__(self) -> str:
        return self.label
