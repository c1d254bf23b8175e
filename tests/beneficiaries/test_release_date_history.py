"""The expected release date: one door, a history that nobody rewrites, and who has not seen the last change."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from beneficiaries.models import Beneficiary, JusticeStatus, ReleaseDateRevision
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from reinsertion.demo.scene import own_dates
from tests.factories import AuditEntryFactory, BeneficiaryFactory, ReleaseDateRevisionFactory

pytestmark = pytest.mark.django_db
MARCH = dt.date(2090, 3, 14)


@pytest.fixture
def karim(nord, amina):
    """In custody, his date not noted yet."""
    return BeneficiaryFactory(team=nord, lead_worker=amina, justice_status=JusticeStatus.IN_CUSTODY)


def move(person, by, to, at=None, **more):
    """The door, as a view opens it."""
    at = at or timezone.now()
    facts = {"source": "greffe", "noted_on": timezone.localdate(at), "reason": "", **more}
    return Beneficiary.objects.get(pk=person.pk).move_release_date(to, by=by, at=at, **facts)


def opened(person, user, at):
    """A past opening of the file in the journal."""
    with own_dates(AuditEntry):
        AuditEntryFactory(actor=user, action=AuditAction.OPENED, person_id=person.pk, at=at)


def test_each_move_adds_a_line_and_keeps_the_file_in_step(karim, amina, chloe):
    first = move(karim, amina, MARCH)
    sooner = move(karim, chloe, MARCH - dt.timedelta(days=10), source="SPIP")
    none = move(karim, amina, None, reason="Remise en cause par l’appel")
    karim.refresh_from_db()
    assert (karim.expected_release_on, karim.release_date_source) == (None, "greffe")
    assert [line.value for line in karim.release_dates.history()] == [None, MARCH - dt.timedelta(days=10), MARCH]
    assert (first.is_move, sooner.days_moved, none.is_move) == (False, -10, True)
    assert AuditEntry.objects.filter(person_id=karim.pk, action=AuditAction.CHANGED).count() == 3


def test_the_same_facts_twice_are_one_line(karim, amina):
    assert move(karim, amina, MARCH) and move(karim, amina, MARCH) is None
    assert ReleaseDateRevision.objects.count() == 1


@pytest.mark.parametrize(
    ("to", "more", "words"),
    [
        (None, {}, "dites pourquoi"),
        (dt.date(1850, 1, 1), {}, "plausible"),
        (MARCH, {"noted_on": dt.date(2089, 1, 1)}, "à venir"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(karim, amina, to, more, words):
    with pytest.raises(DomainError, match=words):
        move(karim, amina, to, **more)
    assert not ReleaseDateRevision.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize("change", [{"value": MARCH}, {"source": "autre"}, {"by": None}])
def test_no_line_is_ever_rewritten(change):
    line = ReleaseDateRevisionFactory()
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        ReleaseDateRevision.objects.filter(pk=line.pk).update(**change)


def test_no_line_is_ever_removed():
    line = ReleaseDateRevisionFactory()
    with pytest.raises(InternalError), transaction.atomic():
        line.delete()


def test_a_line_without_a_date_says_why():
    with pytest.raises(IntegrityError, match="date_or_reason"), transaction.atomic():
        ReleaseDateRevisionFactory(value=None)


def test_a_new_file_with_a_date_begins_its_history(nord, amina):
    person = Beneficiary.objects.register(
        by=amina, at=timezone.now(), team=nord, last_name="Neuf", expected_release_on=MARCH
    )
    assert [(line.value, line.previous) for line in person.release_dates.all()] == [(MARCH, None)]


def news(person, user):
    """The last change that the user has not seen."""
    return ReleaseDateRevision.objects.visible_to(user).news_for(user, [person.pk], timezone.now()).get(person.pk)


def test_a_change_by_a_colleague_is_news_until_the_next_visit(karim, amina, chloe):
    now = timezone.now()
    move(karim, chloe, MARCH, at=now - dt.timedelta(days=2))
    assert not news(karim, amina), "she has never opened the file: nothing to compare with"
    opened(karim, amina, now - dt.timedelta(days=3))
    assert news(karim, amina).value == MARCH
    assert not news(karim, chloe), "her own change is no news to her"
    opened(karim, amina, now - dt.timedelta(minutes=5))
    assert news(karim, amina), "the visit that is going on still shows it"
    opened(karim, amina, now - dt.timedelta(hours=1))
    assert not news(karim, amina)


def test_the_history_is_a_wall_by_itself(karim, amina, bruno, chloe, helene, denis):
    move(karim, amina, MARCH)
    readers = {u for u in (amina, bruno, chloe, helene, denis) if ReleaseDateRevision.objects.visible_to(u).exists()}
    assert readers == {amina, chloe}
