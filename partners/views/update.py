"""The page of a partner’s link: its own card, « Tout est juste », corrections. Reading it changes nothing."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.throttle import too_often
from partners.checks import cards_of_partner
from partners.facts import plain_text
from partners.freshness import answers
from partners.freshness.forms import AnswerForm, OrganizationCorrection, ServiceCorrection
from partners.history import label_of, stored, words
from partners.models import Service, UpdateLink
from partners.models.card_change import Card

Params = ParamSpec("Params")
PER_MINUTE = 60
SHOWN = {
    True: ["access_conditions", "fees", "fees_details", "opening_hours", "phone", "email"],
    False: ["opening_hours", "phone", "email", "website"],
}


def by_link(
    view: Callable[Concatenate[HttpRequest, str, UpdateLink, Params], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, Params], HttpResponse]:
    """Give the view the link of its token; the same « not found » for every other, and a limit for who tries many."""

    @wraps(view)
    @sensitive_variables("token")
    def opened(request: HttpRequest, token: str, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if too_often("update-link", limit=PER_MINUTE):
            return private(render(request, "partners/update_wait.html", status=429))
        link = UpdateLink.objects.opened_by(token, now=timezone.now())
        if not link:
            return private(render(request, "partners/update_gone.html", status=404))
        return private(view(request, token, link, *args, **kwargs))

    return opened  # type: ignore[return-value]


def private(response: HttpResponse) -> HttpResponse:
    """Out of every cache and index, and the address never told to another site."""
    response.headers["X-Robots-Tag"] = "noindex"
    # « no-referrer » would make the browser hide where the form comes from, and the form would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
@require_safe
@by_link
def update(request: HttpRequest, token: str, link: UpdateLink) -> HttpResponse:
    """The card as the directory shows it, and what was answered already."""
    last = link.proposals.order_by("-at", "pk").first()
    [organization, *services] = cards_of_partner(link.organization)
    context = {
        "token": token,
        "link": link,
        "last": last,
        "organization": organization,
        "rows": rows_of(organization),
        "services": [(service, plain_text(service.description)[:600], rows_of(service)) for service in services],
    }
    return render(request, "partners/update.html", context)


@login_not_required
@never_cache
@require_POST
@by_link
def update_confirm(request: HttpRequest, token: str, link: UpdateLink) -> HttpResponse:
    """« Tout est juste »."""
    answers.confirm_all(link, author="", at=timezone.now())
    return redirect("partners:update", token=token)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def update_correct(request: HttpRequest, token: str, link: UpdateLink) -> HttpResponse:
    """The card as a form; what differs is kept for approval."""
    data = request.POST or None
    cards = cards_of_partner(link.organization)
    forms = [
        (ServiceCorrection if isinstance(card, Service) else OrganizationCorrection)(
            data, instance=copy(card), prefix=f"c{number}"
        )
        for number, card in enumerate(cards)
    ]
    waiting = link.proposals.pending().first()
    answer = AnswerForm(data, instance=copy(waiting), prefix="r") if waiting else AnswerForm(data, prefix="r")
    refused = [form for form in [*forms, answer] if not form.is_valid()]  # each is asked: all errors show at once
    if request.method == "POST" and not refused:
        changes = [
            change
            for card, form in zip(cards, forms, strict=True)
            for change in answers.corrections_of(card, form.instance, form.told)
        ]
        given = answer.cleaned_data
        if changes or given["note"]:
            answers.receive(link, changes, author=given["author"], note=given["note"], at=timezone.now())
        else:
            answers.confirm_all(link, author=given["author"], at=timezone.now())
        return redirect("partners:update", token=token)
    context = {
        "token": token,
        "link": link,
        "forms": forms,
        "organization_form": forms[0],
        "service_forms": forms[1:],
        "answer": answer,
        "refused": request.method == "POST",
    }
    return render(request, "partners/update_correct.html", context, status=422 if request.method == "POST" else 200)


def rows_of(card: Card) -> list[tuple[str, str]]:
    """What the partner should read again, in words."""
    model, rows = type(card), []
    if not isinstance(card, Service):
        place = " ".join(filter(None, [card.postal_code, card.city]))
        rows.append((label_of(model, "address"), ", ".join(filter(None, [card.address, card.address_more, place]))))
    for name in SHOWN[isinstance(card, Service)]:
        said = words(model, name, stored(getattr(card, name)))
        if said or not isinstance(card, Service):
            rows.append((label_of(model, name), said))
    return rows
