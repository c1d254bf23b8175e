"""Noting a follow-up, and changing one."""

from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.actions import LoggedDifferently, log_follow_up
from beneficiaries.forms.day import day_initial
from beneficiaries.forms.exchange import FollowUpEditForm, duration_initial
from beneficiaries.forms.follow_up import FollowUpForm, initial_from
from beneficiaries.forms.people_choice import audience_of, people_choice
from beneficiaries.identity import identity_of
from beneficiaries.models import Appointment, Beneficiary, Draft, FollowUp, FollowUpMode
from beneficiaries.readers import readers_by_layer
from core.errors import DomainError, Outdated
from core.fields import clean_line

QUERY_LENGTH = 200


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def follow_up_new(request: StaffRequest) -> HttpResponse:
    """The page « Noter un suivi », its people search without JavaScript, and its saving."""
    if request.method != "POST":
        return follow_up_started(request)
    if "search" in request.POST:
        form = FollowUpForm(initial=initial_from(dict(request.POST.lists())), user=request.user)
        return follow_up_page(request, form, query=searched(request))
    form = FollowUpForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            rows = log_follow_up(by=request.user, at=timezone.now(), **form.to_log())
        except LoggedDifferently as refusal:
            url = reverse("beneficiaries:follow-up-edit", args=[refusal.follow_up.pk])
            form.add_error(None, format_html('{} <a href="{}">{}</a>', str(refusal), url, _("Modifier ce suivi")))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return follow_up_saved(request, form, rows)
    return follow_up_page(request, form)


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def follow_up_people(request: StaffRequest) -> HttpResponse:
    """The people region alone, while somebody types a name or checks a person; names travel in the body."""
    form = FollowUpForm(initial=initial_from({"people": request.POST.getlist("people")}), user=request.user)
    context = people_context(request, form, searched(request))
    return render(request, "beneficiaries/follow_up_people_answer.html", context | {"hints": form.topic_hints})


def follow_up_started(request: StaffRequest) -> HttpResponse:
    """Where the page begins: a draft, an appointment, a follow-up to continue from, a person, or nothing."""
    user, draft = request.user, None
    if asked := request.GET.get("brouillon"):
        draft = Draft.objects.of(user).filter(pk=as_uuid(asked)).first()
        if not draft:
            messages.info(request, _("Ce brouillon n’existe plus : il est enregistré, supprimé ou trop ancien."))
            return redirect("beneficiaries:follow-up-new")
        initial: dict[str, Any] = {}
    elif asked := request.GET.get("rendez-vous"):
        appointment = get_object_or_404(
            Appointment.objects.visible_to(user).select_related("follow_up"), pk=as_uuid(asked)
        )
        if appointment.follow_up:
            messages.info(request, _("Ce rendez-vous a déjà son compte rendu."))
            return redirect(timeline_url(appointment.follow_up, user))
        initial = from_appointment(appointment)
    elif asked := request.GET.get("comme"):
        rows = FollowUp.objects.visible_to(user).filter(author=user, submission=as_uuid(asked))
        initial = from_follow_ups(list(rows.order_by("beneficiary_id")))
    elif asked := request.GET.get("personne"):
        person = get_object_or_404(Beneficiary.objects.visible_to(user), pk=as_uuid(asked))
        draft = Draft.objects.of(user).filter(beneficiary=person, form=Draft.FOLLOW_UP).first()
        initial = {"people": [str(person.pk)], "mode": request.GET.get("mode", "")}
    else:
        initial = {}
    if draft:
        initial = {**initial_from(draft.payload), "submission": str(draft.pk)}
    return follow_up_page(request, FollowUpForm(initial=initial, user=user), draft=draft)


def from_appointment(appointment: Appointment) -> dict[str, Any]:
    """Everything that the appointment already says."""
    starts_at = timezone.localtime(appointment.starts_at)
    return {
        "people": [str(appointment.beneficiary_id)],
        "appointment": str(appointment.pk),
        "layer": appointment.told_in,
        "place": appointment.place[:120],
        **duration_initial(appointment.duration_minutes),
        "mode": appointment.mode if appointment.mode in FollowUpMode.values else "",
        "happened_at": starts_at.time(),
        **day_initial(starts_at.date()),
    }


def from_follow_ups(rows: list[FollowUp]) -> dict[str, Any]:
    """People, day and place of the note just saved; the rest is new."""
    if not rows:
        raise Http404
    people = [str(row.beneficiary_id) for row in rows]
    return {"people": people, "place": rows[0].place, **day_initial(rows[0].happened_on)}


