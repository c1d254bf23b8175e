"""No-contact links: two people followed who must never be brought together, nor revealed to the other’s workers."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission, Role
from core.constraints import paired
from core.fields import LineField
from core.sql import related_manager

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User


class NoContactQuerySet(models.QuerySet["NoContactLink"]):
    """Reading the links."""

    def current(self) -> "NoContactQuerySet":
        """Not lifted."""
        return self.filter(lifted_at__isnull=True)

    def others(self, person_id: uuid.UUID) -> set[uuid.UUID]:
        """The other end of the links of one person."""
        rows = self.about(person_id).values_list("first_id", "second_id")
        return {end for pair in rows for end in pair} - {person_id}

    def about(self, person_id: uuid.UUID) -> "NoContactQuerySet":
        """Those of one person."""
        return self.filter(models.Q(first=person_id) | models.Q(second=person_id))

    def between(self, people: "Iterable[uuid.UUID]") -> "NoContactQuerySet":
        """The links whose both ends are among these people."""
        ends = list(people)
        return self.filter(first__in=ends, second__in=ends) if len(ends) > 1 else self.none()

    def visible_to(self, user: "User") -> "NoContactQuerySet":
        """All of them for data protection; for the coordination, those of the people it sees and does not work for."""
        if not user.can(Permission.FILE_PROTECT):
            return self.none()
        if user.has_role(Role.DATA_PROTECTION_OFFICER):
            return self.all()
        people = related_manager(self, "first")
        seen, own = people.visible_to(user), people.own_of(user)
        rows = self.filter(models.Q(first__in=seen) | models.Q(second__in=seen))
        return rows.exclude(models.Q(first__in=own) | models.Q(second__in=own))

    def for_list(self) -> "NoContactQuerySet":
        """In force first, then the latest lifted, with the file numbers that a row shows."""
        rows = self.select_related("first", "second", "created_by", "lifted_by")
        return rows.order_by(models.F("lifted_at").desc(nulls_first=True), "-created_at", "pk")


class NoContactLink(models.Model):
    """Between two people, first and second in the order of their identifiers: one link a pair."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    reason = LineField(_("raison"), max_length=200)
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    lifted_at = models.DateTimeField(_("levé le"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = NoContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("interdiction de contact")
        verbose_name_plural = _("interdictions de contact")
        constraints = [
            paired("nocontactlink", "lifted_at", "lifted_by"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="nocontactlink_two_people",
                violation_error_message=_("Une interdiction de contact lie deux personnes différentes."),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=models.Q(lifted_at__isnull=True),
                name="nocontactlink_once",
                violation_error_message=_("Cette interdiction de contact est déjà notée."),
            ),
        ]
        indexes = [
            models.Index(fields=["second"], condition=models.Q(lifted_at__isnull=True), name="nocontactlink_second")
        ]

    def __str__(self) -> str:
        return str(self.pk)
