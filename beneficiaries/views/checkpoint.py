"""News of a person after the release."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.release import CheckpointForm
from beneficiaries.models import OutcomeCheckpoint
from beneficiaries.views.opening import person_form, person_or_404
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def checkpoint_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note what is known of the person; what is not known is noted as unknown."""
    checkpoint = get_object_or_404(OutcomeCheckpoint.objects.visible_to(request.user).select_related("release"), pk=pk)
    person = person_or_404(request, checkpoint.release.beneficiary_id)
    form = CheckpointForm(request.POST or None, instance=checkpoint)
    if request.method == "POST" and form.is_valid():
        try:
            checkpoint.record(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Les nouvelles sont notées."))
            return redirect("casework:person-release", pk=person.pk)
    heading = _("Nouvelles après la sortie : %(moment)s") % {"moment": checkpoint.get_milestone_display().lower()}
    return person_form(request, person, form, heading=heading, submit=_("Noter ces nouvelles"))
