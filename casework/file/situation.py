"""The situation of a person as the file shows it: stays, measures, release dates, whom to call, what to review."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from beneficiaries.models import Beneficiary, CustodyEpisode, JusticeMeasure, Opened, ReleaseDateRevision
from casework.calendar import closing_words
from casework.day.tally import tally

SHOWN = 50


@dataclass(frozen=True)
class UsefulContact:
    """Who follows the person for justice."""

    name: str
    service: str
    phone: Any
    about: str


@dataclass
class Situation:
    """What the reader may see of it; hidden counts what ended long ago, for those who may ask for it."""

    stays: list[CustodyEpisode]
    measures: list[JusticeMeasure]
    revisions: list[ReleaseDateRevision] = field(default_factory=list)
    news: ReleaseDateRevision | None = None
    hidden: int = 0
    today: date = field(default_factory=timezone.localdate)

    @property
    def stay(self) -> CustodyEpisode | None:
        """The one that goes on."""
        return next((stay for stay in self.stays if stay.is_open), None)

    @property
    def current(self) -> list[JusticeMeasure]:
        """The measures that apply today."""
        return [measure for measure in self.measures if measure.is_current(self.today)]

    @property
    def other(self) -> list[JusticeMeasure]:
        """The measures to come, ended, or past their term."""
        return [measure for measure in self.measures if not measure.is_current(self.today)]

    @property
    def past_stays(self) -> list[CustodyEpisode]:
        """The stays that are over."""
        return [stay for stay in self.stays if not stay.is_open]

    @property
    def contacts(self) -> list[UsefulContact]:
        """Who follows the person today, each once."""
        return contacts_of([*([self.stay] if self.stay else []), *self.current])

    @property
    def reviews(self) -> list[tuple[str, date]]:
        """What should have been looked at again by today."""
        due = [record for record in [self.stay, *self.current] if record and record.review_on <= self.today]
        return [(title_of(record), record.review_on) for record in due]


def title_of(record: CustodyEpisode | JusticeMeasure) -> str:
    """« Détention », « Sursis probatoire »."""
    return _("Détention") if isinstance(record, CustodyEpisode) else record.get_kind_display()


def contacts_of(records: Sequence[CustodyEpisode | JusticeMeasure]) -> list[UsefulContact]:
    """The officers and services of these records, each once."""
    found: dict[tuple[str, str], UsefulContact] = {}
    for record in records:
        service = record.probation_service
        if not record.officer_name and not service:
            continue
        phone = record.officer_phone or (service.phone if service else "")
        where = str(service) if service else ""
        found.setdefault(
            (record.officer_name, where), UsefulContact(record.officer_name, where, phone, title_of(record))
        )
    return list(found.values())


def situation_of(file: Opened, now: datetime, *, everything: bool = False) -> Situation:
    """All of it, for the tab."""
    person, today = file.person, timezone.localdate(now)
    stays, measures = CustodyEpisode.objects.visible_in(file), JusticeMeasure.objects.visible_in(file)
    shown_stays, shown_measures = stays.in_view(today), measures.in_view(today)
    counts = tally(stays=stays, measures=measures, shown_stays=shown_stays, shown_measures=shown_measures)
    hidden = counts["stays"] + counts["measures"] - counts["shown_stays"] - counts["shown_measures"]
    dates = ReleaseDateRevision.objects.visible_in(file)
    return Situation(
        stays=list((stays if everything else shown_stays).for_timeline()[:SHOWN]),
        measures=list((measures if everything else shown_measures).for_timeline()[:SHOWN]),
        revisions=list(dates.history()[:SHOWN]),
        news=dates.news_for(file.reader, [person.pk], now).get(person.pk),
        hidden=hidden,
        today=today,
    )


def release_warning(person: Beneficiary) -> str:
    """Why the day of the release finds closed doors; nothing once the person is out."""
    day = person.expected_release_on
    return closing_words(day) if day and not person.is_out else ""
