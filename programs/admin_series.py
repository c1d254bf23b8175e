"""The sessions of a program, made together with it: « Séances à créer »."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import FrenchDateField, FrenchTimeField
from core.errors import DomainError
from core.fields import clean_line
from programs.models import Program, Session
from programs.models.program import lines_of
from programs.planning import MOST, Days, Planned, meeting_days, moment, plan_sessions, require_free_room, require_order

SERIES: tuple[str, ...] = ("first_on", "from_hour", "to_hour", "weekdays", "number", "rooms", "titles")


class SeriesForm(forms.ModelForm[Program]):
    """A program, and the sessions to make for it; without a first day, none."""

    first_on = FrenchDateField(label=_("Première séance le"), nearest="future", required=False)
    from_hour = FrenchTimeField(label=_("De"), required=False)
    to_hour = FrenchTimeField(label=_("À"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Ces jours de la semaine"),
        choices=[(number, capfirst(str(name))) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : le même jour que la première séance."),
    )
    number = forms.IntegerField(
        label=_("Nombre de séances"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("Une par jour coché, chaque semaine. Les jours fériés sont sautés."),
    )
    rooms = forms.CharField(label=_("Salle"), max_length=80, required=False)
    titles = forms.CharField(
        label=_("Intitulés"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 40}),
        help_text=_("Facultatif : un par ligne, dans l’ordre des séances."),
    )

    def clean(self) -> dict[str, Any]:
        """All that a first session needs, at hours that exist, in a room that is free."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("first_on"):
            if any(data.get(name) for name in ("number", "weekdays")) and "first_on" not in self.errors:
                self.add_error("first_on", _("Dites le jour de la première séance."))
            return data
        for name, words in (("from_hour", _("Dites l’heure de début.")), ("to_hour", _("Dites l’heure de fin."))):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, words)
        if self.errors:
            return data
        if data["first_on"] < timezone.localdate() and not data.get("starts_on"):
            self.add_error(
                "first_on", _("Ce jour est passé : choisissez un jour à venir, ou donnez le début du programme.")
            )
            return data
        self._clean_days(data)
        return data

    def _clean_days(self, data: dict[str, Any]) -> None:
        days = self.days.kept
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and days and days[0] < starts:
            self.add_error("first_on", _("La première séance vient avant le début du programme."))
        if ends and days and days[-1] > ends:
            self.add_error("number", _("La dernière séance vient après la fin du programme."))
        try:
            sessions = [self._session(day, data) for day in days]
            if not sessions:
                raise DomainError(str(_("Aucun jour ouvert : vérifiez les jours.")))
            require_order(sessions[0])
            require_free_room(sessions)
        except DomainError as error:
            self.add_error("first_on", str(error))

    def _session(self, day: Any, data: dict[str, Any]) -> Session:
        program = Program(pk=self.instance.pk, site=data.get("site"))
        starts, ends = moment(day, data["from_hour"]), moment(day, data["to_hour"])
        return Session(program=program, starts_at=starts, ends_at=ends, room=clean_line(data["rooms"]))

    @property
    def days(self) -> Days:
        """The days asked for."""
        typed = self.cleaned_data
        return meeting_days(typed["first_on"], typed.get("weekdays") or (), None, typed.get("number") or 1)

    def plan(self, *, by: User) -> Planned | None:
        """Write the sessions asked for, each with its title."""
        typed = self.cleaned_data
        if not typed.get("first_on"):
            return None
        room = clean_line(typed["rooms"])
        hours = {"starts": typed["from_hour"], "ends": typed["to_hour"]}
        planned = plan_sessions(self.instance, self.days, by=by, room=room, **hours)
        titles = dict(zip(self.days.kept, lines_of(typed["titles"]), strict=False))
        for session in planned.added:
            session.title = clean_line(titles.get(timezone.localdate(session.starts_at), ""))[:120]
        Session.objects.bulk_update(planned.added, ["title"])
        return planned


def renewed(program: Program) -> dict[str, Any]:
    """What a form holds to run the program again: its settings and the pattern of its sessions, no people nor days."""
    kept = [
        *("name", "kind", "description", "site", "capacity", "audiences", "sex", "age_min", "age_max"),
        *("conditions", "aims"),
    ]
    initial: dict[str, Any] = {name: getattr(program, name) for name in kept}
    initial["site"] = program.site_id
    for name in ("leads", "staff", "custom_fields"):
        initial[name] = list(getattr(program, name).values_list("pk", flat=True))
    sessions = list(program.sessions.held().order_by("starts_at", "pk")[:MOST])
    if sessions:
        starts, ends = (timezone.localtime(at) for at in (sessions[0].starts_at, sessions[0].ends_at))
        initial |= {
            "from_hour": starts.time(), "to_hour": ends.time(), "number": len(sessions), "rooms": sessions[0].room,
            "weekdays": sorted({timezone.localtime(one.starts_at).weekday() for one in sessions}),
            "titles": "\n".join(one.title for one in sessions if one.title),
        }  # fmt: skip
    return initial
