"""The acts on a child's booking as a page offers them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.childcare.gate import hand_over
from programs.childcare.ratio import walks
from programs.childcare.sheet import instructions
from programs.childcare.step_forms import (
    CardForm,
    HourArrivalForm,
    HourDepartureForm,
    HourExtensionForm,
    HourOverstayForm,
    MinutesForm,
    WholeCancellationForm,
)
from programs.models import CareCard, ChildBooking
from programs.models.childcare.booking_states import BookingStatus as S
from programs.models.states import GIVEN_BACK, IN_FORCE
from programs.stays import Step, take_step

AWAITED = (S.PROVISIONAL, S.CONFIRMED)
WALKING = {True: "oui", False: "non", None: ""}


def arrival(booking: Any) -> dict[str, Any]:
    """As noted, else now."""
    return {"on": timezone.localtime(booking.arrived_at or timezone.now()).time()}


def departure(booking: Any) -> dict[str, Any]:
    """As noted, else now; who took the child is asked again."""
    return {"on": timezone.localtime(booking.departed_at or timezone.now()).time(), "note": booking.end_note}


def reason(booking: Any) -> dict[str, Any]:
    """As told."""
    return {"reason": booking.cancel_reason, "note": booking.end_note}


def card(booking: Any) -> dict[str, Any]:
    """As the crèche knows the child."""
    return {"walks": WALKING[walks(booking.child)], "instructions": instructions(booking.child)}


STEPS: dict[str, Step] = {
    "confirmer": Step("confirm", (S.PROVISIONAL,), _("Confirmer"), _("La réservation est confirmée."), main=True),
    "arrivee": Step(
        "arrive", (S.CONFIRMED,), _("Noter l’arrivée"), _("L’arrivée est notée."), HourArrivalForm, arrival, main=True
    ),
    "depart": Step(
        "depart", (S.ARRIVED,), _("Noter le départ"), _("Le départ est noté."), HourDepartureForm, departure, main=True
    ),
    "prolonger": Step(
        "extend", tuple(IN_FORCE), _("Prolonger"), _("La place est gardée plus tard."), HourExtensionForm
    ),
    "depassement": Step(
        "overstay", (S.ARRIVED,), _("Noter un dépassement"), _("Le dépassement est noté."), HourOverstayForm
    ),
    "consignes": Step(
        "keep", (*IN_FORCE, S.DEPARTED), _("Consignes de l’enfant"), _("Les consignes sont à jour."), CardForm, card
    ),
    "corriger-arrivee": Step(
        "correct_arrival", (S.ARRIVED,), _("Corriger l’arrivée"), _("L’arrivée est corrigée."), HourArrivalForm, arrival
    ),
    "corriger-depart": Step(
        "correct_departure", (S.DEPARTED,), _("Corriger le départ"), _("Le départ est corrigé."), HourDepartureForm,
        departure,
    ),
    "non-venu": Step(
        "miss", (S.CONFIRMED,), _("Noter que l’enfant n’est pas venu"), _("La place est libre."), WholeCancellationForm
    ),
    "annuler": Step("cancel", AWAITED, _("Annuler"), _("La réservation est annulée."), WholeCancellationForm),
    "corriger-annulation": Step(
        "correct_cancellation", tuple(GIVEN_BACK), _("Corriger la raison"), _("La raison est corrigée."),
        WholeCancellationForm, reason,
    ),
    "remise-en-etat": Step(
        "set_turnaround", (*IN_FORCE, S.DEPARTED), _("Changer la remise en état"), _("La remise en état est changée."),
        MinutesForm, lambda booking: {"minutes": booking.turnaround_minutes},
    ),
}  # fmt: skip
GATE = {"depart", "corriger-depart"}


def act_on(booking: ChildBooking, act: str, told: dict[str, Any], *, by: User, at: datetime) -> None:
    """Write one act: at the gate who takes the child is checked; the rest, for those placed together if so told."""
    step, told = STEPS[act], dict(told)
    if act in GATE:
        hand_over(booking, by=by, at=at, correcting=act != "depart", **told)
    elif act == "consignes":
        CareCard.objects.keep(booking.child, by=by, **told)
    else:
        together, following = told.pop("together", False), told.pop("following", False)
        with transaction.atomic():
            take_step(booking, step, together=together, by=by, at=at, **told)
            for later in next_days(booking, together=together) if following and act == "annuler" else []:
                later.cancel(by=by, at=at, **told)


def next_days(booking: ChildBooking, *, together: bool) -> list[ChildBooking]:
    """The later days of the same series still awaited, of this child or of all those placed together."""
    rows = ChildBooking.objects.filter(
        series=booking.series, status__in=AWAITED, period__startswith__gt=booking.period.upper
    )
    rows = rows if together else rows.filter(child=booking.child_id)
    return list(rows.select_related("child", "place__program", "beneficiary").order_by("period", "pk"))


@transaction.atomic
def tap_arrival(booking: ChildBooking, *, by: User, at: datetime, on: datetime) -> None:
    """The child is at the door: what was still provisional is confirmed by it."""
    if booking.status == S.PROVISIONAL:
        booking.confirm(by=by, at=at)
    booking.arrive(by=by, at=at, on=on)