def follow_up_page(
    request: StaffRequest, form: FollowUpForm, *, query: str = "", draft: Draft | None = None
) -> HttpResponse:
    """The whole page, with every value typed so far."""
    context = people_context(request, form, query)
    people = context["choice"].chosen
    person = people[0] if len(people) == 1 else None
    back = origin_of(request)
    if request.method == "POST":
        context["has_draft"] = Draft.objects.of(request.user).filter(pk=form.submission_id).exists()
    context |= {
        "draft": draft,
        "next": back,
        "back": back or (reverse("casework:person-file", args=[person.pk]) if person else reverse("casework:home")),
        "identity": identity_of(person, viewer=request.user, day=timezone.localdate()) if person else None,
    }
    return render(request, "beneficiaries/follow_up_new.html", context)


def people_context(request: StaffRequest, form: FollowUpForm, query: str) -> dict[str, Any]:
    """The people offered, who reads what, and when each topic was last spoken of."""
    choice = people_choice(request.user, form.chosen, query)
    people = choice.chosen
    alone = FollowUp.objects.visible_to(request.user).filter(beneficiary=people[0]) if len(people) == 1 else None
    audience = audience_of(request.user, people)
    form.hint_topics(alone.last_by_topic() if alone is not None else {})
    form.name_readers(audience)
    return {"form": form, "choice": choice, "audience": audience}


def follow_up_saved(request: StaffRequest, form: FollowUpForm, rows: list[FollowUp]) -> HttpResponse:
    """Say so, with the way to see it, and go on: another note, a referral, or where the user came from."""
    words = ngettext("Le suivi est enregistré.", "%(count)d suivis sont enregistrés.", len(rows)) % {"count": len(rows)}
    messages.success(
        request, format_html('{} <a href="{}">{}</a>', words, timeline_url(rows[0], request.user), _("Voir"))
    )
    back = origin_of(request)
    if form.cleaned_data["refer"]:
        return redirect("casework:find-partner", pk=rows[0].beneficiary_id)
    if request.POST.get("then") == "another":
        query = {"comme": str(rows[0].submission), "next": back}
        return redirect(f"{reverse('beneficiaries:follow-up-new')}?{urlencode(query)}")
    return redirect(back or reverse("casework:person-file", args=[rows[0].beneficiary_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def follow_up_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a follow-up; when somebody else just did, both texts are shown side by side."""
    rows = (
        FollowUp.objects.visible_to(request.user)
        .editable_by(request.user)
        .select_related("author", "beneficiary__lead_worker", "beneficiary__prison", "beneficiary__team")
    )
    follow_up = get_object_or_404(rows, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = FollowUpEditForm(data, initial=FollowUpEditForm.initial_of(follow_up))
    form.name_layers(readers_by_layer(request.user, [follow_up.beneficiary]))
    stored = None
    if form.is_valid():
        try:
            follow_up.amend(by=request.user, version=form.cleaned_data["version"], changes=form.changes())
        except Outdated as refusal:
            form.add_error(None, str(refusal))
            follow_up = get_object_or_404(rows, pk=pk)
            stored = form.differences(follow_up)
            form.data = {**request.POST.dict(), "topics": request.POST.getlist("topics"), "version": follow_up.version}
        except DomainError as refusal:
            form.add_error("layer", str(refusal))
        else:
            messages.success(request, _("Le suivi est modifié."))
            return redirect(timeline_url(follow_up, request.user))
    if request.method != "POST":
        follow_up.beneficiary.opened(by=request.user)
    context = {
        "form": form,
        "follow_up": follow_up,
        "stored": stored,
        "back": timeline_url(follow_up, request.user),
        "identity": identity_of(follow_up.beneficiary, viewer=request.user, day=timezone.localdate()),
    }
    return render(request, "beneficiaries/follow_up_edit.html", context)


def timeline_url(follow_up: FollowUp, reader: User) -> str:
    """Where a follow-up is read: its page of the timeline, for a note of last year too."""
    page, day = 1, follow_up.happened_on
    if day < timezone.localdate():
        later = FollowUp.objects.visible_to(reader).filter(beneficiary=follow_up.beneficiary_id, happened_on__gt=day)
        page += later.count() // settings.LIST_PAGE_SIZE
    url = reverse("casework:person-timeline", args=[follow_up.beneficiary_id])
    return f"{url}{f'?page={page}' if page > 1 else ''}#suivi-{follow_up.pk}"


def origin_of(request: HttpRequest) -> str:
    """The page of ours that the user came from, or nothing."""
    if request.method == "POST" or "next" in request.GET:
        asked = (request.POST if request.method == "POST" else request.GET).get("next", "")
    else:
        came = urlsplit(request.headers.get("referer", ""))
        asked = f"{came.path}?{came.query}".rstrip("?") if came.netloc == request.get_host() else ""
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and not asked.startswith(reverse("beneficiaries:follow-up-new")) else ""


def searched(request: HttpRequest) -> str:
    """The name typed in the people search."""
    return clean_line(request.POST.get("q", ""))[:QUERY_LENGTH]


def as_uuid(text: str) -> UUID:
    """An identifier from the query string, or a page that does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
