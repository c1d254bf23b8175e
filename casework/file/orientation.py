"""Where the person is accompanied, why, and whether another team or lead worker was asked for."""

from dataclasses import dataclass

from beneficiaries.models import Opened, Reorientation, ReorientationStatus

SETTLED = {ReorientationStatus.MAINTAINED, ReorientationStatus.REORIENTED}


@dataclass(frozen=True)
class Orientation:
    """The request that waits, if any; else the last decision, whose reason is that of the present orientation."""

    waiting: Reorientation | None
    settled: Reorientation | None

    @property
    def shown(self) -> Reorientation | None:
        """While a request waits, nothing is said of why the person is here: that is what it asks to change."""
        return None if self.waiting else self.settled


def orientation_of(file: Opened) -> Orientation:
    """The requests of the file, in one query."""
    found = list(Reorientation.objects.visible_in(file).for_list())
    waiting = next((one for one in found if one.is_open), None)
    closed = [one for one in found if one.status in SETTLED]
    latest = max(closed, key=lambda one: (one.decided_at or one.requested_at, str(one.pk)), default=None)
    return Orientation(waiting, latest)
