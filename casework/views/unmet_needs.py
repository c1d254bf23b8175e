"""« Besoins sans réponse »: figures by domain and territory, the list behind each, and a version to share."""

import csv
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

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import UnansweredNeed
from casework.unmet_figures import figures
from core.dates import FrenchDateField
from core.pagination import page_of
from partners.models import Domain, UnmetNeed

YEAR = timedelta(days=365)


class PeriodForm(forms.Form):
    """From one day to another; a year by default."""

    du = FrenchDateField(label=gettext_lazy("Du"), required=False)
    au = FrenchDateField(label=gettext_lazy("Au"), required=False)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def unmet_needs(request: StaffRequest) -> HttpResponse:
    """The figures; small numbers are told to who may open their list."""
    form, start, end = _period(request)
    may_open = request.user.can(Permission.REFERRAL_WRITE)
    lines = figures(start, end, shared=not may_open)
    context = {
        "form": form,
        "start": start,
        "end": end,
        "lines": lines,
        "total": sum(line.count for line in lines),
        "may_open": may_open,
        "period": urlencode({"du": start.isoformat(), "au": end.isoformat()}),
    }
    return render(request, "casework/unmet_needs.html", context)


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def unmet_need_list(request: StaffRequest) -> HttpResponse:
    """Behind one figure: what was missing each time; a link to the plan for who may open it."""
    _form, start, end = _period(request)
    needs = UnmetNeed.objects.between(start, end)
    domain, territory = request.GET.get("domaine", ""), request.GET.get("territoire")
    if domain in Domain.values:
        needs = needs.filter(domain=domain)
    if territory is not None:
        needs = needs.filter(territory=territory.replace("\x00", ""))
    page = page_of(needs.for_list(), request.GET.get("page"))
    rows = list(page.object_list)
    plans: dict[Any, Any] = dict(
        UnansweredNeed.objects.visible_to(request.user).filter(unmet__in=rows).values_list("unmet", "need__beneficiary")
    )
    page.object_list = [(need, plans.get(need.pk)) for need in rows]
    context = {"page_obj": page, "start": start, "end": end}
    return render(request, "casework/unmet_need_list.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def unmet_needs_shared(request: StaffRequest) -> HttpResponse:
    """The version for funders and partners, on paper: numbers under five are hidden."""
    _form, start, end = _period(request)
    context = {"start": start, "end": end, "lines": figures(start, end, shared=True)}
    return render(request, "casework/unmet_needs_shared.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def unmet_needs_export(request: StaffRequest) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    _form, start, end = _period(request)
    headers = {"Content-Disposition": 'attachment; filename="besoins-sans-reponse.csv"'}
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    table = csv.writer(answer, delimiter=";")
    table.writerow([_("Domaine"), _("Territoire"), _("Nombre"), _("Ce qui a manqué surtout")])
    for line in figures(start, end, shared=True):
        table.writerow([_safe(cell) for cell in (line.domain, line.territory, line.words, line.missing)])
    return answer


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def _period(request: StaffRequest) -> tuple[PeriodForm, date, date]:
    """The days asked for; what cannot be read is a year until today."""
    form = PeriodForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    end = given.get("au") or timezone.localdate()
    return form, given.get("du") or end - YEAR, end
