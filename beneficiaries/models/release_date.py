"""The expected release date as it was known from day to day."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Layer, Opened, Reached, shared_layers
from core.fields import LineField
from core.models import AuditAction, AuditEntry

if TYPE_CHECKING:
    from uuid import UUID

NEWS_DAYS = 90
# Pages opened one after the other are one visit: what changed before it stays marked while it lasts.
ONE_VISIT = timedelta(minutes=30)
WRITTEN = ("value", "previous", "reason", "source", "noted_on", "at", "by_id")
UPDATE = pgtrigger.UpdateOf(*WRITTEN)  # type: ignore[no-untyped-call]


class ReleaseDateQuerySet(models.QuerySet["ReleaseDateRevision"]):
    """Reading the history."""

    def visible_to(self, user: User) -> "ReleaseDateQuerySet":
        """Those of the people whose justice facts the user may read."""
        people = Beneficiary.objects.content_visible_to(user)
        shared = Layer.JUSTICE in shared_layers(user)
        return self.filter(beneficiary__in=people if shared else people.own_of(user))

    def visible_in(self, file: "Opened | Reached") -> "ReleaseDateQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(Layer.JUSTICE))

    def history(self) -> "ReleaseDateQuerySet":
        """Newest first, with who noted it."""
        return self.select_related("by").order_by("-at", "-pk")

    def unseen_by(self, user: User, now: datetime) -> "ReleaseDateQuerySet":
        """Lately written by others, since the user’s last visit to the file; a first visit has nothing to compare."""
        mine = AuditEntry.objects.filter(
            person_id=models.OuterRef("beneficiary_id"), actor=user, action=AuditAction.OPENED
        )
        seen_since = mine.filter(at__gt=models.OuterRef("at"), at__lt=now - ONE_VISIT)
        known_before = mine.filter(at__lte=models.OuterRef("at"))
        recent = self.filter(at__gte=now - timedelta(days=NEWS_DAYS)).exclude(by=user)
        return recent.filter(~models.Exists(seen_since), models.Exists(known_before))

    def news_for(self, user: User, people: "Iterable[UUID]", now: datetime) -> "dict[UUID, ReleaseDateRevision]":
        """Of these people, those whose date others have changed since the user’s last visit, with the last change."""
        news = self.filter(beneficiary__in=list(people)).unseen_by(user, now).order_by("at", "pk")
        return {revision.beneficiary_id: revision for revision in news}


def moved_since_visit(user: User, now: datetime) -> models.Exists:
    """Whether the date of each person of a query has changed since the user’s last visit to their file."""
    lines = ReleaseDateRevision.objects.filter(beneficiary=models.OuterRef("pk"))
    return models.Exists(lines.unseen_by(user, now))


class ReleaseDateRevision(models.Model):
    """A date, or why there is none: written by Beneficiary.move_release_date and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="release_dates"
    )
    value = models.DateField(_("date de sortie prévue"), null=True)
    previous = models.DateField(_("date précédente"), null=True)
    reason = LineField(_("pourquoi pas de date"), max_length=160, blank=True, default="")
    source = LineField(_("source"), max_length=120, blank=True, default="")
    noted_on = models.DateField(_("su le"))
    at = models.DateTimeField(_("noté le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("noté par"), on_delete=models.PROTECT, related_name="+"
    )

    objects = ReleaseDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("date de sortie prévue")
        verbose_name_plural = _("dates de sortie prévues")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(reason=""),
                name="releasedaterevision_date_or_reason",
                violation_error_message=_("Sans date de sortie, dites pourquoi."),
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "-at"], name="releasedate_history")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete | UPDATE)]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_move(self) -> bool:
        """Whether a known date became another, or none."""
        return self.previous is not None and self.value != self.previous

    @property
    def days_moved(self) -> int:
        """By how many days the date moved: less than nought when it comes sooner."""
        return (self.value - self.previous).days if self.value and self.previous else 0
