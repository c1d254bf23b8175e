"""A file opened in an emergency: two hours, a reason, everybody concerned told at once, nothing more."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, EmergencyAccess, Layer
from core.models import AuditEntry, OutgoingMail
from core.sealed import seal
from tests.factories import (
    BeneficiaryFactory,
    ConfidentialNoteFactory,
    EmergencyAccessFactory,
    ExclusionFactory,
    FollowUpFactory,
    NoContactLinkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Appel du greffe : sortie avancée à ce soir"


@pytest.fixture
def zoe(sud, bruno) -> Beneficiary:
    """Somebody whom Bruno’s team follows, with a note about health."""
    person = BeneficiaryFactory(first_name="Zoé", last_name="Durand", team=sud, lead_worker=bruno)
    note = FollowUpFactory(beneficiary=person, author=bruno, layer=Layer.HEALTH, summary="CANARI-SANTÉ")
    ConfidentialNoteFactory(follow_up=note, body="CANARI-SECRET")
    return person


def pages_of(person):
    return [reverse(f"casework:{name}", args=[person.pk]) for name in ("person-file", "person-timeline")]


def open_it(client, person, reason=REASON):
    return client.post(reverse("beneficiaries:emergency-open", args=[person.pk]), {"reason": reason})


def test_the_mail_goes_to_the_coordination_and_to_data_protection_and_names_nobody(
    chloe, ines_dpo, zoe, sud, client_of
):
    watcher = UserFactory(email="watcher@exemple.test", roles=["coordinator"], teams=[sud])
    assert open_it(client_of(chloe), zoe).status_code == 302
    mails = OutgoingMail.objects.all()
    assert sorted(mail.to for mail in mails) == sorted([watcher.email, ines_dpo.email])
    for mail in mails:
        text = f"{mail.subject} {mail.body}"
        assert not any(word in text for word in ("Zoé", "Durand", zoe.file_number, "Chloe", str(zoe.pk), REASON))
        assert reverse("beneficiaries:protections") in text


@pytest.mark.parametrize("who", ["chloe", "helene"])
def test_two_hours_and_not_a_second_more(who, cast, zoe, client_of):
    client = client_of(cast[who])
    before = [client.get(url).status_code for url in pages_of(zoe)]
    assert before == ([404, 404] if who == "chloe" else [200, 403]), "a director sees identities, and no content"
    assert open_it(client, zoe).url == pages_of(zoe)[0]
    page = client.get(pages_of(zoe)[1]).text
    assert "CANARI-SANTÉ" in page and "CANARI-SECRET" not in page, "confidential notes stay closed"
    home = client.get(reverse("casework:home")).text
    assert "Accès d’urgence au dossier" in home and zoe.file_number in home, "each page says so"
    access = EmergencyAccess.objects.get()
    assert access.ends_at - access.starts_at == dt.timedelta(hours=2)
    past = timezone.now() - dt.timedelta(hours=2, seconds=1)
    EmergencyAccess.objects.update(starts_at=past, ends_at=past + dt.timedelta(hours=2))
    codes = [client.get(url).status_code for url in pages_of(zoe)]
    assert codes == ([404, 404] if who == "chloe" else [200, 404])


def test_a_director_reads_the_file_opened_and_no_other(helene, zoe, sud, client_of):
    other = FollowUpFactory(beneficiary=BeneficiaryFactory(team=sud), summary="CANARI-AUTRE").beneficiary
    client = client_of(helene)
    open_it(client, zoe)
    assert client.get(pages_of(other)[1]).status_code == 404
    assert "CANARI-AUTRE" not in client.get(pages_of(other)[0]).text
    assert client.get(reverse("beneficiaries:follow-up-new")).status_code == 403, "reading is not writing"


def test_it_can_be_ended_before_its_time(chloe, zoe, client_of):
    client = client_of(chloe)
    open_it(client, zoe)
    client.post(reverse("beneficiaries:emergency-end", args=[EmergencyAccess.objects.get().pk]))
    assert client.get(pages_of(zoe)[0]).status_code == 404
    assert "Accès d’urgence au dossier" not in client.get(reverse("casework:home")).text


def test_the_reason_is_a_sentence_and_three_a_day_are_enough(chloe, zoe, sud, client_of):
    client = client_of(chloe)
    refused = open_it(client, zoe, "urgent")
    assert "15 signes" in refused.text and "urgent" in refused.text and not EmergencyAccess.objects.exists()
    for person in BeneficiaryFactory.create_batch(3, team=sud):
        assert open_it(client, person).status_code == 302
    assert "Trois accès" in open_it(client, zoe).text
    assert EmergencyAccess.objects.count() == 3
    first = EmergencyAccess.objects.order_by("starts_at").first()
    assert open_it(client, first.beneficiary).status_code == 302, "the one that runs is given back"
    assert EmergencyAccess.objects.count() == 3


def test_exclusion_and_no_contact_beat_it(chloe, zoe, nord, client_of):
    url, client = reverse("beneficiaries:emergency-open", args=[zoe.pk]), client_of(chloe)
    exclusion = ExclusionFactory(beneficiary=zoe, user=chloe)
    assert client.get(url).status_code == client.post(url, {"reason": REASON}).status_code == 404
    exclusion.delete()
    open_it(client, zoe)
    ExclusionFactory(beneficiary=zoe, user=chloe)
    assert client.get(pages_of(zoe)[0]).status_code == 404, "even while an access runs"
    led = BeneficiaryFactory(team=nord, lead_worker=chloe)
    other = BeneficiaryFactory(team=zoe.team)
    NoContactLinkFactory(people=(led, other))
    assert client.get(reverse("beneficiaries:emergency-open", args=[other.pk])).status_code == 404


def test_the_search_says_a_number_and_a_team_for_an_exact_name_alone(chloe, zoe, client_of):
    client, url = client_of(chloe), reverse("beneficiaries:emergency-search")
    for words, found in (("Zoé Durand", True), (zoe.file_number, True), ("Zoé", False), ("Dura Zo", False)):
        page = client.get(f"{url}?r={seal(words)}").text
        assert (reverse("beneficiaries:emergency-open", args=[zoe.pk]) in page) is found, words
    assert AuditEntry.objects.filter(person_id=zoe.pk, action="searched").count() == 2


def test_each_access_is_read_again_within_the_week(ines_dpo, zoe, client_of):
    late = EmergencyAccessFactory(
        beneficiary=zoe, reason="Raison à relire bientôt", starts_at=timezone.now() - dt.timedelta(days=8)
    )
    client, url = client_of(ines_dpo), reverse("beneficiaries:protections")
    page = client.get(url).text
    assert "Raison à relire bientôt" in page and zoe.file_number in page and "Relecture en retard" in page
    assert "Durand" not in page
    client.post(reverse("beneficiaries:emergency-review", args=[late.pk]))
    assert "Relecture en retard" not in client.get(url).text
    late.refresh_from_db()
    assert late.reviewed_by == ines_dpo
