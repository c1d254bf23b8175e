"""« Saisir une matinée »: one line a person, all saved together, once, never for the wrong person."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, Draft, FollowUp, FollowUpMode
from core.models import AuditAction, AuditEntry
from tests.factories import BeneficiaryFactory, FollowUpFactory, InterviewSheetFactory

NEW, PEOPLE, DRAFT = "beneficiaries:batch-new", "beneficiaries:batch-people", "beneficiaries:batch-draft"
JSON = {"accept": "application/json"}


@pytest.fixture
def tab(client_of, amina):
    return client_of(amina)


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Karim", last_name="Benali")


@pytest.fixture
def sofia(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Sofia", last_name="Martin")


def morning(*lines: dict[str, object], **shared: object) -> dict[str, object]:
    """A page filled with these lines."""
    page: dict[str, object] = {
        "submission": str(uuid.uuid4()),
        "when": "today",
        "mode": "visit",
        "place": "Les Tilleuls",
    }
    for index, line in enumerate(lines):
        page |= {f"l{index}-{name}": value for name, value in line.items()}
    return {**page, **shared}


def chosen(person: Beneficiary, **line: object) -> dict[str, object]:
    """A line whose person was chosen in the list."""
    who = f"{person.display_name} ({person.file_number})"
    return {"who": who, "person": str(person.pk), "topics": ["housing"], "note": "Vu ce matin.", **line}


def errors(answer) -> str:
    """What the page asks to correct."""
    return " / ".join(f"{where} {error}" for where, error, _goal in answer.context["batch"].errors)


def test_each_line_makes_a_record_with_what_the_morning_shares(tab, amina, karim, sofia):
    page = morning(
        chosen(karim, topics=["housing", "papers"], duration="20"),
        {},
        {"who": sofia.file_number, "absent": "on", "note": "Au parloir avec sa sœur."},
        when="yesterday",
    )
    answer = tab.post(reverse(NEW), page, follow=True)
    assert answer.status_code == 200
    one, two = FollowUp.objects.order_by("created_at")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert (one.beneficiary, one.mode, one.topics, one.duration_minutes) == (
        karim,
        FollowUpMode.VISIT,
        ["housing", "papers"],
        20,
    )
    assert (two.beneficiary, two.mode, two.topics) == (sofia, FollowUpMode.NO_SHOW, [])
    assert {(row.author, row.happened_on, row.place) for row in (one, two)} == {(amina, yesterday, "Les Tilleuls")}
    assert AuditEntry.objects.filter(object_type="beneficiaries.followup").count() == 2
    html = answer.content.decode()
    assert "2 suivis enregistrés" in html and "Karim Benali" in html and "Au parloir avec sa sœur." in html


def test_the_same_morning_sent_again_makes_nothing_more_and_answers_the_same(tab, karim, sofia):
    page = morning(chosen(karim), chosen(sofia))
    first, second = tab.post(reverse(NEW), page), tab.post(reverse(NEW), page)
    assert (first.status_code, second.status_code) == (302, 302) and first.url == second.url
    assert FollowUp.objects.count() == 2


def test_a_line_changed_after_saving_is_told_apart_and_a_line_added_is_saved(tab, karim, sofia):
    page = morning(chosen(karim))
    tab.post(reverse(NEW), page)
    changed = tab.post(reverse(NEW), {**page, "l0-note": "Autre texte"})
    assert "déjà enregistré" in errors(changed) and FollowUp.objects.get().summary == "Vu ce matin."
    more = {f"l1-{name}": value for name, value in chosen(sofia).items()}
    assert tab.post(reverse(NEW), {**page, **more}).status_code == 302
    assert FollowUp.objects.count() == 2


def test_one_wrong_line_and_nothing_is_saved_and_everything_stays_typed(tab, karim, sofia):
    page = morning(
        chosen(karim, note="Texte de Karim"), chosen(sofia, topics=[], duration="jamais", note="Texte de Sofia")
    )
    answer = tab.post(reverse(NEW), page)
    html = answer.content.decode()
    assert not FollowUp.objects.exists()
    assert "Erreur" in html and "Rien n’est encore enregistré" in html
    assert "Ligne 2" in errors(answer) and "Cochez au moins un sujet" in errors(answer)
    assert all(text in html for text in ("Texte de Karim", "Texte de Sofia", "jamais", "Les Tilleuls"))


def test_a_name_alone_is_confirmed_before_anything_is_saved(tab, karim, sofia, nord):
    BeneficiaryFactory(team=nord, first_name="Karima", last_name="Benali")
    page = morning({"who": "benali", "topics": ["papers"]}, {"who": "sofia mar", "topics": ["papers"]})
    answer = tab.post(reverse(NEW), page)
    assert not FollowUp.objects.exists()
    assert "Laquelle de ces personnes" in errors(answer) and "Est-ce bien cette personne" in errors(answer)
    asked = {"l0-asked": "benali", "l1-asked": "sofia mar"}
    picked = {**page, **asked, "l0-pick": str(karim.pk), "l1-pick": str(sofia.pk)}
    other = tab.post(reverse(NEW), {**picked, "l0-who": "Martin"})
    assert not FollowUp.objects.exists(), "a tick under a name is no answer to another name"
    assert "Est-ce bien cette personne" in errors(other)
    assert tab.post(reverse(NEW), picked).status_code == 302
    assert {row.beneficiary for row in FollowUp.objects.all()} == {karim, sofia}


def test_a_name_typed_over_a_person_chosen_is_looked_up_again(tab, karim, sofia):
    page = morning({**chosen(karim), "who": "sofia"})
    answer = tab.post(reverse(NEW), page)
    assert not FollowUp.objects.exists() and "Est-ce bien cette personne" in errors(answer)


def test_a_person_stands_on_one_line_only(tab, karim):
    answer = tab.post(reverse(NEW), morning(chosen(karim), chosen(karim, note="Encore")))
    assert "déjà à la ligne 1" in errors(answer) and not FollowUp.objects.exists()


def test_an_empty_page_asks_for_a_line(tab):
    assert "Écrivez au moins une ligne" in errors(tab.post(reverse(NEW), morning()))


def test_people_of_another_team_are_neither_proposed_nor_accepted(tab, sud, karim):
    other = BeneficiaryFactory(team=sud, first_name="Karim", last_name="Ailleurs")
    found = tab.post(reverse(PEOPLE), {"q": "karim"}).json()
    assert [one["id"] for one in found["people"]] == [str(karim.pk)]
    for line in (
        chosen(other),
        {"who": "x", "asked": "x", "pick": str(other.pk), "topics": ["papers"]},
        {"who": other.file_number, "topics": ["papers"]},
    ):
        answer = tab.post(reverse(NEW), morning(line))
        assert answer.status_code == 200 and not FollowUp.objects.exists()


def test_five_lines_are_added_without_losing_a_word(tab, karim):
    answer = tab.post(reverse(NEW), {**morning(chosen(karim), {"note": "Sans nom"}), "more": "5"})
    html = answer.content.decode()
    assert len(answer.context["batch"].lines) == 7
    assert "Karim Benali" in html and "Sans nom" in html and not answer.context["batch"].errors


def test_the_draft_keeps_the_whole_page_and_ends_when_it_is_saved(tab, amina, karim):
    page = morning(
        chosen(karim, absent="on"), {"who": "inconnu", "note": "À retrouver"}, when="other", other_date="14 oct"
    )
    kept = tab.post(reverse(DRAFT), page, headers=JSON).json()
    batch = tab.get(kept["url"]).context["batch"]
    assert [line["who"].value() for line in batch.lines] == ["Karim Benali " + f"({karim.file_number})", "inconnu"]
    assert [line["note"].value() for line in batch.lines] == ["Vu ce matin.", "À retrouver"]
    assert batch.lines[0]["absent"].value() and batch.shared["other_date"].value() == "14 oct"
    assert str(batch.submission) == page["submission"]
    assert "une matinée à saisir" in tab.get(reverse("casework:home")).content.decode()
    assert "n’est pas enregistrée" in tab.get(reverse(NEW)).content.decode()
    tab.post(reverse(NEW), morning(chosen(karim), submission=page["submission"]))
    assert not Draft.objects.exists()


def test_a_draft_no_longer_names_a_person_whom_the_user_may_no_longer_see(tab, sud, karim):
    url = tab.post(reverse(DRAFT), morning(chosen(karim)), headers=JSON).json()["url"]
    Beneficiary.objects.filter(pk=karim.pk).update(team=sud, lead_worker=None)
    html = tab.get(url).content.decode()
    assert "Benali" not in html and str(karim.pk) not in html and "Vu ce matin." in html


def test_an_empty_page_makes_no_draft(tab):
    assert tab.post(reverse(DRAFT), {"submission": str(uuid.uuid4())}, headers=JSON).status_code == 204
    assert not Draft.objects.exists()


def test_the_page_saved_is_shown_to_its_author_alone(client_of, chloe, tab, karim):
    url = tab.post(reverse(NEW), morning(chosen(karim))).url
    assert tab.get(url).status_code == 200
    assert client_of(chloe).get(url).status_code == 404


def test_the_cost_of_saving_a_page_does_not_depend_on_the_people_of_the_team(tab, nord, amina, queries_of):
    BeneficiaryFactory.create_batch(3, team=nord)
    before = queries_of(tab, reverse(NEW))
    BeneficiaryFactory.create_batch(20, team=nord)
    assert queries_of(tab, reverse(NEW)) == before


def test_a_morning_taken_back_is_on_the_page_again_and_nowhere_else(tab, amina, karim, sofia):
    before = dt.date(2026, 1, 5)
    FollowUpFactory(beneficiary=karim, author=amina, happened_on=before)
    sheet = InterviewSheetFactory(beneficiary=sofia, printed_by=amina)
    page = morning(chosen(karim, duration="20"), {"who": sheet.code, "absent": "on", "note": "Malade"})
    saved = tab.post(reverse(NEW), page).url
    undo = reverse("beneficiaries:batch-undo", args=[saved.split("/")[2]])
    assert undo in tab.get(saved).content.decode()
    back = tab.post(undo, follow=True).context["batch"]
    assert not FollowUp.objects.filter(submission=page["submission"]).exists()
    assert AuditEntry.objects.filter(action=AuditAction.DELETED, object_type="beneficiaries.followup").count() == 2
    karim.refresh_from_db()
    sheet.refresh_from_db()
    assert karim.last_contact_on == before and sheet.used_at is None
    kept = [{name: line[name].value() for name in ("note", "duration", "absent", "sheet")} for line in back.lines]
    assert kept[0] | {"absent": None, "sheet": None} == {
        "note": "Vu ce matin.",
        "duration": "20",
        "absent": None,
        "sheet": None,
    }
    assert kept[1]["note"] == "Malade" and kept[1]["absent"] and kept[1]["sheet"] == sheet.code
    again = {**page, "when": "today", "l1-person": str(sofia.pk), "l1-sheet": sheet.code}
    assert tab.post(reverse(NEW), again).status_code == 302
    assert FollowUp.objects.filter(submission=page["submission"]).count() == 2


@pytest.mark.parametrize("change", [{"version": 2}, {"created_at": timezone.now() - dt.timedelta(minutes=11)}])
def test_what_was_changed_or_is_old_is_not_taken_back(tab, karim, change):
    saved = tab.post(reverse(NEW), morning(chosen(karim))).url
    FollowUp.objects.update(**change)
    undo = reverse("beneficiaries:batch-undo", args=[saved.split("/")[2]])
    assert undo not in tab.get(saved).content.decode()
    assert "ne peut plus être annulée" in tab.post(undo, follow=True).content.decode()
    assert FollowUp.objects.count() == 1
