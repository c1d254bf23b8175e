"""The « Sortie » tab of a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from casework.calendar import closing_words
from casework.file.release import release_page
from casework.readiness import may_be_refused, readiness_of, roof_words
from casework.views.opening import file_context, open_file


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_release(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is prepared for the day of the release, what a change of date cost, news after it."""
    file = open_file(request, pk)
    person = file.person
    day = person.expected_release_on
    context = file_context(request, file, "person-release") | {
        "release": release_page(file),
        "today": timezone.localdate(),
        "is_out": person.is_out,
    }
    if day and not context["is_out"]:
        prepared = readiness_of(request.user, [person.pk])[person.pk]
        context |= {
            "prepared": prepared,
            "closing": closing_words(day),
            "roof": roof_words(prepared, day),
            "may_be_refused": may_be_refused(person, prepared),
        }
    return render(request, "casework/person_release.html", context)
