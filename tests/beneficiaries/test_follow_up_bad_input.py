"""Whatever is sent, the page answers with a message and every value, never an error of the server."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beneficiaries.forms.follow_up import FollowUpForm
from beneficiaries.models import Beneficiary, FollowUp
from tests.factories import BeneficiaryFactory, FollowUpFactory

NEW = "beneficiaries:follow-up-new"
NASTY = [
    "x" * 10_000,
    "x" * 25_000,
    "a\x00b",
    "🙂👩‍👩‍👧",
    "\u202eסוד\u202c محمد",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% load x %}",
    "31/02",
    "-1",
    "1e309",
    "٣",
    "'; DROP TABLE",
    " \n\t\u00a0",
]


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def tab(client_of, amina):
    return client_of(amina)


def usual(person: Beneficiary, **other: object) -> dict[str, object]:
    return {
        "submission": str(uuid.uuid4()),
        "people": [str(person.pk)],
        "when": "today",
        "mode": "interview",
        "topics": ["housing"],
        **other,
    }


def test_an_empty_form_names_its_four_required_fields(tab):
    page = tab.post(reverse(NEW), {})
    assert set(page.context["form"].errors) == {"people", "when", "mode", "topics"}
    html = page.content.decode()
    assert html.partition("<title>")[2].startswith("Erreur\u00a0: ")
    assert "data-error-summary" in html and 'href="#id_people_0"' in html and 'id="id_people_0"' in html


def test_a_half_valid_form_keeps_every_value(tab, karim):
    form = usual(
        karim,
        topics=[],
        when="other",
        other_date="31/02",
        happened_at="25h",
        duration="other",
        duration_other="0",
        place="Accueil",
        summary="Long\r\ntexte",
        confidential="Secret",
        task_title="Rappeler",
        meeting_date="demain",
        refer="on",
    )
    page = tab.post(reverse(NEW), form)
    shown = page.context["form"]
    assert {name: shown[name].value() for name in form if name not in ("topics", "refer")} == {
        name: value for name, value in form.items() if name not in ("topics", "refer")
    }
    assert set(shown.errors) == {
        "topics", "other_date", "happened_at", "duration_other", "task_due", "meeting_time", "meeting_purpose"
    }  # fmt: skip
    html = page.content.decode()
    assert "31/02" in html and "Secret" in html and [c.checked for c in page.context["choice"].choices] == [True]
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("text", NASTY)
def test_no_text_in_no_field_breaks_the_page(tab, karim, text):
    for name in FollowUpForm.base_fields:
        answer = tab.post(reverse(NEW), usual(karim, **{name: text}))
        assert answer.status_code in (200, 302), name
        assert "<script>alert" not in answer.content.decode(), name


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_the_people_search(tab, karim, text):
    for url in (reverse(NEW), reverse("beneficiaries:follow-up-people")):
        answer = tab.post(url, usual(karim, search="1", q=text))
        assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_ten_thousand_characters_are_saved_and_twenty_five_thousand_given_back(tab, karim):
    assert tab.post(reverse(NEW), usual(karim, summary="é" * 10_000)).status_code == 302
    assert tab.post(reverse(NEW), usual(karim, summary="ligne\r\n" * 3_000)).status_code == 302
    page = tab.post(reverse(NEW), usual(karim, summary="é" * 25_000))
    assert "summary" in page.context["form"].errors and "é" * 25_000 in page.content.decode()


@pytest.mark.parametrize("words", ["demain", (timezone.localdate() + dt.timedelta(days=9)).strftime("%d/%m/%Y")])
def test_a_day_to_come_is_refused_with_its_reason(tab, karim, words):
    page = tab.post(reverse(NEW), usual(karim, when="other", other_date=words))
    assert "à venir" in str(page.context["form"].errors["other_date"])


@pytest.mark.parametrize("words", ["14 oct", "14/10", "14 octobre 2025", "1er mars", "hier"])
def test_a_day_in_words_is_understood(tab, karim, words):
    assert tab.post(reverse(NEW), usual(karim, when="other", other_date=words)).status_code == 302


def test_the_people_of_another_team_are_as_unknown_as_nobody(tab, sud, karim):
    hidden = BeneficiaryFactory(team=sud, first_name="Introuvable")
    for key in (str(hidden.pk), str(uuid.uuid4()), "1", "' OR 1=1", "x" * 5000, "\x00"):
        page = tab.post(reverse(NEW), usual(karim, people=[str(karim.pk), key]))
        assert "introuvable dans vos dossiers" in page.content.decode()
        assert "Introuvable" not in page.content.decode()
    assert tab.get(reverse(NEW), {"personne": str(hidden.pk)}).status_code == 404
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("name", ["personne", "rendez-vous", "brouillon", "comme"])
@pytest.mark.parametrize("key", ["0", "-1", "x" * 3000, "\x00", str(uuid.UUID(int=0))])
def test_an_invented_identifier_opens_nothing(tab, name, key):
    assert tab.get(reverse(NEW), {name: key}).status_code in (404, 302)


def test_too_many_fields_or_people_are_refused(tab, karim):
    assert tab.post(reverse(NEW), {f"x{number}": "1" for number in range(1001)}).status_code == 400
    page = tab.post(reverse(NEW), usual(karim, people=[str(uuid.uuid4()) for _ in range(21)]))
    assert "vingt personnes" in page.content.decode()


def test_a_form_for_changing_holds_as_well(tab, karim, amina):
    follow_up = FollowUpFactory(beneficiary=karim, author=amina)
    url = reverse("beneficiaries:follow-up-edit", args=[follow_up.pk])
    for text in NASTY:
        for name in ("happened_on", "happened_at", "duration", "mode", "topics", "place", "summary", "version"):
            values = {"happened_on": "hier", "mode": "phone", "topics": ["rights"], "version": "1", name: text}
            assert tab.post(url, values).status_code in (200, 302)
    assert tab.post(url, {}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(FollowUpForm.base_fields)), st.lists(st.text(max_size=30), max_size=3)))
def test_nothing_that_chance_sends_breaks_the_page(tab, karim, values):
    clean = {name: [text.encode(errors="ignore").decode() for text in texts] for name, texts in values.items()}
    assert tab.post(reverse(NEW), clean).status_code == 200
