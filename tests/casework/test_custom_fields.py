"""The association’s own fields: asked, answered, read by layer, filtered, kept no longer than said."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from beneficiaries.models import Beneficiary, CustomField, CustomKind, CustomValue, Layer
from core.models import AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def person(amina, nord):
    return make.BeneficiaryFactory(team=nord, lead_worker=amina, created_by=amina)


@pytest.fixture
def asked():
    """One field of each kind."""
    options = ["Vélo", "Bus", "À pied"]
    return {
        kind: make.CustomFieldFactory(
            kind=kind, options=options if kind in (CustomKind.CHOICE, CustomKind.CHOICES) else [], is_filter=True
        )
        for kind in CustomKind
    }


def typed(asked, **answers):
    """The form as sent."""
    return {f"champ-{asked[CustomKind(kind)].pk}": value for kind, value in answers.items()}


def page_of(person):
    return reverse("casework:custom-edit", args=[person.pk])


def test_each_kind_is_answered_read_back_and_journalled(person, asked, amina, client_of):
    answers = typed(
        asked, text="Café", number="12,5", date="14 oct 2025", choice="Bus", choices=["Vélo", "Bus"], yes_no="no"
    )
    client_of(amina).post(page_of(person), answers)
    stored = {value.kind: value.given for value in CustomValue.objects.all()}
    assert stored.pop("number") == 12.5
    assert stored == {
        "text": "Café",
        "date": dt.date(2025, 10, 14),
        "choice": ["Bus"],
        "choices": ["Vélo", "Bus"],
        "yes_no": False,
    }
    before = AuditEntry.objects.count()
    client_of(amina).post(page_of(person), answers)
    assert AuditEntry.objects.filter(object_type="beneficiaries.customvalue").count() == 6
    assert AuditEntry.objects.count() == before
    client_of(amina).post(page_of(person), typed(asked, text="Café"))
    assert [value.kind for value in CustomValue.objects.all()] == ["text"]


@pytest.mark.parametrize(
    "wrong",
    [{"number": "beaucoup"}, {"number": "1e309"}, {"date": "31/02/2025"}, {"choice": "Avion"}, {"choices": ["Avion"]}],
)
def test_a_wrong_answer_is_told_and_loses_nothing(wrong, person, asked, amina, client_of):
    page = client_of(amina).post(page_of(person), typed(asked, text="Gardé", **wrong))
    assert page.status_code == 200
    assert "Gardé" in page.content.decode()
    assert "<title>Erreur" in page.content.decode()
    assert not CustomValue.objects.exists()


def test_a_closed_layer_is_neither_asked_nor_read_nor_filtered(person, amina, nord, client_of):
    field = make.CustomFieldFactory(
        label="Allergie", layer=Layer.HEALTH, kind=CustomKind.CHOICE, options=["Arachide"], is_filter=True
    )
    make.CustomValueFactory(beneficiary=person, field=field, text="", options=["Arachide"])
    colleague = make.UserFactory(roles=[Role.CASEWORKER], teams=[nord])
    assert "Allergie" in client_of(amina).get(page_of(person)).content.decode()
    for url in (page_of(person), reverse("beneficiaries:list")):
        assert "Allergie" not in client_of(colleague).get(url).content.decode()
    client_of(colleague).post(page_of(person), {f"champ-{field.pk}": ""})
    assert CustomValue.objects.count() == 1
    assert not CustomValue.objects.visible_to(colleague).exists()


def test_a_field_of_a_program_is_asked_of_the_people_enrolled(person, amina, client_of):
    field = make.CustomFieldFactory(label="Niveau de lecture", for_everybody=False)
    program = make.ProgramFactory()
    program.custom_fields.add(field)
    assert "Niveau de lecture" not in client_of(amina).get(page_of(person)).content.decode()
    make.EnrolmentFactory(beneficiary=person, program=program)
    assert "Niveau de lecture" in client_of(amina).get(page_of(person)).content.decode()


def test_the_list_is_narrowed_by_a_field(person, asked, amina, nord, client_of):
    other = make.BeneficiaryFactory(team=nord)
    field = asked[CustomKind.CHOICES]
    make.CustomValueFactory(beneficiary=person, field=field, text="", options=["Bus", "Vélo"])
    url = reverse("beneficiaries:list")
    page = client_of(amina).get(url, {f"champ_{field.pk.hex}": "Bus"}).content.decode()
    assert person.file_number in page and other.file_number not in page
    page = client_of(amina).get(url, {f"champ_{field.pk.hex}": "À pied"}).content.decode()
    assert person.file_number not in page


def test_an_answer_is_erased_once_its_time_has_passed(person, amina):
    short = make.CustomFieldFactory(keep_months=2)
    make.CustomValueFactory(beneficiary=person, field=short)
    kept = make.CustomValueFactory(beneficiary=person)
    person.close(by=amina, at=timezone.now(), reason="moved", on=TODAY)
    call_command("housekeeping", stdout=io.StringIO())
    assert CustomValue.objects.count() == 2
    Beneficiary.objects.filter(pk=person.pk).update(exited_on=TODAY - dt.timedelta(days=70))
    call_command("housekeeping", stdout=io.StringIO())
    assert list(CustomValue.objects.all()) == [kept]
    assert AuditEntry.objects.filter(action="deleted", person_id=person.pk).count() == 1


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (CustomField, {"options": ["a"]}, "customfield_options_when_listed"),
        (CustomField, {"kind": "choice"}, "customfield_options_when_listed"),
        (CustomField, {"keep_months": 61}, "customfield_kept_five_years"),
        (CustomField, {"layer": "secret"}, "customfield_layer_known"),
        (CustomValue, {"text": ""}, "customvalue_in_its_column"),
        (CustomValue, {"kind": "date"}, "customvalue_in_its_column"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(model, values, constraint):
    make.CustomValueFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)


def test_one_answer_a_field_and_a_file(person):
    value = make.CustomValueFactory(beneficiary=person)
    with pytest.raises(IntegrityError, match="customvalue_one_answer"), transaction.atomic():
        make.CustomValueFactory(beneficiary=person, field=value.field)


def test_the_administration_spells_the_choices_one_a_line(denis, client_of):
    data = {
        **{"label": "Transport", "kind": "choice", "options": "Bus\n\n Vélo \nBus", "layer": "ordinary"},
        **{"position": "1", "for_everybody": "on", "is_active": "on"},
    }
    answer = client_of(denis).post(reverse("admin:beneficiaries_customfield_add"), data)
    assert answer.status_code == 302
    assert CustomField.objects.get().options == ["Bus", "Vélo"]
    data |= {"label": "Autre", "options": ""}
    page = client_of(denis).post(reverse("admin:beneficiaries_customfield_add"), data)
    assert "Une liste a des choix" in page.content.decode()
