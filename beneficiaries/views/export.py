"""Taking the list of people away as a table: for the coordination, with a reason."""

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, StaffRequest, require_permission, require_recent_sign_in
from beneficiaries.exporting import export
from beneficiaries.forms.export import ExportForm
from beneficiaries.views.person_list import address, kept, people_asked
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_EXPORT)
@require_recent_sign_in
def person_export(request: StaffRequest) -> HttpResponse:
    """Ask for the reason, then send the people of the list as it is narrowed in the address."""
    asked = people_asked(request.GET, request.user)
    people = asked.people.none() if asked.refused else asked.people
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines = export(people, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            name = _("personnes-%(day)s.csv") % {"day": f"{timezone.localdate():%Y-%m-%d}"}
            table = StreamingHttpResponse(
                lines,
                content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
            )
            return cast("HttpResponse", table)
    return page(request, form, people.count())


def page(request: StaffRequest, form: ExportForm, count: int) -> HttpResponse:
    """The question, and the way back to the same list."""
    context = {"form": form, "count": count, "back_url": address(kept(request.GET, "r"))}
    return render(request, "beneficiaries/person_export.html", context)
