"""The steps of a stay as a page offers them, and writing one for all those placed together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.models import Stay, StayStatus
from programs.models.states import GIVEN_BACK, IN_FORCE
from programs.stay_forms import (
    ArrivalForm,
    CancellationForm,
    DepartureForm,
    ExtensionForm,
    OverstayForm,
    StayForm,
    TurnaroundForm,
)

S = StayStatus


@dataclass(frozen=True)
class Step:
    """One act: from which statuses it is offered, its form, the verb it calls, its words."""

    verb: str
    among: tuple[str, ...]
    title: Any
    done: Any
    form: type[StayForm] = StayForm
    initial: Callable[[Any], dict[str, Any]] = lambda stay: {}
    main: bool = False


def arrival(stay: Stay) -> dict[str, Any]:
    """As booked, or as noted."""
    return {"on": stay.period.lower, "until": stay.period.upper}


def ending(stay: Stay) -> dict[str, Any]:
    """As planned, or as noted."""
    return {
        "on": stay.period.upper,
        "reason": stay.departure_reason or stay.cancel_reason,
        "move_on": stay.move_on,
        "note": stay.end_note,
    }


STEPS: dict[str, Step] = {
    "confirmer": Step("confirm", (S.PROVISIONAL,), _("Confirmer"), _("La réservation est confirmée."), main=True),
    "arrivee": Step(
        "arrive", (S.CONFIRMED,), _("Noter l’arrivée"), _("L’arrivée est notée."), ArrivalForm, arrival, main=True
    ),
    "non-arrivee": Step(
        "miss", (S.CONFIRMED,), _("Noter la non-arrivée"), _("La place est libre."), CancellationForm
    ),
    "depart": Step(
        "depart", (S.ARRIVED,), _("Noter le départ"), _("Le départ est noté."), DepartureForm, ending, main=True
    ),
    "prolonger": Step("extend", tuple(IN_FORCE), _("Prolonger"), _("Le séjour est prolongé."), ExtensionForm),
    "depassement": Step(
        "overstay", (S.ARRIVED,), _("Noter un dépassement"), _("Le dépassement est noté."), OverstayForm
    ),
    "corriger-arrivee": Step(
        "correct_arrival", (S.ARRIVED,), _("Corriger l’arrivée"), _("L’arrivée est corrigée."), ArrivalForm, arrival
    ),
    "corriger-depart": Step(
        "correct_departure", (S.DEPARTED,), _("Corriger le départ"), _("Le départ est corrigé."), DepartureForm, ending
    ),
    "annuler": Step(
        "cancel", (S.PROVISIONAL, S.CONFIRMED), _("Annuler"), _("La réservation est annulée."), CancellationForm
    ),
    "corriger-annulation": Step(
        "correct_cancellation", tuple(GIVEN_BACK), _("Corriger la raison"), _("La raison est corrigée."),
        CancellationForm, ending,
    ),
    "remise-en-etat": Step(
        "set_turnaround", (*IN_FORCE, S.DEPARTED), _("Changer la remise en état"), _("La remise en état est changée."),
        TurnaroundForm, lambda stay: {"days": stay.turnaround_days},
    ),
}  # fmt: skip


@transaction.atomic
def take_step(stay: Any, step: Step, *, together: bool, by: User, at: datetime, **told: Any) -> None:
    """Write one act, for the stay alone or for each of those placed together: all or none."""
    rows = list(stay.together().select_related("beneficiary")) if together else [stay]
    for row in rows:
        getattr(row, step.verb)(by=by, at=at, **told)
