"""The tab « Famille »: children, relatives, who may be called and who must not; its sheet on paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Layer, Opened, Relative
from beneficiaries.models.beneficiary import BeneficiaryQuerySet
from beneficiaries.models.layer import people_read_in
from beneficiaries.reaching import outgoing
from beneficiaries.views.opening import file_or_404
from casework.file.family import family_of
from casework.views.opening import file_context, open_file
from core import audit
from core.models import AuditAction

TAB = "person-family"


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_family(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The family, for whoever reads its layer; to others only who does."""
    return render(request, "casework/person_family.html", family_page(request, open_file(request, pk)))


@require_POST
@require_permission(Permission.FILE_CONTENT)
def relative_reveal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The same page with the telephone of one relative; the journal notes who asked."""
    relative: Relative = get_object_or_404(Relative.objects.visible_to(request.user).current(), pk=pk)
    file = open_file(request, relative.beneficiary_id)
    relative.reveal(by=request.user)
    return render(request, "casework/person_family.html", family_page(request, file) | {"revealed": relative.pk})


def family_page(request: StaffRequest, file: Opened) -> dict[str, Any]:
    """What the tab shows to this reader."""
    context = file_context(request, file, TAB)
    if Layer.FAMILY in file.layers:
        context["family"] = family_of(file, timezone.localdate())
    return context


def family_open_to(user: User) -> BeneficiaryQuerySet:
    """The people of whom the user reads the family."""
    return people_read_in(user, Layer.FAMILY)


@require_safe
@require_permission(Permission.FILE_CONTENT)
def person_family_print(request: StaffRequest, pk: UUID) -> HttpResponse:
    """On paper: the children, who may come for them, whom one may call; no address of anybody."""
    file = file_or_404(request, pk, family_open_to)
    person = file.person
    audit.record(request.user, AuditAction.PRINTED, person, person_id=person.pk, fields=["relatives", "children"])
    family = family_of(file, timezone.localdate())
    context = {"person": person, "family": family, "reach": outgoing(person)}
    return render(request, "casework/person_family_print.html", context)
