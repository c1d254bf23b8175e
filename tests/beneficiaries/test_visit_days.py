"""A day of visits: whom to see and why, every appointment or none, one sheet without a name on paper."""

import datetime as dt
import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Appointment, Draft, FollowUp, Outcome, VisitDay, VisitPermit
from beneficiaries.visits import Wish, candidates, fill_hours
from core.models import AuditAction, AuditEntry
from tests.factories import (
    AppointmentFactory,
    BeneficiaryFactory,
    NoContactLinkFactory,
    PlanReviewFactory,
    PrisonFactory,
    TaskFactory,
    VisitDayFactory,
    VisitPermitFactory,
)

PLAN = reverse("beneficiaries:visit-plan")


@pytest.fixture
def prison(db):
    return PrisonFactory(name="Maison d’arrêt des Tilleuls")


@pytest.fixture
def day():
    return timezone.localdate() + dt.timedelta(days=3)


def held(nord, amina, prison, first_name, **more):
    more = {"last_contact_on": timezone.localdate(), "lead_worker": amina, **more}
    return BeneficiaryFactory(team=nord, first_name=first_name, prison=prison, justice_status="in_custody", **more)


def address(prison, day, **more):
    query = "&".join(f"{name}={value}" for name, value in {"etablissement": prison.pk, "jour": day, **more}.items())
    return f"{PLAN}?{query}"


def typed(*people, **more):
    """Everybody ticked, in this order."""
    values = {"purpose": "Entretien", "first": "9h", "minutes": "30", "submission": str(uuid.uuid4()), **more}
    for rank, person in enumerate(people, 1):
        values |= {f"see-{person.pk}": "on", f"order-{person.pk}": str(rank)}
    return values


def test_who_comes_out_soon_comes_first_then_silence_tasks_and_reviews(amina, chloe, nord, prison, day):
    today = timezone.localdate()
    long_ago = today - dt.timedelta(days=90)
    calm = held(nord, amina, prison, "Calme")
    review = held(nord, amina, prison, "Bilan")
    PlanReviewFactory(beneficiary=review, held_on=long_ago, next_on=today)
    task = held(nord, amina, prison, "Tache")
    TaskFactory(beneficiary=task, assignee=amina, due_on=day)
    silent = held(nord, amina, prison, "Silence", last_contact_on=long_ago)
    never = held(nord, amina, prison, "Jamais", last_contact_on=None)
    soon = held(nord, amina, prison, "Sortie", expected_release_on=day + dt.timedelta(days=10))
    held(nord, chloe, prison, "Collegue")
    held(nord, amina, PrisonFactory(), "Ailleurs")
    found = candidates(amina, prison, day)
    assert [one.person for one in found] == [soon, never, silent, task, review, calm]
    assert "sortie prévue" in found[0].why[0] and found[-1].why == []
    assert len(candidates(amina, prison, day, whole_team=True)) == 7


def test_all_the_appointments_are_fixed_at_once_and_once(client_of, amina, nord, prison, day):
    one, two = held(nord, amina, prison, "Ada"), held(nord, amina, prison, "Bea")
    values = typed(two, one, **{f"at-{one.pk}": "14h"})
    for _time in range(2):
        answer = client_of(amina).post(address(prison, day), values)
        assert answer.status_code == 302
    visit = VisitDay.objects.get()
    assert answer.url == reverse("beneficiaries:visit-day", args=[visit.pk])
    rows = list(Appointment.objects.order_by("starts_at"))
    assert [(row.beneficiary, timezone.localtime(row.starts_at).hour) for row in rows] == [(two, 9), (one, 14)]
    assert {row.place for row in rows} == {prison.name} and {row.mode for row in rows} == {"visit"}
    assert {row.visit_day for row in rows} == {visit} and {row.duration_minutes for row in rows} == {30}
    assert AuditEntry.objects.filter(action=AuditAction.CREATED, object_type="beneficiaries.appointment").count() == 2


