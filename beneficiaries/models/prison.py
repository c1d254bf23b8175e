"""Prisons: a reference list."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.listed import Country, Listed
from core.constraints import one_of
from core.fields import LineField
from core.sql import FrenchSort


class PrisonKind(models.TextChoices):
    """Kinds of prison."""

    REMAND = "remand", _("Maison d’arrêt")
    DETENTION_CENTRE = "detention_centre", _("Centre de détention")
    HIGH_SECURITY = "high_security", _("Maison centrale")
    COMPLEX = "complex", _("Centre pénitentiaire")
    DAY_RELEASE = "day_release", _("Centre de semi-liberté")
    RELEASE_UNIT = "release_unit", _("Structure d’accompagnement vers la sortie")
    MINORS = "minors", _("Établissement pour mineurs")
    HOSPITAL = "hospital", _("Établissement de santé")
    PRISON = "prison", _("Prison")
    DETENTION_HOUSE = "detention_house", _("Maison de détention")


class PrisonStatus(models.TextChoices):
    """Whether people are still held there."""

    OPEN = "open", _("Ouvert")
    CLOSED = "closed", _("Fermé")
    MERGED = "merged", _("Réuni à un autre")
    UNKNOWN = "unknown", _("Non renseigné")


class PrisonQuerySet(models.QuerySet["Prison"]):
    """Reading the list."""

    def in_use(self) -> "PrisonQuerySet":
        """Where somebody whose support goes on is held, in the order of names."""
        held = Beneficiary.objects.active().filter(prison=models.OuterRef("pk"))
        return self.filter(models.Exists(held)).for_list()

    def for_list(self) -> "PrisonQuerySet":
        """In the order of French names."""
        return self.order_by(FrenchSort("name"), "pk")


class Prison(Listed):
    """An establishment where a person may be held."""

    LISTED: ClassVar[tuple[str, ...]] = (
        "country", "name", "kind", "status", "replaced_by_id", "probation_service_id", "department_code", "city",
        "postal_code", "address", "latitude", "longitude", "directorate", "has_release_unit", "has_women_wing",
        "has_mother_child_unit", "women_basis", "note", "is_active",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=120, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=PrisonKind)
    status = models.CharField(_("état"), max_length=10, choices=PrisonStatus, default=PrisonStatus.OPEN)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("remplacé par"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    probation_service = models.ForeignKey(
        "beneficiaries.ProbationService",
        verbose_name=_("service de probation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="prisons",
    )
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    address = LineField(_("adresse"), max_length=200, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    directorate = LineField(_("direction interrégionale"), max_length=80, blank=True)
    has_release_unit = models.BooleanField(_("structure d’accompagnement vers la sortie"), null=True, blank=True)
    has_women_wing = models.BooleanField(_("quartier des femmes"), null=True, blank=True)
    has_mother_child_unit = models.BooleanField(_("quartier mère-enfant"), null=True, blank=True)
    women_basis = LineField(_("d’où vient l’information sur l’accueil des femmes"), max_length=200, blank=True)
    note = LineField(_("remarque"), max_length=200, blank=True)

    objects = PrisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("établissement pénitentiaire")
        verbose_name_plural = _("établissements pénitentiaires")
        constraints = [
            one_of("prison", "kind", PrisonKind),
            one_of("prison", "status", PrisonStatus),
            one_of("prison", "country", Country),
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="prison_code_once",
                violation_error_message=_("Cette clé de la liste est déjà prise."),
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True) | ~models.Q(status=PrisonStatus.OPEN),
                name="prison_open_is_not_replaced",
                violation_error_message=_("Un établissement ouvert n’est pas remplacé par un autre."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def take(self, values: dict[str, Any]) -> bool:
        """An establishment that is open here, whatever the list says, has no successor."""
        changed = super().take(values)
        if self.status == PrisonStatus.OPEN:
            self.replaced_by_id = None
        return changed
