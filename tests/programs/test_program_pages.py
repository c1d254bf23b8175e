"""The pages of programs: who reads which names, what a protected address shows, what it costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditAction, AuditEntry
from tests.factories import (
    BeneficiaryFactory,
    EnrolmentFactory,
    PlaceFactory,
    ProgramFactory,
    ProtectedAddressFactory,
    SessionFactory,
    SiteFactory,
    StayFactory,
    UserFactory,
)


def roster_url(program):
    return f"{reverse('programs:detail', args=[program.pk])}?vue=inscrits"


@pytest.fixture
def program(farid):
    return ProgramFactory(name="Atelier cuisine", staff=[farid], capacity=3)


@pytest.fixture
def karim(amina, nord):
    return BeneficiaryFactory(first_name="Karim", last_name="Bensalem", team=nord, lead_worker=amina)


def test_the_list_tells_places_and_the_next_session_that_is_not_cancelled(amina, client_of, program, karim):
    EnrolmentFactory(program=program, beneficiary=karim)
    now = timezone.now()
    SessionFactory(program=program, starts_at=now + dt.timedelta(days=1), is_cancelled=True)
    upcoming = SessionFactory(program=program, starts_at=now + dt.timedelta(days=40))
    answer = client_of(amina).get(reverse("programs:list"))
    assert "1 place prise sur 3" in answer.text
    assert answer.context["page"][0].next_session_at == upcoming.starts_at


def test_beds_taken_tonight_count_instead_of_enrolments(amina, client_of):
    place = PlaceFactory()
    PlaceFactory(program=place.program)
    StayFactory(place=place)
    assert "1 lit pris sur 2 cette nuit" in client_of(amina).get(reverse("programs:list")).text


def test_a_closed_program_is_listed_only_when_asked_for(amina, client_of):
    ProgramFactory(name="Ancien chantier", is_active=False)
    client = client_of(amina)
    assert "Ancien chantier" not in client.get(reverse("programs:list")).text
    assert "Ancien chantier" in client.get(reverse("programs:list"), {"fermes": "on"}).text


def test_filters_and_page_numbers_that_make_no_sense_still_give_a_page(amina, client_of, program):
    for query in ({"type": "rien"}, {"page": "-1"}, {"page": "1000000000"}, {"page": "x"}, {"type": "\x00"}):
        assert client_of(amina).get(reverse("programs:list"), query).status_code == 200
        assert client_of(amina).get(reverse("programs:detail", args=[program.pk]), query).status_code == 200
    assert client_of(amina).get(reverse("programs:detail", args=[program.pk]), {"vue": "<script>"}).status_code == 200


def test_who_runs_the_program_reads_the_names_and_each_reading_is_journalled(farid, client_of, program, karim):
    EnrolmentFactory(program=program, beneficiary=karim)
    answer = client_of(farid).get(roster_url(program))
    assert "Karim Bensalem" in answer.text
    assert reverse("casework:person-file", args=[karim.pk]) not in answer.text
    entry = AuditEntry.objects.get(person_id=karim.pk)
    assert (entry.actor, entry.action, entry.object_type) == (farid, AuditAction.OPENED, "programs.enrolment")


def test_a_team_reads_the_names_of_its_own_people_and_a_count_of_the_others(
    amina, bruno, client_of, program, karim, sud
):
    EnrolmentFactory(program=program, beneficiary=karim)
    EnrolmentFactory(program=program, beneficiary=BeneficiaryFactory(last_name="Durand", team=sud))
    answer = client_of(amina).get(roster_url(program))
    assert "Karim Bensalem" in answer.text
    assert "Durand" not in answer.text
    assert "1 autre inscription" in answer.text


@pytest.mark.parametrize("reader", ["denis", "ines_dpo", "bruno"])
def test_the_others_read_counts_only(reader, request, client_of, program, karim):
    EnrolmentFactory(program=program, beneficiary=karim)
    answer = client_of(request.getfixturevalue(reader)).get(roster_url(program))
    assert "Bensalem" not in answer.text
    assert "1 autre inscription" in answer.text
    assert not AuditEntry.objects.filter(person_id=karim.pk).exists()


def test_a_technical_administrator_named_in_the_team_still_reads_no_name(denis, client_of, program, karim):
    program.staff.add(denis)
    EnrolmentFactory(program=program, beneficiary=karim)
    assert "Bensalem" not in client_of(denis).get(roster_url(program)).text


def test_the_first_page_of_a_program_reads_no_name(farid, client_of, program, karim):
    EnrolmentFactory(program=program, beneficiary=karim)
    assert "Bensalem" not in client_of(farid).get(reverse("programs:detail", args=[program.pk])).text
    assert not AuditEntry.objects.filter(person_id=karim.pk).exists()


def test_a_protected_site_shows_its_name_alone(amina, client_of):
    site = SiteFactory(name="La Maison", phone="01 99 00 12 34", has_secret_address=True)
    ProtectedAddressFactory(site=site, city="Roubaix")
    program = ProgramFactory(site=site)
    text = client_of(amina).get(reverse("programs:detail", args=[program.pk])).text
    assert "La Maison" in text
    assert "Roubaix" not in text
    assert "01 99 00 12 34" not in text


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_pages_cost_the_same_with_one_row_and_thirty(farid, client_of, program, nord):
    def fill(count):
        for _ in range(count):
            EnrolmentFactory(program=program, beneficiary=BeneficiaryFactory(team=nord))
            SessionFactory(program=program, starts_at=timezone.now() + dt.timedelta(days=2))
            SessionFactory(program=program, starts_at=timezone.now() - dt.timedelta(days=2))
            SessionFactory(program=ProgramFactory(staff=[farid]))
        program.staff.add(*UserFactory.create_batch(count))

    program.capacity = 100
    program.save()
    client = client_of(farid)
    detail = reverse("programs:detail", args=[program.pk])
    urls = [reverse("programs:list"), detail, f"{detail}?vue=seances", f"{detail}?vue=passees", roster_url(program)]
    fill(1)
    client.get(detail)
    few = [queries_of(client, url) for url in urls]
    fill(29)
    assert [queries_of(client, url) for url in urls] == few
