"""The tab « Situation » of a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from casework.file.custom import answers_of
from casework.file.situation import release_warning, situation_of
from casework.views.opening import file_context, open_file


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_situation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where the person stands and stood; what ended long ago, only when an editor asks for it."""
    file = open_file(request, pk)
    person = file.person
    context = file_context(request, file, "person-situation")
    everything = context["may_edit_situation"] and "anciens" in request.GET
    context |= {
        "situation": situation_of(file, timezone.now(), everything=everything),
        "everything": everything,
        "answers": answers_of(file),
        "release_warning": release_warning(person),
    }
    return render(request, "casework/person_situation.html", context)
