"""The release of one person: what is prepared, what a change of date cost, what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from accounts.models import User
from beneficiaries.models import Opened, OutcomeCheckpoint, ReadinessItem, Release, ReleaseImpact


@dataclass(frozen=True)
class Change:
    """One change of the release date, with what it made impossible."""

    previous_on: date
    release_on: date
    at: datetime
    by: User
    impacts: list[ReleaseImpact]


@dataclass(frozen=True)
class ReleasePage:
    """What the tab shows, as far as the reader may read."""

    coming: Release | None
    items: list[ReadinessItem]
    changes: list[Change]
    checkpoints: list[OutcomeCheckpoint]
    last: Release | None

    @property
    def broken(self) -> list[ReleaseImpact]:
        """What still stands in the way since the last change of date."""
        return [impact for impact in self.changes[0].impacts if not impact.is_settled] if self.changes else []


def release_page(file: Opened) -> ReleasePage:
    """The release to come and the last that happened; one query for each kind of thing."""
    releases = list(Release.objects.visible_in(file).newest_first())
    coming = next((release for release in releases if not release.happened_on), None)
    last = next((release for release in releases if release.happened_on), None)
    impacts = ReleaseImpact.objects.visible_in(file).filter(release=coming).for_list()
    items = ReadinessItem.objects.visible_in(file).filter(release=coming).for_list()
    checkpoints = OutcomeCheckpoint.objects.visible_in(file).filter(release=last).for_list()
    return ReleasePage(
        coming=coming,
        items=list(items) if coming else [],
        changes=changes_of(impacts) if coming else [],
        checkpoints=list(checkpoints) if last else [],
        last=last,
    )


def changes_of(impacts: Iterable[ReleaseImpact]) -> list[Change]:
    """The impacts, change by change, the last first."""
    return [
        Change(previous, release, at, by, list(rows))
        for (at, previous, release, by), rows in groupby(
            impacts, key=lambda row: (row.noted_at, row.previous_on, row.release_on, row.noted_by)
        )
    ]
