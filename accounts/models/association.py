"""The association that runs this instance: its name in the corner, on prints and in mails."""

from typing import Any

from django.core.cache import cache
from django.core.validators import FileExtensionValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import LineField

CACHE_KEY, CACHE_SECONDS = "association", 60


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
    is_demo = models.BooleanField(_("données fictives"), default=False, editable=False)

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("association")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="association_single",
                violation_error_message=_("Il n’y a qu’une association."),
            )
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
