"""Documents of a person: adding, handing over, describing, replacing, erasing."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.document import DocumentEditForm, DocumentForm, UploadForm
from beneficiaries.models import Beneficiary, Document, FollowUp
from beneficiaries.readers import readers_by_layer
from beneficiaries.views.follow_up import timeline_url
from beneficiaries.views.opening import about, person_or_404
from core.errors import DomainError

TAB = "casework:person-documents"
# A document is downloaded, never shown by the browser in our name.
HANDED_OVER = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store, private"}


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def document_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep a document; its form stands on the tab too."""
    return added(request, person_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def document_attach(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep a document beside a follow-up, for those who read the follow-up."""
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    return added(request, person_or_404(request, follow_up.beneficiary_id), follow_up)


def added(request: StaffRequest, person: Beneficiary, follow_up: FollowUp | None = None) -> HttpResponse:
    """The page of the form, and what it keeps."""
    readers = None if follow_up else readers_by_layer(request.user, [person])
    form = DocumentForm(*sent(request), readers=readers)
    if request.method == "POST" and form.is_valid():
        beside: dict[str, Any] = {"follow_up": follow_up, "layer": follow_up.layer} if follow_up else {}
        try:
            Document.objects.register(person, by=request.user, **form.facts, **beside)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Le document est ajouté."))
            return redirect(timeline_url(follow_up, request.user) if follow_up else tab_of(person))
    back = timeline_url(follow_up, request.user) if follow_up else tab_of(person)
    heading = _("Joindre un document au suivi") if follow_up else _("Ajouter un document")
    return document_page(request, person, form, heading=heading, back=back, submit=_("Ajouter"), follow_up=follow_up)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def document_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand the file over, and journal it."""
    document = document_or_404(request, pk)
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("Le fichier manque sur le serveur : prévenez l’administration technique."))
        return redirect(tab_of(document.beneficiary))
    document.opened(by=request.user)
    named: dict[str, Any] = {
        "filename": document.download_name,
        "content_type": document.content_type,
        "headers": HANDED_OVER,
    }
    return cast("HttpResponse", FileResponse(content, as_attachment=True, **named))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def document_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct what is said of a document."""
    document = document_or_404(request, pk)
    person = person_or_404(request, document.beneficiary_id)
    data = request.POST if request.method == "POST" else None
    form = DocumentEditForm(data, document=document, readers=readers_by_layer(request.user, [person]))
    if request.method == "POST" and form.is_valid():
        try:
            document.amend(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le document est à jour."))
            return redirect(tab_of(person))
    return document_page(request, person, form, heading=_("Modifier un document"), document=document)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def document_replace(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put a newer version in its place; the former file is erased."""
    document = document_or_404(request, pk)
    person = person_or_404(request, document.beneficiary_id)
    form = UploadForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            document.replace(by=request.user, at=timezone.now(), **form.upload)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Le document est remplacé."))
            return redirect(tab_of(person))
    heading, submit = _("Remplacer un document"), _("Remplacer")
    return document_page(request, person, form, heading=heading, submit=submit, document=document, replaces=True)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def document_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask, then erase the file."""
    document = document_or_404(request, pk)
    person = document.beneficiary
    if request.method == "POST":
        try:
            document.remove(by=request.user, at=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Le document est supprimé, son fichier est effacé."))
        return redirect(tab_of(person))
    context = {**about(request, person), "document": document, "heading": _("Supprimer un document")}
    return render(request, "beneficiaries/document_remove.html", context | {"back": tab_of(person)})


def document_or_404(request: StaffRequest, pk: UUID) -> Document:
    """A document that the user may read, whose file is there."""
    rows = Document.objects.visible_to(request.user).kept()
    return get_object_or_404(rows.select_related("beneficiary__lead_worker", "beneficiary__prison"), pk=pk)


def document_page(request: StaffRequest, person: Beneficiary, form: Any, **context: Any) -> HttpResponse:
    """A page made of one form, which may carry a file."""
    context = {**about(request, person), "form": form, "back": tab_of(person), **context}
    return render(request, "beneficiaries/document_form.html", context)


def sent(request: StaffRequest) -> tuple[Any, Any]:
    """What a form with a file is made of."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def tab_of(person: Beneficiary) -> str:
    """Where the documents are listed."""
    return reverse(TAB, args=[person.pk])
