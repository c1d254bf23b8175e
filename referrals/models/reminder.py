"""Asking a recipient again: by whom or by the clock, by which way, and what was said."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of


class ReminderWay(models.TextChoices):
    """How the recipient was asked again."""

    MAIL = "email", _("Courriel")
    CALL = "phone", _("Appel")
    LETTER = "paper", _("Lettre")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reading the reminders."""

    def for_list(self) -> "ReminderQuerySet":
        """Oldest first, with who asked."""
        return self.select_related("by").order_by("at", "pk")


class Reminder(models.Model):
    """One reminder, never changed. days: after how many days of silence the clock sent it; empty when somebody did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="reminders")
    way = models.CharField(_("par"), max_length=10, choices=ReminderWay)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField(_("après, en jours"), null=True)
    comment = models.TextField(_("ce qui a été dit"), max_length=500, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("relance")
        verbose_name_plural = _("relances")
        constraints = [
            one_of("reminder", "way", ReminderWay),
            models.CheckConstraint(
                condition=Q(by__isnull=False, days__isnull=True) | Q(by__isnull=True, days__isnull=False, way="email"),
                name="reminder_one_author",
                violation_error_message=_("Une relance vient de quelqu’un, ou du délai."),
            ),
            models.UniqueConstraint(
                fields=["referral", "days"],
                name="reminder_once_a_delay",
                violation_error_message=_("Cette relance est déjà partie."),
            ),
        ]
        indexes = [models.Index(fields=["referral", "at"], name="reminder_history")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d}"

    @property
    def author_words(self) -> str:
        """Who did it, in words."""
        return str(self.by) if self.by else _now("relance automatique")
