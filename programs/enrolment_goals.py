"""What a person wants from a program and what came of it, written under the lock of the enrolment."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from programs.models import Enrolment, EnrolmentGoal, Evaluation

MOST_GOALS = 8


@transaction.atomic
def set_goals(enrolment: Enrolment, texts: Sequence[str], *, by: User) -> None:
    """Write the outcomes wished for, in this order; one already assessed stays."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    known = {goal.text: goal for goal in enrolment.goals.order_by("rank", "pk")}
    if len(texts) > MOST_GOALS:
        raise DomainError(_("Huit objectifs au plus : gardez ceux qui comptent le plus."))
    if gone := [text for text, goal in known.items() if goal.achievement and text not in texts]:
        raise DomainError(_("Cet objectif a déjà son évaluation, il reste : « %(text)s ».") % {"text": gone[0]})
    enrolment.goals.exclude(text__in=texts).delete()
    for rank, text in enumerate(texts):
        EnrolmentGoal.objects.update_or_create(enrolment=enrolment, text=text, defaults={"rank": rank})
    audit.record(by, AuditAction.CHANGED, enrolment, person_id=enrolment.beneficiary_id, fields=["goals"])


@transaction.atomic
def evaluate(
    enrolment: Enrolment,
    *,
    by: User,
    on: date,
    results: Mapping[UUID, tuple[str, str]],
    summary: str,
    next_step: str,
    usefulness: str,
) -> Evaluation:
    """Write what came of each goal, and of the whole; written again, it replaces what was said.

    results: for each goal, what came of it and the words that say more.
    """
    current = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if current.started_on is None:
        raise TransitionNotAllowed(_("Une évaluation suit une participation."))
    if on < current.started_on:
        raise DomainError(_("L’évaluation vient avant le début de la participation."))
    for goal in enrolment.goals.filter(pk__in=results):
        goal.achievement, goal.comment = results[goal.pk]
        goal.save(update_fields=["achievement", "comment"])
    told = {"on": on, "summary": summary, "next_step": next_step, "usefulness": usefulness, "by": by}
    row, created = Evaluation.objects.update_or_create(enrolment=enrolment, defaults=told)
    action = AuditAction.CREATED if created else AuditAction.CHANGED
    audit.record(by, action, row, person_id=enrolment.beneficiary_id)
    return row
