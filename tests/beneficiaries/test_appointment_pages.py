"""Appointments: fixed, moved, on the clock of the association."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Appointment
from core.models import AuditEntry
from tests.factories import AppointmentFactory, BeneficiaryFactory, FollowUpFactory

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.mark.parametrize("written", ["9h30", "9 h 30", "09:30"])
def test_an_appointment_keeps_the_hour_of_the_wall_clock(client_of, amina, sofia, written):
    typed = {"day": "14 juillet 2090", "time": written, "purpose": "Préparation", "place": "", "worker": str(amina.pk)}
    url = reverse("beneficiaries:appointment-new", args=[sofia.pk])
    for _time in range(2):
        assert client_of(amina).post(url, typed).status_code == 302
    meeting = Appointment.objects.get()
    assert meeting.starts_at == dt.datetime(2090, 7, 14, 9, 30, tzinfo=PARIS)
    assert (meeting.worker, meeting.created_by) == (amina, amina)


def test_moving_an_appointment_touches_only_what_changed(client_of, amina, chloe, sofia):
    yesterday = timezone.now() - dt.timedelta(days=1)
    meeting = AppointmentFactory(beneficiary=sofia, worker=chloe, starts_at=yesterday.replace(second=0, microsecond=0))
    url = reverse("beneficiaries:appointment-edit", args=[meeting.pk])
    form = client_of(amina).get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    local = timezone.localtime(meeting.starts_at)
    typed |= {"day": f"{local:%d/%m/%Y}", "time": f"{local:%H:%M}"}
    assert client_of(amina).post(url, {**typed, "place": "Antenne"}).status_code == 302
    before, meeting = meeting.starts_at, Appointment.objects.get()
    assert (meeting.starts_at, meeting.place, meeting.worker) == (before, "Antenne", chloe)
    assert AuditEntry.objects.get(person_id=sofia.pk).fields == ["place"]
    moved = client_of(amina).post(url, {**typed, "day": "01/01/2020"})
    assert "day" in moved.context["form"].errors


def test_an_appointment_already_written_up_no_longer_moves(client_of, amina, sofia):
    meeting = AppointmentFactory(beneficiary=sofia, worker=amina, follow_up=FollowUpFactory(beneficiary=sofia))
    typed = {"day": "14/10/2090", "time": "9h", "purpose": "Autre", "worker": str(amina.pk)}
    answer = client_of(amina).post(reverse("beneficiaries:appointment-edit", args=[meeting.pk]), typed)
    assert "ne se modifie plus" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.purpose != "Autre"


def test_the_appointments_of_others_do_not_exist(client_of, bruno, helene, sofia):
    url = reverse("beneficiaries:appointment-edit", args=[AppointmentFactory(beneficiary=sofia).pk])
    assert client_of(bruno).get(url).status_code == 404
    assert client_of(helene).post(url).status_code == 403
    assert client_of(bruno).post(reverse("beneficiaries:appointment-new", args=[sofia.pk])).status_code == 404


@pytest.mark.parametrize("text", ["", "a" * 10_000, "nul\x00", "🙂", "\u202eمحمد", "31/02", "25h00", "٣"])
def test_a_refused_appointment_keeps_what_was_typed(client_of, amina, sofia, text):
    typed = dict.fromkeys(["day", "time", "purpose", "place", "worker"], text)
    form = client_of(amina).post(reverse("beneficiaries:appointment-new", args=[sofia.pk]), typed).context["form"]
    assert {"day", "time", "worker"} <= set(form.errors) and not Appointment.objects.exists()
    assert {name: form[name].value() for name in typed} == typed
