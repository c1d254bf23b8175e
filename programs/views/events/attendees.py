"""Who registered, and who is there: one tap each at the door, or a list on paper."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from programs.event_figures import audiences
from programs.event_forms.people import RegistrationForm, WalkInsForm
from programs.models import Event, EventRegistration, EventStatus, RegistrationStatus

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.EVENT_WRITE)
def event_attendees(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The list; what is posted says which of its acts."""
    event = get_object_or_404(Event.objects.select_related("site"), pk=pk)
    act = request.POST.get("act", "")
    form = RegistrationForm(request.POST if act == "inscrire" else None, public=False)
    walk_ins = WalkInsForm(request.POST if act == "sans-inscription" else None, initial={"number": event.walk_ins})
    if request.method == "POST":
        try:
            if acted(request, event, act, form, walk_ins):
                # Back to the line of the button, not to the top of a long list.
                line = f"#p-{request.POST['ligne']}" if act in {"arrivee", "depart"} else ""
                return redirect(f"{request.path}{line}")
        except DomainError as error:
            messages.error(request, str(error))
    audit.record(request.user, AuditAction.OPENED, event)
    rows = EventRegistration.objects.visible_to(request.user).standing().filter(event=event)
    context = {
        "event": event,
        "page": page_of(rows.filter(erased_at__isnull=True).for_list(), request.GET.get("page"), size=SHOWN),
        "audience": audiences([event])[event.pk],
        "form": form,
        "walk_ins": walk_ins,
        "takes": event.status == EventStatus.ANNOUNCED,
        "at_the_door": event.status in {EventStatus.ANNOUNCED, EventStatus.HELD},
        "confirmed": RegistrationStatus.CONFIRMED,
    }
    return render(
        request, "programs/event_attendees.html", context, status=422 if form.errors or walk_ins.errors else 200
    )


def acted(request: StaffRequest, event: Event, act: str, form: RegistrationForm, walk_ins: WalkInsForm) -> bool:
    """Do what was asked; False when a form is to be shown again."""
    by, at = request.user, timezone.now()
    if act == "inscrire":
        if not form.is_valid():
            return False
        row = EventRegistration.objects.register(event, by=by, at=at, **form.facts)
        waits = row.status == RegistrationStatus.WAITING
        messages.success(request, _("Sur la liste d’attente.") if waits else _("L’inscription est notée."))
    elif act == "sans-inscription":
        if not walk_ins.is_valid():
            return False
        event.note_walk_ins(walk_ins.cleaned_data["number"], by=by)
        messages.success(request, _("C’est noté."))
    elif act in {"arrivee", "depart", "annuler"}:
        row = registration_or_404(request, event)
        if act == "arrivee":
            row.check_in(by=by, at=at)
        elif act == "depart":
            row.take_back_check_in(by=by)
        else:
            row.cancel(by=by, at=at)
            messages.success(request, _("L’inscription est annulée."))
    else:
        raise Http404
    return True


def registration_or_404(request: StaffRequest, event: Event) -> EventRegistration:
    """The registration that the button names."""
    rows = EventRegistration.objects.visible_to(request.user).filter(event=event)
    try:
        return get_object_or_404(rows, pk=request.POST.get("ligne", ""))
    except (ValidationError, ValueError):
        raise Http404 from None
