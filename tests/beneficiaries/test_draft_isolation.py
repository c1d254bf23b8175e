"""A draft belongs to one user, one person, one form; it is never lost and never comes up elsewhere."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, Draft, FollowUp
from core.errors import DomainError
from tests.factories import BeneficiaryFactory, DraftFactory, FollowUpFactory

NEW, SAVE = "beneficiaries:follow-up-new", "beneficiaries:draft-save"
JSON = {"accept": "application/json"}


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def tab(client_of, amina):
    return client_of(amina)


def typed(*people: Beneficiary, **other: object) -> dict[str, object]:
    """A form begun."""
    return {
        "submission": str(uuid.uuid4()),
        "people": [str(p.pk) for p in people],
        "summary": "Début de texte",
        **other,
    }


def test_every_kind_of_field_comes_back_from_a_draft(tab, karim):
    form = typed(
        karim,
        when="other",
        other_date="14 oct",
        happened_at="9h30",
        duration="other",
        duration_other="45",
        mode="visit",
        topics=["housing", "family"],
        place="MA de Lille",
        confidential="Pour la coordination",
        task_title="Rappeler",
        task_due="demain",
        meeting_purpose="Suite",
        refer="on",
    )
    answer = tab.post(reverse(SAVE), form, headers=JSON)
    assert answer.json()["message"].startswith("Brouillon enregistré à ")
    back = tab.get(answer.json()["url"]).context["form"]
    shown = {name: back[name].value() for name in form if name != "submission"}
    assert shown == {name: value for name, value in form.items() if name != "submission"}
    assert str(back.submission_id) == form["submission"], "saving the draft later is the same submission"


def test_a_draft_on_one_person_leaves_the_page_of_another_empty(tab, nord, karim):
    tab.post(reverse(SAVE), typed(karim), headers=JSON)
    sofia = BeneficiaryFactory(team=nord)
    assert "Début de texte" not in tab.get(reverse(NEW), {"personne": str(sofia.pk)}).content.decode()
    assert "Début de texte" not in tab.get(reverse(NEW)).content.decode()
    assert "Début de texte" in tab.get(reverse(NEW), {"personne": str(karim.pk)}).content.decode()


def test_nobody_else_reads_overwrites_or_deletes_a_draft(tab, client_of, chloe, karim):
    form = typed(karim)
    tab.post(reverse(SAVE), form, headers=JSON)
    draft, other = Draft.objects.get(), client_of(chloe)
    assert "Début de texte" not in other.get(reverse(NEW), {"personne": str(karim.pk)}).content.decode()
    assert other.get(reverse(NEW), {"brouillon": str(draft.pk)}).status_code == 302
    assert other.post(reverse(SAVE), {**form, "summary": "Autre"}, headers=JSON).status_code == 404
    assert other.post(reverse("beneficiaries:draft-delete", args=[draft.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.payload["summary"] == ["Début de texte"]


def test_the_next_autosave_writes_the_same_draft_again(tab, karim):
    form = typed()
    tab.post(reverse(SAVE), form, headers=JSON)
    tab.post(reverse(SAVE), {**form, "people": [str(karim.pk)], "summary": "Suite"}, headers=JSON)
    draft = Draft.objects.get()
    assert (draft.beneficiary, draft.payload["summary"]) == (karim, ["Suite"])


def test_a_second_form_on_the_same_person_never_replaces_the_first_text(tab, karim):
    tab.post(reverse(SAVE), typed(karim, summary="Un"), headers=JSON)
    tab.post(reverse(SAVE), typed(karim, summary="Deux"), headers=JSON)
    kept = {draft.payload["summary"][0]: draft.beneficiary for draft in Draft.objects.all()}
    assert kept == {"Un": karim, "Deux": None}


def test_the_database_refuses_two_drafts_on_one_person(amina, karim):
    DraftFactory(owner=amina, beneficiary=karim)
    other = DraftFactory(owner=amina, beneficiary=None)
    DraftFactory(owner=amina, beneficiary=None)
    with pytest.raises(IntegrityError, match="draft_one_per_person_and_form"), transaction.atomic():
        Draft.objects.filter(pk=other.pk).update(beneficiary=karim)


def test_nothing_written_makes_no_draft(tab):
    empty = {
        "submission": str(uuid.uuid4()),
        "when": "",
        "summary": " \n ",
        "asked_on": "2026-01-01",
        "note_readers": "x",
    }
    assert tab.post(reverse(SAVE), empty, headers=JSON).status_code == 204
    assert not Draft.objects.exists()


def test_an_autosave_that_arrives_after_the_saving_makes_no_draft(tab, karim):
    form = typed(karim, when="today", mode="phone", topics=["rights"])
    tab.post(reverse(NEW), form)
    assert tab.post(reverse(SAVE), form, headers=JSON).status_code == 204
    assert FollowUp.objects.exists() and not Draft.objects.exists()


def test_a_draft_without_javascript_is_kept_and_shown_again(tab, karim):
    answer = tab.post(reverse(SAVE), typed(karim), headers={"accept": "text/html"}, follow=True)
    html = answer.content.decode()
    assert "Brouillon enregistré à" in html and "Début de texte" in html
    tab.post(reverse("beneficiaries:draft-delete", args=[Draft.objects.get().pk]))
    assert not Draft.objects.exists()


def test_a_draft_keeps_the_day_that_was_meant(tab, karim):
    then = timezone.localdate() - dt.timedelta(days=3)
    form = typed(karim, when="today", mode="phone", topics=["rights"], asked_on=then.isoformat())
    url = tab.post(reverse(SAVE), form, headers=JSON).json()["url"]
    page = tab.get(url)
    assert then.isoformat() in page.content.decode() and "Aujourd’hui" not in page.content.decode()
    tab.post(reverse(NEW), form)
    assert FollowUp.objects.get().happened_on == then


def test_drafts_expired_sent_or_on_a_file_no_longer_open_are_not_offered(amina, sud, karim):
    kept = DraftFactory(owner=amina, beneficiary=karim)
    sent = DraftFactory(owner=amina, beneficiary=None)
    FollowUpFactory(submission=sent.pk, author=amina, beneficiary=karim)
    DraftFactory(owner=amina, beneficiary=BeneficiaryFactory(team=sud))
    old = DraftFactory(owner=amina, beneficiary=None)
    Draft.objects.filter(pk=old.pk).update(updated_at=timezone.now() - dt.timedelta(days=8))
    assert list(Draft.objects.of(amina)) == [kept]
    assert list(Draft.objects.stale(timezone.now())) == [old]


def test_the_key_of_somebody_else_is_refused(amina, chloe):
    theirs = DraftFactory(owner=chloe, beneficiary=None)
    with pytest.raises(DomainError):
        Draft.objects.keep(owner=amina, key=theirs.pk, form="follow_up", person=None, payload={"summary": ["x"]})


def test_zero_characters_do_not_stop_an_autosave(tab, karim):
    assert tab.post(reverse(SAVE), typed(karim, summary="a\x00b 🙂 \u202eabc"), headers=JSON).status_code == 200
    assert Draft.objects.get().payload["summary"] == ["ab 🙂 \u202eabc"]
