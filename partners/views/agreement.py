"""Agreements: list, page, writing, signing, ending, renewing."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.dates import months_later
from core.pagination import page_of
from partners.deal_filters import AgreementFilter
from partners.deal_forms import AgreementForm, EndForm, ReasonForm, SignForm, today
from partners.models import Agreement, AgreementStatus, Organization
from partners.views.deal import deal_form, do, posted

READ_OR_POST = ["GET", "HEAD", "POST"]
KEPT_WHEN_RENEWED = [
    "organization", "title", "kind", "remind_days", "contact", "responsible", "our_commitments", "their_commitments",
]  # fmt: skip


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def agreement_list(request: StaffRequest) -> HttpResponse:
    """The agreements, those to renew told first."""
    day = timezone.localdate()
    filters = AgreementFilter(request.GET, Agreement.objects.all(), request=request)
    page = page_of(filters.qs.for_list(), request.GET.get("page"))
    count = page.paginator.count
    context = {
        "page_obj": page,
        "rows": [(agreement, agreement.is_to_renew(day)) for agreement in page],
        "filters": filters,
        "to_renew": Agreement.objects.to_renew(day).count(),
        "heading": ngettext("%(count)d convention", "%(count)d conventions", count) % {"count": count},
    }
    return render(request, "partners/agreement_list.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def agreement_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One agreement: what each promises, its dates, its history."""
    rows = Agreement.objects.select_related("organization", "contact", "responsible", "renews", "renewal")
    agreement = get_object_or_404(rows, pk=pk)
    context = {
        "agreement": agreement,
        "to_renew": agreement.is_to_renew(timezone.localdate()),
        "history": agreement.history(),
        "may_write": request.user.can(Permission.AGREEMENT_WRITE),
        "grants": agreement.grants.select_related("funder").order_by("-starts_on", "pk")
        if request.user.can(Permission.GRANT_READ)
        else [],
    }
    return render(request, "partners/agreement_page.html", context)


def up() -> dict[str, str]:
    """The way up from the pages of one agreement."""
    return {"up": reverse("partners:agreement-list"), "up_label": _("Conventions")}


def page_url(agreement: Agreement) -> str:
    """Where an agreement is read."""
    return reverse("partners:agreement", args=[agreement.pk])


@require_http_methods(READ_OR_POST)
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Prepare an agreement with an organisation."""
    organization = get_object_or_404(Organization, pk=pk)
    form = AgreementForm(posted(request), instance=Agreement(organization=organization))

    def act(valid: AgreementForm) -> str:
        facts = {**valid.facts, "organization": organization}
        return page_url(Agreement.objects.register(by=request.user, **facts))

    back = reverse("partners:organization", args=[pk])
    words = {"heading": _("Nouvelle convention"), "lede": organization.name, "done": _("La convention est notée.")}
    return deal_form(request, form, act, back=back, **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_renew(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Prepare the agreement that follows another, for as long."""
    former = get_object_or_404(Agreement.objects.select_related("organization"), pk=pk)
    if former.later:
        return do(request, lambda: None, done=_("Elle est déjà renouvelée."), back=page_url(former.later))
    known: dict[str, Any] = {name: getattr(former, name) for name in KEPT_WHEN_RENEWED}
    if former.ends_on:
        months = max(round((former.ends_on - former.starts_on).days / 30.44), 1)
        known |= {"starts_on": former.ends_on, "ends_on": months_later(former.ends_on, months)}
    form = AgreementForm(posted(request), instance=Agreement(**known))

    def act(valid: AgreementForm) -> str:
        facts = {**valid.facts, "organization": former.organization, "renews": former}
        return page_url(Agreement.objects.register(by=request.user, **facts))

    words = {"heading": _("Renouveler la convention"), "lede": former.title, "done": _("La suite est en préparation.")}
    return deal_form(request, form, act, back=page_url(former), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct an agreement."""
    agreement = get_object_or_404(Agreement, pk=pk)
    form = AgreementForm(posted(request), instance=agreement)

    def act(valid: AgreementForm) -> None:
        agreement.amend(by=request.user, **valid.facts)

    words = {"heading": _("Modifier la convention"), "lede": agreement.title, "done": _("La convention est à jour.")}
    return deal_form(request, form, act, back=page_url(agreement), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that both sides signed."""
    agreement = get_object_or_404(Agreement, pk=pk)
    form = SignForm(posted(request), initial=today())

    def act(valid: SignForm) -> None:
        agreement.sign(by=request.user, at=timezone.now(), on=valid.cleaned_data["on"])

    words = {"heading": _("Noter la signature"), "lede": agreement.title, "done": _("La convention est signée.")}
    return deal_form(request, form, act, back=page_url(agreement), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that it is over."""
    agreement = get_object_or_404(Agreement, pk=pk)
    form = EndForm(posted(request), initial=today())

    def act(valid: EndForm) -> None:
        agreement.end(by=request.user, at=timezone.now(), **valid.cleaned_data)

    words = {"heading": _("Terminer la convention"), "lede": agreement.title, "done": _("La convention est terminée.")}
    return deal_form(request, form, act, back=page_url(agreement), **words, **up())


@require_http_methods(READ_OR_POST)
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_abandon(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give up preparing it."""
    agreement = get_object_or_404(Agreement, pk=pk)

    def act(valid: ReasonForm) -> None:
        agreement.abandon(by=request.user, at=timezone.now(), **valid.cleaned_data)

    words = {
        "heading": _("Abandonner la convention"),
        "lede": agreement.title,
        "done": _("La convention est abandonnée."),
    }
    return deal_form(request, ReasonForm(posted(request)), act, back=page_url(agreement), **words, **up())


@require_POST
@require_permission(Permission.AGREEMENT_WRITE)
def agreement_resume(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Prepare it again."""
    agreement = get_object_or_404(Agreement, pk=pk)
    done = str(AgreementStatus.PREPARED.label)
    return do(
        request, lambda: agreement.resume(by=request.user, at=timezone.now()), done=done, back=page_url(agreement)
    )
