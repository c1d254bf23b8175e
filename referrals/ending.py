"""The support after a referral: its plan, its sessions, its end and its report; each act ends what it completes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Task
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from referrals.models import Referral, Status
from referrals.models.delivery import Achievement, Delivery, DeliveryOutcome, DeliverySession
from referrals.models.delivery_states import CAME, Attendance, EndReason, EndState, Standing
from referrals.models.end_report import EndReport, RemainingTask
from referrals.models.states import HELD_OPEN


@dataclass(frozen=True)
class Result:
    """What the report says of one outcome."""

    achievement: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Remaining:
    """Something left to do, by a day."""

    title: str
    due_on: date


def delivery_of(referral: Referral) -> Delivery | None:
    """The support that follows a referral already reached, if a plan was written."""
    return Delivery.objects.of(referral).first()


def require_no_support(referral: Referral) -> None:
    """Refuse to end by hand what ends by itself: a support agreed has its own end."""
    delivery = delivery_of(referral)
    if delivery and delivery.approved_at and not delivery.standing.is_over:
        raise TransitionNotAllowed(
            _("Un accompagnement est en cours : sa fin se demande sur sa carte, avec son bilan.")
        )


@transaction.atomic
def write_plan(
    referral: Referral,
    *,
    by: User,
    at: datetime,
    sessions: int,
    activities: str,
    outcomes: Iterable[str],
    approve: bool,
) -> Delivery:
    """Write the plan, or change it; approved, it counts: the outcomes aimed at are chosen by then."""
    current, aims = referral.lock(), set(outcomes)
    delivery = _locked(referral)
    if delivery is None and current.status not in HELD_OPEN:
        raise TransitionNotAllowed(_("Un plan s’écrit quand l’orientation est acceptée et n’est pas finie."))
    if delivery and (delivery.end_requested_at or ((report := delivery.report_or_none) and report.submitted_at)):
        raise TransitionNotAllowed(_("La fin est demandée : le plan ne change plus."))
    if delivery and delivery.approved_at and not approve:
        raise TransitionNotAllowed(_("Le plan est approuvé : seule une personne qui l’approuve peut le changer."))
    if approve and not aims:
        raise DomainError(_("Choisissez au moins un résultat visé avant d’approuver le plan."))
    if delivery and sessions < delivery.sessions_recorded:
        words = {"count": delivery.sessions_recorded}
        raise DomainError(_("%(count)d séances sont déjà notées : le nombre prévu ne passe pas dessous.") % words)
    facts = {"sessions_agreed": sessions, "activities": activities, "planned_at": at, "planned_by": by}
    if approve and not (delivery and delivery.approved_at):
        facts |= {"approved_at": at, "approved_by": by}
    if delivery is None:
        delivery = Delivery.objects.create(referral=referral, **facts)
        _record(delivery, by, AuditAction.CREATED)
    else:
        for name, value in facts.items():
            setattr(delivery, name, value)
        delivery.save(update_fields=list(facts))
        _record(delivery, by, AuditAction.CHANGED, "sessions_agreed")
    delivery.outcomes.exclude(outcome__in=aims).delete()
    known = set(delivery.outcomes.values_list("outcome", flat=True))
    DeliveryOutcome.objects.bulk_create(DeliveryOutcome(delivery=delivery, outcome=one) for one in aims - known)
    return delivery


@transaction.atomic
def record_session(
    referral: Referral,
    *,
    by: User,
    at: datetime,
    held_on: date,
    attendance: Attendance,
    note: str = "",
    submission: UUID | None = None,
) -> DeliverySession:
    """Note the next session, once a form; the first one attended says that the person was received."""
    current = referral.lock()
    if submission and (
        already := DeliverySession.objects.filter(submission=submission, delivery__referral=referral).first()
    ):
        return already
    delivery = _live(referral)
    standing = delivery.standing
    if current.has_ended:
        raise TransitionNotAllowed(current.refusal)
    if not standing.approved:
        raise TransitionNotAllowed(_("Le plan attend d’être approuvé : les séances se notent ensuite."))
    if standing.recorded >= standing.agreed:
        words = {"count": standing.agreed}
        raise DomainError(_("Les %(count)d séances prévues sont notées : changez d’abord le plan.") % words)
    last = delivery.sessions.order_by("number").last()
    if last and held_on < last.held_on:
        raise DomainError(_("Cette séance vient avant la précédente."))
    session = delivery.sessions.create(
        number=standing.recorded + 1,
        held_on=held_on,
        attendance=attendance,
        note=note,
        recorded_at=at,
        recorded_by=by,
        submission=submission,
    )
    audit.record(by, AuditAction.CREATED, session, person_id=current.beneficiary_id)
    if attendance in CAME and current.status in (Status.ACCEPTED, Status.APPOINTMENT):
        current.receive(by=by, at=at)
    return session


@transaction.atomic
def take_back_session(referral: Referral, *, by: User) -> None:
    """Remove the last session noted, when it was noted by mistake."""
    referral.lock()
    last = _live(referral).sessions.order_by("number").last()
    if last is None:
        raise TransitionNotAllowed(_("Aucune séance n’est notée."))
    audit.record(by, AuditAction.DELETED, last, person_id=referral.beneficiary_id)
    last.delete()


@transaction.atomic
def request_end(referral: Referral, *, by: User, at: datetime, reason: EndReason, comment: str = "") -> Delivery:
    """Ask for the end before the term: it comes at once, or once the report due is submitted."""
    referral.lock()
    delivery = _live(referral)
    if delivery.standing.ends_as == EndState.COMPLETED:
        raise TransitionNotAllowed(_("Toutes les séances sont faites : il reste à remettre le bilan."))
    if reason == EndReason.OTHER and not comment.strip():
        raise DomainError(_("Précisez la raison de la fin."))
    delivery.end_reason, delivery.end_comment = reason, comment
    delivery.end_requested_at, delivery.end_requested_by = at, by
    delivery.save(update_fields=["end_reason", "end_comment", "end_requested_at", "end_requested_by"])
    _record(delivery, by, AuditAction.CHANGED, "end_requested_at")
    _conclude(delivery, by=by, at=at)
    return delivery


@transaction.atomic
def keep_going(referral: Referral, *, by: User) -> None:
    """Give up an end that was asked for, while the report is not submitted."""
    referral.lock()
    delivery = _locked(referral)
    if delivery is None or not delivery.end_requested_at or delivery.standing.is_over:
        raise TransitionNotAllowed(_("Il n’y a pas de fin à annuler."))
    delivery.end_reason, delivery.end_comment = "", ""
    delivery.end_requested_at, delivery.end_requested_by = None, None
    delivery.save(update_fields=["end_reason", "end_comment", "end_requested_at", "end_requested_by"])
    _record(delivery, by, AuditAction.CHANGED, "end_requested_at")


@transaction.atomic
def write_report(
    referral: Referral,
    *,
    by: User,
    at: datetime,
    results: Mapping[str, Result],
    further: str,
    remaining: Iterable[Remaining],
    submit: bool = False,
) -> EndReport:
    """Write the report, begun by whoever saves it first; submitted, it is frozen and its tasks go to the file."""
    referral.lock()
    delivery = _locked(referral)
    if delivery is None or not delivery.standing.needs_report:
        raise TransitionNotAllowed(_("Aucun bilan n’est attendu pour cet accompagnement."))
    report, is_new = EndReport.objects.get_or_create(delivery=delivery, defaults={"started_at": at, "started_by": by})
    if report.submitted_at:
        raise TransitionNotAllowed(_("Ce bilan est remis : il ne change plus."))
    for line in delivery.outcomes.all():
        said = results.get(line.outcome, Result())
        line.achievement, line.comment = said.achievement, said.comment
        line.save(update_fields=["achievement", "comment"])
    report.remaining.all().delete()
    lines = [RemainingTask(report=report, title=one.title, due_on=one.due_on) for one in remaining]
    RemainingTask.objects.bulk_create(lines)
    report.further_information = further
    report.save(update_fields=["further_information"])
    action = AuditAction.CREATED if is_new else AuditAction.CHANGED
    audit.record(by, action, report, person_id=referral.beneficiary_id, fields=["further_information"])
    if submit:
        _submit(report, lines, by=by, at=at)
    return report


def _submit(report: EndReport, lines: list[RemainingTask], *, by: User, at: datetime) -> None:
    """Freeze the report once each outcome has its answer, and end what it ends."""
    delivery = report.delivery
    if delivery.outcomes.filter(achievement=Achievement.UNKNOWN).exists():
        raise DomainError(_("Dites pour chaque résultat visé s’il est atteint, en partie ou pas."))
    person = delivery.referral.beneficiary
    assignee = person.lead_worker or delivery.referral.created_by
    for line in lines:
        line.task = Task.objects.register(person, by=by, title=line.title, due_on=line.due_on, assignee=assignee)
        line.save(update_fields=["task"])
    report.submitted_at, report.submitted_by = at, by
    report.save(update_fields=["submitted_at", "submitted_by"])
    audit.record(by, AuditAction.CHANGED, report, person_id=person.pk, fields=["submitted_at"])
    _conclude(delivery, by=by, at=at, standing=delivery.standing)


def _conclude(delivery: Delivery, *, by: User, at: datetime, standing: Standing | None = None) -> None:
    """End the referral as computed, unless something is still expected or the recipient has ended it first."""
    standing, referral = standing or delivery.standing, delivery.referral.lock()
    if not standing.is_over or referral.has_ended:
        return
    words = delivery.get_end_reason_display() if delivery.end_reason else ""
    if standing.ends_as == EndState.COMPLETED:
        referral.complete(by=by, at=at)
    elif delivery.end_reason == EndReason.LOST_CONTACT:
        referral.lose(by=by, at=at, comment=words)
    else:
        referral.withdraw(by=by, at=at, comment=f"{words} ({standing.withdrawal.label})")


def _locked(referral: Referral) -> Delivery | None:
    """The support, kept for this transaction; the referral is locked before it."""
    return Delivery.objects.select_for_update(of=("self",)).select_related("report").filter(referral=referral).first()


def _live(referral: Referral) -> Delivery:
    """The support while nobody has asked for its end."""
    delivery = _locked(referral)
    if delivery is None:
        raise TransitionNotAllowed(_("Écrivez d’abord le plan."))
    if delivery.end_requested_at or delivery.standing.is_over:
        raise TransitionNotAllowed(_("La fin de cet accompagnement est déjà demandée."))
    return delivery


def _record(delivery: Delivery, by: User, action: AuditAction, *fields: str) -> None:
    audit.record(by, action, delivery, person_id=delivery.referral.beneficiary_id, fields=fields)
