"""What came of an appointment: said once, by one door, taken back in one click."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.meetings import note_outcome, undo_outcome
from beneficiaries.models import Appointment, AppointmentChange, AppointmentParticipant, FollowUp, FollowUpMode, Outcome
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction, AuditEntry
from tests.factories import (
    AppointmentFactory,
    AppointmentParticipantFactory,
    BeneficiaryFactory,
    ContactFactory,
    FollowUpFactory,
    OrganizationFactory,
)

NOW = dt.datetime(2026, 3, 12, 11, 0, tzinfo=dt.UTC)


@pytest.fixture
def sofia(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Sofia", last_name="Exemple")


@pytest.fixture
def meeting(sofia, amina):
    """Two days ago."""
    start = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(days=2)
    return AppointmentFactory(beneficiary=sofia, worker=amina, starts_at=start, place="Antenne", mode="phone")


def url(name, meeting):
    return reverse(f"beneficiaries:{name}", args=[meeting.pk])


def test_somebody_who_came_is_written_about_with_everything_known(client_of, amina, meeting):
    client = client_of(amina)
    answer = client.post(url("appointment-outcome", meeting), {"outcome": "late", "next": "/personnes/"})
    assert answer.status_code == 302 and f"rendez-vous={meeting.pk}" in answer.url
    form = client.get(answer.url).context["form"]
    start = timezone.localtime(meeting.starts_at)
    assert form["mode"].value() == "phone" and form["place"].value() == "Antenne"
    assert form["other_date"].value() == start.date() and form["happened_at"].value() == start.time()
    assert form["people"].value() == [str(meeting.beneficiary_id)]
    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.outcome_by) == (Outcome.LATE, amina)
    assert meeting in Appointment.objects.to_write_up(timezone.now()), "it still asks for its follow-up"


@pytest.mark.parametrize("outcome", ["no_show_excused", "no_show_unexcused"])
def test_an_absence_writes_its_follow_up_in_the_same_gesture_once(client_of, amina, meeting, outcome):
    for _time in range(2):
        client_of(amina).post(url("appointment-outcome", meeting), {"outcome": outcome, "reason": "Malade"})
    absence = FollowUp.objects.get()
    assert (absence.mode, absence.absence_reason, absence.place) == (FollowUpMode.NO_SHOW, "Malade", "Antenne")
    assert absence.happened_on == timezone.localdate(meeting.starts_at)
    meeting.refresh_from_db()
    assert meeting.follow_up == absence and meeting not in Appointment.objects.open()
    assert meeting.beneficiary.last_contact_on is None


def test_an_absence_taken_back_leaves_no_trace_among_the_follow_ups(client_of, amina, meeting):
    client = client_of(amina)
    client.post(url("appointment-outcome", meeting), {"outcome": "no_show_unexcused"})
    page = client.get(reverse("beneficiaries:list")).content.decode()
    assert f'action="{url("appointment-outcome-undo", meeting)}"' in page
    for _time in range(2):
        assert client.post(url("appointment-outcome-undo", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.follow_up, meeting.outcome_at) == ("", None, None)
    assert not FollowUp.objects.exists()
    assert AuditEntry.objects.filter(action=AuditAction.DELETED, object_type="beneficiaries.followup").count() == 1
    changes = list(AppointmentChange.objects.order_by("pk").values_list("from_outcome", "to_outcome"))
    assert changes == [("", "no_show_unexcused"), ("no_show_unexcused", "")]
    client.post(url("appointment-outcome", meeting), {"outcome": "no_show_excused", "reason": "Train"})
    assert FollowUp.objects.get().absence_reason == "Train"


def test_an_absence_that_somebody_has_completed_is_not_deleted(amina, meeting):
    note_outcome(meeting, Outcome.NO_SHOW_EXCUSED, by=amina, at=timezone.now())
    meeting.follow_up.amend(by=amina, version=1, changes={"summary": "A rappelé le soir."})
    with pytest.raises(DomainError, match="complété"):
        undo_outcome(meeting, by=amina, at=timezone.now())
    meeting.refresh_from_db()
    assert meeting.outcome == Outcome.NO_SHOW_EXCUSED and FollowUp.objects.count() == 1


def test_what_did_not_happen_says_why(client_of, amina, meeting):
    client = client_of(amina)
    refused = client.post(url("appointment-outcome", meeting), {"outcome": "not_held"})
    assert "reason" in refused.context["form"].errors
    client.post(url("appointment-outcome", meeting), {"outcome": "not_held", "reason": "Parloir fermé"})
    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.outcome_reason) == ("not_held", "Parloir fermé")
    assert not FollowUp.objects.exists() and meeting not in Appointment.objects.open()


def test_another_word_needs_the_first_taken_back(amina, meeting):
    meeting.settle(Outcome.ATTENDED, by=amina, at=timezone.now())
    assert not meeting.settle(Outcome.ATTENDED, by=amina, at=timezone.now()), "said twice"
    with pytest.raises(TransitionNotAllowed):
        meeting.settle(Outcome.LATE, by=amina, at=timezone.now())
    meeting.take_back(by=amina, at=timezone.now())
    assert meeting.settle(Outcome.LATE, by=amina, at=timezone.now())


def test_a_meeting_to_come_is_cancelled_and_nothing_else(client_of, amina, sofia):
    meeting = AppointmentFactory(beneficiary=sofia, worker=amina, starts_at=timezone.now() + dt.timedelta(days=2))
    client = client_of(amina)
    assert "outcome" in client.post(url("appointment-outcome", meeting), {"outcome": "attended"}).context["form"].errors
    with pytest.raises(DomainError, match="à venir"):
        meeting.settle(Outcome.ATTENDED, by=amina, at=timezone.now())
    client.post(url("appointment-outcome", meeting), {"outcome": "cancelled", "reason": "Transfert"})
    meeting.refresh_from_db()
    assert meeting.outcome == Outcome.CANCELLED
    assert "ne se modifie" not in client.get(url("appointment", meeting)).content.decode()
    assert "Transfert" in client.get(url("appointment", meeting)).content.decode()
    assert str(meeting.pk) not in client.get(reverse("casework:home")).content.decode()
    with pytest.raises(DomainError, match="annulez-la"):
        meeting.amend(by=amina, purpose="Autre")


def test_a_move_stays_in_the_history(client_of, amina, sofia):
    meeting = AppointmentFactory(beneficiary=sofia, worker=amina, starts_at=timezone.now() + dt.timedelta(days=2))
    before = meeting.starts_at
    meeting.amend(by=amina, starts_at=before + dt.timedelta(days=1))
    change = AppointmentChange.objects.get()
    assert (change.from_starts_at, change.to_starts_at) == (before, meeting.starts_at)
    assert "Déplacé du" in client_of(amina).get(url("appointment", meeting)).content.decode()


def test_a_follow_up_says_that_the_person_came(client_of, amina, meeting):
    client = client_of(amina)
    start = f"{reverse('beneficiaries:follow-up-new')}?rendez-vous={meeting.pk}"
    form = client.get(start).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    typed |= {"topics": ["housing"], "other_date": f"{timezone.localdate(meeting.starts_at):%d/%m/%Y}", "when": "other"}
    typed["happened_at"] = f"{timezone.localtime(meeting.starts_at):%H:%M}"
    assert client.post(reverse("beneficiaries:follow-up-new"), typed).status_code == 302
    meeting.refresh_from_db()
    assert meeting.outcome == Outcome.ATTENDED and meeting.follow_up.author == amina
    with pytest.raises(DomainError, match="déjà son suivi"):
        undo_outcome(meeting, by=amina, at=timezone.now())


def test_the_history_refuses_every_correction(amina, meeting):
    meeting.settle(Outcome.ATTENDED, by=amina, at=timezone.now())
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        AppointmentChange.objects.update(reason="x")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"outcome": "attended"}, "appointment_outcome_is_dated"),
        ({"outcome": "late", "outcome_at": NOW}, "appointment_outcome_at_with_outcome_by"),
        ({"mode": "bizarre"}, "appointment_mode_known"),
        ({"duration_minutes": 0}, "appointment_duration_plausible"),
    ],
)
def test_the_database_has_the_last_word(meeting, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Appointment.objects.filter(pk=meeting.pk).update(**values)


def test_the_database_asks_why_and_wants_one_participant_at_a_time(amina, meeting):
    with pytest.raises(IntegrityError, match="outcome_known"), transaction.atomic():
        Appointment.objects.filter(pk=meeting.pk).update(outcome="bizarre", outcome_at=NOW, outcome_by=amina)
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Appointment.objects.filter(pk=meeting.pk).update(outcome="not_held", outcome_at=NOW, outcome_by=amina)
    with pytest.raises(IntegrityError, match="is_one"), transaction.atomic():
        AppointmentParticipantFactory(appointment=meeting, user=amina)
    AppointmentParticipantFactory(appointment=meeting)
    with pytest.raises(IntegrityError, match="participant_once"), transaction.atomic():
        AppointmentParticipantFactory(appointment=meeting)
    with pytest.raises(IntegrityError, match="change_changes"), transaction.atomic():
        AppointmentChange.objects.create(appointment=meeting, at=NOW, by=amina)


def typed_for(amina, **more):
    return {"day": "14/07/2090", "time": "9h30", "purpose": "Bilan", "worker": str(amina.pk), **more}


def test_colleagues_contacts_and_names_take_part(client_of, amina, chloe, sofia):
    lamp = ContactFactory(organization=OrganizationFactory(name="Le Pont"), name="Camille Exemple")
    typed = typed_for(amina, colleagues=[str(chloe.pk)], contact_words="pont camille", names="Sa sœur, l’interprète")
    assert client_of(amina).post(reverse("beneficiaries:appointment-new", args=[sofia.pk]), typed).status_code == 302
    rows = AppointmentParticipant.objects.for_list()
    assert [str(row) for row in rows] == ["Chloe Exemple", f"{lamp} (Le Pont)", "Sa sœur", "l’interprète"]
    meeting = Appointment.objects.get()
    page = client_of(amina).get(url("appointment", meeting)).content.decode()
    assert "Sa sœur" in page and "Camille Exemple" in page
    form = client_of(amina).get(url("appointment-edit", meeting)).context["form"]
    assert form["names"].value() == "Sa sœur, l’interprète" and form["colleagues"].value() == [chloe.pk]


def test_words_that_fit_several_contacts_offer_them(client_of, amina, sofia):
    pont = OrganizationFactory(name="Le Pont")
    one, _other = ContactFactory(organization=pont, name="Ada"), ContactFactory(organization=pont, name="Bea")
    address = reverse("beneficiaries:appointment-new", args=[sofia.pk])
    refused = client_of(amina).post(address, typed_for(amina, contact_words="pont"))
    assert "contacts" in refused.context["form"].errors
    boxes = re.findall(r'name="contacts" value="([^"]+)"', refused.content.decode().replace("\n", " "))
    assert len(boxes) == 2 or refused.content.decode().count('name="contacts"') == 2
    typed = typed_for(amina, contact_words="pont", contacts=[str(one.pk)])
    assert client_of(amina).post(address, typed).status_code == 302
    assert [row.contact for row in AppointmentParticipant.objects.for_list()] == [one]
    missing = client_of(amina).post(address, typed_for(amina, contact_words="inconnu"))
    assert "contact_words" in missing.context["form"].errors


def test_nobody_accompanied_is_written_among_the_participants(client_of, amina, nord, sofia):
    BeneficiaryFactory(team=nord, first_name="Karim", last_name="Benali")
    address = reverse("beneficiaries:appointment-new", args=[sofia.pk])
    refused = client_of(amina).post(address, typed_for(amina, names="karim benali"))
    assert "names" in refused.context["form"].errors and not Appointment.objects.exists()
    assert client_of(amina).post(address, typed_for(amina, names="Karim Benali (frère)")).status_code == 302


def test_a_colleague_without_access_does_not_take_part(client_of, amina, bruno, chloe, sofia):
    sofia.is_restricted = True
    sofia.save()
    lena = type(chloe).objects.create_user("lena@exemple.test", first_name="Lena", last_name="X", roles=["caseworker"])
    lena.teams.set(amina.teams.all())
    address = reverse("beneficiaries:appointment-new", args=[sofia.pk])
    for colleague in (bruno, lena):
        refused = client_of(amina).post(address, typed_for(amina, colleagues=[str(colleague.pk)]))
        assert "colleagues" in refused.context["form"].errors and not Appointment.objects.exists()


def test_reading_an_appointment_is_journalled_and_costs_the_same_with_many_changes(
    client_of, queries_of, amina, chloe, meeting
):
    client = client_of(amina)
    one = queries_of(client, url("appointment", meeting))
    for _time in range(4):
        meeting.settle(Outcome.ATTENDED, by=chloe, at=timezone.now())
        meeting.take_back(by=amina, at=timezone.now())
        AppointmentParticipantFactory(appointment=meeting, name=f"n{_time}")
    assert queries_of(client, url("appointment", meeting)) == one
    assert AuditEntry.objects.filter(action=AuditAction.OPENED, person_id=meeting.beneficiary_id, actor=amina).exists()


def test_a_meeting_already_told_elsewhere_keeps_its_follow_up(amina, sofia, meeting):
    first = FollowUpFactory(beneficiary=sofia, author=amina)
    meeting.tell(first, by=amina, at=timezone.now())
    meeting.tell(FollowUpFactory(beneficiary=sofia, author=amina), by=amina, at=timezone.now())
    meeting.refresh_from_db()
    assert meeting.follow_up == first and meeting.outcome == Outcome.ATTENDED
