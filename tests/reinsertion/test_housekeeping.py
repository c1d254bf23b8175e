"""Housekeeping throws away what is out of date, and nothing else."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from beneficiaries.models import Draft
from tests.factories import DraftFactory

pytestmark = pytest.mark.django_db


def test_old_drafts_and_closed_sessions_go_the_others_stay(capsys):
    now = timezone.now()
    kept, old = DraftFactory(), DraftFactory()
    Draft.objects.filter(pk=old.pk).update(updated_at=now - timedelta(days=settings.DRAFT_LIFETIME_DAYS, minutes=1))
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="b" * 32, session_data="", expire_date=now + timedelta(hours=1))
    call_command("housekeeping")
    assert list(Draft.objects.all()) == [kept]
    assert [session.session_key for session in Session.objects.all()] == ["b" * 32]
    assert "sessions : 1, brouillons : 1" in capsys.readouterr().out
