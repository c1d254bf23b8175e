"""Team notes on a service or an organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.freshness.note_form import TeamNoteForm
from partners.models import Organization, Service, TeamNote
from partners.models.card_change import Card


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_READ)
def service_note_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A note on a service."""
    return _new(request, get_object_or_404(Service, pk=pk), "partners:service")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_READ)
def organization_note_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A note on an organisation."""
    return _new(request, get_object_or_404(Organization, pk=pk), "partners:organization")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_READ)
def team_note_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change one’s own note."""
    note = _own(request, pk)
    form = TeamNoteForm(request.POST or None, instance=note, user=request.user)
    page, card = _page_of(note)
    if request.method == "POST" and form.is_valid():
        note.rewrite(form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("La note est enregistrée."))
        return redirect(page, pk=card.pk)
    return _form(request, form, page, card, note)


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def team_note_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take one’s own note off the page."""
    note = _own(request, pk)
    page, card = _page_of(note)
    note.remove(by=request.user, at=timezone.now())
    messages.success(request, _("La note est retirée."))
    return redirect(page, pk=card.pk)


def _own(request: StaffRequest, pk: UUID) -> TeamNote:
    rows = TeamNote.objects.visible_to(request.user).select_related("organization", "service")
    return get_object_or_404(rows, pk=pk, author=request.user)


def _page_of(note: TeamNote) -> tuple[str, Card]:
    """The page on which the note stands, and its card."""
    if note.service:
        return "partners:service", note.service
    return "partners:organization", note.organization  # type: ignore[return-value]


def _new(request: StaffRequest, card: Card, page: str) -> HttpResponse:
    form = TeamNoteForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        TeamNote.objects.write(card, given["text"], team=given["team"], by=request.user)
        messages.success(request, _("La note est enregistrée."))
        return redirect(page, pk=card.pk)
    return _form(request, form, page, card)


def _form(
    request: StaffRequest, form: TeamNoteForm, page: str, card: Card, note: TeamNote | None = None
) -> HttpResponse:
    has_team = note is not None or form.fields["team"].queryset.exists()  # type: ignore[attr-defined]
    context = {"form": form, "page": page, "card": card, "note": note, "has_team": has_team}
    return render(request, "partners/team_note_form.html", context)
