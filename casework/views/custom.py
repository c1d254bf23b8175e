"""Answering the association’s own fields."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.custom import CustomForm
from beneficiaries.models import CustomValue
from beneficiaries.views.opening import file_or_404, person_form
from casework.file.custom import asked_of, values_of


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def custom_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every field that concerns the person and that the user reads."""
    file = file_or_404(request, pk)
    person, asked = file.person, asked_of(file)
    form = CustomForm(request.POST or None, asked=asked, values=values_of(file))
    if request.method == "POST" and form.is_valid():
        changed = CustomValue.objects.register(person, form.answers, by=request.user)
        messages.success(request, _("Les renseignements sont à jour.") if changed else _("Rien n’a changé."))
        return redirect("casework:person-situation", pk=pk)
    return person_form(request, person, form, heading=_("Autres renseignements"))
