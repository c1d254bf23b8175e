"""Somebody’s course: presences, hours, path towards a certification, certificate."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.models import Beneficiary, ContactChannel
from beneficiaries.reaching import ask_to_leave
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from programs.models import Enrolment, EnrolmentStatus, Validation
from programs.models.session import sees_to
from programs.training_forms import ValidationForm, ValidationNewForm
from programs.training_papers import pdf
from programs.training_papers.content import certificate_of
from programs.training_papers.hours import course_of, hours_of


def enrolment_or_404(request: StaffRequest, pk: UUID, *, writing: bool = False) -> Enrolment:
    """The enrolment of somebody visible: read by whoever reads the file or runs the program, written by the latter."""
    rows = Enrolment.objects.visible_to(request.user).select_related("program__site", "beneficiary")
    enrolment = get_object_or_404(rows, pk=pk)
    reads = Beneficiary.objects.content_visible_to(request.user).filter(pk=enrolment.beneficiary_id)
    if not sees_to(request.user, enrolment.program) and (writing or not reads.exists()):
        raise Http404
    return enrolment


@require_safe
@require_permission(Permission.PROGRAM_READ)
def course(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What somebody did of a course."""
    enrolment = enrolment_or_404(request, pk)
    audit.record(request.user, AuditAction.OPENED, enrolment, person_id=enrolment.beneficiary_id)
    halves = course_of(enrolment, timezone.localdate())
    runs = sees_to(request.user, enrolment.program)
    paths = Validation.objects.visible_to(request.user).filter(enrolment=enrolment).for_page()
    context = {
        "enrolment": enrolment,
        "program": enrolment.program,
        "hours": hours_of(halves),
        "page": page_of(halves[::-1], request.GET.get("page")),
        "validations": paths.select_related("certification")
        .prefetch_related("results__unit")
        .order_by("created_at", "pk"),
        "runs": runs,
        "form": ValidationNewForm() if runs and enrolment.started_on else None,
        "is_completed": enrolment.status == EnrolmentStatus.COMPLETED,
    }
    return render(request, "programs/course.html", context)


@require_POST
@require_permission(Permission.PROGRAM_READ)
def course_certificate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The certificate to hand over, once the course is completed and unless the person takes nothing in hand."""
    enrolment = enrolment_or_404(request, pk, writing=True)
    now = timezone.now()
    try:
        paper = pdf.certificate(certificate_of(enrolment, timezone.localdate(now)))
        answer = ask_to_leave(enrolment.beneficiary, ContactChannel.IN_PERSON, by=request.user, at=now)
        if not answer:
            raise DomainError(answer.reason)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("programs:course", pk=enrolment.pk)
    audit.record(request.user, AuditAction.PRINTED, enrolment, person_id=enrolment.beneficiary_id)
    headers = {"Content-Disposition": 'attachment; filename="attestation.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_POST
@require_permission(Permission.PROGRAM_READ)
def validation_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Aim at a certification."""
    enrolment = enrolment_or_404(request, pk, writing=True)
    form = ValidationNewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez la certification visée."))
        return redirect("programs:course", pk=enrolment.pk)
    try:
        path = Validation.objects.register(enrolment, form.cleaned_data["certification"], by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("programs:course", pk=enrolment.pk)
    return redirect("programs:validation", pk=path.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def validation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The units of a path: evidence, jury, results."""
    rows = Validation.objects.visible_to(request.user).select_related("certification")
    path = get_object_or_404(rows.prefetch_related("results__unit"), pk=pk)
    enrolment = enrolment_or_404(request, path.enrolment_id, writing=True)
    form = ValidationForm(request.POST if request.method == "POST" else None, validation=path)
    if request.method == "POST" and form.is_valid():
        try:
            path.note(by=request.user, jury_on=form.cleaned_data["jury_on"], units=form.units)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le parcours de validation est à jour."))
            return redirect("programs:course", pk=enrolment.pk)
    audit.record(request.user, AuditAction.OPENED, path, person_id=enrolment.beneficiary_id)
    context = {"validation": path, "enrolment": enrolment, "program": enrolment.program, "form": form}
    return render(request, "programs/validation_form.html", context)