def test_the_hours_are_proposed_before_anything_is_fixed(client_of, amina, nord, prison, day):
    one, two, three = (held(nord, amina, prison, name) for name in ("Ada", "Bea", "Cora"))
    values = typed(three, one, propose="1", **{f"at-{one.pk}": "10h15"})
    form = client_of(amina).post(address(prison, day), values).context["form"]
    assert not Appointment.objects.exists() and form.submission_id == uuid.UUID(values["submission"])
    assert form[f"at-{three.pk}"].value() == dt.time(9) and form[f"at-{one.pk}"].value() == dt.time(10, 15)
    assert not form[f"see-{two.pk}"].value() and not form[f"at-{two.pk}"].value()


def test_one_after_the_other():
    keys = [uuid.uuid4() for _one in range(3)]
    wishes = [Wish(keys[0]), Wish(keys[1], 1), Wish(keys[2], 2, dt.time(11))]
    filled = fill_hours(wishes, first=dt.time(9), minutes=45)
    assert [(wish.person, wish.at) for wish in filled] == [
        (keys[1], dt.time(9)),
        (keys[2], dt.time(11)),
        (keys[0], dt.time(11, 45)),
    ]


def test_refused_days_fix_nothing_and_keep_what_was_typed(client_of, amina, bruno, nord, prison, day):
    one, two = held(nord, amina, prison, "Ada"), held(nord, amina, prison, "Bea")
    client = client_of(amina)
    refused = [
        typed(),
        typed(one, two, **{f"at-{one.pk}": "10h", f"at-{two.pk}": "10h15"}),
        typed(one, two, first="23h45"),
        typed(one, minutes="0"),
        typed(one, first="25h"),
        typed(one) | {f"order-{one.pk}": "x"},
        typed(one) | {f"order-{one.pk}": "\x00"},
    ]
    for values in refused:
        answer = client.post(address(prison, day), values)
        assert answer.status_code == 200, values
        form = answer.context["form"]
        assert form.errors and form["purpose"].value() == "Entretien"
    elsewhere = held(nord, bruno, PrisonFactory(), "Autre")
    assert client.post(address(prison, day), typed(elsewhere)).context["form"].errors
    past = client.post(address(prison, timezone.localdate() - dt.timedelta(days=1)), typed(one))
    assert past.context["choice"].errors
    assert not VisitDay.objects.exists() and not Appointment.objects.exists()


def test_two_people_who_must_not_meet_are_not_seen_the_same_day(client_of, chloe, amina, nord, prison, day):
    one, two = held(nord, amina, prison, "Ada"), held(nord, amina, prison, "Bea")
    one.lead_worker = two.lead_worker = None
    one.save(), two.save()
    first, second = sorted((one, two), key=lambda person: person.pk)
    NoContactLinkFactory(first=first, second=second)
    form = client_of(chloe).post(address(prison, day, equipe="on"), typed(one, two)).context["form"]
    assert form.errors and not Appointment.objects.exists() and not VisitDay.objects.exists()


def test_the_permit_is_checked_for_the_day_and_reminded_of(client_of, amina, nord, prison, day):
    held(nord, amina, prison, "Ada")
    client = client_of(amina)
    assert "Aucun permis" in client.get(address(prison, day)).content.decode()
    permit_url = reverse("beneficiaries:visit-permit", args=[prison.pk])
    client.post(permit_url, {"valid_until": f"{day - dt.timedelta(days=1):%d/%m/%Y}"})
    assert "n’est plus valable" in client.get(address(prison, day)).content.decode()
    home = client.get(reverse("casework:home")).content.decode()
    assert "Permis de visite à renouveler" in home and permit_url in home
    client.post(permit_url, {"valid_until": f"{day + dt.timedelta(days=300):%d/%m/%Y}"})
    assert "est valable jusqu’au" in client.get(address(prison, day)).content.decode()
    assert "Permis de visite" not in client.get(reverse("casework:home")).content.decode()
    assert VisitPermit.objects.count() == 1
    client.post(permit_url, {"not_needed": "on"})
    assert not VisitPermit.objects.exists()


