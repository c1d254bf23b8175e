"""Drafts: what was typed and not yet saved, kept on the server for one user, one person, one form."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reading the drafts."""

    def of(self, user: User) -> "DraftQuerySet":
        """The user’s own, on people the user may still see, newest first."""
        reachable = models.Q(beneficiary__isnull=True) | models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        return self.filter(reachable, owner=user).select_related("beneficiary").order_by("-updated_at", "pk")

    def stale(self, now: datetime) -> "DraftQuerySet":
        """Those older than settings.DRAFT_LIFETIME_DAYS."""
        return self.filter(updated_at__lt=now - timedelta(days=settings.DRAFT_LIFETIME_DAYS))


class Draft(models.Model):
    """The fields of a form as typed: payload maps each field name to the list of its values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", on_delete=models.CASCADE, null=True, related_name="drafts"
    )
    form = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "beneficiary", "form"],
                nulls_distinct=False,
                name="draft_one_per_person_and_form",
                violation_error_message=_("Un brouillon existe déjà pour cette personne."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.updated_at:%Y-%m-%d %H:%M}"
