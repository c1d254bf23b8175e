"""The person’s file and its tabs: each page read is one entry of the journal."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import FollowUp, Reorientation
from beneficiaries.models.information_sheet import days_since
from beneficiaries.models.layer import read_in
from beneficiaries.reaching import ContactChannel, may_leave
from casework.file.history import entries_for, line_of
from casework.file.orientation import orientation_of
from casework.file.situation import release_warning
from casework.file.summary import aims, contact_facts, current_alerts, last_follow_ups, summary_of
from casework.file.timeline import authors, for_reader
from casework.file.work import work_of
from casework.forms import TimelineFilter
from casework.views.opening import file_context, open_file
from core.pagination import page_counted, page_of
from programs.models import Enrolment, Program, Project, Stay
from referrals.models import Referral


@require_safe
@require_permission(Permission.PERSON_LIST)
def person_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The summary: what to know and what to do; identity and contact alone for a director.

    A former lead worker, to whom the file is closed since a reorientation, is shown the decision and nothing else.
    """
    try:
        file = open_file(request, pk)
    except Http404:
        decided = Reorientation.objects.visible_to(request.user).filter(beneficiary=pk).for_list().last()
        if decided is None or not request.user.can(Permission.PERSON_WRITE):
            raise
        return redirect("beneficiaries:reorientation", pk=decided.pk)
    person = file.person
    context = file_context(request, file, "person-file") | {
        "contact_facts": contact_facts(person),
        "call": may_leave(person, ContactChannel.PHONE, timezone.now()),
    }
    if context["may_read"]:
        now = timezone.localtime()
        summary = summary_of(file, now)
        context |= {
            "deadlines": summary.deadlines,
            "referrals": summary.referrals,
            "programs": summary.programs,
            "measures": summary.measures,
            "age_limits": summary.age_limits,
            "news": summary.news,
            "alerts": read_in(file, current_alerts),
            "aims": read_in(file, aims),
            "days_without_sheet": 0 if summary.has_sheet else days_since(person, now.date()),
            "follow_ups": read_in(file, last_follow_ups),
            "release_warning": release_warning(person),
        }
    return render(request, "casework/person_file.html", context)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_timeline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every follow-up, newest first, 25 a page; confidential notes for their readers."""
    file = open_file(request, pk)
    known = authors(file)
    filters = TimelineFilter(request.GET, [(author, name) for author, (name, _number) in known.items()])
    pages = Paginator(filters.narrow(FollowUp.objects.visible_in(file).for_timeline()), settings.LIST_PAGE_SIZE)
    applied = len(filters.applied())
    if not applied:
        pages.count = sum(number for _name, number in known.values())
    page = pages.get_page(request.GET.get("page"))
    page.object_list = for_reader(file, page.object_list)
    context = file_context(request, file, "person-timeline") | {
        "filters": filters,
        "applied": applied,
        "page_obj": page,
    }
    return render(request, "casework/person_timeline.html", context)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_referrals(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The referrals of the person, newest first."""
    file = open_file(request, pk)
    person = file.person
    rows = Referral.objects.visible_to(request.user).for_list().filter(beneficiary=person)
    context = file_context(request, file, "person-referrals") | {
        "orientation": orientation_of(file),
        "page_obj": page_counted(rows, request.GET.get("page")),
    }
    return render(request, "casework/person_referrals.html", context)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_programs(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The enrolments and stays of the person, newest first."""
    file = open_file(request, pk)
    person = file.person
    enrolments = Enrolment.objects.visible_to(request.user).filter(beneficiary=person).select_related("program")
    stays = Stay.objects.visible_to(request.user).filter(beneficiary=person).select_related("place__program")
    projects = Project.objects.visible_to(request.user).filter(enrolment__beneficiary=person)
    projects = projects.with_public_end(timezone.localdate()).order_by("-created_at", "pk")
    context = file_context(request, file, "person-programs") | {
        "projects": projects[: settings.LIST_PAGE_SIZE],
        "page_obj": page_counted(enrolments.order_by("-started_on", "pk"), request.GET.get("page")),
        "stays": stays.order_by("-period", "pk")[: settings.LIST_PAGE_SIZE],
        "open_programs": open_programs(request),
        "may_ask_place": request.user.can(Permission.REFERRAL_WRITE),
        "work": work_of(person, request.user, timezone.localdate()),
    }
    return render(request, "casework/person_programs.html", context)


def open_programs(request: StaffRequest) -> list[Program]:
    """The programs in which the user may enrol the person."""
    if not request.user.can(Permission.PROGRAM_ENROL):
        return []
    return list(Program.objects.active().for_list()[: settings.LIST_PAGE_SIZE])


@require_safe
@require_permission(Permission.PERSON_LIST)
def person_history(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who read and changed what; only one’s own acts without the right to read the journal."""
    file = open_file(request, pk)
    person = file.person
    page = page_of(entries_for(person, request.user), request.GET.get("page"))
    context = file_context(request, file, "person-history") | {
        "page_obj": page,
        "lines": [line_of(entry) for entry in page],
        "whole": request.user.can(Permission.AUDIT_READ),
    }
    return render(request, "casework/person_history.html", context)
