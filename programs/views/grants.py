"""Grants: list, page, writing, and each of their steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.pagination import page_of
from partners.deal_forms import (
    DoneOnForm,
    FunderForm,
    GrantedForm,
    GrantForm,
    InstalmentForm,
    ReasonForm,
    RefusedForm,
    ReportForm,
    today,
)
from partners.models import Funder, Grant, GrantInstalment, GrantReport
from partners.views.deal import deal_form, do, posted
from programs.forms import GrantUseForm
from programs.grant_filters import GrantFilter
from programs.grants import sheet_of, urgency
from programs.models import GrantUse

READ_OR_POST = ["GET", "HEAD", "POST"]
URGENT_SHOWN = 20


@require_safe
@require_permission(Permission.GRANT_READ)
def grant_list(request: StaffRequest) -> HttpResponse:
    """The grants; the reports to send first."""
    day = timezone.localdate()
    filters = GrantFilter(request.GET, Grant.objects.all(), request=request)
    page = page_of(filters.qs.for_list(), request.GET.get("page"))
    count = page.paginator.count
    context = {
        "page_obj": page,
        "filters": filters,
        "to_send": [(row, *urgency(row, day)) for row in GrantReport.objects.to_send(day)[:URGENT_SHOWN]],
        "heading": ngettext("%(count)d subvention", "%(count)d subventions", count) % {"count": count},
        "may_write": request.user.can(Permission.GRANT_WRITE),
    }
    return render(request, "programs/grant_list.html", context)


@require_safe
@require_permission(Permission.GRANT_READ)
def grant_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One grant: its money, its reports, what it pays for."""
    rows = Grant.objects.select_related("funder", "agreement", "responsible").annotate(parts=Count("uses"))
    grant = get_object_or_404(rows, pk=pk)
    context = {
        "grant": grant,
        "sheet": sheet_of(grant, timezone.localdate()),
        "envelopes": grant.envelopes.order_by("-starts_on", "pk"),
        "history": grant.history(),
        "may_write": request.user.can(Permission.GRANT_WRITE),
        "may_read_aid": request.user.can(Permission.AID_READ),
    }
    return render(request, "programs/grant_page.html", context)


def up() -> dict[str, str]:
    """The way up from the pages of one grant."""
    return {"up": reverse("programs:grant-list"), "up_label": _("Subventions")}


def page_url(grant: Grant) -> str:
    """Where a grant is read."""
    return reverse("programs:grant", args=[grant.pk])


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def grant_new(request: StaffRequest) -> HttpResponse:
    """Note a request to a funder."""
    form = GrantForm(posted(request), initial={"asked_on": timezone.localdate()})

    def act(valid: GrantForm) -> str:
        return page_url(Grant.objects.register(by=request.user, **valid.facts))

    words = {"heading": _("Nouvelle demande de subvention"), "done": _("La demande est notée.")}
    return deal_form(request, form, act, back=reverse("programs:grant-list"), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def funder_new(request: StaffRequest) -> HttpResponse:
    """Add a funder, then ask it for a grant."""

    def act(valid: FunderForm) -> None:
        Funder.objects.register(by=request.user, **valid.facts)

    words = {"heading": _("Nouveau financeur"), "done": _("Le financeur est dans la liste.")}
    return deal_form(request, FunderForm(posted(request)), act, back=reverse("programs:grant-new"), **words, **up())


def step(
    request: StaffRequest, pk: UUID, form: Any, act: Callable[[Grant, Any], None], heading: str, done: str
) -> HttpResponse:
    """One step of a grant: its form, then the verb."""
    grant = get_object_or_404(Grant, pk=pk)

    def acted(valid: Any) -> None:
        act(grant, valid.cleaned_data)

    words = {"heading": heading, "lede": grant.title, "done": done}
    return deal_form(request, form, acted, back=page_url(grant), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def grant_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a grant."""
    grant = get_object_or_404(Grant, pk=pk)
    form = GrantForm(posted(request), instance=grant)

    def act(valid: GrantForm) -> None:
        grant.amend(by=request.user, **valid.facts)

    words = {"heading": _("Modifier la subvention"), "lede": grant.title, "done": _("La subvention est à jour.")}
    return deal_form(request, form, act, back=page_url(grant), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def grant_granted(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The funder says yes, for how much."""

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        grant.grant(by=request.user, at=timezone.now(), **typed)

    form = GrantedForm(posted(request), initial=today())
    return step(request, pk, form, act, _("Subvention accordée"), _("L’accord est noté."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def grant_refused(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The funder says no."""

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        grant.refuse(by=request.user, at=timezone.now(), **typed)

    form = RefusedForm(posted(request), initial=today())
    return step(request, pk, form, act, _("Subvention refusée"), _("Le refus est noté."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def grant_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the request back."""

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        grant.withdraw(by=request.user, at=timezone.now(), **typed)

    return step(request, pk, ReasonForm(posted(request)), act, _("Retirer la demande"), _("La demande est retirée."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def grant_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Expect nothing more."""

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        grant.close(by=request.user, at=timezone.now(), **typed)

    return step(
        request, pk, ReasonForm(posted(request)), act, _("Solder la subvention"), _("La subvention est soldée.")
    )


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def instalment_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Expect a payment."""

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        grant.plan_instalment(by=request.user, **typed)

    form = InstalmentForm(posted(request))
    return step(request, pk, form, act, _("Versement attendu"), _("Le versement est prévu."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def instalment_received(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The money came."""
    instalment = get_object_or_404(GrantInstalment.objects.select_related("grant"), pk=pk)

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        instalment.receive(by=request.user, at=timezone.now(), **typed)

    form = DoneOnForm(posted(request), initial=today())
    return step(request, instalment.grant_id, form, act, _("Versement reçu"), _("Le versement est reçu."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def report_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A report that the funder asks for."""
    grant = get_object_or_404(Grant, pk=pk)
    form = ReportForm(posted(request), instance=GrantReport(grant=grant))

    def act(valid: ReportForm) -> None:
        grant.expect_report(by=request.user, **valid.facts)

    words = {"heading": _("Bilan à remettre"), "lede": grant.title, "done": _("L’échéance est notée.")}
    return deal_form(request, form, act, back=page_url(grant), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def report_sent(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The report is in the funder’s hands."""
    report = get_object_or_404(GrantReport.objects.select_related("grant"), pk=pk)

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        report.send(by=request.user, at=timezone.now(), **typed)

    form = DoneOnForm(posted(request), initial=today())
    return step(request, report.grant_id, form, act, _("Bilan remis"), _("Le bilan est remis."))


@require_http_methods(READ_OR_POST)
@require_permission(Permission.GRANT_WRITE)
def use_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a part of the grant to a program or an action."""

    def act(grant: Grant, typed: dict[str, Any]) -> None:
        GrantUse.objects.share(grant, by=request.user, **typed)

    form = GrantUseForm(posted(request))
    return step(request, pk, form, act, _("Ce que la subvention paie"), _("La part est notée."))


@require_POST
@require_permission(Permission.GRANT_WRITE)
def use_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Undo a part."""
    use = get_object_or_404(GrantUse.objects.select_related("grant"), pk=pk)
    back = page_url(use.grant)
    return do(request, lambda: use.take_back(by=request.user), done=_("La part est retirée."), back=back)
