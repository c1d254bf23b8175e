"""Stays in prison and measures: what the database refuses, what the verbs refuse in words, the file kept in step."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from beneficiaries.models import (
    Beneficiary,
    CustodyEpisode,
    ExitKind,
    JusticeMeasure,
    JusticeStatus,
    MeasureEnd,
    MeasureKind,
    Obligation,
    ObligationKind,
    ObligationState,
)
from beneficiaries.models.checkpoint import due_after
from beneficiaries.terms import follow_terms
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction, AuditEntry
from core.partial_dates import PartialDate, parse_partial_date
from tests.factories import (
    BeneficiaryFactory,
    CustodyEpisodeFactory,
    JusticeMeasureFactory,
    ObligationFactory,
    PrisonFactory,
    ProbationServiceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEXT_YEAR = TODAY + dt.timedelta(days=365)


def day(offset):
    """A whole day so many days from today."""
    found = TODAY + dt.timedelta(days=offset)
    return PartialDate(found, found)


def partial(text):
    """A date as typed."""
    return parse_partial_date(text, TODAY)


@pytest.fixture
def karim(nord, amina):
    """A file without anything noted of the situation."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


def held(person, by, entered=None, **facts):
    """Note a stay."""
    facts = {"prison": None, "review_on": NEXT_YEAR, **facts}
    return CustodyEpisode.objects.register(person, by=by, at=timezone.now(), entered=entered, **facts)


def ordered(person, by, kind=MeasureKind.PAROLE, **facts):
    """Note a measure."""
    return JusticeMeasure.objects.register(
        person, by=by, at=timezone.now(), **{"kind": kind, "review_on": NEXT_YEAR, **facts}
    )


def situation(person):
    """The columns that lists show."""
    return Beneficiary.objects.values_list("justice_status", "prison_id").get(pk=person.pk)


def test_the_file_follows_each_act(karim, amina):
    first, second = PrisonFactory(), PrisonFactory()
    stay = held(karim, amina, day(-200), prison=first)
    assert situation(karim) == (JusticeStatus.IN_CUSTODY, first.pk)
    after = stay.transfer(second, on=TODAY - dt.timedelta(days=30), by=amina, at=timezone.now())
    assert situation(karim) == (JusticeStatus.IN_CUSTODY, second.pk)
    evenings = ordered(karim, amina, MeasureKind.DAY_RELEASE, starts_on=TODAY)
    assert situation(karim) == (JusticeStatus.DAY_RELEASE, second.pk)
    after.end(day(0), kind=ExitKind.PAROLE, by=amina, at=timezone.now())
    evenings.end(TODAY, kind=MeasureEnd.REPLACED, by=amina, at=timezone.now())
    assert situation(karim) == (JusticeStatus.RELEASED, None)
    ordered(karim, amina, starts_on=TODAY)
    assert situation(karim) == (JusticeStatus.COMMUNITY, None)
    stay.refresh_from_db()
    assert (stay.exit_kind, stay.exited_on) == (ExitKind.TRANSFER, TODAY - dt.timedelta(days=30))
    created = AuditEntry.objects.filter(person_id=karim.pk, action=AuditAction.CREATED)
    assert (
        created.filter(object_type__in=[CustodyEpisode._meta.label_lower, JusticeMeasure._meta.label_lower]).count()
        == 4
    )


def test_a_measure_alone_that_ends_leaves_no_measure(karim, amina):
    measure = ordered(karim, amina, MeasureKind.COMMUNITY_SERVICE)
    assert situation(karim)[0] == JusticeStatus.COMMUNITY
    measure.end(TODAY, kind=MeasureEnd.COMPLETED, by=amina, at=timezone.now())
    assert situation(karim)[0] == JusticeStatus.NO_MEASURE
    measure.refresh_from_db()
    measure.remove(by=amina, at=timezone.now())
    assert situation(karim)[0] == JusticeStatus.UNKNOWN and not JusticeMeasure.objects.exists()
    assert AuditEntry.objects.filter(action=AuditAction.DELETED, person_id=karim.pk).count() == 1


