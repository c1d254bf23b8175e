"""« Sortie » tab and « Jour J » board: in words, in the reader’s layers, without JavaScript or with."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, JusticeStatus, Layer, Readiness, ReadinessItem, ReadinessItemKind
from casework.calendar import closing_day
from casework.day.block import Day
from casework.day.caseload import releases
from casework.release_board import BoardFilter, rows_of
from core.models import AuditEntry
from partners.models import Domain
from tests.casework.desk import cost, shown
from tests.factories import (
    AppointmentFactory,
    BeneficiaryFactory,
    GoalFactory,
    OutcomeCheckpointFactory,
    ReadinessItemFactory,
    ReadinessItemKindFactory,
    ReferralFactory,
    ReleaseFactory,
    StepFactory,
)

BOARD = "casework:release-board"


def coming_friday():
    today = timezone.localdate()
    return today + timedelta(days=(3 - today.weekday()) % 7 + 1)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(
        first_name="Karim",
        last_name="Benali",
        team=nord,
        lead_worker=amina,
        justice_status=JusticeStatus.IN_CUSTODY,
        expected_release_on=coming_friday(),
    )


@pytest.fixture
def roof(karim, amina):
    kind = ReadinessItemKindFactory(label="Toit d’essai", theme="roof", days_before=14)
    return ReadinessItemFactory(release=ReleaseFactory(beneficiary=karim, created_by=amina), kind=kind)


def tab(client, person):
    response = client.get(reverse("casework:person-release", args=[person.pk]))
    assert response.status_code == 200
    return plain(shown(response))


def test_a_friday_release_without_a_roof_is_said_everywhere(client_of, amina, karim, roof):
    roof.mark(Readiness.NOT_POSSIBLE, by=amina, at=timezone.now())
    words = "sort un vendredi, sans hébergement"
    client = client_of(amina)
    assert words in plain(shown(client.get(reverse("casework:home"))))
    assert words in plain(shown(client.get(reverse(BOARD))))
    text = tab(client, karim)
    assert words in text and "matériellement impossible" in text
    roof.mark(Readiness.READY, by=amina, at=timezone.now())
    assert words not in plain(shown(client.get(reverse("casework:home")))) + tab(client, karim)


def test_a_roof_that_nobody_noted_is_not_said_to_be_missing(amina, karim, roof):
    row = releases(Day(amina, timezone.now())).rows[0]
    assert row.tag == "sort un vendredi, hébergement non renseigné"


def test_a_state_is_changed_in_place_and_taken_back(client_of, amina, karim, roof):
    client, url = client_of(amina), reverse("beneficiaries:readiness-mark", args=[roof.pk])
    row = client.post(url, {"state": "ready"}, headers={"hx-request": "true"})
    assert row.status_code == 200 and row.content.decode().lstrip().startswith("<li")
    assert "Toit d’essai\u00a0: Prêt" in row.content.decode() or "Toit d’essai : Prêt" in row.content.decode()
    page = client.post(url, {"state": "in_progress"}, follow=True)
    assert "Annuler" in shown(page) and page.redirect_chain
    roof.refresh_from_db()
    assert roof.state == Readiness.IN_PROGRESS
    assert client.post(url, {"state": "n’importe quoi"}).status_code == 302
    roof.refresh_from_db()
    assert roof.state == Readiness.IN_PROGRESS


def test_a_health_item_is_nowhere_for_the_coordination(client_of, amina, chloe, karim, roof):
    kind = ReadinessItemKindFactory(label="Traitement caché", layer=Layer.HEALTH, theme="roof")
    hidden = ReadinessItemFactory(release=roof.release, kind=kind, note="canari santé")
    mine, hers = (tab(client_of(user), karim) for user in (amina, chloe))
    assert "canari santé" in mine and "aucun point prêt sur 2" in mine
    assert "canari" not in hers and "caché" not in hers and "aucun point prêt sur 1" in hers
    assert "aucun point prêt sur 1" in plain(shown(client_of(chloe).get(reverse(BOARD))))
    for name in ("readiness-mark", "readiness-edit"):
        assert client_of(chloe).post(reverse(f"beneficiaries:{name}", args=[hidden.pk])).status_code == 404


def test_the_board_says_in_words_what_is_there(amina, karim, roof):
    papers = ReadinessItemKindFactory(label="Carte d’essai", theme="papers")
    ReadinessItemFactory(release=roof.release, kind=papers, state=Readiness.READY)
    AppointmentFactory(
        beneficiary=karim, starts_at=timezone.now() + (coming_friday() - timezone.localdate()) + timedelta(days=1)
    )
    ReferralFactory(beneficiary=karim, accepted=True)
    (row,) = rows_of([karim], amina)
    assert [column.word for column in row.columns] == ["oui", "oui", "non renseigné", "non renseigné", "oui"]
    assert row.roof == "" and not row.may_be_refused
    assert plain(row.counts) == "1 point prêt sur 2, 1 non renseigné"


def test_what_is_refused_outweighs_what_is_booked(amina, karim, roof):
    ReferralFactory(beneficiary=karim, accepted=True)
    roof.mark(Readiness.NOT_POSSIBLE, by=amina, at=timezone.now())
    (row,) = rows_of([karim], amina)
    assert row.columns[0].word == "pas possible" and row.may_be_refused


def narrowed(user, **query):
    people = Beneficiary.objects.visible_to(user).active()
    return [person.first_name for person in BoardFilter(query).narrow(people, user, timezone.localdate())]


def test_the_filters_of_the_board_agree_with_its_words(amina, chloe, nord, karim, roof):
    soon = timezone.localdate() + timedelta(days=60)
    booked = BeneficiaryFactory(first_name="Logée", team=nord, expected_release_on=soon)
    ReferralFactory(beneficiary=booked, accepted=True)
    BeneficiaryFactory(first_name="Loin", team=nord, expected_release_on=soon + timedelta(days=31))
    BeneficiaryFactory(first_name="Dehors", team=nord, expected_release_on=soon, justice_status=JusticeStatus.RELEASED)
    assert narrowed(chloe) == ["Karim", "Logée"]
    assert narrowed(chloe, manque="toit") == ["Karim"]
    assert narrowed(chloe, manque="papiers") == ["Karim", "Logée"]
    assert narrowed(chloe, dans="30") == ["Karim"] and narrowed(chloe, dans="x", manque="?", suivi="") != []
    assert narrowed(chloe, suivi="moi") == [] and narrowed(amina, suivi="moi") == ["Karim"]
    roof.mark(Readiness.READY, by=amina, at=timezone.now())
    assert narrowed(chloe, manque="toit") == []


@pytest.mark.parametrize("query", ["?dans=-1", "?dans=abc", "?manque=%00", "?page=0", "?page=99999", "?suivi=x&dans=7"])
def test_an_absurd_address_shows_the_board(client_of, amina, karim, query):
    assert client_of(amina).get(reverse(BOARD) + query).status_code == 200


def test_the_board_and_the_tab_cost_the_same_with_one_row_and_with_twenty(client_of, amina, nord, karim, roof):
    client = client_of(amina)
    urls = [reverse(BOARD), reverse("casework:person-release", args=[karim.pk])]
    before = [cost(client, url) for url in urls]
    for rank in range(19):
        person = BeneficiaryFactory(team=nord, lead_worker=amina, expected_release_on=coming_friday())
        ReadinessItemFactory(release=ReleaseFactory(beneficiary=person), kind=roof.kind)
        ReadinessItemFactory(release=roof.release, kind=ReadinessItemKindFactory(label=f"Point d’essai {rank}"))
    assert before == [cost(client, url) for url in urls]
    assert max(before) <= 12


def test_someone_dated_before_there_was_a_list_gets_one_on_request(client_of, amina, karim):
    ReadinessItemKindFactory(label="Toit d’essai")
    client = client_of(amina)
    assert "Commencer la préparation" in tab(client, karim)
    url = reverse("beneficiaries:release-prepare", args=[karim.pk])
    client.post(url)
    client.post(url)
    assert "Toit d’essai" in tab(client, karim)
    assert ReadinessItem.objects.count() == ReadinessItemKind.objects.filter(concerns="everybody").count()


def test_news_due_are_in_the_day_and_are_noted_on_one_page(client_of, amina, karim):
    out = timezone.localdate() - timedelta(days=43)
    release = ReleaseFactory(beneficiary=karim, happened_on=out)
    news = OutcomeCheckpointFactory(release=release, milestone="six_weeks", due_on=out + timedelta(days=42))
    client, url = client_of(amina), reverse("beneficiaries:checkpoint-record", args=[news.pk])
    page = client.get(reverse("casework:home"))
    assert "nouvelles après la sortie : 6 semaines" in plain(shown(page)) and url in page.content.decode()
    answers = dict.fromkeys(("housed", "earning", "rights", "covered", "in_contact", "back_in_custody"), "unknown")
    assert client.post(url, {**answers, "housed": "no", "source": "person"}).status_code == 302
    assert url not in client.get(reverse("casework:home")).content.decode()
    text = tab(client, karim)
    assert "Un hébergement ou un logement : non" in text and "Une couverture santé : on ne sait pas" in text


def test_what_a_move_breaks_is_a_dated_list_on_the_file(client_of, amina, karim):
    ReadinessItemKind.objects.update(is_active=False)
    ReadinessItemKindFactory(label="Papiers d’essai", days_before=45, lead_days=21)
    for days in (60, 9):
        karim.move_release_date(
            timezone.localdate() + timedelta(days=days), source="greffe", noted_on=None, by=amina, at=timezone.now()
        )
    text = tab(client_of(amina), karim)
    assert "Ce que le changement rend impossible" in text
    assert "Papiers d’essai le délai ne suffit plus (il faut 21 jours)" in text
    assert "Changements de date" in text


def test_an_item_is_precised_and_the_journal_names_the_fields(client_of, amina, karim, roof):
    url = reverse("beneficiaries:readiness-edit", args=[roof.pk])
    client = client_of(amina)
    assert client.post(url, {"note": "Chez sa sœur", "proof": "Attestation", "owner": str(amina.pk)}).status_code == 302
    entry = AuditEntry.objects.filter(object_id=roof.pk).latest("pk")
    assert entry.fields == ["note", "owner", "proof"] and entry.person_id == karim.pk
    assert "Chez sa sœur" in tab(client, karim)


def test_the_eve_of_a_holiday_is_said(amina, nord):
    assert closing_day(date(2025, 11, 10)) == "une veille de jour férié"
    assert closing_day(date(2025, 11, 12)) == ""


def test_an_item_hangs_on_a_step_of_the_plan_that_its_readers_may_read(client_of, amina, chloe, karim, roof):
    open_step, closed_step = (
        StepFactory(goal=GoalFactory(beneficiary=karim, domain=domain, layer=layer), title=title)
        for domain, layer, title in (
            (Domain.HOUSING, Layer.ORDINARY, "Appeler le foyer"),
            (Domain.HEALTH, Layer.HEALTH, "Canari de santé"),
        )
    )
    url = reverse("beneficiaries:readiness-edit", args=[roof.pk])
    client = client_of(amina)
    page = client.get(url).content.decode()
    assert "Appeler le foyer (à faire)" in page and "Canari" not in page
    assert client.post(url, {"step": str(closed_step.pk)}).status_code == 200
    assert client.post(url, {"step": str(open_step.pk)}).status_code == 302
    assert "Démarche : Appeler le foyer (à faire)" in tab(client, karim)
    ReadinessItem.objects.filter(pk=roof.pk).update(step=closed_step)
    assert "Canari" not in tab(client_of(chloe), karim)
