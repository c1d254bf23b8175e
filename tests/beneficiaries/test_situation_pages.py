"""Writing the situation through its pages: who may, what is said when it cannot be, nothing typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import CustodyEpisode, JusticeMeasure, JusticeStatus, Obligation, ObligationState
from tests.factories import (
    BeneficiaryFactory,
    CaseTeamMemberFactory,
    CustodyEpisodeFactory,
    JusticeMeasureFactory,
    ObligationFactory,
    PrisonFactory,
    ReleaseDateRevisionFactory,
    UserFactory,
)
from tests.typed_forms import fields_shown

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = {"review_on": "1er mars 2090"}


@pytest.fixture
def karim(nord, amina):
    """Followed by Amina, nothing noted yet."""
    return BeneficiaryFactory(team=nord, lead_worker=amina, last_name="Benali")


@pytest.fixture
def tilleuls():
    """A prison to choose."""
    return PrisonFactory(name="Maison d’arrêt des Tilleuls")


def url(name, record):
    """A page of ours."""
    app = "casework" if name == "person-situation" else "beneficiaries"
    return reverse(f"{app}:{name}", args=[record.pk])


def test_from_an_entry_to_a_release(client_of, amina, karim, tilleuls):
    client, tab = client_of(amina), url("person-situation", karim)
    typed = {"prison": "tilleuls", "wing": "B", "status": "remanded", "entered": "mars 2024", **LATER}
    assert client.post(url("custody-new", karim), typed).url == tab
    stay = CustodyEpisode.objects.get()
    assert (stay.prison, stay.entered_words, stay.status) == (tilleuls, "mars 2024", "remanded")
    assert client.post(url("release-date-edit", karim), {"to": "14/10/2090", "source": "greffe"}).url == tab
    page = client.get(tab).content.decode()
    assert "Maison d’arrêt des Tilleuls" in page and "mars 2024" in page and "14 octobre 2090" in page
    PrisonFactory(name="Centre de détention de la Plaine")
    moved = client.post(url("custody-transfer", stay), {"to": "plaine", "on": "hier"})
    assert moved.url == tab
    second = CustodyEpisode.objects.open().get()
    assert client.post(url("custody-end", second), {"kind": "parole", "on": "aujourd’hui"}).status_code == 302
    karim.refresh_from_db()
    assert (karim.justice_status, karim.prison, karim.expected_release_on) == (JusticeStatus.RELEASED, None, TODAY)
    page = client.get(tab).content.decode()
    assert "Libération conditionnelle" in page and "Transfert" in page


@pytest.mark.parametrize(
    ("page", "typed", "words"),
    [
        ("custody-new", {"entered": "2024", "exited": "2020", "exit_kind": "other"}, "vient avant l’entrée"),
        ("custody-new", {"entered": "demain"}, "à venir"),
        ("custody-new", {"entered": "31/02/2024"}, "n’existe pas"),
        ("custody-new", {"entered": "13/2024"}, "mois va de 1 à 12"),
        ("custody-new", {"prison": "Nulle part"}, "Rien ne porte ce nom"),
        ("custody-new", {"prison": "maison d'arrêt"}, "Plusieurs portent ce nom"),
        ("custody-new", {"review_on": "hier"}, "passée"),
        ("measure-new", {"kind": "parole", "starts_on": "2/2/2024", "ends_on": "1/1/2024"}, "avant le début"),
        ("measure-new", {}, "obligatoire"),
        ("release-date-edit", {}, "dites pourquoi"),
        ("release-date-edit", {"to": "14/10/2090", "noted_on": "demain"}, "à venir"),
        ("release-date-edit", {"to": "14/10/1940"}, "plausible"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(client_of, amina, karim, tilleuls, page, typed, words):
    PrisonFactory(name="Maison d’arrêt du Moulin")
    answer = client_of(amina).post(url(page, karim), {**LATER, **typed})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert words in str(form.errors)
    assert all(form[name].value() == value for name, value in typed.items())
    assert not CustodyEpisode.objects.exists() and not JusticeMeasure.objects.exists()


def test_a_release_before_the_entry_is_said_on_the_form(client_of, amina, karim):
    CustodyEpisodeFactory(beneficiary=karim, entered_on=TODAY)
    typed = {"to": (TODAY - dt.timedelta(days=3)).strftime("%d/%m/%Y")}
    answer = client_of(amina).post(url("release-date-edit", karim), typed)
    assert "vient avant l’entrée" in str(answer.context["form"].errors)


def test_a_measure_its_obligations_and_its_end(client_of, amina, karim):
    client, tab = client_of(amina), url("person-situation", karim)
    typed = {"kind": "probation_sentence", "court": "JAP de Lille", "officer_name": "Dominique R.", **LATER}
    client.post(url("measure-new", karim), {**typed, "officer_phone": "01 99 00 12 34"})
    measure = JusticeMeasure.objects.get()
    for _time in range(2):
        client.post(url("obligation-new", measure), {"kind": "care", "details": "Une attestation par mois"})
    line = Obligation.objects.get()
    client.post(url("obligation-state", line), {"state": "met"})
    assert "Remplie" in client.get(tab).content.decode()
    client.post(url("obligation-state", line), {"state": "n’importe quoi"})
    line.refresh_from_db()
    assert line.state == ObligationState.MET
    summary = client.get(reverse("casework:person-file", args=[karim.pk])).content.decode()
    assert "Sursis probatoire" in summary
    situation = client.get(tab).content.decode()
    assert "Dominique R." in situation and "01 99 00 12 34" in situation
    assert client.post(url("measure-end", measure), {"kind": "completed", "on": "hier"}).status_code == 302
    karim.refresh_from_db()
    assert karim.justice_status == JusticeStatus.NO_MEASURE
    assert client.post(url("measure-remove", measure)).status_code == 302
    assert not JusticeMeasure.objects.exists()


def test_a_stay_is_corrected_without_losing_its_dates(client_of, amina, karim, tilleuls):
    stay = CustodyEpisodeFactory(beneficiary=karim, prison=tilleuls, entered_on=dt.date(2024, 3, 1))
    stay.entered_latest = dt.date(2024, 3, 31)
    stay.save()
    client = client_of(amina)
    form = client.get(url("custody-edit", stay)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert typed["entered"] != "" and typed["prison"]
    page = client.get(url("custody-edit", stay)).content.decode()
    assert 'value="03/2024"' in page and 'value="Maison d’arrêt des Tilleuls"' in page
    typed |= {"entered": "03/2024", "prison": tilleuls.name, "wing": "Bâtiment C", **LATER}
    assert client.post(url("custody-edit", stay), typed).status_code == 302
    stay.refresh_from_db()
    assert (stay.wing, stay.entered_words) == ("Bâtiment C", "mars 2024")


def test_two_corrections_of_one_record_show_both_and_lose_neither(client_of, amina, karim):
    stay = CustodyEpisodeFactory(beneficiary=karim, wing="B")
    measure = JusticeMeasureFactory(beneficiary=karim, court="Lille")
    client = client_of(amina)
    for page, record, field in (("custody-edit", stay, "wing"), ("measure-edit", measure, "court")):
        [(_name, seen)] = {(n, b.value()) for n, b in fields_shown(client.get(url(page, record))) if n == "seen"}
        facts = {"kind": getattr(record, "kind", ""), "status": getattr(record, "status", ""), **LATER, "seen": seen}
        assert client.post(url(page, record), {**facts, field: "De Karine"}).status_code == 302
        answer = client.post(url(page, record), {**facts, field: "De Paul"})
        assert "Quelqu’un a corrigé" in answer.text and "De Karine" in answer.text and "De Paul" in answer.text
        record.refresh_from_db()
        assert getattr(record, field) == "De Karine"
        assert client.post(url(page, record), {**facts, field: "De Paul", "seen": record.seen}).status_code == 302
        record.refresh_from_db()
        assert getattr(record, field) == "De Paul"


def test_the_team_reads_the_case_team_writes(client_of, nord, karim):
    CustodyEpisodeFactory(beneficiary=karim)
    colleague = UserFactory(teams=[nord], roles=["caseworker"])
    assert client_of(colleague).get(url("person-situation", karim)).status_code == 200
    assert client_of(colleague).get(url("custody-new", karim)).status_code == 403
    CaseTeamMemberFactory(beneficiary=karim, user=colleague)
    assert client_of(colleague).get(url("custody-new", karim)).status_code == 200


def test_what_ended_long_ago_is_shown_to_an_editor_who_asks(client_of, amina, nord, karim):
    long_ago = TODAY - dt.timedelta(days=200)
    JusticeMeasureFactory(
        beneficiary=karim, court="Tribunal d’autrefois", starts_on=None, ended_on=long_ago, end_kind="completed"
    )
    client, tab = client_of(amina), url("person-situation", karim)
    page = client.get(tab).content.decode()
    assert "Tribunal d’autrefois" not in page and "1 élément terminé" in page
    assert "Tribunal d’autrefois" in client.get(tab, {"anciens": "1"}).content.decode()
    colleague = UserFactory(teams=[nord], roles=["caseworker"])
    seen = client_of(colleague).get(tab, {"anciens": "1"}).content.decode()
    assert "Tribunal d’autrefois" not in seen and "élément terminé" not in seen


def test_the_tab_costs_the_same_whatever_it_holds(client_of, amina, karim, queries_of):
    client, tab = client_of(amina), url("person-situation", karim)

    def fill(ranks):
        for rank in ranks:
            start = TODAY - dt.timedelta(days=50 - 2 * rank)
            CustodyEpisodeFactory(
                beneficiary=karim, entered_on=start, exited_on=start + dt.timedelta(days=1), exit_kind="transfer",
                prison=PrisonFactory(),
            )  # fmt: skip
            ObligationFactory(measure=JusticeMeasureFactory(beneficiary=karim))
            ReleaseDateRevisionFactory(beneficiary=karim)

    CustodyEpisodeFactory(beneficiary=karim, entered_on=TODAY)
    fill([0])
    few = queries_of(client, tab)
    fill(range(1, 9))
    assert queries_of(client, tab) == few


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "nul\x00ici", "🙂", "\u202eمحمد", "31/02", "<b>x</b>", "-1", "٣", "1e309"]
)
@pytest.mark.parametrize("page", ["custody-new", "measure-new", "release-date-edit"])
def test_hostile_input_never_breaks(client_of, amina, karim, page, text):
    names = ["prison", "entered", "exited", "exit_kind", "kind", "starts_on", "ends_on", "officer_phone", "to", "on"]
    answer = client_of(amina).post(url(page, karim), dict.fromkeys([*names, "review_on", "noted_on", "status"], text))
    assert answer.status_code == 200 and answer.context["form"].errors
