"""What proves that an obligation is kept: choosing it, taking it away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.proof import ProofForm
from beneficiaries.models import Obligation, Proof
from beneficiaries.views.opening import about, person_or_404
from core.errors import DomainError

TAB = "casework:person-documents"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def proof_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Link documents, appointments and follow-ups of the file to an obligation."""
    rows = Obligation.objects.visible_to(request.user).select_related("measure__beneficiary")
    obligation = get_object_or_404(rows, pk=pk)
    person = person_or_404(request, obligation.measure.beneficiary_id)
    data = request.POST if request.method == "POST" else None
    form = ProofForm(data, obligation=obligation, reader=request.user)
    back = f"{reverse(TAB, args=[person.pk])}#obligations"
    if request.method == "POST" and form.is_valid():
        try:
            new = Proof.objects.register(obligation, form.sources, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("%(count)d justificatif ajouté.", "%(count)d justificatifs ajoutés.", new)
            messages.success(request, words % {"count": new})
            return redirect(back)
    context = {**about(request, person), "form": form, "obligation": obligation, "back": back}
    return render(request, "beneficiaries/proof_new.html", context | {"heading": _("Ajouter des justificatifs")})


@require_POST
@require_permission(Permission.PERSON_WRITE)
def proof_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Undo the link; what proved stays in the file."""
    proof = get_object_or_404(Proof.objects.visible_to(request.user).select_related("obligation__measure"), pk=pk)
    proof.take_away(by=request.user)
    messages.success(request, _("Le justificatif est retiré de l’obligation ; il reste dans le dossier."))
    return redirect(f"{reverse(TAB, args=[proof.obligation.measure.beneficiary_id])}#obligations")
