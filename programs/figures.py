"""The figures of a program; a small number about people is hidden."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.choices import label_of
from programs.models import Achievement, Attendance, EndCause, EnrolmentGoal, Program
from programs.models.states import ASKING, HOLDING, EnrolmentStatus
from programs.models.training.states import ABSENT, CAME

# Under this number somebody could be recognised.
FEW = 5
FEWER = gettext_lazy("moins de 5")


@dataclass(frozen=True)
class Line:
    """A figure with what it counts; said, when a number is not enough."""

    label: str
    value: int
    said: str = ""

    @property
    def words(self) -> str:
        """The number, or « moins de 5 »."""
        if self.said:
            return self.said
        return str(FEWER) if 0 < self.value < FEW else str(self.value)


def people_lines(program: Program) -> list[Line]:
    """Who is in, who waits, who was refused, who has finished."""
    counts: dict[str, int] = {
        row["status"]: row["number"]
        for row in program.enrolments.order_by().values("status").annotate(number=Count("pk"))
    }
    return [
        Line(_("Inscrits aujourd’hui"), sum(counts.get(status, 0) for status in HOLDING)),
        Line(_("dont suspendus"), counts.get(EnrolmentStatus.SUSPENDED, 0)),
        Line(_("Candidatures et liste d’attente"), sum(counts.get(status, 0) for status in ASKING)),
        Line(_("Parcours terminés"), counts.get(EnrolmentStatus.COMPLETED, 0)),
        Line(_("Arrêts en cours de route"), counts.get(EnrolmentStatus.WITHDRAWN, 0)),
        Line(_("Candidatures refusées"), counts.get(EnrolmentStatus.DECLINED, 0)),
    ]


def attendance_line(program: Program) -> Line:
    """How much people come to its sessions, once five of them have been expected at one."""
    marks = Attendance.objects.filter(session__program=program).filter(status__in=[*CAME, *ABSENT])
    told: Any = marks.aggregate(
        number=Count("pk"), people=Count("enrolment", distinct=True), came=Count("pk", filter=Q(status__in=CAME))
    )
    if told["people"] < FEW:
        return Line(_("Présence aux séances"), 0, _("pas assez de personnes pour un taux"))
    rate = round(100 * told["came"] / told["number"])
    return Line(_("Présence aux séances"), rate, _("%(rate)d %%") % {"rate": rate})


def end_lines(program: Program) -> list[Line]:
    """Why participations and applications ended, the most frequent first."""
    rows = program.enrolments.exclude(end_cause="").order_by().values("end_cause").annotate(number=Count("pk"))
    return [Line(label_of(EndCause, row["end_cause"]), row["number"]) for row in rows.order_by("-number", "end_cause")]


def goal_lines(program: Program) -> list[Line]:
    """What came of the goals of those who took part; each is counted once."""
    goals: Any = EnrolmentGoal.objects.filter(enrolment__program=program)
    found = goals.aggregate(
        **{value or "none": Count("pk", filter=Q(achievement=value)) for value in Achievement.values}
    )
    return [Line(str(Achievement(value).label), found[value or "none"]) for value in [*Achievement.values[1:], ""]]
