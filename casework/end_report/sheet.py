"""What the report says on paper: words only, in the order in which they are read."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Association
from beneficiaries.words import birth_words
from core.templatetags.french import date_words
from referrals.models import Delivery, Referral


@dataclass(frozen=True)
class Line:
    """One outcome: what was aimed at, how far it was reached, what is said of it."""

    title: str
    result: str
    code: str
    comment: str


@dataclass(frozen=True)
class ReportSheet:
    """The report, in words."""

    association: str
    contact: str
    name: str
    facts: list[tuple[str, str]]
    lines: list[Line]
    score: str
    remaining: list[str]
    further: str
    submitted: str

    @property
    def texts(self) -> list[str]:
        """What was written by hand, for the door to read before it leaves."""
        return [*(line.comment for line in self.lines), *self.remaining, self.further]

    def as_data(self) -> dict[str, Any]:
        """For the page setter."""
        return asdict(self)


def sheet_of(referral: Referral, delivery: Delivery, today: date) -> ReportSheet:
    """The sheet of a submitted report."""
    house = Association.current()
    report, person, standing = delivery.report, referral.beneficiary, delivery.standing
    sessions = [session.held_on for session in delivery.sessions.all()]
    reason = f" – {delivery.get_end_reason_display()}" if delivery.end_reason else ""
    counted = {"recorded": standing.recorded, "agreed": standing.agreed, "attended": standing.attended}
    facts = [
        (_("Personne"), person.display_name),
        (_("Naissance"), birth_words(person, today)),
        (_("Accompagnement"), referral.recipient_words),
        (
            _("Période"),
            _("du %(first)s au %(last)s") % {"first": date_words(min(sessions)), "last": date_words(max(sessions))},
        ),
        (_("Séances"), _("%(recorded)d notées sur %(agreed)d prévues, présences : %(attended)d") % counted),
        (_("Fin"), f"{standing.ends_as.label}{reason}"),
    ]
    lines = [
        Line(line.get_outcome_display(), line.get_achievement_display(), line.achievement, line.comment)
        for line in delivery.aims
    ]
    score = {"score": f"{report.score:g}".replace(".", ","), "number": len(lines)}
    left = [
        _("%(title)s, pour le %(day)s") % {"title": one.title, "day": date_words(one.due_on)}
        for one in report.remaining.order_by("due_on", "pk")
    ]
    told = {"day": date_words(timezone.localtime(report.submitted_at)), "name": str(report.submitted_by)}
    return ReportSheet(
        association=house.name,
        contact=" · ".join(filter(None, [house.phone, house.email])),
        name=person.display_name,
        facts=[(label, value) for label, value in facts if value],
        lines=lines,
        score=_("%(score)s sur %(number)d") % score,
        remaining=left,
        further=report.further_information,
        submitted=_("Bilan remis le %(day)s par %(name)s") % told,
    )
