"""An error of the database reaches the log without the row that caused it."""

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from core.logs import DiscreetFormatter
from referrals.models import Referral, Status
from tests.factories import ReferralFactory


@pytest.mark.django_db
def test_the_text_of_a_refused_row_is_not_logged():
    referral = ReferralFactory(message="Texte que nul journal ne doit montrer")
    try:
        with transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(status=Status.ACCEPTED)
    except IntegrityError as error:
        trace = (type(error), error, error.__traceback__)
        plain, line = (
            formatter.format(logging.LogRecord("django.request", logging.ERROR, "", 0, "x", (), trace))
            for formatter in (logging.Formatter(), DiscreetFormatter())
        )
        assert "Texte que nul" in plain, "the trap is real"
        assert "referral_reply_is_dated" in line or "referral_sent" in line
        assert "Texte que nul" not in line
    else:
        pytest.fail("the constraint let the row through")


def test_each_handler_is_discreet():
    assert settings.LOGGING["formatters"]["line"]["()"] == "core.logs.DiscreetFormatter"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
