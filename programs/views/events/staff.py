"""Reading the events: the list, the figures, and each one’s page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core.pagination import page_of
from programs.event_figures import audiences, total_of
from programs.event_filters import EventFilter
from programs.models import Event, EventKind, EventStatus
from programs.views.program_tabs import Tab

TO_COME, PAST, FIGURES = "a-venir", "passes", "chiffres"
FIGURES_AT_MOST = 200
STATUS_WORDS = dict(EventStatus.choices)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def event_list(request: StaffRequest) -> HttpResponse:
    """To come, past, or the figures of those that were held."""
    view, now = request.GET.get("vue"), timezone.now()
    view = view if view in {PAST, FIGURES} else TO_COME
    filters = EventFilter(request.GET, Event.objects.select_related("site"), request=request)
    if view == FIGURES:
        rows = filters.qs.filter(status=EventStatus.HELD).past(now)
        page = page_of(rows, request.GET.get("page"), size=FIGURES_AT_MOST)
    else:
        page = page_of(filters.qs.past(now) if view == PAST else filters.qs.to_come(now), request.GET.get("page"))
    found, count = audiences(page), page.paginator.count
    context = {
        "view": view,
        "tabs": list_tabs(view),
        "filters": filters,
        "hidden": [("vue", view)] if view != TO_COME else [],
        "page": page,
        "rows": [(event, found[event.pk]) for event in page],
        "total": total_of(found.values()),
        "heading": ngettext("%(count)d événement", "%(count)d événements", count) % {"count": count},
        "may_write": request.user.can(Permission.EVENT_WRITE),
    }
    return render(request, "programs/event_list.html", context)


def list_tabs(view: str) -> list[Tab]:
    """The three readings of the list."""
    url = reverse("programs:event-list")
    parts = [(TO_COME, _("À venir")), (PAST, _("Passés")), (FIGURES, _("Chiffres"))]
    return [Tab(label, url if part == TO_COME else f"{url}?vue={part}", current=part == view) for part, label in parts]


@require_safe
@require_permission(Permission.PROGRAM_READ)
def event_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One event: when, where, who speaks, what is to be done, how many come."""
    event = get_object_or_404(Event.objects.select_related("site", "previous"), pk=pk)
    may_write = request.user.can(Permission.EVENT_WRITE)
    context = {
        "event": event,
        "is_prison_days": event.kind == EventKind.PRISON_DAYS,
        "items": event.items.prefetch_related("speakers__user", "speakers__contact").order_by("starts_at", "pk"),
        "speakers": event.speakers.select_related("user", "contact").order_by("pk"),
        "partners": event.partners.select_related("organization").order_by("role", "organization__name", "pk"),
        "tasks": event.tasks.select_related("assignee").order_by("done_at", "due_on", "pk"),
        "materials": event.materials.order_by("title", "pk"),
        "audience": audiences([event])[event.pk],
        "history": [
            (change, STATUS_WORDS[change.to_status])
            for change in event.changes.select_related("by").order_by("at", "pk")
        ],
        "renewed": Event.objects.filter(previous=event).first(),
        "today": timezone.localdate(),
        "has_begun": event.starts_at <= timezone.now(),
        "public_url": request.build_absolute_uri(reverse("programs:event-public", args=[event.slug])),
        "may_write": may_write,
        "may_change": may_write and event.status != EventStatus.CANCELLED,
    }
    return render(request, "programs/event_page.html", context)
