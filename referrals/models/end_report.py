"""The end-of-support report: one a referral, written in several times, submitted once, then frozen."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import paired
from core.fields import LineField
from referrals.models.delivery import WORTH, Achievement, Delivery

FROZEN_ONCE_A_TASK = pgtrigger.Trigger(
    name="frozen_once_submitted",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (SELECT 1 FROM referrals_endreport
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END AND submitted_at IS NOT NULL)
    THEN RAISE EXCEPTION 'frozen_once_submitted: the report is submitted' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)


class EndReport(models.Model):
    """What came of a support; what is said of each outcome stands on the outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="report")
    further_information = models.TextField(_("à savoir pour la suite"), max_length=4_000, blank=True)
    started_at = models.DateTimeField(_("commencé le"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("remis le"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("bilan de fin d’accompagnement")
        verbose_name_plural = _("bilans de fin d’accompagnement")
        constraints = [paired("endreport", "submitted_at", "submitted_by")]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__submitted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def score(self) -> float:
        """The sum of what each outcome is worth; nothing before the report is submitted."""
        if self.submitted_at is None:
            return 0.0
        return sum(WORTH[Achievement(one.achievement)] for one in self.delivery.outcomes.all())


class RemainingTask(models.Model):
    """Something left to do after the end; at the submission it becomes a task of the person’s file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(EndReport, on_delete=models.PROTECT, related_name="remaining")
    title = LineField(_("à faire"), max_length=160)
    due_on = models.DateField(_("pour le"))
    task = models.ForeignKey(
        "beneficiaries.Task", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("tâche restante d’un bilan")
        verbose_name_plural = _("tâches restantes d’un bilan")
        triggers = [FROZEN_ONCE_A_TASK]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"
