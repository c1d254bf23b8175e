"""What the admin refuses before it writes a program, its places or its hours: no two people kept apart would meet."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from programs.admin_series import SeriesForm
from programs.models import Program, Session
from programs.models.meeting import crossing_places, crossing_sessions, site_crosses
from programs.models.session import NOT_AT_THIS_HOUR

WHEN = {"program", "starts_at", "ends_at", "is_cancelled"}
NOT_AT_THIS_SITE = _("Ce programme ne peut pas se tenir à ce site en ce moment. La coordination peut vous aider.")
NOT_THERE = _("Cette place ne peut pas être à ce site en ce moment. La coordination peut vous aider.")


class ProgramForm(SeriesForm):
    """A program, where its people may be, with room for those inside."""

    def clean(self) -> dict[str, Any]:
        """Refuse a site where somebody would meet whom they must not."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        site, moves = data.get("site"), "site" in self.changed_data and not self.instance._state.adding
        if moves and site and site_crosses(self.instance, site.pk):
            self.add_error("site", NOT_AT_THIS_SITE)
        if not self.instance._state.adding:
            self._keep_those_inside(data)
        elif data.get("ends_on") and data["ends_on"] < timezone.localdate() and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Cette fin est déjà passée : vérifiez l’année."))
        return data

    def _keep_those_inside(self, data: dict[str, Any]) -> None:
        """Under lock until the form is saved: the database has the last word."""
        program = Program.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        changed = set(self.changed_data) - self.errors.keys()
        if "capacity" in changed:
            self._refuse_with("capacity", lambda: program.require_capacity(data.get("capacity")))
        if "is_active" in changed and not data.get("is_active"):
            self._refuse_with("is_active", program.require_empty)

    def _refuse_with(self, field: str, check: Callable[[], None]) -> None:
        try:
            check()
        except DomainError as error:
            self.add_error(field, str(error))


class SessionForm(forms.ModelForm[Session]):
    """One session, at an hour when its people may be there."""

    def clean(self) -> dict[str, Any]:
        """Refuse an hour when two people who must not meet would."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or not WHEN & set(self.changed_data):
            return data
        if crossing_sessions([Session(pk=self.instance.pk, **{name: data[name] for name in WHEN})]):
            self.add_error("starts_at", NOT_AT_THIS_HOUR)
        return data


class SessionRows(forms.BaseModelFormSet):  # type: ignore[type-arg]
    """Sessions changed together, asked for in one go."""

    program_sites: dict[Any, Any] = {}

    def clean(self) -> None:
        """Refuse each hour when two people who must not meet would."""
        super().clean()
        gone = self.deleted_forms if self.can_delete else []
        moved = [form for form in self.forms if form not in gone and not form.errors and WHEN & set(form.changed_data)]
        crossing = crossing_sessions([form.instance for form in moved], program_sites=self.program_sites)
        for form in moved:
            if form.instance.pk in crossing:
                form.add_error(None, NOT_AT_THIS_HOUR)


class ProgramSessionRows(SessionRows, forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The sessions of one program, at the site being written."""

    def clean(self) -> None:
        """Believe the site typed on the same page."""
        self.program_sites = {self.instance.pk: self.instance.site_id}
        super().clean()


class PlaceRows(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The places of a program."""

    def clean(self) -> None:
        """Refuse to move a place to a site where who stays in it would meet whom they must not."""
        super().clean()
        moved = [form for form in self.initial_forms if not form.errors and "site" in form.changed_data]
        crossing = crossing_places(form.instance for form in moved)
        for form in moved:
            if form.instance.pk in crossing:
                form.add_error("site", NOT_THERE)
