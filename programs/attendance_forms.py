"""The sheet of a session: one line for each person and half-day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.models import Attendance, AttendanceStatus, Enrolment, Session
from programs.models.training.attendance import MOST_MINUTES_LATE, Mark, expected_at
from programs.models.training.halves import Part
from programs.models.training.states import ABSENT, EXCUSING, NOT_EXCUSING
from programs.stay_forms import LineText

PRESENT, LATE, NOT_REQUIRED = AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.NOT_REQUIRED
MISSING = "absent"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
STATES = [(PRESENT, _("Présent")), (MISSING, _("Absent")), (LATE, _("Retard")), (NOT_REQUIRED, _("Non attendu"))]
REASONS = [
    (_("Absence non excusée"), [(reason.value, reason.label) for reason in NOT_EXCUSING]),
    (_("Absence excusée"), [(reason.value, reason.label) for reason in EXCUSING]),
]


class MarkForm(forms.Form):
    """What is noted of one person at one half-day."""

    use_required_attribute = False

    state = forms.ChoiceField(label=_("Présence"), choices=STATES, widget=forms.RadioSelect, required=False)
    reason = forms.ChoiceField(label=_("Motif de l’absence"), choices=REASONS, required=False)
    minutes_late = forms.IntegerField(
        label=_("Minutes de retard"),
        min_value=1,
        max_value=MOST_MINUTES_LATE,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )
    remark = LineText(label=_("Remarque"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Whatever is said is said of an answer."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("state") and any(data.get(name) for name in ("reason", "minutes_late", "remark")):
            self.add_error("state", _("Choisissez : présent, absent, en retard ou non attendu."))
        return data


@dataclass
class Line:
    """A person at one half-day: what is noted, and the form that notes it."""

    part: Part
    form: MarkForm
    known: Attendance | None

    def mark(self, enrolment: Enrolment, *, fill: bool) -> Mark | None:
        """What was chosen; fill: a line without answer is somebody present."""
        typed = self.form.cleaned_data
        state = typed["state"] or (PRESENT if fill else "")
        told = {"half": self.part.half, "remark": typed["remark"], "minutes_late": typed["minutes_late"]}
        if state == MISSING:
            return Mark.absent(enrolment.pk, typed["reason"], **told)
        return Mark(enrolment.pk, AttendanceStatus(state), **told) if state else None


@dataclass
class Row:
    """A person of the session, with one line for each half-day."""

    enrolment: Any
    lines: list[Line]


class Sheet:
    """Everybody expected whom the user may see; others is the number of those they may not."""

    def __init__(self, session: Session, user: User, data: Mapping[str, Any] | None = None) -> None:
        self.session, self.data = session, data
        seen = expected_at(session).visible_to(user).with_person_visibility(user).for_list()
        known = {
            (row.enrolment_id, row.half): row
            for row in Attendance.objects.visible_to(user).of(session).select_related("recorded_by")
        }
        self.rows = [
            Row(one, [self._line(one, part, known.get((one.pk, part.half))) for part in session.halves()])
            for one in seen
        ]
        self.others = expected_at(session).count() - len(self.rows)
        self.refused = ""

    def _line(self, enrolment: Enrolment, part: Part, known: Attendance | None) -> Line:
        initial: dict[str, Any] = {}
        if known:
            state = MISSING if known.status in ABSENT else known.status
            initial = {"state": state, **{name: getattr(known, name) for name in ("reason", "minutes_late", "remark")}}
        prefix = f"{part.half[:1] or 'j'}{enrolment.pk.hex}"
        return Line(part, MarkForm(self.data, initial=initial, prefix=prefix), known)

    @property
    def lines(self) -> Iterator[Line]:
        """Each line of each person."""
        return (line for row in self.rows for line in row.lines)

    def is_valid(self) -> bool:
        """Whether each line holds together; all are read, so that all problems are told at once."""
        found = [line.form.is_valid() for line in self.lines]
        return all(found)

    @property
    def errors(self) -> bool:
        """Whether something is to correct."""
        return bool(self.refused) or any(line.form.errors for line in self.lines)

    def marks(self, *, fill: bool) -> list[Mark]:
        """What was chosen; with fill, those without an answer are present."""
        found = (line.mark(row.enrolment, fill=fill) for row in self.rows for line in row.lines)
        return [mark for mark in found if mark]

    @property
    def seen(self) -> datetime:
        """When the page that is sent was read; long ago when it does not say."""
        try:
            read = parse_datetime(str((self.data or {}).get("lu", "")))
        except ValueError:
            read = None
        return read if read and timezone.is_aware(read) else LONG_AGO

    @property
    def counts(self) -> list[tuple[str, Any, int]]:
        """How many lines give each answer, those without one last."""
        chosen = [line.form["state"].value() or "" for line in self.lines]
        return [(state or "blank", label, chosen.count(state)) for state, label in [*COUNTED, ("", _("Non saisis"))]]


COUNTED = [(PRESENT, _("Présents")), (MISSING, _("Absents")), (LATE, _("Retards")), (NOT_REQUIRED, _("Non attendus"))]
