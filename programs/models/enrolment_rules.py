"""What the database holds of an enrolment and of the room of its program, whatever the code does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of, ordered_dates
from core.errors import DomainError
from programs.models.enrolment_states import EndCause, Priority
from programs.models.states import ASKING, ENDED, HOLDING, EnrolmentStatus

Q = models.Q
OPEN = [*ASKING, *HOLDING]
NO_PLACE = _("Ce programme n’a pas de place pour cette personne en ce moment.")
CLOSED = _("Ce programme est fermé.")
TWICE = _("Cette personne est déjà inscrite à ce programme, ou y a déjà une candidature.")
REFUSALS = {"enrolment_within_capacity": NO_PLACE, "enrolment_in_open_program": CLOSED, "enrolment_once": TWICE}

RULES: list[models.BaseConstraint] = [
    one_of("enrolment", "status", EnrolmentStatus),
    one_of("enrolment", "end_cause", EndCause),
    one_of("enrolment", "priority", Priority),
    ordered_dates("enrolment", "started_on", "ended_on"),
    ordered_dates("enrolment", "suspended_on", "resumes_on"),
    models.CheckConstraint(
        condition=Q(status__in=ENDED, ended_on__isnull=False) | (~Q(status__in=ENDED) & Q(ended_on__isnull=True)),
        name="enrolment_end_is_dated",
        violation_error_message=_(
            "Une inscription finie porte une date de fin, une inscription en cours n’en porte pas."
        ),
    ),
    models.CheckConstraint(
        condition=(~Q(status__in=[*HOLDING, EnrolmentStatus.COMPLETED]) | Q(started_on__isnull=False))
        & (~Q(status__in=[*ASKING, EnrolmentStatus.DECLINED]) | Q(started_on__isnull=True, applied_on__isnull=False)),
        name="enrolment_start_is_dated",
        violation_error_message=_("Une candidature porte la date de la demande, une participation celle du début."),
    ),
    models.CheckConstraint(
        condition=Q(status=EnrolmentStatus.SUSPENDED, suspended_on__isnull=False)
        | (~Q(status=EnrolmentStatus.SUSPENDED) & Q(suspended_on__isnull=True, resumes_on__isnull=True)),
        name="enrolment_suspension_is_dated",
        violation_error_message=_("Une inscription suspendue, et elle seule, porte les dates de la suspension."),
    ),
    models.CheckConstraint(
        condition=Q(priority=Priority.ORDINARY) | ~Q(priority_reason=""),
        name="enrolment_priority_is_told",
        violation_error_message=_("Une priorité dit sa raison."),
    ),
    models.CheckConstraint(
        condition=~Q(status=EnrolmentStatus.DECLINED) | ~Q(end_cause=""),
        name="enrolment_refusal_is_told",
        violation_error_message=_("Une candidature refusée dit la raison du refus."),
    ),
    models.UniqueConstraint(
        fields=["program", "beneficiary"],
        condition=Q(status__in=OPEN),
        name="enrolment_once",
        violation_error_message=TWICE,
    ),
]

# The lock lets pass what only points to the program (FOR KEY SHARE): two enrolments do not block each other.
WITHIN_CAPACITY = pgtrigger.Trigger(
    name="within_capacity",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("program_id", "status"),  # type: ignore[no-untyped-call]
    declare=[("host", "programs_program%ROWTYPE")],
    func="""
    IF NEW.status NOT IN ('active', 'suspended') OR (TG_OP = 'UPDATE' AND OLD.program_id = NEW.program_id
        AND OLD.status IN ('active', 'suspended')) THEN RETURN NULL;
    END IF;
    SELECT * INTO host FROM programs_program WHERE id = NEW.program_id FOR NO KEY UPDATE;
    IF NOT host.is_active THEN
        RAISE EXCEPTION 'enrolment_in_open_program: the program is closed' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(*) FROM programs_enrolment
        WHERE program_id = NEW.program_id AND status IN ('active', 'suspended')) > host.capacity THEN
        RAISE EXCEPTION 'enrolment_within_capacity: no place is left' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
    """,
)
# What takes a place of the program without being a stay (a child’s day) is found in the places taken.
ROOM_FOR_THOSE_INSIDE = pgtrigger.Trigger(
    name="room_for_those_inside",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("capacity", "is_active"),  # type: ignore[no-untyped-call]
    declare=[("inside", "bigint")],
    func="""
    SELECT count(*) INTO inside FROM programs_enrolment
        WHERE program_id = NEW.id AND status IN ('active', 'suspended');
    IF inside > NEW.capacity AND NEW.capacity IS DISTINCT FROM OLD.capacity THEN
        RAISE EXCEPTION 'program_room_for_those_inside: %', inside USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.is_active AND NOT NEW.is_active AND (inside > 0
        OR EXISTS (SELECT 1 FROM programs_stay s JOIN programs_place p ON p.id = s.place_id
            WHERE p.program_id = NEW.id AND s.status IN ('provisional', 'confirmed', 'arrived'))
        OR EXISTS (SELECT 1 FROM programs_occupancy o JOIN programs_place p ON p.id = o.place_id
            WHERE p.program_id = NEW.id AND o.stay_id IS NULL AND o.unavailability_id IS NULL
            AND upper(o.during) > now())) THEN
        RAISE EXCEPTION 'program_closed_when_empty: people are inside' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
    """,
)


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Write an enrolment: what the database refuses, even at the same instant, is told in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        words = next((text for name, text in REFUSALS.items() if name in str(error)), None)
        if words is None:
            raise
        raise DomainError(str(words)) from error
