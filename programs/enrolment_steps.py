"""The steps of an enrolment as its page offers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.enrolment_forms import (
    AcceptForm,
    DeclineForm,
    EvaluationForm,
    GoalsForm,
    PriorityForm,
    ResumeForm,
    StepForm,
    SuspendForm,
    WithdrawForm,
)
from programs.enrolment_goals import evaluate, set_goals
from programs.models import Enrolment, EnrolmentStatus
from programs.models.states import ASKING, HOLDING

S = EnrolmentStatus
Act = Callable[..., Any]


@dataclass(frozen=True)
class Step:
    """One act: what it does, from which statuses, its words; deciding: for who runs the program alone."""

    act: Act
    among: tuple[str, ...]
    title: Any
    done: Any
    form: type[StepForm] = StepForm
    initial: Callable[[Enrolment], dict[str, Any]] = lambda enrolment: {}
    deciding: bool = False
    main: bool = False


def today(enrolment: Enrolment) -> dict[str, Any]:
    """The day it is."""
    return {"on": timezone.localdate()}


def start(enrolment: Enrolment) -> dict[str, Any]:
    """Today, or the first day of a program to come."""
    day = timezone.localdate()
    return {"on": max(day, enrolment.program.starts_on or day)}


def wished(enrolment: Enrolment) -> dict[str, Any]:
    """What is noted, else what the program proposes."""
    noted = list(enrolment.goals.order_by("rank", "pk").values_list("text", flat=True))
    return {"goals": "\n".join(noted or enrolment.program.aim_list)}


def assessed(enrolment: Enrolment) -> dict[str, Any]:
    """What is noted, else today."""
    known = getattr(enrolment, "evaluation", None)
    if known is None:
        return today(enrolment)
    return {"on": known.on, "summary": known.summary, "next_step": known.next_step, "usefulness": known.usefulness}


def wish(enrolment: Enrolment, *, by: User, goals: list[str], **_told: Any) -> None:
    """Write the goals."""
    set_goals(enrolment, goals, by=by)


STEPS: dict[str, Step] = {
    "accepter": Step(
        Enrolment.accept, tuple(ASKING), _("Donner la place"), _("La place est donnée."), AcceptForm, start,
        deciding=True, main=True,
    ),
    "liste-attente": Step(
        Enrolment.put_on_list, (S.APPLIED,), _("Mettre en liste d’attente"),
        _("La candidature est en liste d’attente."), deciding=True,
    ),
    "priorite": Step(
        Enrolment.set_priority, tuple(ASKING), _("Changer la priorité"), _("La priorité est changée."), PriorityForm,
        lambda enrolment: {"priority": enrolment.priority}, deciding=True,
    ),
    "refuser": Step(
        Enrolment.decline, tuple(ASKING), _("Refuser la candidature"), _("La candidature est refusée."), DeclineForm,
        deciding=True,
    ),
    "retirer": Step(
        Enrolment.end, tuple(ASKING), _("Retirer la candidature"), _("La candidature est retirée."), WithdrawForm
    ),
    "objectifs": Step(
        wish, (*ASKING, *HOLDING), _("Noter les objectifs"), _("Les objectifs sont notés."), GoalsForm, wished
    ),
    "suspendre": Step(
        Enrolment.suspend, (S.ACTIVE,), _("Suspendre"), _("La participation est suspendue, la place est gardée."),
        SuspendForm, today,
    ),
    "reprendre": Step(
        Enrolment.resume, (S.SUSPENDED,), _("Noter la reprise"), _("La participation reprend."), ResumeForm, today,
        main=True,
    ),
    "evaluer": Step(
        evaluate, (*HOLDING, S.COMPLETED, S.WITHDRAWN), _("Évaluer"), _("L’évaluation est notée."), EvaluationForm,
        assessed,
    ),
}  # fmt: skip


def steps_of(enrolment: Enrolment, *, decides: bool) -> dict[str, Step]:
    """Those that may be taken now."""
    return {
        slug: step
        for slug, step in STEPS.items()
        if enrolment.status in step.among
        and (decides or not step.deciding)
        and (slug != "evaluer" or enrolment.started_on is not None)
    }
