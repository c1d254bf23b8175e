"""Composing and printing the proof packet."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Association
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Beneficiary
from beneficiaries.reaching import note_refusal, require_tellable
from casework.packet.content import Packet, agreements_of, packet_of, proofs_for, still_covers
from casework.packet.forms import PacketForm
from casework.packet.pdf import pdf_of
from casework.views.opening import file_context, open_file
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def proof_packet(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose the agreement and the proofs, see the packet as it will be, print it; without them, the way to ask."""
    file, today = open_file(request, pk), timezone.localdate()
    person = file.person
    agreements, proofs = agreements_of(person, request.user, today), proofs_for(person, request.user)
    form, packet = None, None
    if agreements and proofs:
        form = PacketForm(request.POST if request.method == "POST" else None, agreements=agreements, proofs=proofs)
        if request.method == "POST" and form.is_valid():
            try:
                packet = composed(request, person, form)
                if "print" in request.POST:
                    return printed(request, person, form, packet)
            except DomainError as error:
                note_refusal(error, by=request.user)
                form.add_error(None, str(error))
                packet = None
    context = file_context(request, file, "person-documents") | {
        "form": form,
        "packet": packet,
        "agreements": agreements,
        "proofs": proofs,
    }
    return render(request, "casework/proof_packet.html", context)


def composed(request: StaffRequest, person: Beneficiary, form: PacketForm) -> Packet:
    """The packet, once nothing in it gives away what the person keeps to themselves."""
    now = timezone.now()
    packet = packet_of(person, form.consent, form.chosen, association=Association.current().name, at=now)
    require_tellable(person, " / ".join(packet.texts), timezone.localdate(now))
    return packet


def printed(request: StaffRequest, person: Beneficiary, form: PacketForm, packet: Packet) -> HttpResponse:
    """The PDF; the journal notes under which agreement, and each document that left."""
    if not still_covers(form.consent, person, request.user, timezone.localdate()):
        raise DomainError(_("Cet accord ne vaut plus : demandez à la personne."))
    content = pdf_of(packet)
    audit.record(request.user, AuditAction.PRINTED, form.consent, person_id=person.pk, fields=["justificatifs"])
    audit.record_each(request.user, AuditAction.PRINTED, [(document, person.pk) for document in packet.annexes])
    headers = {"Content-Disposition": 'attachment; filename="justificatifs.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
