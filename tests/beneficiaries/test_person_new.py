"""Opening a file: an existing person is found first, one submission opens one file."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, FileCounter, Gender, JusticeStatus
from core.models import AuditAction, AuditEntry
from tests.factories import BeneficiaryFactory, PrisonFactory

URL = reverse("beneficiaries:new")
TYPED = {"last_name": "Benali", "first_name": "Karim", "nickname": "", "birth": "12/03/1994", "phone": "01 99 00 01 02"}
HOSTILE = ["a" * 10_000, "nul\x00ici", "🙂🙂", "\u202eمحمد\u202c", "31/02", "<script>alert(1)</script>", "{{ 7*7 }}"]


def details(nord, amina, **changes):
    """What step 2 posts."""
    return {
        **TYPED,
        "step": "create",
        "submission": str(uuid.uuid4()),
        "gender": "male",
        "languages": "arabe, français",
        "channels": ["phone"],
        "justice_status": "in_custody",
        "expected_release_on": "14 octobre 2030",
        "intake_on": "hier",
        "team": str(nord.pk),
        "lead_worker": str(amina.pk),
        **changes,
    }


@pytest.mark.django_db
def test_from_a_name_to_a_file_without_retyping(client_of, amina, nord):
    client = client_of(amina)
    assert client.get(URL).status_code == 200
    second = client.post(URL, {**TYPED, "step": "check"})
    form = second.context["form"]
    page = second.content.decode()
    assert 'value="Benali"' in page and 'value="12/03/1994"' in page
    assert str(form["team"].value()) == str(nord.pk) and form["lead_worker"].value() == amina.pk
    assert second.request["QUERY_STRING"] == ""
    answer = client.post(URL, details(nord, amina, checked=form["checked"].value()))
    person = Beneficiary.objects.get()
    assert answer.url == reverse("casework:person-file", args=[person.pk])
    assert person.file_number == f"{timezone.localdate().year}-0001"
    assert (person.display_name, person.gender, person.languages) == (
        "Karim Benali",
        Gender.MALE,
        ["arabe", "français"],
    )
    assert (person.birth_date, str(person.phone)) == (dt.date(1994, 3, 12), "01 99 00 01 02")
    assert (person.team, person.lead_worker, person.created_by) == (nord, amina, amina)
    assert person.justice_status == JusticeStatus.IN_CUSTODY
    assert person.release_date_noted_on == timezone.localdate()
    created = AuditEntry.objects.filter(person_id=person.pk, action=AuditAction.CREATED)
    assert set(created.values_list("object_type", flat=True)) == {
        "beneficiaries.beneficiary",
        "beneficiaries.contactrule",
        "beneficiaries.custodyepisode",
        "beneficiaries.release",
    }
    assert person.contact_rule.channels == ["phone"]


def test_a_likely_match_is_shown_before_the_form(client_of, amina, nord):
    known = BeneficiaryFactory(first_name="Karim", last_name="Ben Ali", birth_year=1994, team=nord)
    client = client_of(amina)
    page = client.post(URL, {**TYPED, "step": "check"})
    assert reverse("casework:person-file", args=[known.pk]) in page.content.decode()
    assert ("phone", TYPED["phone"]) in page.context["typed"]
    onward = client.post(URL, {**TYPED, "step": "details"})
    assert onward.context["form"]["last_name"].value() == "Benali"
    assert client.post(URL, {**TYPED, "step": "correct"}).context["form"]["last_name"].value() == "Benali"


def test_another_team_s_file_is_only_hinted_at_and_the_hint_is_journaled(client_of, bruno, nord):
    hidden = BeneficiaryFactory(
        first_name="Karim", last_name="Benali", nickname="Kaki", birth_date=dt.date(1994, 3, 12), team=nord
    )
    page = client_of(bruno).post(URL, {**TYPED, "nickname": "", "step": "check"}).content.decode()
    assert "Une fiche ressemblante existe dans une autre équipe (Antenne Nord)" in page
    for secret in (hidden.file_number, str(hidden.pk), "Kaki"):
        assert secret not in page
    assert AuditEntry.objects.get(person_id=hidden.pk).action == AuditAction.SEARCHED


def test_a_name_alone_reveals_nothing_of_another_team(client_of, bruno, nord):
    BeneficiaryFactory(first_name="Karim", last_name="Benali", birth_date=dt.date(1994, 3, 12), team=nord)
    page = client_of(bruno).post(URL, {"first_name": "Karim", "last_name": "Benali", "step": "check"}).content.decode()
    assert "ressemblante" not in page


def test_a_name_changed_at_the_second_step_is_checked_again(client_of, amina, nord):
    BeneficiaryFactory(first_name="Karim", last_name="Benali", birth_year=1994, team=nord)
    client = client_of(amina)
    typed = details(nord, amina, checked="another")
    stopped = client.post(URL, typed)
    assert Beneficiary.objects.count() == 1 and stopped.context["matches"]
    assert client.post(URL, {**typed, "checked": stopped.context["form"]["checked"].value()}).status_code == 302
    assert Beneficiary.objects.count() == 2


def test_the_same_form_sent_twice_opens_one_file(client_of, amina, nord):
    client, typed = client_of(amina), details(nord, amina)
    answers = [client.post(URL, typed) for _time in range(2)]
    assert Beneficiary.objects.count() == 1
    assert {answer.url for answer in answers} == {reverse("casework:person-file", args=[Beneficiary.objects.get().pk])}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_name": "", "first_name": "", "nickname": " "}, "__all__"),
        ({"birth": "31/02/1990"}, "birth"),
        ({"birth": "2090"}, "birth"),
        ({"birth": "14 oct"}, "birth"),
        ({"phone": "12"}, "phone"),
        ({"team": str(uuid.uuid4())}, "team"),
        ({"justice_status": "released", "expected_release_on": "14/10/2090"}, "expected_release_on"),
        ({"release_date_noted_on": "demain"}, "release_date_noted_on"),
        ({"justice_status": ""}, "justice_status"),
    ],
)
def test_a_refused_form_says_why_and_keeps_everything(client_of, amina, nord, changes, field):
    typed = details(nord, amina, **changes)
    answer = client_of(amina).post(URL, typed)
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert Beneficiary.objects.count() == 0
    page = answer.content.decode()
    assert "<title>Erreur\u00a0:" in page.replace("\n", "")
    kept = {name: answer.context["form"][name].value() for name in typed if name not in {"step"}}
    assert {name: str(value) for name, value in kept.items() if name != "channels"} == {
        name: value for name, value in typed.items() if name not in {"step", "channels"}
    }


def test_an_establishment_needs_somebody_held(client_of, amina, nord):
    prison = PrisonFactory()
    answer = client_of(amina).post(URL, details(nord, amina, justice_status="community", prison=str(prison.pk)))
    assert "prison" in answer.context["form"].errors


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("step", ["check", "details", "create", "correct", "\x00"])
def test_hostile_input_gives_a_page_with_what_was_typed(client_of, amina, nord, text, step):
    fields = ["last_name", "first_name", "nickname", "birth", "phone", "email", "languages", "intake_on", "submission"]
    typed = {**details(nord, amina), **dict.fromkeys(fields, text), "gender": text, "team": text, "step": step}
    answer = client_of(amina).post(URL, typed)
    assert answer.status_code == 200
    assert answer.context["form"]["last_name"].value() == text
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("role", ["helene", "denis", "farid", "gilles", "ines_dpo"])
def test_only_case_workers_open_files(client_of, request, nord, role):
    assert client_of(request.getfixturevalue(role)).get(URL).status_code == 403


def take_numbers(take, times=6):
    """Numbers taken by two threads that start together."""
    barrier = Barrier(2)

    def worker():
        try:
            barrier.wait()
            return [take() for _time in range(times)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(worker), pool.submit(worker)
        return [*first.result(), *second.result()]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_never_share_a_file_number():
    @transaction.atomic
    def take():
        return FileCounter.next_number(2031)

    numbers = take_numbers(take)
    assert sorted(numbers) == [f"2031-{number:04}" for number in range(1, 13)]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would():
    FileCounter.objects.create(year=2031)
    barrier = Barrier(2, timeout=10)

    @transaction.atomic
    def take():
        counter = FileCounter.objects.get(year=2031)
        barrier.wait()
        return counter.take()

    numbers = take_numbers(take)
    assert len(set(numbers)) < len(numbers)
