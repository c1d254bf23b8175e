"""« Accès au dossier »: who reads it, who joins the case team, restricted or not."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.access import CaseTeamForm
from beneficiaries.models import CaseTeamMember, Exclusion, NoContactLink
from beneficiaries.protection import join_case_team, leave_case_team
from beneficiaries.readers import readers_by_layer
from beneficiaries.views.opening import about, person_form, person_or_404
from core.errors import DomainError


@require_safe
@require_permission(Permission.PERSON_WRITE)
def access(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who reads the file, in words, and the ways to change it that the user has."""
    person, user = person_or_404(request, pk), request.user
    person.opened(by=user)
    members = CaseTeamMember.objects.visible_to(user).not_over().filter(beneficiary=person).for_list()
    context = about(request, person) | {
        "heading": _("Accès au dossier"),
        "readers": [(layer.label, words) for layer, words in readers_by_layer(user, [person]).items()],
        "members": members,
        "may_admit": person.can_hand_over(user),
        "may_protect": user.can(Permission.FILE_PROTECT),
        "may_open": user.can(Permission.FILE_EMERGENCY),
        "exclusions": Exclusion.objects.visible_to(user).filter(beneficiary=person).for_list(),
        "links": NoContactLink.objects.visible_to(user).about(person.pk).for_list(),
    }
    return render(request, "beneficiaries/person_access.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def case_team_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a colleague work for the person beside the lead worker."""
    person = person_or_404(request, pk)
    if not person.can_hand_over(request.user):
        raise PermissionDenied
    form = CaseTeamForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        member, until, today = form.cleaned_data["user"], form.cleaned_data["until"], timezone.localdate()
        try:
            join_case_team(person, member, by=request.user, since=today, until=until)
        except DomainError as error:
            form.add_error("user", str(error))
        else:
            messages.success(request, _("L’équipe de suivi compte une personne de plus."))
            return redirect("beneficiaries:access", pk=pk)
    return person_form(request, person, form, heading=_("Ajouter à l’équipe de suivi"), submit=_("Ajouter"))


@require_POST
@require_permission(Permission.PERSON_WRITE)
def case_team_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a membership of the case team now."""
    rows = CaseTeamMember.objects.visible_to(request.user).select_related("beneficiary")
    member = get_object_or_404(rows, pk=pk)
    if not member.beneficiary.can_hand_over(request.user):
        raise PermissionDenied
    leave_case_team(member, by=request.user, on=timezone.localdate())
    messages.success(request, _("Cette personne ne fait plus partie de l’équipe de suivi."))
    return redirect("beneficiaries:access", pk=member.beneficiary_id)


@require_POST
@require_permission(Permission.FILE_PROTECT)
def restrict(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Restrict the file, or open it to the team again: what the button says."""
    person = person_or_404(request, pk)
    restricted = request.POST.get("restricted") == "1"
    person.restrict(restricted, by=request.user)
    words = _("Le dossier est restreint.") if restricted else _("Toute l’équipe lit de nouveau le dossier.")
    messages.success(request, words)
    return redirect("beneficiaries:access", pk=pk)
