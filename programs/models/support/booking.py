"""A slot taken by a person: it is an appointment of her file, and this is the part of it that the program knows."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.actions import Exchange, log_follow_up
from beneficiaries.models import Appointment, Beneficiary, FollowUp, FollowUpMode, Layer, Topic
from beneficiaries.models.apart import require_may_work
from beneficiaries.models.appointment import SLOT_TAKEN
from beneficiaries.models.layer import people_read_in
from core import audit
from core.constraints import one_of
from core.errors import DomainError
from core.models import AuditAction
from programs.models.meeting import would_meet_at
from programs.models.program import Program, ProgramKind
from programs.models.support.slot import Slot, holding
from programs.models.support.stage import Stage, on_day, stage_of

PLACE_LENGTH = 120


class SlotTaken(DomainError):
    """Somebody else holds the slot."""

    def __init__(self) -> None:
        super().__init__(str(SLOT_TAKEN))


class SlotBookingQuerySet(models.QuerySet["SlotBooking"]):
    """Reading who takes which slot, and taking one."""

    def visible_to(self, user: User) -> "SlotBookingQuerySet":
        """Those of the programs that the user runs, those they receive or made, and those in a layer they read.

        Coming to psychological support says something of health: a colleague of the team reads nothing of it here.
        """
        run = models.Q(slot__program__in=Program.objects.run_by(user).order_by().values("pk"))
        own = models.Q(slot__worker=user)
        health = models.Q(slot__program__kind=ProgramKind.PSYCHOLOGICAL_SUPPORT)
        content = Beneficiary.objects.content_visible_to(user)
        seen = models.Q(~health | models.Q(created_by=user), appointment__beneficiary__in=content)
        read = models.Q(health, appointment__beneficiary__in=people_read_in(user, Layer.HEALTH))
        return self.filter(run | own | seen | read).exclude(
            appointment__beneficiary__in=Beneficiary.objects.kept_from(user)
        )

    def held(self) -> "SlotBookingQuerySet":
        """Those that hold their slot: neither cancelled nor moved to another hour."""
        return self.filter(appointment__in=holding(models.OuterRef("slot")).values("pk"))

    def with_stage(self) -> "SlotBookingQuerySet":
        """Tell on each row, as stage_now, whether it falls before or after the release."""
        rows = self.annotate(stage_day=on_day("appointment__starts_at"))
        return rows.annotate(stage_now=stage_of("appointment__beneficiary", said="stage"))

    @transaction.atomic
    def book(self, slot: Slot, person: Beneficiary, *, by: User, at: datetime) -> "SlotBooking":
        """Take a slot for a person: an appointment of her file, at that hour, with that professional.

        Refused in words: taken, past, withdrawn, an hour already given to her; and without any reason when somebody
        she must not meet is near, or when the professional must not know her.
        """
        slot = slot.locked()
        if already := self.filter(slot=slot, appointment__in=holding(slot.pk)).select_related("appointment").first():
            if already.appointment.beneficiary_id == person.pk:
                return already
            raise SlotTaken
        require_open(slot, at)
        require_possible(slot, person)
        if Appointment.objects.filter(beneficiary=person).during(slot.starts_at, slot.ends_at).exists():
            raise DomainError(_("Cette personne a déjà un rendez-vous à cette heure."))
        try:
            with transaction.atomic():
                appointment = Appointment.objects.register(
                    person, by=by, starts_at=slot.starts_at, **meeting_facts(slot)
                )
        except IntegrityError as error:
            if "appointment_slot_taken_once" not in str(error):
                raise
            raise SlotTaken from None
        booking = self.create(slot=slot, appointment=appointment, created_by=by)
        audit.record(by, AuditAction.CREATED, booking, person_id=person.pk)
        return booking


def require_open(slot: Slot, at: datetime) -> None:
    """Refuse an hour that is no longer offered."""
    if slot.withdrawn_at or not slot.program.is_active:
        raise DomainError(_("Ce créneau n’est plus ouvert : choisissez-en un autre."))
    if slot.is_past(at):
        raise DomainError(_("Ce créneau est passé : choisissez-en un autre."))


def require_possible(slot: Slot, person: Beneficiary) -> None:
    """Refuse, in words that give no reason, an hour at which she would meet somebody, or a professional kept away."""
    refusal = _("Ce créneau ne convient pas à cette personne. Prenez-en un autre ; la coordination peut vous aider.")
    if would_meet_at(person, slot.program, slot.site_id or slot.prison_id, (slot.starts_at, slot.ends_at)):
        raise DomainError(refusal)
    try:
        require_may_work(slot.worker, person)
    except DomainError:
        raise DomainError(refusal) from None


def meeting_facts(slot: Slot) -> dict[str, Any]:
    """What the file shows of the appointment: nothing of health to those who read the agenda."""
    health = slot.program.kind == ProgramKind.PSYCHOLOGICAL_SUPPORT
    return {
        "worker": slot.worker,
        "slot": slot.pk,
        "told_in": Layer.HEALTH if health else Layer.ORDINARY,
        "purpose": _("Rendez-vous au programme") if health else slot.program.name,
        "place": slot.where,
        "mode": slot.mode,
        "duration_minutes": slot.minutes,
    }


class SlotBooking(models.Model):
    """Who comes on a slot: the appointment of her file, and the stage when somebody corrected it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey("programs.Slot", on_delete=models.PROTECT, related_name="bookings")
    appointment = models.OneToOneField(
        "beneficiaries.Appointment", on_delete=models.PROTECT, related_name="slot_booking"
    )
    stage = models.CharField(
        gettext_lazy("avant ou après la sortie"), max_length=10, choices=Stage, blank=True, default=Stage.UNSAID
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = SlotBookingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("rendez-vous de programme")
        verbose_name_plural = gettext_lazy("rendez-vous de programme")
        constraints = [one_of("slotbooking", "stage", Stage)]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def say_stage(self, stage: str, *, by: User) -> None:
        """Correct the stage; said empty, the stays in prison tell it again."""
        stored = SlotBooking.objects.select_for_update(of=("self",)).select_related("appointment").get(pk=self.pk)
        if stored.stage == stage:
            return
        self.stage = stage
        self.save(update_fields=["stage"])
        audit.record(by, AuditAction.CHANGED, self, person_id=stored.appointment.beneficiary_id, fields=["stage"])

    def note(self, text: str, *, by: User, at: datetime) -> FollowUp:
        """Write what the session was, in its layer; the person was there, and the same note is amended later."""
        meeting = self.appointment
        if meeting.follow_up:
            if meeting.follow_up.author_id != by.pk:
                raise DomainError(_("La note de cette séance est écrite par quelqu’un d’autre."))
            meeting.follow_up.amend(by=by, version=meeting.follow_up.version, changes={"summary": text})
            return meeting.follow_up
        if meeting.outcome not in ("", "attended", "late"):
            raise DomainError(_("Cette séance n’a pas eu lieu : annulez d’abord son issue."))
        start = timezone.localtime(meeting.starts_at)
        exchange = Exchange(
            happened_on=start.date(),
            happened_at=start.time(),
            mode=meeting.mode if meeting.mode in FollowUpMode.values else FollowUpMode.INTERVIEW,
            topics=[Topic.HEALTH],
            place=meeting.place[:PLACE_LENGTH],
            duration_minutes=meeting.duration_minutes,
            summary=text,
            layer=meeting.told_in,
        )
        rows = log_follow_up(
            by=by,
            at=at,
            submission=self.pk,
            people=[meeting.beneficiary],
            exchange=exchange,
            written_up=meeting,
        )
        return rows[0]
