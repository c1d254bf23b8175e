"""What the person was told, and what they let the association share."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Consent, ConsentPurpose, InformationSheet
from beneficiaries.models.information_sheet import days_without_sheet
from core.models import AuditAction, AuditEntry
from tests.casework.desk import shown
from tests.factories import BeneficiaryFactory, ConsentFactory, InformationSheetFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
REFERRAL = ConsentPurpose.REFERRAL


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, intake_on=days(-34))


def tab(person):
    return reverse("casework:person-rights", args=[person.pk])


@pytest.mark.parametrize(("opened", "late"), [(-29, 0), (-30, 30), (-200, 200)])
def test_a_file_without_its_sheet_is_late_after_thirty_days(opened, late, karim):
    karim.intake_on = days(opened)
    assert days_without_sheet(karim, days(0)) == late
    InformationSheetFactory(beneficiary=karim)
    assert days_without_sheet(karim, days(0)) == 0


def test_the_missing_sheet_is_said_in_words_until_it_is_given(karim, amina, client_of):
    client, words = client_of(amina), "34 jours après l’ouverture du dossier"
    file_page = reverse("casework:person-file", args=[karim.pk])
    assert words in shown(client.get(tab(karim))) and words in shown(client.get(file_page))
    typed = {"given_on": "hier", "given_by": str(amina.pk), "language": "arabe", "version": "2026-01"}
    for _click in range(2):
        new = reverse("beneficiaries:information-sheet-new", args=[karim.pk])
        assert client.post(new, typed).url == tab(karim)
    sheet = InformationSheet.objects.get()
    assert (sheet.given_on, sheet.language, sheet.given_by) == (days(-1), "arabe", amina)
    text = shown(client.get(tab(karim)))
    assert words not in text and "arabe" in text and words not in shown(client.get(file_page))


def test_an_agreement_ends_by_itself_after_three_months(karim, amina, client_of):
    typed = {
        "purpose": "referral",
        "recipient": "Le Pont (fictif)",
        "answer": "yes",
        "covers": ["identity", "contact"],
        "given_on": "aujourd’hui",
    }
    new = reverse("beneficiaries:consent-new", args=[karim.pk])
    assert client_of(amina).post(new, typed).status_code == 302
    assert Consent.objects.get().ends_on == days(90)
    refused = client_of(amina).post(new, {**typed, "covers": []})
    assert "Cochez ce que la personne accepte" in shown(refused)


def test_a_refusal_is_noted_and_blocks_nothing(karim, amina, client_of):
    typed = {"purpose": "justice", "recipient": "SPIP", "answer": "no", "covers": ["health"], "given_on": "hier"}
    assert client_of(amina).post(reverse("beneficiaries:consent-new", args=[karim.pk]), typed).status_code == 302
    consent = Consent.objects.get()
    assert consent.is_refusal and consent.covers == [] and not consent.is_in_force(days(0))
    assert "sans conséquence sur l’accompagnement" in shown(client_of(amina).get(tab(karim)))
    for name in ("person-file", "person-family", "find-partner"):
        assert client_of(amina).get(reverse(f"casework:{name}", args=[karim.pk])).status_code == 200


@pytest.mark.parametrize(
    ("facts", "asked", "covered"),
    [
        ({}, {}, True),
        ({}, {"recipient": "LE PONT (FICTIF)"}, True),
        ({"recipient": "Foyer Été"}, {"recipient": "foyer ete"}, True),
        ({}, {"recipient": "Le Pont"}, False),
        ({}, {"purpose": ConsentPurpose.JUSTICE}, False),
        ({}, {"day": 91}, False),
        ({}, {"day": 90}, True),
        ({}, {"day": -1}, False),
        ({"is_refusal": True, "covers": []}, {}, False),
    ],
)
def test_an_agreement_covers_this_recipient_this_purpose_these_days(facts, asked, covered, karim, amina):
    consent = ConsentFactory(beneficiary=karim, **facts)
    question = {"purpose": REFERRAL, "recipient": "Le Pont (fictif)", **asked}
    found = Consent.objects.covering(karim, question["purpose"], question["recipient"], days(asked.get("day", 0)))
    assert list(found) == ([consent] if covered else [])
    assert not Consent.objects.covering(BeneficiaryFactory(), REFERRAL, "Le Pont (fictif)", days(0))


def test_an_organisation_stands_for_its_name(karim):
    ConsentFactory(beneficiary=karim)
    assert Consent.objects.covering(karim, REFERRAL, OrganizationFactory(name="Le Pont (fictif)"), days(0)).exists()


@pytest.mark.parametrize("verb", ["withdraw", "remove"])
def test_an_agreement_taken_back_covers_nothing_and_is_journalled_once(verb, karim, amina, client_of):
    consent = ConsentFactory(beneficiary=karim)
    for _click in range(2):
        answer = client_of(amina).post(reverse(f"beneficiaries:consent-{verb}", args=[consent.pk]))
        assert answer.status_code in {302, 404}
    assert not Consent.objects.covering(karim, REFERRAL, consent.recipient, days(0))
    changed = AuditEntry.objects.filter(object_type="beneficiaries.consent", action=AuditAction.CHANGED)
    assert [entry.fields for entry in changed] == [[{"withdraw": "withdrawn_at", "remove": "removed_at"}[verb]]]
    assert ("Accord repris" in shown(client_of(amina).get(tab(karim)))) == (verb == "withdraw")


def test_the_tab_says_how_to_reach_the_person_and_where_to_change_it(karim, amina, client_of):
    page = client_of(amina).get(tab(karim))
    assert "Rien de noté : demander avant" in shown(page).replace("\u00a0", " ")
    assert reverse("beneficiaries:contact-rule-edit", args=[karim.pk]) in page.content.decode()
