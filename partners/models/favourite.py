"""Favourites: the services and organisations that somebody keeps at hand."""

from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.models.about_card import one_card
from partners.models.card_change import Card


class FavouriteQuerySet(models.QuerySet["Favourite"]):
    """Reading one’s own, adding, taking away."""

    def of(self, user: User) -> "FavouriteQuerySet":
        """The user’s own."""
        return self.filter(user=user)

    def keys(self, user: User) -> set[UUID]:
        """Identifiers of the services and organisations that the user keeps."""
        rows = self.of(user).values_list("organization_id", "service_id")
        return {key for pair in rows for key in pair if key}

    @transaction.atomic
    def toggle(self, card: Card, *, by: User) -> bool:
        """Add the card, or take it away; whether it is kept now. Clicking twice at once keeps one."""
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=by.pk)
        about = {"service_id" if hasattr(card, "organization_id") else "organization_id": card.pk}
        removed, _rows = self.of(by).filter(**about).delete()
        if not removed:
            self.create(user=by, **about)
        return not removed


class Favourite(models.Model):
    """One star of one user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey("partners.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("partners.Service", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("gardé le"), auto_now_add=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("favori")
        verbose_name_plural = _("favoris")
        constraints = [
            one_card("favourite"),
            models.UniqueConstraint(
                fields=["user", "organization"],
                name="favourite_organization_once",
                violation_error_message=_("Déjà dans vos favoris."),
            ),
            models.UniqueConstraint(
                fields=["user", "service"],
                name="favourite_service_once",
                violation_error_message=_("Déjà dans vos favoris."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
