"""« Qui a consulté ce dossier »: the list that the person can be given."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditAction
from tests.factories import AuditEntryFactory, BeneficiaryFactory

pytestmark = pytest.mark.django_db


def test_the_list_says_who_in_which_function_and_when_but_not_who_was_refused(amina, chloe, bruno, nord, client_of):
    person = BeneficiaryFactory(team=nord, lead_worker=amina)
    for _time in range(3):
        AuditEntryFactory(actor=chloe, action=AuditAction.OPENED, person_id=person.pk)
    client_of(bruno).get(reverse("casework:person-file", args=[person.pk]))
    page = client_of(amina).get(reverse("casework:person-readers", args=[person.pk])).text
    assert "Chloe Exemple" in page and "coordination" in page and "3 fois" in page
    assert "Bruno" not in page and person.last_name not in page.partition("</title>")[0]
    again = client_of(amina).get(reverse("casework:person-readers", args=[person.pk])).text
    assert "Amina Exemple" in again and "imprimé" in again, "giving the list is noted too"


def test_only_the_lead_worker_and_the_coordination_give_it(amina, chloe, nord, client_of):
    person = BeneficiaryFactory(team=nord, lead_worker=chloe)
    url = reverse("casework:person-readers", args=[person.pk])
    assert client_of(chloe).get(url).status_code == 200
    assert client_of(amina).get(url).status_code == 403


def test_a_refused_opening_stays_in_the_journal_and_many_readings_are_counted(amina, bruno, chloe, nord, client_of):
    people = BeneficiaryFactory.create_batch(61, team=nord, lead_worker=amina)
    assert client_of(bruno).get(reverse("casework:person-file", args=[people[0].pk])).status_code == 404
    page = client_of(chloe).get(reverse("casework:person-history", args=[people[0].pk])).text
    assert "s’est vu refuser" in page
    assert "Lectures inhabituelles" in client_of(chloe).get(reverse("casework:home")).text
    now = timezone.now()
    for person in people:
        AuditEntryFactory(actor=amina, action=AuditAction.OPENED, person_id=person.pk, at=now)
    figures = client_of(chloe).get(reverse("casework:home")).context["figure_sets"]
    assert [f.value for group in figures for f in group.figures if "inhabituelles" in str(f.label)] == [1]
