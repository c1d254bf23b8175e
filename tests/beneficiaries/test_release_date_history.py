"""The expected release date: one door, a history that nobody rewrites, and who has not seen the last change."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, JusticeStatus, ReleaseDateRevision
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from reinsertion.demo.scene import own_dates
from tests.factories import AuditEntryFactory, BeneficiaryFactory, PrisonFactory, ReleaseDateRevisionFactory

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
    changes = AuditEntry.objects.filter(person_id=karim.pk, object_type="beneficiaries.beneficiary")
    assert changes.filter(action=AuditAction.CHANGED).count() == 3


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


def test_a_changed_date_is_said_in_the_list_on_the_day_and_on_the_file(karim, amina, chloe, client_of):
    now, client = timezone.now(), client_of(amina)
    soon = timezone.localdate() + dt.timedelta(days=6)
    move(karim, chloe, soon + dt.timedelta(days=9), at=now - dt.timedelta(days=9))
    opened(karim, amina, now - dt.timedelta(days=5))
    pages = [
        reverse("beneficiaries:list"),
        reverse("casework:home"),
        reverse("casework:release-board"),
        reverse("casework:person-file", args=[karim.pk]),
        reverse("casework:person-situation", args=[karim.pk]),
    ]
    words = "modifiée depuis votre dernière visite"
    assert [words in client.get(page).content.decode() for page in pages[:3]] == [False] * 3
    move(karim, chloe, soon, at=now - dt.timedelta(days=1))
    assert [words in client.get(page).content.decode() for page in pages] == [True] * 5
    assert words not in client_of(chloe).get(pages[0]).content.decode()


def test_somebody_out_is_no_release_to_come(karim, amina, client_of):
    soon = timezone.localdate() + dt.timedelta(days=6)
    Beneficiary.objects.filter(pk=karim.pk).update(justice_status="community", expected_release_on=soon)
    for page in ("casework:home", "casework:release-board"):
        assert karim.short_name not in client_of(amina).get(reverse(page)).content.decode()


def test_the_board_is_narrowed_to_one_establishment(karim, amina, client_of, nord):
    soon = timezone.localdate() + dt.timedelta(days=6)
    here = PrisonFactory(name="MA des Tilleuls")
    Beneficiary.objects.filter(pk=karim.pk).update(prison=here, expected_release_on=soon, first_name="Karim")
    BeneficiaryFactory(team=nord, expected_release_on=soon, first_name="Ailleurs")
    client, board = client_of(amina), reverse("casework:release-board")
    page = client.get(board, {"lieu": str(here.pk)}).content.decode()
    assert "Karim" in page and "Ailleurs" not in page
    assert client.get(board, {"lieu": "nulle part"}).status_code == 200
