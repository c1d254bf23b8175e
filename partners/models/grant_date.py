"""The dates of a grant: payments awaited, reports to send."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of, paired
from core.errors import TransitionNotAllowed
from core.models import AuditAction
from core.money import MoneyField
from partners.models.grant import MONEY_COMES, GrantStatus
from partners.models.staged import remind_on


class GrantInstalment(models.Model):
    """One payment of a grant: expected on a day, received or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey("partners.Grant", on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField(gettext_lazy("attendu le"))
    amount = MoneyField(gettext_lazy("montant"))
    received_on = models.DateField(gettext_lazy("reçu le"), null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = gettext_lazy("versement")
        verbose_name_plural = gettext_lazy("versements")
        constraints = [
            paired("grantinstalment", "received_on", "received_by"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="grantinstalment_amount_positive",
                violation_error_message=gettext_lazy("Le montant est supérieur à zéro."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"

    @transaction.atomic
    def receive(self, *, by: User, at: datetime, on: date) -> None:
        """Note that the money came; the first payment moves the grant on."""
        grant = self.grant.locked()
        if grant.status not in MONEY_COMES:
            raise TransitionNotAllowed(_("Les versements se notent sur une subvention accordée."))
        waiting = GrantInstalment.objects.filter(pk=self.pk, received_on__isnull=True)
        if waiting.update(received_on=on, received_by=by):
            audit.record(by, AuditAction.CHANGED, self, fields=["received_on"])
            if grant.status == GrantStatus.GRANTED:
                grant.move_to(GrantStatus.PAYING, by=by, at=at)


class ReportKind(models.TextChoices):
    """What the funder asks for."""

    INTERMEDIATE = "intermediate", gettext_lazy("Point d’étape")
    FINANCIAL = "financial", gettext_lazy("Compte rendu financier")
    FINAL = "final", gettext_lazy("Bilan final")


class GrantReportQuerySet(models.QuerySet["GrantReport"]):
    """Reading the reports to send."""

    def to_send(self, day: date) -> "GrantReportQuerySet":
        """Not sent, and the day of the reminder has come; the most urgent first."""
        rows = self.filter(sent_on__isnull=True, remind_on__lte=day, grant__status__in=MONEY_COMES)
        return rows.select_related("grant__funder").order_by("due_on", "pk")


class GrantReport(models.Model):
    """One report that a grant asks for: due on a day, sent or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey("partners.Grant", on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(gettext_lazy("document"), max_length=12, choices=ReportKind)
    due_on = models.DateField(gettext_lazy("à remettre le"))
    remind_days = models.PositiveSmallIntegerField(
        gettext_lazy("rappel, en jours avant"), default=30, validators=[MaxValueValidator(730)]
    )
    remind_on = remind_on("due_on")
    sent_on = models.DateField(gettext_lazy("remis le"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = GrantReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("bilan à remettre")
        verbose_name_plural = gettext_lazy("bilans à remettre")
        constraints = [
            one_of("grantreport", "kind", ReportKind),
            paired("grantreport", "sent_on", "sent_by"),
            models.CheckConstraint(
                condition=models.Q(remind_days__lte=730),
                name="grantreport_reminder_plausible",
                violation_error_message=gettext_lazy("Le rappel vient au plus deux ans avant."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d} {self.kind}"

    def is_to_send(self, day: date) -> bool:
        """Whether its reminder has come."""
        return self.sent_on is None and self.remind_on is not None and self.remind_on <= day

    @transaction.atomic
    def send(self, *, by: User, at: datetime, on: date) -> None:
        """Note that it was sent; the final report moves the grant on."""
        grant = self.grant.locked()
        if grant.status not in MONEY_COMES:
            raise TransitionNotAllowed(_("Les bilans se remettent sur une subvention accordée."))
        waiting = GrantReport.objects.filter(pk=self.pk, sent_on__isnull=True)
        if waiting.update(sent_on=on, sent_by=by):
            audit.record(by, AuditAction.CHANGED, self, fields=["sent_on"])
            if self.kind == ReportKind.FINAL and GrantStatus.REPORTED in grant.can_become:
                grant.move_to(GrantStatus.REPORTED, by=by, at=at)
