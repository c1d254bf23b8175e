"""Exports of the directory, for who may write to it."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.actions import note_export
from partners.exchange.files import content_type, export, file_name
from partners.exchange_forms import ExportForm


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def export_page(request: StaffRequest) -> HttpResponse:
    """Which file to take."""
    return render(request, "partners/export.html", {"form": ExportForm()})


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)  # type: ignore[arg-type]
def export_file(request: StaffRequest) -> HttpResponseBase:
    """The file, as it is written; the journal knows whether contacts went out."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "partners/export.html", {"form": form}, status=422)
    kind, content, contacts = (form.cleaned_data[name] for name in ("format", "content", "contacts"))
    note_export(kind, content, contacts=contacts, by=request.user)
    answer = StreamingHttpResponse(export(kind, content, contacts=contacts), content_type=content_type(kind))
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(kind, content)}"'
    return answer
