"""What PostgreSQL keeps of the rules of a referral, whatever the code does."""

from django.db.models import BaseConstraint, CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of, paired
from referrals.models.states import ACCEPTED, Channel, Conformity, Consent, DeclineReason, Status

ANSWERED = sorted(ACCEPTED | {Status.UNDER_STUDY, Status.WAITLISTED, Status.DECLINED})
WELCOMED = [Status.RECEIVED, Status.ATTENDING, Status.COMPLETED]
NOT_SENT = [Status.DRAFT, Status.WITHDRAWN]
RULES: list[BaseConstraint] = [
    one_of("referral", "status", Status),
    one_of("referral", "channel", Channel),
    one_of("referral", "conformity", Conformity),
    CheckConstraint(
        condition=Q(consent__in=["", *Consent.values]),
        name="referral_consent_known",
        violation_error_message=_("Cet accord n’est pas dans la liste."),
    ),
    CheckConstraint(
        condition=Q(service__isnull=True, program__isnull=False) | Q(service__isnull=False, program__isnull=True),
        name="referral_one_recipient",
        violation_error_message=_("Une orientation va à un service ou à un programme, et à un seul."),
    ),
    CheckConstraint(
        condition=Q(status__in=NOT_SENT) | ~Q(consent=""),
        name="referral_sent_with_consent",
        violation_error_message=_("L’accord de la personne est nécessaire avant l’envoi."),
    ),
    CheckConstraint(
        condition=Q(status__in=NOT_SENT) | Q(sent_at__isnull=False),
        name="referral_sent_is_dated",
        violation_error_message=_("Une orientation envoyée porte sa date d’envoi."),
    ),
    CheckConstraint(
        condition=Q(status=Status.DECLINED, decline_reason__in=DeclineReason.values)
        | Q(~Q(status=Status.DECLINED), decline_reason=""),
        name="referral_decline_has_reason",
        violation_error_message=_("Un refus porte sa raison, et lui seul."),
    ),
    CheckConstraint(
        condition=~Q(status__in=ANSWERED) | Q(replied_at__isnull=False),
        name="referral_reply_is_dated",
        violation_error_message=_("Une réponse porte sa date."),
    ),
    CheckConstraint(
        condition=Q(replied_by__isnull=True) | Q(replied_at__isnull=False),
        name="referral_replied_by_is_dated",
        violation_error_message=_("Une réponse porte sa date."),
    ),
    CheckConstraint(
        condition=~Q(status=Status.APPOINTMENT) | Q(appointment_at__isnull=False),
        name="referral_appointment_is_dated",
        violation_error_message=_("Un rendez-vous fixé porte son jour et son heure."),
    ),
    CheckConstraint(
        condition=~Q(status__in=WELCOMED) | Q(received_at__isnull=False),
        name="referral_welcome_is_dated",
        violation_error_message=_("Un accueil porte sa date."),
    ),
    CheckConstraint(
        condition=Q(waitlist_position__isnull=True) | Q(waitlist_position__gte=1),
        name="referral_position_from_one",
        violation_error_message=_("Le rang dans une liste d’attente commence à 1."),
    ),
    CheckConstraint(
        condition=Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False)
        | Q(~Q(status=Status.WITHDRAWN), withdrawn_at__isnull=True),
        name="referral_withdrawal_is_dated",
        violation_error_message=_("Un retrait porte sa date."),
    ),
    paired("referral", "sent_at", "sent_by"),
    paired("referral", "withdrawn_at", "withdrawn_by"),
]
