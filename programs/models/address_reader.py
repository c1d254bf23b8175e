"""Who is named for a stay: those, with the team of the house, who know where a protected house is."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import paired
from core.errors import DomainError
from core.models import AuditAction
from programs.models.place_event import write_event
from programs.models.states import IN_FORCE
from programs.models.stay_states import Act

if TYPE_CHECKING:
    from programs.models.stay import Stay


class AddressReaderQuerySet(models.QuerySet["AddressReader"]):
    """Reading who is named, and naming somebody."""

    def current(self) -> "AddressReaderQuerySet":
        """Named and not taken off the list."""
        return self.filter(removed_at__isnull=True)

    def in_force(self) -> "AddressReaderQuerySet":
        """On the list of a stay that is booked or goes on: nobody keeps an address when it is over."""
        return self.current().filter(stay__status__in=IN_FORCE)

    def of(self, stay: "Stay") -> "AddressReaderQuerySet":
        """The list of a stay, one for all those placed together."""
        return self.current().filter(stay__party=stay.party)

    def for_list(self) -> "AddressReaderQuerySet":
        """In the order of names."""
        return self.select_related("user", "added_by").order_by("user__first_name", "user__last_name", "pk")

    def register_author(self, stays: "Iterable[Stay]", *, by: User, at: datetime) -> None:
        """Name who books a stay in a protected house; one line for those placed together."""
        for stay in stays:
            if stay.place.site.has_secret_address:
                self._add(stay, by, by=by, at=at)
                return

    @transaction.atomic
    def register(self, stay: "Stay", user: User, *, by: User, at: datetime) -> "AddressReader":
        """Let somebody know the address of a stay; refused to whoever does not see the stay."""
        stay = type(stay).objects.select_related("place__site").select_for_update(of=("self",)).get(pk=stay.pk)
        if stay.status not in IN_FORCE:
            raise DomainError(_("Ce séjour est terminé : son adresse ne se confie plus."))
        if not (user.is_active and type(stay).objects.visible_to(user).filter(pk=stay.pk).exists()):
            raise DomainError(_("%(who)s ne voit pas ce séjour : son adresse ne se confie pas.") % {"who": user})
        if self.of(stay).filter(user=user).exists():
            raise DomainError(_("%(who)s est déjà sur la liste.") % {"who": user})
        return self._add(stay, user, by=by, at=at)

    def _add(self, stay: "Stay", user: User, *, by: User, at: datetime) -> "AddressReader":
        row = self.create(stay=stay, user=user, added_by=by, added_at=at)
        write_event(stay, Act.NAMED, by=by, at=at, changes={"address_reader": [None, str(user)]})
        audit.record(by, AuditAction.CREATED, row, person_id=stay.beneficiary_id)
        return row


class AddressReader(models.Model):
    """Somebody named for a stay, by whom and when; kept once taken off the list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stay = models.ForeignKey("programs.Stay", on_delete=models.PROTECT, related_name="address_readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("collègue"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(gettext_lazy("depuis le"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(gettext_lazy("jusqu’au"), null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AddressReaderQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("personne qui connaît l’adresse")
        verbose_name_plural = gettext_lazy("personnes qui connaissent l’adresse")
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "user"],
                condition=models.Q(removed_at__isnull=True),
                name="addressreader_once",
                violation_error_message=gettext_lazy("Cette personne est déjà sur la liste."),
            ),
            paired("addressreader", "removed_at", "removed_by"),
        ]
        indexes = [models.Index(fields=["user", "stay"], name="addressreader_user")]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Take off the list; nothing happens twice."""
        row = AddressReader.objects.select_for_update(of=("self",)).select_related("stay", "user").get(pk=self.pk)
        if row.removed_at:
            return
        row.removed_at, row.removed_by = at, by
        row.save(update_fields=["removed_at", "removed_by"])
        write_event(row.stay, Act.UNNAMED, by=by, at=at, changes={"address_reader": [str(row.user), None]})
        audit.record(by, AuditAction.CHANGED, row, person_id=row.stay.beneficiary_id, fields=["removed_at"])
