"""What a referral holds: who is asked, for whom, with what words, and what was answered."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from partners.models import Service
from programs.models import Program
from referrals.models.states import (
    ACCEPTED,
    ENDED,
    TONES,
    TRANSITIONS,
    UNDECIDED,
    Channel,
    Conformity,
    Consent,
    DeclineReason,
    Status,
)


def refusal(status: str) -> str:
    """Why a step is refused: the referral is already elsewhere."""
    return _("Cette orientation est déjà « %(status)s » : rien n’a changé.") % {"status": Status(status).label}


class Request(models.Model):
    """The columns of a referral, and what can be read of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="referrals"
    )
    service = models.ForeignKey(
        "partners.Service",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
    )
    program = models.ForeignKey(
        "programs.Program",
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
    )
    message = models.TextField(
        _("message"),
        max_length=4_000,
        blank=True,
        help_text=_("Le besoin en quelques mots, sans donnée de santé ni motif pénal."),
    )
    consent = models.CharField(
        _("accord de la personne"), max_length=10, choices=[("", "—"), *Consent.choices], blank=True, default=""
    )
    conformity = models.CharField(
        _("conditions du service remplies"), max_length=10, choices=Conformity, blank=True, default=Conformity.UNKNOWN
    )
    channel = models.CharField(_("envoyée par"), max_length=10, choices=Channel)
    status = models.CharField(_("statut"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    decline_reason = models.CharField(
        _("raison du refus"),
        max_length=20,
        choices=[("", "—"), *DeclineReason.choices],
        blank=True,
        default="",
        editable=False,
    )
    reply_comment = models.TextField(_("commentaire de la réponse"), max_length=2_000, blank=True, editable=False)
    alternative = models.TextField(_("autre piste"), max_length=1_000, blank=True, editable=False)
    waitlist_position = models.PositiveSmallIntegerField(_("rang dans la liste d’attente"), null=True, editable=False)
    expected_on = models.DateField(_("place espérée le"), null=True, editable=False)
    appointment_at = models.DateTimeField(_("rendez-vous le"), null=True, editable=False)
    appointment_place = LineField(_("lieu du rendez-vous"), max_length=200, blank=True, editable=False)
    group = models.ForeignKey(
        "referrals.NeedGroup",
        verbose_name=_("demandes pour le même besoin"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="referrals",
    )
    created_at = models.DateTimeField(_("préparée le"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="referrals"
    )
    sent_at = models.DateTimeField(_("envoyée le"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    replied_at = models.DateTimeField(_("réponse le"), null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    received_at = models.DateTimeField(_("reçue le"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def recipient(self) -> Service | Program:
        """The service or the program asked."""
        return self.service or self.program  # type: ignore[return-value]  # one of the two, says the constraint

    @property
    def recipient_words(self) -> str:
        """The recipient, as it may stand on what leaves the house."""
        if self.service is None:
            return str(self.program)
        names = dict.fromkeys([self.service.outside_name, self.service.organization.outside_name])
        return ", ".join(names)

    @property
    def is_undecided(self) -> bool:
        """Whether a yes or a no is still expected."""
        return self.status in UNDECIDED

    @property
    def is_accepted(self) -> bool:
        """Whether the recipient has said yes, whatever came of it."""
        return self.status in ACCEPTED

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is expected."""
        return self.status in ENDED

    @property
    def can_become(self) -> frozenset[str]:
        """Statuses that may follow the present one; nothing is sent without the person’s agreement."""
        return TRANSITIONS[self.status] if self.consent else TRANSITIONS[self.status] - {Status.SENT}

    @property
    def refusal(self) -> str:
        """What to say of a step that the present status does not allow."""
        return refusal(self.status)

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return TONES[self.status]

    def is_overdue(self, now: datetime) -> bool:
        """Whether the reply is late enough to ask again."""
        waited = now - timedelta(days=settings.REFERRAL_REMINDER_DAYS[0])
        return self.status == Status.SENT and self.sent_at is not None and self.sent_at < waited
