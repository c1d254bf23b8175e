"""Alerts: what to know before acting, with an end."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened, Reached
from core import audit
from core.constraints import ordered_dates, paired
from core.fields import LineField
from core.models import AuditAction

LONGEST = timedelta(days=366)


class AlertQuerySet(models.QuerySet["Alert"]):
    """Reading the alerts."""

    def visible_to(self, user: User) -> "AlertQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "AlertQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def current(self, day: date) -> "AlertQuerySet":
        """Neither lifted nor past, oldest first."""
        return self.filter(lifted_at__isnull=True, ends_on__gte=day).order_by("created_at", "pk")

    @transaction.atomic
    def register(self, person: Beneficiary, *, by: User, text: str, starts_on: date, ends_on: date) -> "Alert":
        """Note an alert and journal it; the same words until the same day are noted once."""
        person.lock()
        facts = {"beneficiary": person, "text": text, "ends_on": ends_on, "lifted_at": None}
        if already := self.filter(**facts, created_by=by).first():
            return already
        alert = self.create(**facts, created_by=by, starts_on=starts_on)
        audit.record(by, AuditAction.CREATED, alert, person_id=person.pk)
        return alert


def current_texts(day: date) -> ArraySubquery:
    """Texts of the current alerts of each person of a query."""
    return ArraySubquery(Alert.objects.filter(beneficiary=models.OuterRef("pk")).current(day).values("text"))


class Alert(models.Model):
    """One line that whoever opens the file must read; it ends on a date or is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="alerts"
    )
    text = LineField(_("à savoir avant d’agir"), max_length=200)
    starts_on = models.DateField(_("depuis le"))
    ends_on = models.DateField(_("jusqu’au"))
    created_at = models.DateTimeField(_("notée le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    lifted_at = models.DateTimeField(_("levée le"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        constraints = [
            paired("alert", "lifted_at", "lifted_by"),
            ordered_dates("alert", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=models.Q(ends_on__lte=models.F("starts_on") + LONGEST),
                name="alert_lasts_a_year_at_most",
                violation_error_message=_("Une alerte dure un an au plus."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def lift(self, *, by: User, at: datetime) -> None:
        """End the alert now; lifting twice changes nothing."""
        lifted = Alert.objects.filter(pk=self.pk, lifted_at__isnull=True).update(lifted_at=at, lifted_by=by)
        if lifted:
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["lifted_at"])
