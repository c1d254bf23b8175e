"""Forms of the crèche: hours for children, asking for them, placing them, looking for free places."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Appointment, Beneficiary, Child, Placement
from core.dates import FrenchDateField, FrenchTimeField
from core.errors import DomainError
from programs.forms import FormBody
from programs.models import CareRule, Program, Session
from programs.models.childcare.booking import MOST_DAYS, Reason
from programs.models.childcare.booking_states import BookingReason
from programs.models.childcare.hours import Slot, moment
from programs.models.place import DAY_MINUTES, MOST_TURNAROUND
from programs.stay_forms import LineText

ONCE, DAILY, WEEKLY, SESSIONS = "une-fois", "jours", "semaines", "seances"
REPEATS = [
    (ONCE, _("Ce jour-là")),
    (DAILY, _("Chaque jour d’ouverture jusqu’au")),
    (WEEKLY, _("Chaque semaine jusqu’au")),
    (SESSIONS, _("À chaque séance à venir du programme")),
]
ORDER = _("La fin vient après le début.")


class HoursForm(forms.Form):
    """From an hour to an hour."""

    use_required_attribute = False
    rule: CareRule

    from_hour = FrenchTimeField(label=_("De"))
    to_hour = FrenchTimeField(label=_("À"))

    def clean(self) -> dict[str, Any]:
        """In order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("from_hour") and data.get("to_hour") and data["to_hour"] <= data["from_hour"]:
            self.add_error("to_hour", ORDER)
        return data

    def slot(self, day: date, since: time | None = None, until: time | None = None) -> Slot:
        """The hours typed, on a day."""
        data = self.cleaned_data
        return moment(day, since or data["from_hour"]), moment(day, until or data["to_hour"])


