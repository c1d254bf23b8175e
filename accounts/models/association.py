"""The association that runs this instance: its name in the corner, on prints and in mails."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import LineField

CACHE_KEY, CACHE_SECONDS = "association", 60


def default_warnings() -> list[int]:
    """Three months, two months and one month before."""
    return [90, 60, 30]


class Association(models.Model):
    """One row: the name, logo and contacts of the association."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = LineField(_("nom"), max_length=80, default="Réinsertion")
    tagline = LineField(_("ce que fait l’association, en une ligne"), max_length=160, blank=True)
    logo = models.ImageField(
        _("logo"),
        upload_to="association",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"])],
        help_text=_("PNG, JPEG ou WebP, sur fond transparent si possible."),
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    data_protection_email = models.EmailField(_("courriel pour la protection des données"), blank=True)
    child_age_limit_months = models.PositiveSmallIntegerField(
        _("âge limite au quartier mère-enfant, en mois"),
        default=18,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
        help_text=_("Vérifiez la règle en vigueur : le compte à rebours de chaque enfant en dépend."),
    )
    child_age_limit_warnings = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(730)]),
        verbose_name=_("prévenir tant de jours avant cet âge"),
        default=default_warnings,
        size=6,
        help_text=_("Séparés par des virgules : 90,60,30."),
    )
    is_demo = models.BooleanField(_("données fictives"), default=False, editable=False)

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("association")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="association_single",
                violation_error_message=_("Il n’y a qu’une association."),
            ),
            models.CheckConstraint(
                condition=models.Q(child_age_limit_months__gte=1, child_age_limit_months__lte=72),
                name="association_child_age_limit_plausible",
                violation_error_message=_("L’âge limite va de 1 à 72 mois."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the next page show it."""
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)

    @property
    def logo_url(self) -> str:
        """Where the logo is served, or an empty text."""
        return reverse("accounts:logo") if self.logo else ""

    @classmethod
    def current(cls) -> "Association":
        """The association, or an unnamed one before an administrator has filled it in; at most a minute old."""
        return cache.get_or_set(CACHE_KEY, lambda: cls.objects.first() or cls(), CACHE_SECONDS) or cls()
