"""Review rhythm from the time left to serve: one test a line of the rule, at its edges."""

from datetime import date, timedelta

import pytest

from beneficiaries.review_rhythm import Pause, ReviewWindow, add_months, review_window

SINCE = date(2025, 1, 31)
DAY = timedelta(days=1)


def months(first: int, last: int) -> ReviewWindow:
    return ReviewWindow(add_months(SINCE, first), add_months(SINCE, last))


@pytest.mark.parametrize(
    ("release_on", "expected"),
    [
        (SINCE - DAY, None),
        (add_months(SINCE, 3), None),
        (add_months(SINCE, 3) + DAY, ReviewWindow(date(2025, 2, 28), add_months(SINCE, 3) - 6 * DAY)),
        (add_months(SINCE, 3) + 7 * DAY, ReviewWindow(date(2025, 2, 28), add_months(SINCE, 3))),
        (add_months(SINCE, 3) + 8 * DAY, months(1, 3)),
        (add_months(SINCE, 6), months(1, 3)),
        (add_months(SINCE, 6) + DAY, months(2, 3)),
        (add_months(SINCE, 12), months(2, 3)),
        (add_months(SINCE, 12) + DAY, months(4, 6)),
        (add_months(SINCE, 60), months(4, 6)),
        (add_months(SINCE, 60) + DAY, months(10, 12)),
        (None, months(10, 12)),
    ],
)
def test_the_time_left_gives_the_rhythm(release_on, expected):
    assert review_window(SINCE, release_on) == expected


@pytest.mark.parametrize("release_on", [None, SINCE + 20 * DAY, add_months(SINCE, 40)])
def test_somebody_not_tried_is_seen_every_two_to_three_months(release_on):
    assert review_window(SINCE, release_on, sentenced=False) == months(2, 3)


def test_a_sentence_without_end_is_reviewed_once_a_year():
    assert review_window(SINCE, None, indeterminate=True) == months(10, 12)


def test_a_transfer_or_a_return_is_reviewed_within_ten_days():
    moved = SINCE + 40 * DAY
    assert review_window(SINCE, add_months(SINCE, 2), moved_on=moved) == ReviewWindow(moved, moved + 10 * DAY)
    assert review_window(SINCE, add_months(SINCE, 20), moved_on=SINCE - DAY) == months(4, 6), "reviewed since"


WINDOW = ReviewWindow(date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(("pause", "days"), [(Pause.EXEMPTION, 5), (Pause.EXCLUSION, 10)])
def test_a_pause_leaves_some_days_after_it_and_never_shortens(pause, days):
    late_end = WINDOW.after(pause, began_on=date(2025, 3, 20), ended_on=date(2025, 4, 2))
    assert late_end.last == date(2025, 4, 2) + days * DAY and late_end.first == WINDOW.first
    assert WINDOW.after(pause, began_on=date(2025, 3, 2), ended_on=date(2025, 3, 4)) == WINDOW


def test_a_late_review_is_never_hidden_by_a_pause():
    paused = WINDOW.after(Pause.EXCLUSION, began_on=date(2025, 4, 1), ended_on=date(2025, 5, 1))
    assert paused == WINDOW and paused.is_late(date(2025, 4, 2))


def test_a_window_knows_its_edges():
    assert [WINDOW.is_open(day) for day in (WINDOW.first - DAY, WINDOW.first, WINDOW.last, WINDOW.last + DAY)] == [
        False,
        True,
        True,
        False,
    ]
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29) and add_months(date(2024, 12, 15), 1).year == 2025