@pytest.mark.parametrize(
    ("status", "stays", "kinds"),
    [
        ("in_custody", 1, []),
        ("day_release", 1, [MeasureKind.DAY_RELEASE]),
        ("community", 0, [MeasureKind.UNSPECIFIED]),
        ("released", 0, []),
    ],
)
def test_a_new_file_begins_with_its_records(nord, amina, status, stays, kinds):
    person = Beneficiary.objects.register(
        by=amina, at=timezone.now(), team=nord, last_name="Neuf", justice_status=status
    )
    assert person.custody_episodes.open().count() == stays
    assert list(person.measures.values_list("kind", flat=True)) == kinds


def test_coming_out_makes_the_expected_date_the_real_one(karim, amina):
    stay = held(karim, amina, day(-50))
    karim.move_release_date(NEXT_YEAR, source="greffe", noted_on=TODAY, by=amina, at=timezone.now())
    stay.end(day(-1), kind=ExitKind.SUPERVISED_EARLY_RELEASE, by=amina, at=timezone.now())
    karim.refresh_from_db()
    assert karim.expected_release_on == TODAY - dt.timedelta(days=1)
    held(karim, amina, day(0))
    karim.refresh_from_db()
    assert karim.expected_release_on is None, "the date of another stay"
    assert karim.release_dates.count() == 3


def test_a_measure_begins_and_ends_by_its_dates(karim, amina):
    ordered(karim, amina, starts_on=TODAY + dt.timedelta(days=10), ends_on=TODAY + dt.timedelta(days=100))
    assert situation(karim) == (JusticeStatus.NO_MEASURE, None)
    for days, changed, status in [
        (9, 0, JusticeStatus.NO_MEASURE),
        (10, 1, JusticeStatus.COMMUNITY),
        (100, 0, JusticeStatus.COMMUNITY),
        (101, 1, JusticeStatus.NO_MEASURE),
        (102, 0, JusticeStatus.NO_MEASURE),
    ]:
        assert follow_terms(timezone.now() + dt.timedelta(days=days)) == changed
        assert situation(karim) == (status, None)
    entry = AuditEntry.objects.filter(object_id=str(karim.pk)).latest("at")
    assert (entry.actor, entry.fields) == (amina, ["justice_status"])


def test_another_day_of_release_moves_the_news_not_yet_given(karim, amina):
    stay = held(karim, amina, entered=day(-400))
    stay.end(day(-40), kind=ExitKind.END_OF_SENTENCE, by=amina, at=timezone.now())
    release = karim.releases.get()
    first = release.checkpoints.get(milestone="first_night")
    first.record(by=amina, at=timezone.now(), housed="yes", source="person")
    stay.refresh_from_db()
    stay.amend(by=amina, at=timezone.now(), entered=day(-400), exited=day(-10))
    release.refresh_from_db()
    assert release.happened_on == TODAY - dt.timedelta(days=10)
    later = release.checkpoints.pending()
    assert {row.due_on for row in later} == {due_after(row.milestone, release.happened_on) for row in later}
    assert release.checkpoints.get(pk=first.pk).due_on == first.due_on


def test_the_same_facts_sent_twice_are_one_record(karim, amina):
    assert held(karim, amina, day(-9)) == held(karim, amina, day(-9))
    assert ordered(karim, amina) == ordered(karim, amina)
    measure = JusticeMeasure.objects.get()
    lines = [Obligation.objects.register(measure, by=amina, kind=ObligationKind.CARE) for _ in range(2)]
    assert lines[0] == lines[1]


