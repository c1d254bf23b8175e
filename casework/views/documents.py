"""The tab « Documents »: what is kept, until when it holds, what it proves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.document import DocumentForm
from beneficiaries.models import Document
from beneficiaries.readers import readers_by_layer
from casework.file.documents import lines_of, narrowed, obligations_of, removed_of
from casework.forms import DocumentFilter
from casework.views.opening import file_context, open_file
from core.pagination import page_counted


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_documents(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The documents that the reader may read, newest first, with the form that adds one."""
    file, today = open_file(request, pk), timezone.localdate()
    person = file.person
    filters = DocumentFilter(request.GET)
    asked = filters.applied()
    rows = Document.objects.visible_in(file).for_list()
    page = page_counted(narrowed(rows, asked.get("nature", ""), asked.get("fin", ""), today), request.GET.get("page"))
    context = file_context(request, file, "person-documents") | {
        "filters": filters,
        "applied": len(asked),
        "page_obj": page,
        "lines": lines_of(page, today),
        "obligations": obligations_of(file),
        "removed": removed_of(file),
    }
    if context["may_write"]:
        context["form"] = DocumentForm(readers=readers_by_layer(request.user, [person]))
    return render(request, "casework/person_documents.html", context)
