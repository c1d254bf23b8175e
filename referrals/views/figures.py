"""« Chiffres des orientations »: what came of those sent in a period, by group, each number with its list."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.exporting import inert
from core.dates import FrenchDateField, months_later
from core.pagination import page_of
from referrals.figure_tables import Setting, Table
from referrals.figures import Line, figures
from referrals.filters import HIDDEN_GROUPS, SendingFilter
from referrals.groupings import GROUPINGS, days_of
from referrals.models import Referral

PERIODS = [
    ("douze-mois", gettext_lazy("Douze derniers mois")),
    ("mois", gettext_lazy("Ce mois-ci")),
    ("mois-dernier", gettext_lazy("Le mois dernier")),
    ("trimestre", gettext_lazy("Ce trimestre")),
    ("trimestre-dernier", gettext_lazy("Le trimestre dernier")),
    ("annee", gettext_lazy("Cette année")),
    ("annee-derniere", gettext_lazy("L’an dernier")),
]
LENGTHS = {"mois": 1, "trimestre": 3, "annee": 12}


class FigureForm(forms.Form):
    """A period, or days that prevail over it, and by what the figures are told apart."""

    periode = forms.ChoiceField(label=gettext_lazy("Période"), choices=PERIODS, required=False)
    du = FrenchDateField(label=gettext_lazy("Ou à partir du"), required=False)
    au = FrenchDateField(label=gettext_lazy("Jusqu’au"), required=False)
    par = forms.ChoiceField(
        label=gettext_lazy("Répartir par"),
        choices=[("", gettext_lazy("Ne pas répartir")), *GROUPINGS],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("du") and given.get("au") and given["au"] < given["du"]:
            self.add_error("au", _("Ce jour vient avant le premier : choisissez-en un plus tard."))
        return given

    def days(self, today: date) -> tuple[date, date]:
        """The days asked for; twelve months until today when they cannot be read."""
        given = getattr(self, "cleaned_data", {})
        first: date | None = given.get("du")
        last: date | None = given.get("au")
        if first or last:
            last = last or max(today, first or today)
            return first or year_until(last), last
        return period_days(given.get("periode") or "", today)


@dataclass(frozen=True)
class Asked:
    """The figures asked for, and what was understood of the address."""

    form: FigureForm
    narrowed: SendingFilter
    setting: Setting
    days: tuple[date, date]
    total: Line
    lines: list[Line]

    @property
    def query(self) -> str:
        """The same figures in another version."""
        return urlencode({**self.setting.narrowing, "par": self.setting.by})

    def tables(self, lines: Any) -> list[Table]:
        """Those of some lines."""
        return self.setting.tables(self.total, lines)


@require_safe
@require_permission(Permission.REFERRAL_READ)
def referral_figures(request: StaffRequest) -> HttpResponse:
    """The figures; ?version=partage is for third parties: small numbers hidden, nothing to open, made for paper."""
    leaving = request.GET.get("version") == "partage"
    asked = figures_asked(request, leaving=leaving)
    page = page_of(asked.lines, request.GET.get("page"), len(asked.lines) or 1 if leaving else None)
    context = {
        "asked": asked,
        "page": page,
        "tables": asked.tables(page),
        "start": asked.days[0],
        "end": asked.days[1],
        "only": " · ".join(asked.narrowed.words_of("domaine", *HIDDEN_GROUPS)),
        "kept": [(name, value) for name, value in asked.setting.narrowing.items() if name not in {"du", "au"}],
        "leaving": leaving,
    }
    return render(request, "referrals/referral_figures.html", context)


@require_safe
@require_permission(Permission.REFERRAL_READ)
def referral_figures_export(request: StaffRequest) -> HttpResponse:
    """The same for a spreadsheet: nobody is named, small numbers are hidden."""
    asked = figures_asked(request, leaving=True)
    headers = {"Content-Disposition": 'attachment; filename="chiffres-des-orientations.csv"'}
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    written = csv.writer(answer, delimiter=";")
    tables = asked.tables(asked.lines)
    for rank, row in enumerate(tables[0].rows):
        cells = {str(cell.head): cell.text for table in tables for cell in table.rows[rank].cells}
        if not rank:
            written.writerow([dict(GROUPINGS).get(asked.setting.by, ""), *cells])
        written.writerow([inert(cell) for cell in (row.label, *cells.values())])
    return answer


def figures_asked(request: StaffRequest, *, leaving: bool) -> Asked:
    """Read the address and count."""
    given = request.GET
    form = FigureForm({"periode": PERIODS[0][0], "par": "domaine"} | given.dict())
    form.fields["par"].choices = groupings_for(request.user)  # type: ignore[attr-defined]
    form.is_valid()
    start, end = form.days(timezone.localdate())
    asked = {name: given[name] for name in ("domaine", *HIDDEN_GROUPS) if given.get(name)}
    days = {"du": f"{start:%d/%m/%Y}", "au": f"{end:%d/%m/%Y}"}
    narrowed = SendingFilter(asked | days, Referral.objects.visible_to(request.user), request=request)
    groups = {name: value for name, value in narrowed.given.items() if name not in days}
    by = form.cleaned_data.get("par", "")
    shared = leaving or not request.user.can(Permission.REFERRAL_WRITE)
    total, lines = figures(narrowed.qs, by, shared=shared, only=groups.get(by, ""), days=(start, end))
    setting = Setting(by, groups | days, opens=not leaving, shared=shared)
    return Asked(form, narrowed, setting, (start, end), total, lines)


def groupings_for(user: User) -> list[tuple[str, Any]]:
    """Teams are for who sees people: the others would learn whose team asks."""
    offered = [one for one in GROUPINGS if one[0] != "equipe" or user.can(Permission.PERSON_LIST)]
    return [("", _("Ne pas répartir")), *offered]


def year_until(day: date) -> date:
    """The first of the twelve months that end on a day."""
    return months_later(day, -12) + timedelta(days=1)


def period_days(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period known by its name."""
    kind = {"annee-derniere": "annee"}.get(name, name.removesuffix("-dernier"))
    if kind not in LENGTHS:
        return year_until(today), today
    first = today.replace(day=1, month=(today.month - 1) // LENGTHS[kind] * LENGTHS[kind] + 1)
    return days_of(kind, first if name == kind else months_later(first, -LENGTHS[kind]))
