"""The safe-contact rules of a person: noting and changing them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.contact_rule import ContactRuleForm
from beneficiaries.models import ContactRule
from beneficiaries.views.opening import person_form, person_or_404
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def contact_rule_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How the person may be reached without being put at risk."""
    person, shown = person_or_404(request, pk), person_or_404(request, pk)
    form = ContactRuleForm(request.POST or None, instance=person.rule or ContactRule())
    if request.method == "POST" and form.is_valid():
        try:
            ContactRule.objects.keep(person, by=request.user, version=form.cleaned_data["version"], **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Les règles de contact sont à jour."))
            return redirect("casework:person-file", pk=pk)
    return person_form(request, shown, form, heading=_("Joindre la personne sans la mettre en difficulté"))
