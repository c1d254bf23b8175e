"""Preparing a release: the list follows the date, and a date that moves says what it makes impossible."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beneficiaries.models import (
    Answer,
    Beneficiary,
    ExitReason,
    ImpactReason,
    JusticeStatus,
    Milestone,
    OutcomeCheckpoint,
    Readiness,
    ReadinessItem,
    ReadinessItemKind,
    Release,
    ReleaseImpact,
)
from beneficiaries.models.checkpoint import due_after
from beneficiaries.models.custody_episode import ExitKind
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from core.partial_dates import PartialDate
from tests.factories import (
    AppointmentFactory,
    BeneficiaryFactory,
    CustodyEpisodeFactory,
    OutcomeCheckpointFactory,
    PrisonFactory,
    ReadinessItemFactory,
    ReadinessItemKindFactory,
    ReleaseFactory,
    ReleaseImpactFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds():
    """A short list: a roof and papers for everybody, the child’s return on demand."""
    ReadinessItemKind.objects.update(is_active=False)
    return [
        ReadinessItemKindFactory(label="Un toit", theme="roof", days_before=14, lead_days=2, position=1),
        ReadinessItemKindFactory(label="Des papiers", theme="papers", days_before=45, lead_days=21, position=2),
        ReadinessItemKindFactory(label="Le retour de l’enfant", concerns="on_demand", position=3),
    ]


@pytest.fixture
def held(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, justice_status=JusticeStatus.IN_CUSTODY)


def move(person, to, by, source="greffe"):
    """The date known from now on."""
    fresh = Beneficiary.objects.get(pk=person.pk)
    fresh.move_release_date(to, source=source, noted_on=None, by=by, at=timezone.now(), reason="" if to else "Inconnue")
    return fresh


def become(person, status, by):
    """The situation known from now on."""
    fresh = Beneficiary.objects.get(pk=person.pk)
    fresh.justice_status = status
    fresh.amend(by=by, fields=["justice_status"])
    return fresh


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def test_the_list_comes_with_the_date_and_once(held, amina):
    move(held, in_days(60), amina)
    move(held, in_days(50), amina)
    release = Release.objects.get()
    items = list(ReadinessItem.objects.for_list())
    assert [item.kind.label for item in items] == ["Un toit", "Des papiers"]
    assert [item.due_on for item in items] == [in_days(36), in_days(5)]
    assert {item.state for item in items} == {Readiness.UNKNOWN}
    made = AuditEntry.objects.filter(object_id=release.pk).order_by("pk").values_list("action", "fields")
    assert list(made) == [(AuditAction.CREATED, []), (AuditAction.CHANGED, ["expected_on"])]


def test_without_a_date_nothing_is_listed(held, amina):
    Release.objects.prepare(held, by=amina, at=timezone.now(), today=timezone.localdate())
    assert not Release.objects.exists()


def test_a_date_brought_forward_says_what_became_impossible(held, amina):
    move(held, in_days(60), amina)
    roof = ReadinessItem.objects.get(kind__label="Un toit")
    roof.mark(Readiness.READY, by=amina, at=timezone.now())
    inside = AppointmentFactory(beneficiary=held, worker=amina, starts_at=timezone.now() + timedelta(days=20))
    AppointmentFactory(beneficiary=held, worker=amina, starts_at=timezone.now() + timedelta(days=70))
    move(held, in_days(10), amina)
    found = ReleaseImpact.objects.visible_to(amina).for_list()
    assert [(row.reason, row.thing_on) for row in found] == [
        (ImpactReason.TOO_SHORT, in_days(-35)),
        (ImpactReason.OUT_BY_THEN, in_days(20)),
    ]
    assert found[1].appointment == inside and not found[1].is_settled
    inside.starts_at += timedelta(days=30)
    inside.save()
    assert ReleaseImpact.objects.get(pk=found[1].pk).is_settled


def test_a_date_put_back_says_which_meetings_come_too_early(held, amina):
    move(held, in_days(10), amina)
    AppointmentFactory(beneficiary=held, worker=amina, starts_at=timezone.now() + timedelta(days=12))
    move(held, in_days(40), amina)
    assert [row.reason for row in ReleaseImpact.objects.all()] == [ImpactReason.STILL_HELD]


def test_what_was_already_too_late_is_not_blamed_on_the_change(held, amina):
    move(held, in_days(12), amina)
    move(held, in_days(11), amina)
    assert not ReleaseImpact.objects.exists()


def test_a_state_is_noted_with_its_history_and_taken_back(held, amina):
    move(held, in_days(60), amina)
    item = ReadinessItem.objects.first()
    assert item.mark(Readiness.READY, by=amina, at=timezone.now()) == Readiness.UNKNOWN
    assert item.mark(Readiness.UNKNOWN, by=amina, at=timezone.now()) == Readiness.READY
    assert item.mark(Readiness.UNKNOWN, by=amina, at=timezone.now()) == Readiness.UNKNOWN
    assert list(item.changes.order_by("pk").values_list("from_state", "to_state")) == [("", "ready"), ("ready", "")]


def test_news_are_planned_from_the_day_out(held, amina):
    move(held, in_days(0), amina)
    become(held, JusticeStatus.RELEASED, amina)
    become(held, JusticeStatus.RELEASED, amina)
    planned = dict(OutcomeCheckpoint.objects.values_list("milestone", "due_on"))
    assert len(planned) == 6
    assert planned["first_night"] == in_days(1) and planned["six_weeks"] == in_days(42)
    assert Release.objects.get().happened_on == in_days(0)


def test_someone_freed_without_warning_is_asked_about_too(held, amina):
    become(held, JusticeStatus.RELEASED, amina)
    assert OutcomeCheckpoint.objects.count() == 6


@pytest.mark.parametrize(
    ("day", "milestone", "due"),
    [
        (date(2025, 11, 30), Milestone.THREE_MONTHS, date(2026, 2, 28)),
        (date(2023, 11, 30), Milestone.THREE_MONTHS, date(2024, 2, 29)),
        (date(2025, 8, 31), Milestone.SIX_MONTHS, date(2026, 2, 28)),
        (date(2024, 2, 29), Milestone.TWELVE_MONTHS, date(2025, 2, 28)),
        (date(2025, 12, 15), Milestone.TWENTY_FOUR_MONTHS, date(2027, 12, 15)),
    ],
)
def test_months_are_those_of_the_calendar(day, milestone, due):
    assert due_after(milestone, day) == due


def test_unknown_is_kept_as_unknown_and_only_the_latest_news_are_asked(held, amina):
    day = in_days(-50)
    release = ReleaseFactory(beneficiary=held, happened_on=day)
    release.checkpoints.plan(release)
    due = OutcomeCheckpoint.objects.visible_to(amina).due(timezone.localdate()).get()
    assert due.milestone == Milestone.SIX_WEEKS
    due.record(by=amina, at=timezone.now(), source="person", housed=Answer.YES)
    due.refresh_from_db()
    assert (due.housed, due.earning, due.recorded_by) == (Answer.YES, Answer.UNKNOWN, amina)
    assert not OutcomeCheckpoint.objects.due(timezone.localdate()).exists()


def test_back_in_custody_no_more_news_are_asked_and_the_next_release_is_prepared(held, amina):
    become(held, JusticeStatus.RELEASED, amina)
    become(held, JusticeStatus.IN_CUSTODY, amina)
    assert {row.closed_reason for row in OutcomeCheckpoint.objects.all()} == {ExitReason.CUSTODY}
    with pytest.raises(DomainError, match="plus attendues"):
        OutcomeCheckpoint.objects.first().record(by=amina, at=timezone.now(), source="", housed=Answer.YES)
    become(held, JusticeStatus.RELEASED, amina)
    assert OutcomeCheckpoint.objects.pending().count() == 6


def test_after_a_death_no_more_news_are_asked(held, amina):
    freed = become(held, JusticeStatus.RELEASED, amina)
    freed.close(by=amina, at=timezone.now(), reason=ExitReason.DECEASED, on=timezone.localdate())
    assert {row.closed_reason for row in OutcomeCheckpoint.objects.all()} == {ExitReason.DECEASED}


@pytest.mark.parametrize(
    ("make", "change", "name"),
    [
        (ReadinessItemFactory, {"state": "perhaps"}, "readinessitem_state_known"),
        (
            ReadinessItemFactory,
            {"state_at": datetime(2025, 1, 1, tzinfo=UTC)},
            "state_at_with",
        ),
        (ReleaseFactory, {"happened_on": date(2025, 1, 1)}, "release_happened_is_noted"),
        (ReleaseImpactFactory, {"item": None}, "releaseimpact_one_thing"),
        (OutcomeCheckpointFactory, {"housed": ""}, "outcomecheckpoint_housed_known"),
        (ReadinessItemKindFactory, {"lead_days": 4000}, "readinessitemkind_delays_plausible"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(make, change, name):
    row = make()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)


def test_one_release_to_come_and_one_item_of_a_kind(held):
    release = ReleaseFactory(beneficiary=held)
    item = ReadinessItemFactory(release=release)
    for again in (
        lambda: ReleaseFactory(beneficiary=held),
        lambda: ReadinessItemFactory(release=release, kind=item.kind),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()
    release.items.register(release, item.kind, by=release.created_by)
    assert release.items.count() == 1


def test_news_are_either_noted_or_given_up(amina):
    row = OutcomeCheckpointFactory()
    at = timezone.now()
    with pytest.raises(IntegrityError, match="recorded_or_closed"), transaction.atomic():
        OutcomeCheckpoint.objects.filter(pk=row.pk).update(
            recorded_at=at, recorded_by=amina, closed_at=at, closed_by=amina
        )


def test_a_transfer_is_no_release_and_an_exit_gives_the_day_out(held, amina):
    move(held, in_days(10), amina)
    now = timezone.now()
    stay = CustodyEpisodeFactory(beneficiary=held, prison=PrisonFactory(), entered_on=None)
    following = stay.transfer(PrisonFactory(), on=in_days(-3), by=amina, at=now)
    assert Release.objects.get().happened_on is None and not OutcomeCheckpoint.objects.exists()
    following.end(PartialDate(in_days(-1), in_days(-1)), kind=ExitKind.END_OF_SENTENCE, by=amina, at=now)
    assert Release.objects.get().happened_on == in_days(-1)
    assert OutcomeCheckpoint.objects.earliest("due_on").due_on == in_days(0)
