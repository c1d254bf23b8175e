"""Reading the programs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.models import AuditAction
from core.pagination import page_of
from programs.filters import ProgramFilter
from programs.models import Program, ProgramKind
from programs.next_action import add_next_actions
from programs.presence import presence_of
from programs.room import with_room
from programs.views.program_parts import PARTS, publics_of
from programs.views.program_tabs import ABOUT, PAST, ROSTER, SESSIONS, program_tabs


@require_safe
@require_permission(Permission.PROGRAM_READ)
def program_list(request: StaffRequest) -> HttpResponse:
    """The programs by kind: where, how much room, when they next meet."""
    rows = with_room(Program.objects.for_list(), day=timezone.localdate(), now=timezone.now())
    filters = ProgramFilter(request.GET, queryset=rows, request=request)
    page = page_of(filters.qs, request.GET.get("page"))
    add_next_actions(page, request.user, timezone.now())
    context = {
        "filters": filters,
        "page": page,
        "can_refer": request.user.can(Permission.REFERRAL_WRITE),
    }
    return render(request, "programs/program_list.html", context)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def program_detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One program: what it is, when it meets, who takes part. Names are read under ?vue=inscrits only."""
    rows = with_room(Program.objects.select_related("site"), day=timezone.localdate(), now=timezone.now())
    program = get_object_or_404(rows, pk=pk)
    view = request.GET.get("vue")
    view = view if view in {SESSIONS, PAST, *PARTS} else ABOUT
    takes_people = program.is_active and program.kind != ProgramKind.ACTION_PLAN
    context = {
        "program": program,
        "view": view,
        "tabs": program_tabs(program, current=view),
        "leads": program.leads.filter(is_active=True).order_by("last_name", "first_name", "pk"),
        "staff": program.staff.filter(is_active=True).order_by("last_name", "first_name", "pk"),
        "publics": publics_of(program) if view == ABOUT else [],
        "can_refer": request.user.can(Permission.REFERRAL_WRITE) and takes_people,
        "can_enrol": request.user.can(Permission.PROGRAM_ENROL) and takes_people,
    }
    number, now = request.GET.get("page"), timezone.now()
    context["presence"] = presence = presence_of(request.user, program, now)
    if presence and view == ROSTER:
        audit.record_each(request.user, AuditAction.OPENED, presence.named)
    if view in PARTS:
        context |= PARTS[view](request, program)
    elif view == PAST:
        context["page"] = page_of(program.sessions.past(now).with_recording(), number)
    else:
        context["page"] = page_of(program.sessions.upcoming(now), number, size=5 if view == ABOUT else None)
    return render(request, "programs/program_detail.html", context)
