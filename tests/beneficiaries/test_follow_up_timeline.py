"""An item of the timeline: what happened, three lines, the confidential note for its readers alone."""

import datetime as dt
from typing import Any

import pytest
from django.template.loader import render_to_string

from accounts.models import Team, User
from beneficiaries.models import Beneficiary, FollowUp, FollowUpMode, Topic
from beneficiaries.models.layer import opened
from casework.file.timeline import for_reader
from tests.factories import BeneficiaryFactory, ConfidentialNoteFactory, FollowUpFactory


@pytest.fixture
def karim(nord: Team, amina: User) -> Beneficiary:
    return BeneficiaryFactory(first_name="Karim", last_name="Benali", team=nord, lead_worker=amina)


def shown_to(user: User, person: Beneficiary) -> list[Any]:
    """The timeline of an open file, as its page reads it."""
    file = opened(Beneficiary.objects.content_visible_to, user, person.pk)
    return for_reader(file, FollowUp.objects.visible_in(file).for_timeline())


def item(follow_up: FollowUp, **given: object) -> str:
    """The partial as a page includes it."""
    return render_to_string("beneficiaries/follow_up_item.html", {"follow_up": follow_up, **given})


def test_an_item_says_how_about_what_when_and_by_whom(karim, amina):
    follow_up = FollowUpFactory(
        beneficiary=karim,
        author=amina,
        happened_on=dt.date(2020, 10, 14),
        happened_at=dt.time(9, 30),
        topics=[Topic.HOUSING, Topic.PAPERS],
    )
    html = item(follow_up)
    assert "Entretien – Hébergement, Papiers" in html
    assert "mercredi 14 octobre 2020" in html
    assert "9\u00a0h\u00a030" in html
    assert "Amina E." in html
    assert "Lire la suite" not in html


def test_a_long_summary_is_cut_after_three_lines_and_nothing_is_lost(karim):
    lines = [f"Ligne {number}" for number in range(1, 30)]
    follow_up = FollowUpFactory(beneficiary=karim, summary="\n".join(lines))
    head, rest = follow_up.summary_parts
    assert head == "\n".join(lines[:3])
    assert [*head.split("\n"), *rest.split("\n")] == lines
    assert "Lire la suite" in item(follow_up)


def test_one_endless_line_is_cut_between_two_words(karim):
    follow_up = FollowUpFactory(beneficiary=karim, summary="mot " * 500)
    head, rest = follow_up.summary_parts
    assert len(head) <= 260 and (head + " " + rest).split() == ["mot"] * 500


def test_an_absence_without_text_shows_its_reason(karim):
    html = item(
        FollowUpFactory(beneficiary=karim, mode=FollowUpMode.NO_SHOW, topics=[], summary="", absence_reason="Malade")
    )
    assert "Absence" in html and "Malade" in html and "Rien de noté" not in html


def test_a_page_of_follow_ups_brings_its_readable_notes_in_one_query(karim, amina, chloe, django_assert_num_queries):
    for _ in range(5):
        ConfidentialNoteFactory(follow_up=FollowUpFactory(beneficiary=karim, author=amina), readers=[chloe])
    assert len(shown_to(chloe, karim)) == 5
    with django_assert_num_queries(4):  # the file, its follow-ups, their notes, their documents
        rows = shown_to(chloe, karim)
        pages = [item(row, note=row.note_for_reader, may_edit=row.may_edit) for row in rows]
    assert all("Texte réservé." in page and "Amina\u00a0E., Chloe\u00a0E." in page for page in pages)
    assert all("Modifier" in page for page in pages), "the coordinator edits the follow-ups of the team"


def test_a_colleague_gets_the_follow_up_without_the_note_nor_the_edit_link(karim, amina, nord):
    colleague = karim.created_by
    colleague.teams.add(nord)
    ConfidentialNoteFactory(follow_up=FollowUpFactory(beneficiary=karim, author=amina))
    (row,) = shown_to(colleague, karim)
    assert row.note_for_reader is None and not row.may_edit
    (own,) = shown_to(amina, karim)
    assert own.note_for_reader.body == "Texte réservé." and own.may_edit


def test_each_topic_remembers_its_last_day(karim):
    FollowUpFactory(beneficiary=karim, topics=[Topic.HOUSING, Topic.PAPERS], happened_on=dt.date(2025, 1, 1))
    FollowUpFactory(beneficiary=karim, topics=[Topic.HOUSING], happened_on=dt.date(2025, 2, 1))
    FollowUpFactory(topics=[Topic.FAMILY], happened_on=dt.date(2025, 3, 1))
    assert karim.follow_ups.last_by_topic() == {"housing": dt.date(2025, 2, 1), "papers": dt.date(2025, 1, 1)}
