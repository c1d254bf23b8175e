"""The list of people as a table: what the list is narrowed to, each layer, each file journalled, nothing that acts."""

import csv
import io

import pytest
from django.urls import reverse

from beneficiaries.models import CustomKind, Layer, PeopleExport
from core.models import AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db
REASON = "Réunion de service, effacé vendredi"
URL = "beneficiaries:export"


def table_of(answer):
    """The lines of the file, by file number."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def test_the_coordination_takes_the_list_as_narrowed_and_each_file_says_so(
    nord, sud, amina, chloe, client_of, django_assert_max_num_queries
):
    client, url = client_of(chloe), reverse(URL)
    choice = make.CustomFieldFactory(kind=CustomKind.CHOICES, options=["Bus", "=1+1"], is_filter=True)
    number = make.CustomFieldFactory(kind=CustomKind.NUMBER)
    mine = [make.BeneficiaryFactory(team=nord, lead_worker=amina, first_name=f"Prénom{n}") for n in range(3)]
    hostile = make.BeneficiaryFactory(team=nord, first_name="+33612345678", last_name='=HYPERLINK("x")', phone="")
    for person in [*mine, hostile]:
        make.CustomValueFactory(beneficiary=person, field=choice, text="", options=["=1+1", "Bus"])
        make.CustomValueFactory(beneficiary=person, field=number, text="", number="-12.50")
    make.BeneficiaryFactory(team=nord)
    elsewhere = make.BeneficiaryFactory(team=sud)
    kept_away = make.BeneficiaryFactory(team=nord)
    make.NoContactLinkFactory(people=(kept_away, make.BeneficiaryFactory(team=nord, lead_worker=chloe)))
    with django_assert_max_num_queries(40):
        table = table_of(client.post(f"{url}?champ_{choice.pk.hex}=Bus", {"reason": REASON}))
    assert set(table) == {person.file_number for person in [*mine, hostile]}
    row = table[hostile.file_number]
    assert (row["Nom"], row["Prénom"]) == ('\'=HYPERLINK("x")', "'+33612345678")
    assert (row[choice.label], row[number.label]) == ("'=1+1, Bus", "-12,5")
    assert not [cell for cells in table.values() for cell in cells.values() if cell[:1] in {"=", "+", "@", "\t"}]
    entries = AuditEntry.objects.filter(actor=chloe, action="exported")
    assert {entry.person_id for entry in entries} == {None, *(person.pk for person in [*mine, hostile])}
    export = PeopleExport.objects.get()
    assert (export.people_count, export.reason) == (4, REASON)
    everybody = table_of(client.post(url, {"reason": REASON}))
    assert not {elsewhere.file_number, kept_away.file_number} & set(everybody)
    assert REASON in client_of(chloe).get(reverse("beneficiaries:protections") + "?vue=exports").text


def test_an_answer_leaves_only_for_whoever_reads_its_layer(nord, chloe, client_of):
    health = make.CustomFieldFactory(label="Allergie", layer=Layer.HEALTH)
    other, own = make.BeneficiaryFactory(team=nord), make.BeneficiaryFactory(team=nord)
    make.CustomValueFactory(beneficiary=other, field=health, text="Canari")
    client = client_of(chloe)
    row = table_of(client.post(reverse(URL), {"reason": REASON}))[other.file_number]
    assert "Allergie" not in row and "Canari" not in row.values()
    type(own).objects.filter(pk=own.pk).update(lead_worker=chloe)
    make.CustomValueFactory(beneficiary=own, field=health, text="Lue")
    table = table_of(client.post(reverse(URL), {"reason": REASON}))
    assert (table[own.file_number]["Allergie"], table[other.file_number]["Allergie"]) == ("Lue", "")


def test_nothing_leaves_without_a_reason_a_list_or_a_recent_password(nord, chloe, client_of):
    make.BeneficiaryFactory(team=nord)
    client, url = client_of(chloe), reverse(URL)
    assert "15 signes au moins" in client.post(url, {"reason": "Pour voir"}).text
    assert "personne à exporter" in client.post(f"{url}?situation=inventee", {"reason": REASON}).text
    chloe.set_password("une longue phrase de passe")
    chloe.save()
    client.force_login(chloe, backend="allauth.account.auth_backends.AuthenticationBackend")
    for answer in (client.get(url), client.post(url, {"reason": REASON})):
        assert answer.status_code == 302 and reverse("account_reauthenticate") in answer.url
    assert not PeopleExport.objects.exists()
