"""What the database holds of a stay, whatever the code does."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from programs.models.place import turnaround_bounded
from programs.models.states import GIVEN_BACK, StayStatus
from programs.models.stay_states import CancelReason, DepartureReason, MoveOn

Q = models.Q


def overstay_told(model: str) -> models.CheckConstraint:
    """Since when, agreed or not, and why: together or not at all."""
    return models.CheckConstraint(
        condition=Q(overstay_from__isnull=True, overstay_authorised__isnull=True, overstay_reason="")
        | (Q(overstay_from__isnull=False, overstay_authorised__isnull=False) & ~Q(overstay_reason="")),
        name=f"{model}_overstay_told",
        violation_error_message=_("Un dépassement dit depuis quand, s’il est autorisé, et pourquoi."),
    )


def cancel_reason_when_given_back(model: str) -> models.CheckConstraint:
    """Only what was cancelled, or did not begin, has a reason for it."""
    return models.CheckConstraint(
        condition=Q(status__in=GIVEN_BACK) | Q(cancel_reason=""),
        name=f"{model}_cancel_reason_when_given_back",
        violation_error_message=_("Seul un séjour annulé ou sans arrivée porte une raison d’annulation."),
    )


RULES: list[models.BaseConstraint] = [
    one_of("stay", "status", StayStatus),
    one_of("stay", "cancel_reason", CancelReason),
    one_of("stay", "departure_reason", DepartureReason),
    one_of("stay", "move_on", MoveOn),
    turnaround_bounded("stay"),
    models.CheckConstraint(
        condition=Q(period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False),
        name="stay_period_bounded",
        violation_error_message=_("Un séjour a une date d’arrivée et une date de départ, au moins une nuit plus tard."),
    ),
    models.UniqueConstraint(
        fields=["place"],
        condition=Q(status=StayStatus.ARRIVED),
        name="stay_one_arrived",
        violation_error_message=_("Quelqu’un est encore dans cette place : notez d’abord son départ."),
    ),
    cancel_reason_when_given_back("stay"),
    models.CheckConstraint(
        condition=Q(status=StayStatus.DEPARTED) | Q(departure_reason="", move_on=""),
        name="stay_departure_when_departed",
        violation_error_message=_("Seul un séjour terminé porte une raison de départ et une destination."),
    ),
    overstay_told("stay"),
]
