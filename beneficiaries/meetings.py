"""What came of an appointment, with the follow-up of an absence in the same gesture."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.actions import Exchange, log_follow_up
from beneficiaries.models import Appointment, ConfidentialNote, FollowUpMode, Layer
from beneficiaries.models.appointment_states import NO_SHOW
from core import audit
from core.errors import DomainError
from core.models import AuditAction

PLACE_LENGTH = 120


@transaction.atomic
def note_outcome(appointment: Appointment, outcome: str, *, by: User, at: datetime, reason: str = "") -> None:
    """Say what came of the meeting; an absence writes its follow-up. Said twice, it is written once.

    Why somebody did not come to a meeting told in a closed layer stands in that follow-up alone.
    """
    told = "" if outcome in NO_SHOW and appointment.told_in != Layer.ORDINARY else reason
    if appointment.settle(outcome, by=by, at=at, reason=told) and outcome in NO_SHOW:
        start = timezone.localtime(appointment.starts_at)
        absence = Exchange(
            happened_on=start.date(),
            happened_at=start.time(),
            mode=FollowUpMode.NO_SHOW,
            place=appointment.place[:PLACE_LENGTH],
            absence_reason=reason,
            layer=appointment.told_in,
        )
        log_follow_up(
            by=by,
            at=at,
            submission=appointment.pk,
            people=[appointment.beneficiary],
            exchange=absence,
            written_up=appointment,
        )


@transaction.atomic
def undo_outcome(appointment: Appointment, *, by: User, at: datetime) -> None:
    """Take back what was said; the follow-up that an absence wrote goes with it, unless somebody has added to it."""
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    absence = appointment.follow_up
    if absence and appointment.outcome in NO_SHOW:
        untouched = absence.submission == appointment.pk and absence.version == 1
        refusal = _("Le suivi de cette absence a été complété : modifiez-le plutôt.")
        if not untouched or ConfidentialNote.objects.filter(follow_up=absence).exists():
            raise DomainError(refusal)
        appointment.untell(by=by)
        audit.record(by, AuditAction.DELETED, absence, person_id=absence.beneficiary_id)
        try:
            absence.delete()
        except ProtectedError:
            raise DomainError(refusal) from None
    appointment.take_back(by=by, at=at)
