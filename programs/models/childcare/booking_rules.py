"""What the database holds of the hours of a child, whatever the code does."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from programs.models.childcare.booking_states import BookingCancelReason, BookingReason, BookingStatus
from programs.models.place import DAY_MINUTES, MOST_TURNAROUND
from programs.models.states import GIVEN_BACK
from programs.models.stay_rules import cancel_reason_when_given_back, overstay_told

Q = models.Q
S = BookingStatus
TWICE = "childbooking_child_once"

RULES: list[models.BaseConstraint] = [
    one_of("childbooking", "status", BookingStatus),
    one_of("childbooking", "reason", BookingReason),
    one_of("childbooking", "cancel_reason", BookingCancelReason),
    models.CheckConstraint(
        condition=Q(turnaround_minutes__lte=MOST_TURNAROUND * DAY_MINUTES),
        name="childbooking_turnaround_bounded",
        violation_error_message=_("La remise en état dure 60 jours au plus."),
    ),
    models.CheckConstraint(
        condition=Q(period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False),
        name="childbooking_period_bounded",
        violation_error_message=_("Une réservation a une heure de début et une heure de fin."),
    ),
    ExclusionConstraint(
        name=TWICE,
        expressions=[("child", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
        condition=~Q(status__in=GIVEN_BACK),
        violation_error_message=_("Cet enfant a déjà une place à ces heures."),
    ),
    models.UniqueConstraint(
        fields=["child"],
        condition=Q(status=S.ARRIVED),
        name="childbooking_one_arrived",
        violation_error_message=_("Cet enfant est déjà noté présent : notez d’abord son départ."),
    ),
    models.CheckConstraint(
        condition=Q(status=S.DEPARTED, arrived_at__isnull=False, departed_at__gt=models.F("arrived_at"))
        | Q(status=S.ARRIVED, arrived_at__isnull=False, departed_at__isnull=True)
        | Q(~Q(status__in=[S.ARRIVED, S.DEPARTED]), arrived_at__isnull=True, departed_at__isnull=True),
        name="childbooking_facts_as_status",
        violation_error_message=_(
            "Un enfant présent a une heure d’arrivée ; un enfant parti, aussi une heure de départ."
        ),
    ),
    models.CheckConstraint(
        condition=Q(Q(status=S.DEPARTED) & ~Q(taken_by="")) | Q(~Q(status=S.DEPARTED), taken_by=""),
        name="childbooking_departure_names_somebody",
        violation_error_message=_("Un départ dit avec qui l’enfant est parti."),
    ),
    models.CheckConstraint(
        condition=(Q(reason=BookingReason.SESSION) | Q(session__isnull=True))
        & (Q(reason=BookingReason.INTERVIEW) | Q(appointment__isnull=True))
        & (Q(reason=BookingReason.WORK) | Q(placement__isnull=True))
        & (~Q(reason=BookingReason.OTHER) | ~Q(reason_note="")),
        name="childbooking_reason_told",
        violation_error_message=_("Dites ce que le parent fait pendant ce temps : une seule chose."),
    ),
    cancel_reason_when_given_back("childbooking"),
    overstay_told("childbooking"),
]