def days_until(first: date, last: date, step: int, keep: Callable[[date], bool] = lambda day: True) -> list[date]:
    """From a day to a day, one more than may be booked at most."""
    number = min((last - first).days // step, MOST_DAYS * 7 // step)
    return [day for day in (first + timedelta(days=step * rank) for rank in range(number + 1)) if keep(day)]


class ChildrenHoursForm(HoursForm):
    """Which children, which hours, and what the parent does meanwhile."""

    children = forms.ModelMultipleChoiceField(
        queryset=Child.objects.none(), label=_("Enfants, ensemble"), widget=forms.CheckboxSelectMultiple
    )
    day = FrenchDateField(label=_("Le"), nearest="future")
    repeat = forms.ChoiceField(label=_("Répéter"), choices=REPEATS, initial=ONCE, widget=forms.RadioSelect)
    repeat_until = FrenchDateField(label=_("Jusqu’au"), nearest="future", required=False)
    reason = forms.ChoiceField(
        label=_("Pendant ce temps, le parent est"), choices=BookingReason, widget=forms.RadioSelect
    )
    session = forms.ModelChoiceField(queryset=Session.objects.none(), label=_("Séance"), required=False)
    appointment = forms.ModelChoiceField(queryset=Appointment.objects.none(), label=_("Rendez-vous"), required=False)
    placement = forms.ModelChoiceField(queryset=Placement.objects.none(), label=_("Travail"), required=False)
    reason_note = LineText(
        label=_("Autre, en quelques mots"), max_length=160, help_text=_("Sans donnée de santé ni motif pénal.")
    )
    meal = forms.BooleanField(label=_("Repas à la crèche"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes de remise en état après le départ"), min_value=0, max_value=MOST_TURNAROUND * DAY_MINUTES,
        required=False, help_text=_("Vide : celles de la place."),
    )  # fmt: skip
    note = LineText(label=_("Remarque pour la crèche"), help_text=_("Sans donnée de santé ni motif pénal."))
    leave_taken = forms.BooleanField(label=_("Laisser de côté les jours où il n’y a pas de place"), required=False)

    def __init__(
        self, *args: Any, user: Any, program: Program, children: Any, person: Beneficiary | None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.rule = CareRule.of(program)
        self.fields["children"].queryset = children  # type: ignore[attr-defined]
        self.fields["children"].label_from_instance = lambda child: child.first_name  # type: ignore[attr-defined]
        if person is None:
            # The crèche does not know what the parent does.
            for name in ("reason", "session", "appointment", "placement", "reason_note"):
                del self.fields[name]
            self.fields["repeat"].choices = REPEATS[:3]  # type: ignore[attr-defined]
        else:
            self._offer_reasons(user, person)
        hours = Div("day", "from_hour", "to_hour", css_class="inline-fields")
        why = [name for name in ("reason", "session", "appointment", "placement", "reason_note") if name in self.fields]
        self.helper = FormBody()
        self.helper.layout = Layout(
            "children", hours, Field("repeat"), "repeat_until", *why, "meal", "minutes", "note", "leave_taken"
        )

    def _offer_reasons(self, user: Any, person: Beneficiary) -> None:
        """Their sessions, meetings and work to come."""
        now, fields = timezone.now(), self.fields
        enrolled = Program.objects.filter(enrolments__in=person.enrolments.filter(status="active"))
        sessions = Session.objects.filter(program__in=enrolled, starts_at__gte=now, is_cancelled=False)
        fields["session"].queryset = sessions.select_related("program").order_by("starts_at", "pk")  # type: ignore[attr-defined]
        fields["session"].label_from_instance = meeting_words  # type: ignore[attr-defined]
        meetings = Appointment.objects.visible_to(user).filter(beneficiary=person, starts_at__gte=now, outcome="")
        fields["appointment"].queryset = meetings.order_by("starts_at", "pk")  # type: ignore[attr-defined]
        fields["appointment"].label_from_instance = meeting_words  # type: ignore[attr-defined]
        jobs = Placement.objects.visible_to(user).going().filter(beneficiary=person)
        fields["placement"].queryset = jobs.order_by("-started_on", "pk")  # type: ignore[attr-defined]
        fields["placement"].label_from_instance = lambda job: job.title  # type: ignore[attr-defined]
        for name in ("session", "appointment", "placement"):
            if not fields[name].queryset:  # type: ignore[attr-defined]
                del fields[name]

    def clean(self) -> dict[str, Any]:
        """The day of a repetition comes later; what the parent does is told once."""
        data = super().clean()
        first, last = data.get("day"), data.get("repeat_until")
        repeats = data.get("repeat") in {DAILY, WEEKLY} and "repeat_until" not in self.errors
        if repeats and first and (last is None or last <= first):
            self.add_error("repeat_until", _("Indiquez un dernier jour, après le premier."))
        reason = data.get("reason")
        lists: dict[str, str] = {BookingReason.SESSION: "session", BookingReason.INTERVIEW: "appointment"}
        needed = lists.get(reason or "")
        if needed and not data.get(needed):
            self.add_error(needed if needed in self.fields else "reason", _("Choisissez dans la liste."))
        if reason == BookingReason.OTHER and not data.get("reason_note") and "reason_note" in self.fields:
            self.add_error("reason_note", _("Dites en quelques mots."))
        if data.get("repeat") == SESSIONS and not data.get("session"):
            self.add_error("repeat", _("Choisissez d’abord une séance."))
        if not self.errors:
            try:
                data["slots"], data["sessions"] = self.slots(data)
            except DomainError as error:
                self.add_error(None, str(error))
        return data

    def slots(self, data: dict[str, Any]) -> tuple[list[Slot], dict[date, Session]]:
        """The hours of each day, and the session of each day when the course is followed."""
        first, last = data["day"], data["repeat_until"]
        if data["repeat"] == DAILY:
            return [self.slot(day) for day in days_until(first, last, 1, self.rule.is_open_on)], {}
        if data["repeat"] == WEEKLY:
            return [self.slot(day) for day in days_until(first, last, 7)], {}
        if data["repeat"] == SESSIONS:
            return self.slots_of_course(data)
        return [self.slot(first)], {}

    def slots_of_course(self, data: dict[str, Any]) -> tuple[list[Slot], dict[date, Session]]:
        """As long before and after each session as around the one chosen."""
        chosen, (since, until) = data["session"], self.slot(data["day"])
        before, after = chosen.starts_at - since, until - chosen.ends_at
        rows = Session.objects.filter(program=chosen.program_id, is_cancelled=False, starts_at__gte=chosen.starts_at)
        sessions = list(rows.order_by("starts_at", "pk")[:MOST_DAYS])
        slots = [(one.starts_at - before, one.ends_at + after) for one in sessions]
        return slots, {timezone.localdate(one.starts_at): one for one in sessions}

    @property
    def why(self) -> Reason:
        """What the parent does meanwhile."""
        data = self.cleaned_data
        kind = data.get("reason") or BookingReason.OTHER
        own = {"session": "session", "interview": "appointment", "work": "placement"}.get(kind)
        note = data.get("reason_note") or (str(_("Réservé par la crèche")) if "reason" not in self.fields else "")
        return Reason(kind, note, **({own: data.get(own)} if own else {}))


def meeting_words(meeting: Any) -> str:
    """« 14 octobre 2025, 9 h 30, CléA »."""
    from_ = timezone.localtime(meeting.starts_at)
    what = meeting.program if isinstance(meeting, Session) else meeting.purpose
    return f"{from_:%d/%m/%Y %H:%M}, {what}"


class CareRequestForm(HoursForm):
    """A request: which children, from when to when, which hours, why."""

    children = forms.ModelMultipleChoiceField(
        queryset=Child.objects.none(), label=_("Enfants, ensemble"), widget=forms.CheckboxSelectMultiple
    )
    since = FrenchDateField(label=_("Du"), nearest="future")
    until = FrenchDateField(label=_("Au (dernier jour)"), nearest="future")
    care_reason = forms.ChoiceField(
        label=_("Pendant ce temps, le parent est"), choices=BookingReason, widget=forms.RadioSelect,
        help_text=_("La crèche ne le lit pas."),
    )  # fmt: skip
    care_note = LineText(label=_("Autre, en quelques mots"), max_length=160)
    message = forms.CharField(
        label=_("Ce qui aide la crèche à accueillir"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Sans donnée de santé ni motif pénal."),
    )  # fmt: skip

    def __init__(self, *args: Any, children: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = children  # type: ignore[attr-defined]
        self.fields["children"].label_from_instance = lambda child: child.first_name  # type: ignore[attr-defined]
        days, hours = (
            Div(*names, css_class="inline-fields") for names in (("since", "until"), ("from_hour", "to_hour"))
        )
        self.helper = FormBody()
        self.helper.layout = Layout("children", days, hours, "care_reason", "care_note", "message")

    def clean(self) -> dict[str, Any]:
        """Days in order, another reason told."""
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", ORDER)
        if data.get("care_reason") == BookingReason.OTHER and not data.get("care_note"):
            self.add_error("care_note", _("Dites en quelques mots."))
        return data


class CarePlacementForm(HoursForm):
    """The days and hours of a request, as asked or otherwise."""

    since = FrenchDateField(label=_("Du"), nearest="future")
    until = FrenchDateField(label=_("Au (dernier jour)"), nearest="future")
    leave_taken = forms.BooleanField(label=_("Laisser de côté les jours où il n’y a pas de place"), required=False)

    def __init__(self, *args: Any, rule: CareRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.helper = FormBody("since", "until", "from_hour", "to_hour", "leave_taken")

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", ORDER)
        if not self.errors:
            try:
                days = days_until(data["since"], data["until"], 1, self.rule.is_open_on)
                data["slots"] = [self.slot(day) for day in days]
            except DomainError as error:
                self.add_error(None, str(error))
        return data


class FreeHoursForm(HoursForm):
    """A free place for given hours and ages."""

    day = FrenchDateField(label=_("Le"), nearest="future")
    months = forms.IntegerField(label=_("Âge de l’enfant, en mois"), min_value=0, max_value=72)
    number = forms.IntegerField(label=_("Enfants ensemble"), min_value=1, max_value=8, initial=1)
    field_order = ["day", "from_hour", "to_hour", "months", "number"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormBody()
        self.helper.layout = Layout(Div(*self.fields, css_class="inline-fields"))
