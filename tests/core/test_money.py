"""Amounts as French people type and read them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.money import EuroField, euros

TYPED = {
    "1 234,50": "1234.50",
    "1\u202f234,5 €": "1234.50",
    "1.234,50": "1234.50",
    "12": "12",
    " 0,05 euro": "0.05",
    "1234.5": "1234.5",
}


def test_an_amount_is_read_however_it_is_typed():
    assert {text: EuroField().clean(text) for text in TYPED} == {t: Decimal(v) for t, v in TYPED.items()}


@pytest.mark.parametrize("text", ["", " ", "0", "-3", "1.234", "douze", "1,2,3", "1e9", "9" * 40, "\x00", "12,345"])
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(ValidationError):
        EuroField().clean(text)


def test_an_amount_is_shown_with_blanks_that_do_not_break():
    assert euros(Decimal("1234567.5")) == "1\u00a0234\u00a0567,50\u00a0€"
    assert EuroField().prepare_value(Decimal("1234.5")) == "1234,50"
