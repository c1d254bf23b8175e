"""When a plan is to be reviewed, from the time left before the release: the whole rule on one screen."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

# A transfer or a return to custody: everything is looked at again within these days.
AFTER_A_MOVE = timedelta(days=10)
LAST_CHANCE = timedelta(days=7)
# Up to so many months before the release, reviewed between so many and so many months from now.
BANDS = ((6, 1, 3), (12, 2, 3), (60, 4, 6))
NOT_TRIED = (2, 3)
FAR_OR_UNKNOWN = (10, 12)


class Pause(Enum):
    """Why a review could not be held in time, and the days left once that has ended."""

    EXEMPTION = timedelta(days=5)  # the person was not available: court, hospital, temporary leave
    EXCLUSION = timedelta(days=10)  # the service could not hold it: closed, on strike, nobody to do it


@dataclass(frozen=True)
class ReviewWindow:
    """The days between which the review is to be held, both included."""

    first: date
    last: date

    def is_open(self, day: date) -> bool:
        """Whether the review may be held on that day and is not late."""
        return self.first <= day <= self.last

    def is_late(self, day: date) -> bool:
        """Whether the last day has passed."""
        return day > self.last

    def after(self, pause: Pause, *, began_on: date, ended_on: date) -> "ReviewWindow":
        """The window once a pause has ended: longer, unless the review was late before the pause began."""
        if self.is_late(began_on):
            return self
        return ReviewWindow(self.first, max(self.last, ended_on + pause.value))


def review_window(
    since: date,
    release_on: date | None,
    *,
    sentenced: bool = True,
    indeterminate: bool = False,
    moved_on: date | None = None,
) -> ReviewWindow | None:
    """When to review a plan agreed or reviewed on since; None when the release is so near that it replaces the review.

    sentenced is False on remand; indeterminate, a sentence without an end; moved_on, the day of a transfer or of a
    return to custody since then.
    """
    if moved_on and moved_on >= since:
        return ReviewWindow(moved_on, moved_on + AFTER_A_MOVE)
    if indeterminate:
        return between(since, *FAR_OR_UNKNOWN)
    if not sentenced:
        return between(since, *NOT_TRIED)
    if release_on is None:
        return between(since, *FAR_OR_UNKNOWN)
    near = add_months(since, 3)
    if release_on <= near:
        return None
    if release_on <= near + LAST_CHANCE:
        return ReviewWindow(add_months(since, 1), release_on - LAST_CHANCE)
    for months, first, last in BANDS:
        if release_on <= add_months(since, months):
            return between(since, first, last)
    return between(since, *FAR_OR_UNKNOWN)


def between(day: date, first: int, last: int) -> ReviewWindow:
    """From so many to so many months after the day."""
    return ReviewWindow(add_months(day, first), add_months(day, last))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
