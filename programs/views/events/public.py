"""Pages of an event that need no account: what it is, registering, cancelling."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.throttle import too_often
from programs.event_calendar import calendar_of
from programs.event_forms.people import RegistrationForm
from programs.models import Event, EventRegistration, EventStatus, RegistrationStatus

PER_HOUR, TRIES_PER_MINUTE = 30, 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def event_public(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme and the form; ?vue=agenda gives it to a calendar. A form sent is answered alike, whoever sends."""
    event = get_object_or_404(Event.objects.shown().select_related("site"), slug=slug)
    now, url = timezone.now(), reverse("programs:event-public", args=[slug])
    if request.GET.get("vue") == "agenda":
        content = calendar_of(event, url=request.build_absolute_uri(url), now=now)
        headers = {"Content-Disposition": 'attachment; filename="evenement.ics"', "X-Robots-Tag": "noindex"}
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    form = RegistrationForm(request.POST if request.method == "POST" else None, public=True)
    if request.method == "POST":
        if too_often("event-registration", limit=PER_HOUR, seconds=3600):
            return render(request, "partners/update_wait.html", status=429)
        if form.is_valid():
            try:
                if not form.is_a_machine:
                    EventRegistration.objects.register(event, at=now, **form.facts)
                return redirect(f"{url}?vue=merci")
            except DomainError as error:
                form.add_error(None, str(error))
    context = {
        "event": event,
        "form": form,
        "thanks": request.GET.get("vue") == "merci",
        "takes_registrations": event.takes_registrations(now),
        "is_over": event.ends_at < now,
        "is_cancelled": event.status == EventStatus.CANCELLED,
        "items": event.items.prefetch_related("speakers__user", "speakers__contact").order_by("starts_at", "pk"),
        "speakers": event.speakers.filter(may_be_named=True).select_related("user", "contact").order_by("pk"),
        "partners": event.partners.filter(organization__is_sensitive=False)
        .select_related("organization")
        .order_by("role", "organization__name", "pk"),
        "materials": event.materials.filter(is_public=True).order_by("title", "pk"),
    }
    return render(request, "programs/event_public.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def event_registration(request: HttpRequest, token: str) -> HttpResponse:
    """Where one’s registration stands, and a button to give the place back. Opening changes nothing."""
    if too_often("event-link", limit=TRIES_PER_MINUTE):
        return render(request, "partners/update_wait.html", status=429)
    row = EventRegistration.objects.opened_by(token)
    if row is None:
        raise Http404(_("Ce lien n’est plus valable."))
    now = timezone.now()
    if request.method == "POST":
        row.cancel(at=now)
        return redirect("programs:event-registration", token=token)
    standing = row.status != RegistrationStatus.CANCELLED and row.event.status != EventStatus.CANCELLED
    context = {
        "row": row,
        "event": row.event,
        "may_cancel": standing and not row.came_at and now < row.event.ends_at,
        "shows_link": standing and row.status == RegistrationStatus.CONFIRMED,
    }
    response = render(request, "programs/event_registration.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
