"""The form by which a partner or a probation service sends a person to us. Opening it changes nothing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.throttle import too_often
from referrals.inbound.forms import InboundForm
from referrals.models import InboundLink, InboundReferral
from referrals.views.by_link import by_link, languages_offered

PER_HOUR = 30


def link_of(token: str, now: datetime) -> InboundLink | None:
    """The link of a token."""
    return InboundLink.objects.opened_by(token, now=now)


by_inbound_link = by_link(link_of, purpose="inbound-link", gone="referrals/inbound_gone.html")


@require_http_methods(["GET", "HEAD", "POST"])
@by_inbound_link
def inbound_form(request: HttpRequest, token: str, link: InboundLink) -> HttpResponse:
    """What is asked; once sent, the same answer whoever the person is."""
    form = InboundForm(request.POST if request.method == "POST" else None, link=link)
    if request.method == "POST":
        if too_often("inbound-send", limit=PER_HOUR, seconds=3600) or sent_today(link) >= settings.INBOUND_PER_DAY:
            return render(request, "partners/update_wait.html", status=429)
        if form.is_valid():
            given = form.cleaned_data
            InboundReferral.objects.register(
                link,
                submission=given["submission"],
                consent=given["consent"],
                content=form.content,
                at=timezone.now(),
            )
            return redirect("referrals:inbound-sent", token=token)
    context = {"token": token, "link": link, "form": form, "languages": languages_offered()}
    return render(request, "referrals/inbound_form.html", context, status=422 if form.errors else 200)


@require_safe
@by_inbound_link
def inbound_sent(request: HttpRequest, token: str, link: InboundLink) -> HttpResponse:
    """« Bien reçu »: what happens next, and another person to send."""
    context = {"token": token, "link": link, "languages": languages_offered()}
    return render(request, "referrals/inbound_sent.html", context)


def sent_today(link: InboundLink) -> int:
    """How many people came by this link since yesterday."""
    return InboundReferral.objects.received_by(link, since=timezone.now() - timedelta(days=1)).count()
