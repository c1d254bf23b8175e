"""What is stored is what is seen; what names a person travels sealed."""

import unicodedata

import pytest
from django.core.paginator import Paginator
from hypothesis import given
from hypothesis import strategies as st

from core.fields import INVISIBLE, clean_line
from core.pagination import page_of
from core.sealed import seal, unseal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoé  ", "Zoé"),
        (unicodedata.normalize("NFD", "Zoé"), "Zoé"),
        ("Anne\u200bLaure", "Anne Laure"),
        ("\u202eevil", "evil"),
        ("a\r\nb", "a b"),
        ("d’Almeida", "d’Almeida"),
        ("محمد", "محمد"),
        ("\u00a0", ""),
    ],
)
def test_a_line_keeps_what_is_seen(typed, kept):
    assert clean_line(typed) == kept


@given(st.text())
def test_a_clean_line_is_clean_for_good(text):
    once = clean_line(text)
    assert clean_line(once) == once
    assert not INVISIBLE.search(once)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_sealed_text_comes_back_and_shows_nothing(text):
    token = seal(text)
    assert unseal(token) == text
    assert len(text) < 4 or text not in token


@pytest.mark.parametrize("token", ["", "x", "gAAAA", "é", "gAAAAABk" * 9])
def test_a_token_that_is_not_ours_gives_nothing(token):
    assert unseal(token) == ""


@pytest.mark.parametrize(
    ("asked", "given_"), [("0", 4), ("-1", 4), ("1000000000", 4), ("x", 1), (None, 1), ("2", 2), ("1e9", 1)]
)
def test_any_page_number_gives_a_page(asked, given_):
    page = page_of(range(100), asked, 25)
    assert isinstance(page.paginator, Paginator)
    assert page.number == given_
