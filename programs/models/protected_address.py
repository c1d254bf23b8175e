"""The address of a protected site: in a table of its own, so that no page that reads a site can show it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.fields import LineField
from core.models import AuditAction
from programs.models.address_reader import AddressReader
from programs.models.program import Program
from programs.models.site import Site

if TYPE_CHECKING:
    from programs.models.stay import Stay


def sites_of_team(user: User) -> "models.QuerySet[Site]":
    """The protected sites of the houses that the user works in."""
    houses = Program.objects.run_by(user).order_by().values("pk")
    there = Site.objects.filter(models.Q(programs__in=houses) | models.Q(places__program__in=houses))
    return Site.objects.filter(pk__in=there.values("pk"), has_secret_address=True)


def sites_known_to(user: User, stay: "Stay | None" = None) -> "models.QuerySet[Site]":
    """The protected sites that the user knows: of the houses they work in, of the stays they are named for.

    stay: only the one where it takes place, known by this stay.
    """
    named = AddressReader.objects.in_force().filter(user=user)
    if stay is not None:
        named = named.filter(stay__party=stay.party)
    known = models.Q(pk__in=sites_of_team(user).values("pk")) | models.Q(pk__in=named.values("stay__place__site"))
    rows = Site.objects.filter(known, has_secret_address=True)
    return rows if stay is None else rows.filter(pk=stay.place.site_id)


class ProtectedAddressQuerySet(models.QuerySet["ProtectedAddress"]):
    """Reading the addresses: through known_to, and by no other way."""

    def known_to(self, user: User, stay: "Stay | None" = None) -> "ProtectedAddressQuerySet":
        """Those of the sites that the user knows."""
        return self.filter(site__in=sites_known_to(user, stay))

    @transaction.atomic
    def keep(self, site: Site, *, by: User, at: datetime, **told: Any) -> "ProtectedAddress":
        """Write the address of a protected site, or write it anew."""
        told |= {"updated_at": at, "updated_by": by}
        row, created = self.update_or_create(site=site, defaults=told)
        action = AuditAction.CREATED if created else AuditAction.CHANGED
        audit.record(by, action, row, fields=[name for name in told if not name.startswith("updated")])
        return row


class ProtectedAddress(models.Model):
    """Where a protected site is, and how to get there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.OneToOneField(
        "programs.Site", verbose_name=_("site"), on_delete=models.PROTECT, related_name="protected_address"
    )
    address = LineField(_("adresse"), max_length=200)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    city = LineField(_("commune"), max_length=80)
    directions = LineField(_("comment y aller"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("écrite le"), editable=False)
    # Nobody: kept from the time when the commune of a protected site stood with its name.
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ProtectedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("adresse protégée")
        verbose_name_plural = _("adresses protégées")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def words(self) -> str:
        """On one line."""
        return ", ".join(part for part in (self.address, f"{self.postal_code} {self.city}".strip()) if part)
