"""Composing and printing the release passport."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Association
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Beneficiary
from beneficiaries.reaching import ContactChannel, ask_to_leave, note_refusal, require_tellable
from casework.passport.forms import Composer
from casework.passport.pdf import pdf_of
from casework.passport.sheet import Sheet, sheet_of
from casework.passport.suggestions import helper_for, meetings_to_come, roofs_for
from casework.views.opening import file_context, open_file
from core import audit
from core.errors import DomainError
from core.models import AuditAction

SPOKEN = {"arabe": "ar", "anglais": "en", "néerlandais": "nl"}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def release_passport(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose the lines, see the sheet as it will be, print it; nothing of it is kept but that it was printed."""
    file = open_file(request, pk)
    person = file.person
    composer, sheet = composer_for(request, person), None
    if request.method == "POST" and composer.is_valid():
        sheet = sheet_of(composer.choices(timezone.localdate()))
        try:
            require_tellable(person, " / ".join(composer.texts), timezone.localdate())
            if "print" in request.POST:
                return printed(request, person, sheet, tells_address=composer.tells_address)
            pdf_of(sheet)
        except DomainError as error:
            note_refusal(error, by=request.user)
            composer.sheet.add_error(None, str(error))
    context = file_context(request, file, "person-release") | {
        "composer": composer,
        "form": composer.sheet,
        "sheet": sheet,
        "refused": [form for form in composer.forms if form.errors],
    }
    return render(request, "casework/release_passport.html", context)


def composer_for(request: StaffRequest, person: Beneficiary) -> Composer:
    """The forms, filled with what the file and the directory offer."""
    spoken = [SPOKEN.get(language, "fr") for language in person.languages]
    return Composer(
        request.POST if request.method == "POST" else None,
        meetings=meetings_to_come(person, request.user),
        roofs=roofs_for(person, request.user),
        helper=helper_for(person),
        first_name=person.first_name or person.nickname,
        association=Association.current().name,
        language=next((code for code in spoken if code != "fr"), "") if "fr" not in spoken else "",
        size=14,
    )


def printed(request: StaffRequest, person: Beneficiary, sheet: Sheet, *, tells_address: bool) -> HttpResponse:
    """The PDF, and its line in the journal; refused to somebody who wants no paper in hand."""
    if not (answer := ask_to_leave(person, ContactChannel.IN_PERSON, by=request.user, at=timezone.now())):
        raise DomainError(answer.reason)
    content = pdf_of(sheet)
    fields = ["passeport de sortie", *(["adresse protégée"] if tells_address else [])]
    audit.record(request.user, AuditAction.PRINTED, person, person_id=person.pk, fields=fields)
    headers = {"Content-Disposition": 'inline; filename="feuille.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
