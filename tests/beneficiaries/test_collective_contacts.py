"""A workshop: what is shared once, a part each, and no file that tells who else was there."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from beneficiaries.models import Beneficiary, CollectiveContact, Draft, FollowUp, FollowUpMode
from core.models import AuditEntry
from tests.beneficiaries.test_batch_entry import chosen, errors, morning
from tests.factories import BeneficiaryFactory, CollectiveContactFactory, NoContactLinkFactory

NEW, DRAFT = "beneficiaries:collective-new", "beneficiaries:collective-draft"


@pytest.fixture
def tab(client_of, amina):
    return client_of(amina)


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Karim", last_name="Benali")


@pytest.fixture
def sofia(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Sofia", last_name="Martin")


def workshop(*lines: dict[str, object], **shared: object) -> dict[str, object]:
    """A page filled with these lines."""
    head = {"title": "Atelier CV", "topics": ["employment"], "summary": "Chacun a fini son CV.", "mode": "", **shared}
    return morning(*lines, **head)


def test_each_person_has_their_part_and_the_shared_text_and_no_other_name(tab, karim, sofia):
    page = workshop(chosen(karim, note="A trouvé le modèle utile."), chosen(sofia, note="Partie tôt.", absent="on"))
    answer = tab.post(reverse(NEW), page, follow=True)
    assert answer.status_code == 200 and "Atelier CV" in answer.content.decode()
    contact = CollectiveContact.objects.get()
    parts = {row.beneficiary: (row.mode, row.topics, row.summary) for row in contact.parts.all()}
    assert parts[karim] == (FollowUpMode.GROUP, ["employment"], "A trouvé le modèle utile.")
    assert parts[sofia] == (FollowUpMode.NO_SHOW, [], "Partie tôt.")
    assert contact.people_count == 2 and AuditEntry.objects.filter(object_type="beneficiaries.followup").count() == 2
    html = tab.get(reverse("casework:person-timeline", args=[karim.pk])).content.decode()
    assert all(
        text in html for text in ("Atelier CV", "Chacun a fini son CV.", "A trouvé le modèle utile.", "2 personnes")
    )
    assert not any(text in html for text in ("Sofia", "Martin", "Partie tôt."))


def test_sent_twice_it_is_written_once_and_another_content_is_told(tab, karim, sofia):
    page = workshop(chosen(karim), chosen(sofia))
    first, second = tab.post(reverse(NEW), page), tab.post(reverse(NEW), page)
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert (CollectiveContact.objects.count(), FollowUp.objects.count()) == (1, 2)
    assert "déjà enregistrée" in errors(tab.post(reverse(NEW), {**page, "summary": "Autre chose"}))
    assert CollectiveContact.objects.get().summary == "Chacun a fini son CV."


def test_the_shared_text_names_nobody_unless_the_word_is_no_name(tab, karim, sofia):
    page = workshop(chosen(karim), chosen(sofia), summary="Sofia a aidé les autres.")
    assert "Sofia" in errors(tab.post(reverse(NEW), page)) and not FollowUp.objects.exists()
    assert tab.post(reverse(NEW), {**page, "names_checked": "on"}).status_code == 302


def test_people_who_must_not_meet_are_not_written_together_and_nothing_says_why(client_of, chloe, karim, sofia):
    first, second = sorted((karim, sofia), key=lambda person: person.pk)
    NoContactLinkFactory(first=first, second=second)
    answer = client_of(chloe).post(reverse(NEW), workshop(chosen(karim), chosen(sofia)))
    assert "notez-les séparément" in errors(answer) and "contact" not in errors(answer)
    assert not FollowUp.objects.exists() and not CollectiveContact.objects.exists()


@pytest.mark.parametrize(
    ("shared", "words"),
    [({"title": ""}, "Intitulé"), ({"topics": []}, "au moins un sujet"), ({"when": ""}, "Indiquez le jour")],
)
def test_what_is_missing_is_asked_and_everything_stays_typed(tab, karim, sofia, shared, words):
    answer = tab.post(reverse(NEW), workshop(chosen(karim, note="Texte gardé"), chosen(sofia), **shared))
    assert words in errors(answer) and "Texte gardé" in answer.content.decode() and not FollowUp.objects.exists()


def test_one_person_is_no_meeting(tab, karim):
    assert "deux personnes" in errors(tab.post(reverse(NEW), workshop(chosen(karim))))
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectiveContactFactory(people_count=1)


def test_the_draft_comes_back_and_ends_with_the_saving(tab, karim, sofia):
    page = workshop(chosen(karim), chosen(sofia))
    url = tab.post(reverse(DRAFT), page, headers={"accept": "application/json"}).json()["url"]
    back = tab.get(url).context["batch"]
    assert (back.shared["title"].value(), back.lines[1]["note"].value()) == ("Atelier CV", "Vu ce matin.")
    tab.post(reverse(NEW), page)
    assert not Draft.objects.exists()


def test_the_page_saved_is_its_authors_alone(client_of, chloe, tab, karim, sofia):
    url = tab.post(reverse(NEW), workshop(chosen(karim), chosen(sofia))).url
    assert tab.get(url).status_code == 200 and client_of(chloe).get(url).status_code == 404


def test_a_submission_of_somebody_else_is_no_way_in(tab, karim, sofia, chloe):
    theirs = CollectiveContactFactory(author=chloe, submission=uuid.uuid4())
    page = workshop(chosen(karim), chosen(sofia), submission=str(theirs.submission))
    assert "plus valable" in errors(tab.post(reverse(NEW), page))