@pytest.mark.parametrize(
    ("entered", "exited", "words"),
    [
        ("2020", "2019", "vient avant l’entrée"),
        ("14/03/2020", "13/03/2020", "vient avant l’entrée"),
        ("mars 2021", "juin 2023", "recouvrent un autre séjour"),
        ("01/06/2022", "02/06/2022", "recouvrent un autre séjour"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(karim, amina, entered, exited, words):
    held(karim, amina, partial("10/01/2022"), exited=partial("12/12/2022"), exit_kind="end_of_sentence")
    with pytest.raises(DomainError, match=words):
        held(karim, amina, partial(entered), exited=partial(exited), exit_kind=ExitKind.OTHER)
    assert CustodyEpisode.objects.count() == 1


@pytest.mark.parametrize(
    ("entered", "exited"), [("2022", "2023"), ("12/12/2022", "2023"), (None, None), ("2021", "2022")]
)
def test_dates_known_in_part_are_believed(karim, amina, entered, exited):
    held(karim, amina, partial("10/01/2022"), exited=partial("12/12/2022"), exit_kind="end_of_sentence")
    held(karim, amina, entered and partial(entered), exited=exited and partial(exited), exit_kind=ExitKind.UNKNOWN)
    assert CustodyEpisode.objects.count() == 2


def test_nobody_is_in_two_prisons(karim, amina):
    stay = held(karim, amina, day(-9), prison=PrisonFactory(name="MA des Tilleuls"))
    with pytest.raises(DomainError, match="MA des Tilleuls"):
        held(karim, amina, day(-5))
    with pytest.raises(DomainError, match="déjà dans cet établissement"):
        stay.transfer(stay.prison, on=TODAY, by=amina, at=timezone.now())
    with pytest.raises(DomainError, match="vient avant l’entrée"):
        stay.end(day(-20), kind=ExitKind.OTHER, by=amina, at=timezone.now())
    stay.end(day(-1), kind=ExitKind.PAROLE, by=amina, at=timezone.now())
    with pytest.raises(DomainError, match="déjà terminé"):
        stay.end(day(0), kind=ExitKind.OTHER, by=amina, at=timezone.now())


def test_a_release_before_the_entry_is_refused(karim, amina):
    held(karim, amina, day(-9))
    with pytest.raises(DomainError, match="vient avant l’entrée"):
        karim.move_release_date(TODAY - dt.timedelta(days=10), source="", noted_on=TODAY, by=amina, at=timezone.now())


def test_a_measure_ends_after_it_begins(karim, amina):
    with pytest.raises(DomainError, match="vient avant le début"):
        ordered(karim, amina, starts_on=TODAY, ends_on=TODAY - dt.timedelta(days=1))
    measure = ordered(karim, amina, starts_on=TODAY - dt.timedelta(days=5))
    with pytest.raises(DomainError, match="à venir"):
        measure.end(NEXT_YEAR, kind=MeasureEnd.COMPLETED, by=amina, at=timezone.now())


EARLY = TODAY - dt.timedelta(days=400)
STAY = {
    "custodyepisode_status_known": {"status": "x"},
    "custodyepisode_exit_kind_known": {"exit_kind": "x"},
    "custodyepisode_kept_at_with_kept_by": {
        "kept_until": TODAY, "kept_reason": "x", "kept_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    },
    "custodyepisode_kept_with_reason": {"kept_until": TODAY},
    "custodyepisode_entry_in_order": {"entered_latest": EARLY},
    "custodyepisode_exit_in_order": {"exited_on": TODAY, "exited_latest": TODAY},
    "custodyepisode_entry_before_exit": {"exited_on": EARLY, "exited_latest": EARLY, "exit_kind": "other"},
    "custodyepisode_one_at_a_time": None,
    "custodyepisode_no_overlap": None,
}  # fmt: skip
MEASURE = {
    "justicemeasure_kind_known": {"kind": "x"},
    "justicemeasure_end_kind_known": {"end_kind": "x", "ended_on": TODAY},
    "justicemeasure_kept_at_with_kept_by": STAY["custodyepisode_kept_at_with_kept_by"],
    "justicemeasure_kept_with_reason": {"kept_until": TODAY},
    "justicemeasure_starts_on_before_ends_on": {"ends_on": EARLY},
    "justicemeasure_starts_on_before_ended_on": {"ended_on": EARLY, "end_kind": "other"},
    "justicemeasure_end_is_dated": {"ended_on": TODAY},
}
LINE = {"obligation_kind_known": {"kind": "x"}, "obligation_state_known": {"state": "x"}}


@pytest.mark.parametrize("name", [c.name for c in CustodyEpisode._meta.constraints])
def test_the_database_refuses_a_stay(name):
    stay, values = CustodyEpisodeFactory(), STAY[name]
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        if name == "custodyepisode_one_at_a_time":
            CustodyEpisodeFactory(beneficiary=stay.beneficiary, entered_on=None)
        elif values is None:
            ended = {"exit_kind": "other", "exited_on": TODAY}
            CustodyEpisodeFactory(beneficiary=stay.beneficiary, **ended)
        else:
            CustodyEpisode.objects.filter(pk=stay.pk).update(**values)


@pytest.mark.parametrize(
    ("make", "name", "values"),
    [(JusticeMeasureFactory, *item) for item in MEASURE.items()]
    + [(ObligationFactory, *item) for item in LINE.items()],
)
def test_the_database_refuses_a_measure(make, name, values):
    record = make()
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def test_each_constraint_of_a_measure_and_of_an_obligation_is_tried():
    assert {c.name for c in JusticeMeasure._meta.constraints} == set(MEASURE)
    assert {c.name for c in Obligation._meta.constraints} == set(LINE)


def test_the_layer_is_a_wall_by_itself(karim, amina, bruno, chloe, denis, helene, nord):
    line = ObligationFactory(measure__beneficiary=karim)
    CustodyEpisodeFactory(beneficiary=karim)
    colleague = UserFactory(teams=[nord], roles=[Role.CASEWORKER])
    everybody = {"amina": amina, "bruno": bruno, "chloe": chloe, "denis": denis, "helene": helene, "paul": colleague}
    for model in (CustodyEpisode, JusticeMeasure, Obligation):
        readers = {name for name, user in everybody.items() if model.objects.visible_to(user).exists()}
        assert readers == {"amina", "chloe", "paul"}, model
    assert line.measure.beneficiary == karim


def test_what_ended_leaves_the_view_after_ninety_days_unless_somebody_says_why(karim, amina):
    old, late = TODAY - dt.timedelta(days=91), TODAY - dt.timedelta(days=90)
    gone = JusticeMeasureFactory(beneficiary=karim, starts_on=EARLY, ends_on=old, ended_on=old, end_kind="completed")
    lately = JusticeMeasureFactory(beneficiary=karim, starts_on=EARLY, ended_on=late, end_kind="lifted")
    forgotten = JusticeMeasureFactory(beneficiary=karim, starts_on=EARLY, ends_on=old)
    assert list(JusticeMeasure.objects.in_view(TODAY)) == [lately]
    with pytest.raises(DomainError, match="raison"):
        gone.extend(until=NEXT_YEAR, reason="utile", by=amina, at=timezone.now())
    with pytest.raises(DomainError, match="un an au plus"):
        gone.extend(until=TODAY, reason="La demande d’effacement est en cours", by=amina, at=timezone.now())
    gone.extend(until=NEXT_YEAR, reason="La demande de réhabilitation est en cours", by=amina, at=timezone.now())
    assert {gone, lately} == set(JusticeMeasure.objects.in_view(TODAY)) and forgotten.pk
    moved = CustodyEpisodeFactory(beneficiary=karim, entered_on=EARLY, exited_on=old, exit_kind="transfer")
    assert not CustodyEpisode.objects.in_view(TODAY).exists()
    CustodyEpisodeFactory(beneficiary=karim, entered_on=old)
    assert moved in CustodyEpisode.objects.in_view(TODAY), "it belongs to the stay that goes on"


def test_an_obligation_moves_along_its_table(amina):
    line = ObligationFactory()
    line.move_to(ObligationState.MET, by=amina)
    line.move_to(ObligationState.MET, by=amina)
    assert AuditEntry.objects.filter(fields=["state"]).count() == 1
    with pytest.raises(TransitionNotAllowed):
        line.move_to(ObligationState.LIFTED, by=amina)
    assert line.next_states == [ObligationState.ONGOING]


@pytest.mark.django_db(transaction=True)
def test_two_entries_at_the_same_instant_leave_one(nord):
    amina = UserFactory(teams=[nord])
    person = BeneficiaryFactory(team=nord)
    barrier, refused = threading.Barrier(2), []

    def enter(offset):
        barrier.wait()
        try:
            held(Beneficiary.objects.get(pk=person.pk), amina, day(offset))
        except DomainError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[offset]) for offset in (-9, -8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert CustodyEpisode.objects.count() == 1 and len(refused) == 1
    assert ProbationServiceFactory().pk
