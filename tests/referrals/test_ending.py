"""How a support ends, computed and never chosen; the report, its score, what it freezes."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Task
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditEntry
from partners.models import Domain
from referrals import ending
from referrals.ending import Remaining, Result
from referrals.models import (
    Attendance,
    Delivery,
    DeliveryOutcome,
    DeliverySession,
    DeliveryState,
    DesiredOutcome,
    EndReason,
    EndReport,
    EndState,
    RemainingTask,
    Status,
    WithdrawalKind,
)
from referrals.models.delivery_states import Standing
from referrals.models.outcome_list import OUTCOMES
from tests import factories as make
from tests.casework.desk import shown

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CAME, MISSED = Attendance.ATTENDED, Attendance.ABSENT


@pytest.fixture
def referral(amina, nord):
    """Accepted by a partner, for somebody whom Amina leads."""
    person = make.BeneficiaryFactory(team=nord, lead_worker=amina)
    return make.ReferralFactory(accepted=True, beneficiary=person, created_by=amina)


def plan(referral, amina, *, sessions=3, approve=True, outcomes=("home_found", "rights_open", "network")):
    facts = {"sessions": sessions, "activities": "Entretiens", "outcomes": outcomes, "approve": approve}
    return ending.write_plan(referral, by=amina, at=timezone.now(), **facts)


def meet(referral, amina, *attendances):
    for attendance in attendances:
        ending.record_session(referral, by=amina, at=timezone.now(), held_on=TODAY, attendance=attendance)


def ask_end(referral, amina, reason=EndReason.MOVED):
    return ending.request_end(referral, by=amina, at=timezone.now(), reason=reason)


def report(referral, amina, *said, submit=True, remaining=()):
    aims = ["home_found", "rights_open", "network"]
    results = {code: Result(one, "") for code, one in zip(aims, said, strict=False)}
    told = {"results": results, "further": "", "remaining": remaining}
    return ending.write_report(referral, by=amina, at=timezone.now(), submit=submit, **told)


def standing(referral):
    return ending.delivery_of(referral).standing


ROWS = [
    # approved, sessions noted of three, delivery, report once an end is asked for, ends as, the referral then
    (False, [], DeliveryState.NOT_YET, False, EndState.CANCELLED, Status.WITHDRAWN),
    (True, [], DeliveryState.FIRST_MISSING, False, EndState.CANCELLED, Status.WITHDRAWN),
    (True, [MISSED], DeliveryState.FIRST_MISSING, False, EndState.CANCELLED, Status.WITHDRAWN),
    (True, [CAME], DeliveryState.IN_PROGRESS, True, EndState.ENDED_EARLY, Status.WITHDRAWN),
    (True, [CAME, MISSED], DeliveryState.IN_PROGRESS, True, EndState.ENDED_EARLY, Status.WITHDRAWN),
    (True, [CAME, MISSED, CAME], DeliveryState.COMPLETED, True, EndState.COMPLETED, Status.COMPLETED),
]


@pytest.mark.parametrize(("approved", "sessions", "delivery", "needs", "ends", "status"), ROWS)
def test_table_c_row_by_row(approved, sessions, delivery, needs, ends, status, referral, amina):
    plan(referral, amina, approve=approved)
    meet(referral, amina, *sessions)
    now = standing(referral)
    assert (now.delivery, now.ends_as) == (delivery, ends)
    assert now.needs_report == (delivery == DeliveryState.COMPLETED), "in progress, only once an end is asked for"
    if delivery == DeliveryState.COMPLETED:
        with pytest.raises(TransitionNotAllowed, match="bilan"):
            ask_end(referral, amina)
    else:
        ask_end(referral, amina)
    after = standing(referral)
    referral.refresh_from_db()
    assert (after.needs_report, after.awaits_report, after.ends_as) == (needs, needs, ends)
    assert Delivery.objects.awaiting_report().exists() == needs
    assert after.is_over != needs and referral.has_ended != needs, "with a report due it stays open"
    if needs:
        report(referral, amina, "achieved", "partly", "not")
        referral.refresh_from_db()
        assert standing(referral).is_over and not standing(referral).awaits_report
        assert not Delivery.objects.awaiting_report().exists()
    assert referral.status == status


WITHDRAWALS = [
    (0, False, WithdrawalKind.BEFORE_ASSESSMENT),
    (1, True, WithdrawalKind.AFTER_ASSESSMENT),
    (1, False, WithdrawalKind.CLOSED_EARLY),
    (2, True, WithdrawalKind.CLOSED_EARLY),
]


@pytest.mark.parametrize(("attended", "asked", "kind"), WITHDRAWALS)
def test_a_withdrawal_is_named_by_what_was_attended(attended, asked, kind):
    facts = Standing(approved=True, agreed=3, recorded=attended, attended=attended, end_requested=asked)
    assert facts.withdrawal == kind


def test_the_number_agreed_never_goes_below_what_is_noted(referral, amina):
    delivery = plan(referral, amina)
    meet(referral, amina, CAME, CAME)
    with pytest.raises(DomainError, match="2 séances sont déjà notées"):
        plan(referral, amina, sessions=1)
    plan(referral, amina, sessions=2)
    with pytest.raises(DomainError, match="changez d’abord le plan"):
        meet(referral, amina, CAME)
    for broken in ({"sessions_agreed": 1}, {"sessions_agreed": 0}, {"sessions_recorded": F("sessions_recorded") + 1}):
        with pytest.raises(DatabaseError, match="delivery_"), transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(**broken)
    ending.take_back_session(referral, by=amina)
    now = standing(referral)
    assert (now.recorded, now.attended, now.agreed) == (1, 1, 2)


def test_the_first_session_attended_says_that_the_person_was_received(referral, amina):
    plan(referral, amina, sessions=2)
    meet(referral, amina, MISSED)
    referral.refresh_from_db()
    assert referral.status == Status.ACCEPTED
    meet(referral, amina, Attendance.LATE)
    referral.refresh_from_db()
    assert referral.status == Status.RECEIVED and referral.received_at


def test_an_end_for_want_of_contact_is_a_person_lost_and_an_end_may_be_given_up(referral, amina):
    plan(referral, amina)
    meet(referral, amina, CAME)
    ask_end(referral, amina, EndReason.LOST_CONTACT)
    with pytest.raises(TransitionNotAllowed):
        meet(referral, amina, CAME)
    ending.keep_going(referral, by=amina)
    meet(referral, amina, MISSED)
    ask_end(referral, amina, EndReason.LOST_CONTACT)
    report(referral, amina, "not", "not", "not")
    referral.refresh_from_db()
    assert referral.status == Status.LOST


def test_what_a_support_computes_is_not_chosen_by_hand(client_of, amina, referral):
    plan(referral, amina)
    meet(referral, amina, CAME)
    client = client_of(amina)
    text = shown(client.get(reverse("referrals:detail", args=[referral.pk])))
    assert "Noter la fin" not in text and "Perdue de vue" not in text and "Toujours accompagnée" in text
    for slug in ("fin", "perdue-de-vue"):
        answer = client.post(reverse("referrals:step", args=[referral.pk, slug]), {"comment": ""}, follow=True)
        assert "Un accompagnement est en cours" in shown(answer)
    referral.refresh_from_db()
    assert referral.status == Status.RECEIVED


def test_the_report_scores_turns_what_is_left_into_tasks_and_is_frozen(referral, amina):
    delivery = plan(referral, amina, sessions=1)
    with pytest.raises(TransitionNotAllowed, match="Aucun bilan"):
        report(referral, amina, submit=False)
    meet(referral, amina, CAME)
    left = [Remaining("Renouveler la demande", TODAY + dt.timedelta(days=10))]
    begun = report(referral, amina, "achieved", "partly", submit=False, remaining=left)
    assert begun.score == 0 and not Task.objects.exists()
    with pytest.raises(DomainError, match="pour chaque résultat"), transaction.atomic():
        report(referral, amina, "achieved", "partly", remaining=left)
    done = report(referral, amina, "achieved", "partly", "not", remaining=left)
    assert done.pk == begun.pk and EndReport.objects.get().score == 1.5
    task = Task.objects.get()
    assert (task.title, task.assignee) == ("Renouveler la demande", amina)
    assert RemainingTask.objects.get().task == task
    with pytest.raises(TransitionNotAllowed):
        report(referral, amina, "achieved", "achieved", "achieved")
    frozen = [
        (EndReport, {"further_information": "Autre"}),
        (DeliveryOutcome, {"achievement": "achieved"}),
        (DeliverySession, {"attendance": "absent"}),
        (RemainingTask, {"title": "Autre"}),
    ]
    for model, change in frozen:
        with pytest.raises(DatabaseError, match=r"(?i)frozen|cannot update"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    with pytest.raises(DatabaseError), transaction.atomic():
        DeliveryOutcome.objects.create(delivery=delivery, outcome="safe")


def test_the_pages_lead_from_the_plan_to_the_report_on_paper(client_of, amina, farid, referral):
    client, page = client_of(amina), reverse("referrals:detail", args=[referral.pk])

    def go(name, **typed):
        answer = client.post(reverse(f"referrals:{name}", args=[referral.pk]), typed)
        return shown(client.get(page)) if answer.status_code == 302 else answer

    assert "Écrire le plan" in shown(client.get(page))
    typed = {"sessions": "2", "activities": "Deux visites", "outcomes": ["home_found"]}
    empty = go("delivery-plan", approve="1", sessions="2", activities="Deux visites")
    assert empty.status_code == 422 and "au moins un résultat" in shown(empty) and "Deux visites" in shown(empty)
    assert "Plan proposé" in go("delivery-plan", save="1", **typed)
    assert "La première séance est attendue" in go("delivery-plan", approve="1", **typed)
    session = {"held_on": "aujourd’hui", "attendance": "attended", "submission": str(uuid.uuid4())}
    for _click in range(2):
        assert "1 séance notée sur 2" in go("delivery-session", **session)
    waiting = go("delivery-end", reason="moved")
    assert "En attente du bilan" in waiting and "Écrire le bilan" in waiting and "après le premier entretien" in waiting
    said = {"said_home_found": "partly", "comment_home_found": "Une visite\nsur deux", "further": ""}
    again = go("end-report", save="1", **said)
    assert "Reprendre le bilan" in again and "Écrire le bilan" not in again, "a report begun is not begun again"
    assert go("end-report", submit="1", task_0="Rappeler le bailleur", said_home_found="partly").status_code == 422
    paper = reverse("casework:end-report-pdf", args=[referral.pk])
    assert client.post(paper).status_code == 404
    over = go("end-report", submit="1", task_0="Rappeler le bailleur", due_0="demain", **said)
    assert "Arrêté avant la fin prévue" in over and "Lire le bilan" in over
    assert "0,5" in shown(client.get(reverse("referrals:end-report", args=[referral.pk])))
    printed = client.post(paper)
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="printed", actor=amina, person_id=referral.beneficiary_id).exists()


def test_a_program_proposes_and_who_made_the_referral_approves(client_of, amina, farid, referral):
    received = make.ReferralFactory(
        to_program=True, accepted=True, program__staff=[farid], beneficiary=referral.beneficiary, created_by=amina
    )
    lead, url = client_of(farid), reverse("referrals:delivery-plan", args=[received.pk])
    typed = {"sessions": "4", "activities": "Atelier", "outcomes": ["employability"]}
    assert lead.post(url, {**typed, "approve": "1"}).status_code == 302
    assert Delivery.objects.get().approved_at is None
    assert client_of(amina).post(url, {**typed, "approve": "1"}).status_code == 302
    assert Delivery.objects.get().approved_by == amina
    assert lead.post(url, typed).status_code == 403


def test_each_domain_has_outcomes_and_each_outcome_has_one_domain():
    listed = [one for ones in OUTCOMES.values() for one in ones]
    assert set(OUTCOMES) == set(Domain) and sorted(listed) == sorted(DesiredOutcome)
