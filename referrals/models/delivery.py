"""The support that follows a referral: its plan, the sessions recorded, the outcomes aimed at, the end asked for."""

import uuid
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.layer import Opened, Reached
from core.constraints import one_of, paired
from core.fields import LineField
from referrals.models.delivery_states import Attendance, EndReason, Standing
from referrals.models.outcome_list import DesiredOutcome, in_order

if TYPE_CHECKING:
    from referrals.models.end_report import EndReport
    from referrals.models.referral import Referral

MOST_SESSIONS = 200

COUNTED_ON_DELIVERY = pgtrigger.Trigger(
    name="counted_on_delivery",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.Update,
    func="""
    IF TG_OP <> 'INSERT' THEN
        UPDATE referrals_delivery SET sessions_recorded = sessions_recorded - 1,
            sessions_attended = sessions_attended - (OLD.attendance IN ('attended', 'late'))::int
        WHERE id = OLD.delivery_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE referrals_delivery SET sessions_recorded = sessions_recorded + 1,
            sessions_attended = sessions_attended + (NEW.attendance IN ('attended', 'late'))::int
        WHERE id = NEW.delivery_id;
    END IF;
    RETURN NULL;
    """,
)
FROZEN_WITH_THE_REPORT = pgtrigger.Trigger(
    name="frozen_with_the_report",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (SELECT 1 FROM referrals_endreport
        WHERE delivery_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.delivery_id ELSE NEW.delivery_id END
        AND submitted_at IS NOT NULL)
    THEN RAISE EXCEPTION 'frozen_with_the_report: the report is submitted' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reading the supports."""

    def of(self, referral: "Referral") -> "DeliveryQuerySet":
        """The one of a referral already reached, with what its page shows."""
        rows = self.filter(referral=referral).select_related("report", "approved_by", "end_requested_by")
        sessions = DeliverySession.objects.order_by("number")
        return rows.prefetch_related("outcomes", models.Prefetch("sessions", sessions))

    def visible_in(self, file: Opened | Reached) -> "DeliveryQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(person="referral__beneficiary"))

    def awaiting_report(self) -> "DeliveryQuerySet":
        """Those whose report is due and not submitted: Standing.awaits_report, as a condition."""
        attended = self.filter(approved_at__isnull=False, sessions_attended__gte=1)
        done = models.Q(sessions_recorded=models.F("sessions_agreed")) | models.Q(end_requested_at__isnull=False)
        return attended.filter(done).exclude(report__submitted_at__isnull=False)


class Delivery(models.Model):
    """One support: a plan, its sessions counted by a trigger of theirs, and the request to end it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField(
        "referrals.Referral", verbose_name=_("orientation"), on_delete=models.PROTECT, related_name="delivery"
    )
    sessions_agreed = models.PositiveSmallIntegerField(_("nombre de séances prévues"))
    activities = models.TextField(_("ce qui est prévu"), max_length=4_000, blank=True)
    planned_at = models.DateTimeField(_("plan écrit le"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("plan approuvé le"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    sessions_recorded = models.PositiveSmallIntegerField(_("séances notées"), default=0, editable=False)
    sessions_attended = models.PositiveSmallIntegerField(_("séances suivies"), default=0, editable=False)
    end_reason = models.CharField(
        _("raison de la fin"), max_length=20, choices=[("", "—"), *EndReason.choices], blank=True, default=""
    )
    end_comment = models.TextField(_("précisions sur la fin"), max_length=2_000, blank=True)
    end_requested_at = models.DateTimeField(_("fin demandée le"), null=True, editable=False)
    end_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = DeliveryQuerySet.as_manager()

    if TYPE_CHECKING:
        report: EndReport

    class Meta:
        verbose_name = _("accompagnement après une orientation")
        verbose_name_plural = _("accompagnements après une orientation")
        constraints = [
            paired("delivery", "approved_at", "approved_by"),
            paired("delivery", "end_requested_at", "end_requested_by"),
            models.CheckConstraint(
                condition=models.Q(sessions_agreed__gte=1, sessions_agreed__lte=MOST_SESSIONS),
                name="delivery_sessions_agreed",
                violation_error_message=_("Un plan compte de 1 à 200 séances."),
            ),
            models.CheckConstraint(
                condition=models.Q(sessions_recorded__lte=models.F("sessions_agreed")),
                name="delivery_agreed_not_below_recorded",
                violation_error_message=_("Le nombre prévu ne passe jamais sous le nombre de séances déjà notées."),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=False) | models.Q(sessions_recorded=0),
                name="delivery_sessions_after_approval",
                violation_error_message=_("Les séances se notent une fois le plan approuvé."),
            ),
            models.CheckConstraint(
                condition=models.Q(end_requested_at__isnull=True, end_reason="")
                | models.Q(end_requested_at__isnull=False, end_reason__in=EndReason.values),
                name="delivery_end_reason_known",
                violation_error_message=_("Une demande de fin porte sa raison, et elle seule."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def lock(self) -> "Delivery":
        """The row as it is now, kept for this transaction."""
        return Delivery.objects.select_for_update(of=("self",)).get(pk=self.pk)

    @property
    def aims(self) -> "list[DeliveryOutcome]":
        """The outcomes aimed at, in the order of the list."""
        lines = {line.outcome: line for line in self.outcomes.all()}
        return [lines[code] for code in in_order(lines)]

    @property
    def report_or_none(self) -> "EndReport | None":
        """The report, once somebody has begun it."""
        return getattr(self, "report", None)

    @property
    def standing(self) -> Standing:
        """What follows from what was recorded."""
        report = self.report_or_none
        return Standing(
            approved=self.approved_at is not None,
            agreed=self.sessions_agreed,
            recorded=self.sessions_recorded,
            attended=self.sessions_attended,
            end_requested=self.end_requested_at is not None,
            report_submitted=bool(report and report.submitted_at),
        )


class DeliverySession(models.Model):
    """One session of a support, on its day: did the person come; submission is the identifier of the form sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("séance n°"))
    held_on = models.DateField(_("date"))
    attendance = models.CharField(_("présence"), max_length=10, choices=Attendance)
    note = LineField(_("en quelques mots"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("notée le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("notée par"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("séance d’un accompagnement")
        verbose_name_plural = _("séances d’un accompagnement")
        constraints = [
            one_of("deliverysession", "attendance", Attendance),
            models.UniqueConstraint(
                fields=["delivery", "number"],
                name="deliverysession_numbered_once",
                violation_error_message=_("Cette séance est déjà notée."),
            ),
        ]
        triggers = [COUNTED_ON_DELIVERY, FROZEN_WITH_THE_REPORT]

    def __str__(self) -> str:
        return f"{self.number} {self.attendance}"


class Achievement(models.TextChoices):
    """How far an outcome was reached."""

    UNKNOWN = "", _("Pas encore dit")
    ACHIEVED = "achieved", _("Atteint")
    PARTLY = "partly", _("Atteint en partie")
    NOT = "not", _("Pas atteint")


WORTH = {Achievement.UNKNOWN: 0.0, Achievement.ACHIEVED: 1.0, Achievement.PARTLY: 0.5, Achievement.NOT: 0.0}


class DeliveryOutcome(models.Model):
    """One outcome aimed at by the plan, and what the report says of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(_("résultat visé"), max_length=20, choices=DesiredOutcome)
    achievement = models.CharField(
        _("résultat"), max_length=10, choices=Achievement, blank=True, default=Achievement.UNKNOWN
    )
    comment = models.TextField(_("ce qui a avancé"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("résultat visé par un accompagnement")
        verbose_name_plural = _("résultats visés par un accompagnement")
        constraints = [
            one_of("deliveryoutcome", "outcome", DesiredOutcome),
            one_of("deliveryoutcome", "achievement", Achievement),
            models.UniqueConstraint(
                fields=["delivery", "outcome"],
                name="deliveryoutcome_once",
                violation_error_message=_("Ce résultat est déjà visé."),
            ),
        ]
        triggers = [FROZEN_WITH_THE_REPORT]

    def __str__(self) -> str:
        return self.outcome
