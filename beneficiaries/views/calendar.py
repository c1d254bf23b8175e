"""The private calendar address: opening it, closing it, reading it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.calendar_file import calendar_file
from beneficiaries.models import CalendarFeed
from beneficiaries.models.calendar_feed import feed_with


@require_safe
@require_permission(Permission.FILE_CONTENT)
def calendar(request: StaffRequest) -> HttpResponse:
    """Whether one has an address, when it was last read, and what it says."""
    feed = CalendarFeed.objects.of(request.user).first()
    return render(request, "beneficiaries/calendar.html", {"feed": feed})


@require_POST
@require_permission(Permission.FILE_CONTENT)
@sensitive_variables("token", "address")
def calendar_renew(request: StaffRequest) -> HttpResponse:
    """Open an address, or another in place of the former; it is shown this once."""
    token = CalendarFeed.objects.register(by=request.user, at=timezone.now())
    address = request.build_absolute_uri(reverse("beneficiaries:calendar-feed", args=[token]))
    feed = CalendarFeed.objects.of(request.user).first()
    return render(request, "beneficiaries/calendar.html", {"feed": feed, "address": address})


@require_POST
@require_permission(Permission.FILE_CONTENT)
def calendar_revoke(request: StaffRequest) -> HttpResponse:
    """Close the address: the telephone that knows it reads nothing any more."""
    for feed in CalendarFeed.objects.of(request.user):
        feed.revoke(by=request.user, at=timezone.now())
    messages.success(request, _("L’adresse est fermée : plus aucun appareil ne lit votre agenda."))
    return redirect("beneficiaries:calendar")


@login_not_required
@require_safe
@sensitive_variables("token")
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, for whoever holds the token; a page that does not exist for anybody else."""
    feed = feed_with(token)
    if not feed or not feed.worker.can(Permission.FILE_CONTENT):
        raise Http404
    now = timezone.now()
    feed.note_read(at=now)
    headers = {
        "Cache-Control": "no-store, private",
        "Content-Disposition": 'inline; filename="agenda.ics"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(calendar_file(feed, now=now), content_type="text/calendar; charset=utf-8", headers=headers)