def test_the_route_sheet_prints_initials_and_numbers(client_of, bruno, amina, nord, prison, day):
    ada = held(nord, amina, prison, "Ada", last_name="Lovelace")
    visit = VisitDayFactory(worker=amina, prison=prison, day=day)
    row = AppointmentFactory(
        beneficiary=ada, worker=amina, visit_day=visit, starts_at=timezone.now() + dt.timedelta(days=3)
    )
    url = reverse("beneficiaries:visit-day", args=[visit.pk])
    page = client_of(amina).get(url).content.decode()
    paper = re.sub(r'<span class="no-print">.*?</span>', "", page, flags=re.S)
    assert "AL" in paper and ada.file_number in paper and "Lovelace" in page and "Lovelace" not in paper
    assert f"personne={ada.pk}" in page and "Saisir la matinée" not in page, "the day is to come"
    assert AuditEntry.objects.filter(action=AuditAction.PRINTED, object_id=str(row.pk), person_id=ada.pk).exists()
    assert client_of(bruno).get(url).status_code == 404
    ada.team, ada.lead_worker = bruno.teams.get(), bruno
    ada.save()
    assert ada.file_number not in client_of(amina).get(url).content.decode(), "no longer hers to see"


def test_the_morning_is_typed_from_the_visit_and_tells_of_its_appointments(client_of, amina, nord, prison):
    today = timezone.localdate()
    people = [held(nord, amina, prison, name) for name in ("Ada", "Bea")]
    visit = VisitDayFactory(worker=amina, prison=prison, day=today)
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    for person in people:
        AppointmentFactory(beneficiary=person, worker=amina, visit_day=visit, starts_at=start, duration_minutes=30)
    client = client_of(amina)
    morning = reverse("beneficiaries:visit-morning", args=[visit.pk])
    answer = client.post(morning)
    assert answer.status_code == 302 and f"brouillon={visit.pk}" in answer.url
    Draft.objects.filter(pk=visit.pk).update(payload={**Draft.objects.get().payload, "l0-note": ["Déjà tapé"]})
    batch = client.get(client.post(morning).url).context["batch"]
    assert batch.shared["place"].value() == prison.name
    assert {line["person"].value() for line in batch.lines[:2]} == {str(person.pk) for person in people}
    assert batch.lines[0]["note"].value() == "Déjà tapé"
    payload = {name: values[0] for name, values in Draft.objects.get().payload.items()}
    values = payload | {"submission": str(visit.pk), "l0-topics": "housing", "l1-absent": "on"}
    assert client.post(reverse("beneficiaries:batch-new"), values).status_code == 302
    assert FollowUp.objects.count() == 2 and not Appointment.objects.open().exists()
    assert Appointment.objects.filter(outcome=Outcome.ATTENDED, follow_up__isnull=False).count() == 1
    assert client.post(morning).url == reverse("beneficiaries:visit-day", args=[visit.pk]), "typed already"


def test_choosing_costs_the_same_with_one_person_and_with_thirty(client_of, queries_of, amina, nord, prison, day):
    def fill(number):
        for _one in range(number):
            person = held(nord, amina, prison, "Ada")
            TaskFactory(beneficiary=person, assignee=amina, due_on=day)
            PlanReviewFactory(beneficiary=person, held_on=timezone.localdate() - dt.timedelta(days=90))

    fill(1)
    client, url = client_of(amina), address(prison, day)
    one = queries_of(client, url)
    fill(20)
    assert queries_of(client, url) == one


def test_the_database_has_the_last_word(amina, prison):
    visit = VisitDayFactory(worker=amina, prison=prison)
    with pytest.raises(IntegrityError, match="once_per_submission"), transaction.atomic():
        VisitDayFactory(worker=amina, prison=prison, submission=visit.submission)
    VisitPermitFactory(worker=amina, prison=prison)
    with pytest.raises(IntegrityError, match="one_per_prison"), transaction.atomic():
        VisitPermitFactory(worker=amina, prison=prison)
    with pytest.raises(IntegrityError, match="date_plausible"), transaction.atomic():
        VisitPermitFactory(worker=amina, valid_until=dt.date(1950, 1, 1))
