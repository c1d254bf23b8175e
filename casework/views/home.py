"""Ma journée."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest
from accounts.roles import Role
from casework.day.block import HORIZONS, Day
from casework.day.figures import figure_sets, latest_entries
from casework.day.home import blocks_of, first_steps, summary
from casework.day.program import rooms
from casework.day.team import loads


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """The worklist of the day, by role; ?tout= asks for one block in full."""
    user = request.user
    if user.can(Permission.REFERRAL_REPLY):
        return redirect("referrals:member-list")
    asked = request.GET.get("sorties", "")
    horizon = next((days for days in HORIZONS if str(days) == asked), HORIZONS[0])
    day = Day(user, timezone.now(), horizon, request.GET.get("tout", ""))
    blocks = blocks_of(day)
    whole = len(blocks) == 1 and blocks[0].slug == day.expanded
    context = {
        "day": day,
        "whole": whole,
        "summary": summary(blocks),
        "blocks": [block for block in blocks if whole or not block.aside],
        "aside": [block for block in blocks if not whole and block.aside],
    }
    if not whole:
        context |= {
            "figure_sets": figure_sets(day),
            "loads": loads(day) if user.can(Permission.PERSON_ASSIGN) else None,
            "rooms": rooms(day) if user.has_role(Role.PROGRAM_LEAD) or user.has_role(Role.SHELTER_STAFF) else None,
            "entries": latest_entries(day),
            "admin_apps": admin.site.get_app_list(request) if user.has_role(Role.TECHNICAL_ADMIN) else [],
            "first_steps": first_steps(day, blocks) if settings.DEMO else [],
        }
    return render(request, "casework/home.html", context)
