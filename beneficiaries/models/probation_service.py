"""Probation services: a reference list."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from beneficiaries.models.listed import Country, Listed
from core.constraints import one_of
from core.fields import LineField
from core.sql import FrenchSort


class ProbationServiceQuerySet(models.QuerySet["ProbationService"]):
    """Reading the list."""

    def for_list(self) -> "ProbationServiceQuerySet":
        """In the order of French names."""
        return self.order_by(FrenchSort("name"), "pk")


class ProbationService(Listed):
    """The service that follows people held and people under a measure outside: a SPIP in France."""

    LISTED: ClassVar[tuple[str, ...]] = ("country", "name", "department_code", "city", "branches", "is_active")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=120, unique=True)
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    city = LineField(_("siège"), max_length=80, blank=True)
    branches = ArrayField(models.CharField(max_length=120), verbose_name=_("antennes"), default=list, blank=True)
    address = LineField(_("adresse"), max_length=200, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    email = models.EmailField(_("courriel"), blank=True)

    objects = ProbationServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service de probation")
        verbose_name_plural = _("services de probation")
        constraints = [
            one_of("probationservice", "country", Country),
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="probationservice_code_once",
                violation_error_message=_("Cette clé de la liste est déjà prise."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
