"""Placements of a person: beginning, hours, end, news of the job."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.forms.work import JobCheckForm, PlacementEndForm, PlacementForm, WorkHoursForm
from beneficiaries.job_figures import job_figures
from beneficiaries.models import Application, ApplicationStatus, JobCheck, Placement, WorkHours
from beneficiaries.views.application import tab_of
from beneficiaries.views.opening import about, person_form, person_or_404
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of


def placement_or_404(request: StaffRequest, pk: UUID) -> Placement:
    """A placement of a person whose content the user reads."""
    return get_object_or_404(Placement.objects.visible_to(request.user).for_list(), pk=pk)


def application_asked(request: StaffRequest, person_id: UUID) -> Application | None:
    """The accepted application of ?candidature=, when no placement has come of it yet."""
    if not (text := request.GET.get("candidature")):
        return None
    try:
        key = UUID(text)
    except ValueError:
        raise Http404 from None
    rows = Application.objects.visible_to(request.user).select_related("post__employer__organization")
    free = rows.filter(beneficiary=person_id, status=ApplicationStatus.ACCEPTED, placement__isnull=True)
    return get_object_or_404(free, pk=key)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def placement_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a job or hours that begin; from an accepted application, the post is known."""
    person = person_or_404(request, pk)
    application = application_asked(request, person.pk)
    post = application.post if application else None
    known = {"contract": post.contract} if post else {}
    form = PlacementForm(request.POST if request.method == "POST" else None, post=post, initial=known)
    if request.method == "POST" and form.is_valid():
        placement = Placement.objects.register(
            person, by=request.user, application=application, post=post, **form.facts
        )
        messages.success(request, _("C’est noté."))
        return redirect("beneficiaries:placement", pk=placement.pk)
    heading = _("Début : %(post)s") % {"post": post.title} if post else _("Noter un emploi ou un TIG")
    return person_form(request, person, form, heading=heading, back=tab_of(person))


@require_safe
@require_permission(Permission.FILE_CONTENT)
def placement_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One placement: its dates, the hours done and left, news of the job."""
    placement = placement_or_404(request, pk)
    person = person_or_404(request, placement.beneficiary_id)
    audit.record(request.user, AuditAction.OPENED, placement, person_id=person.pk)
    context = {
        **about(request, person),
        "heading": placement.get_kind_display(),
        "placement": placement,
        "page_obj": page_of(
            WorkHours.objects.visible_to(request.user).for_list().filter(placement=placement), request.GET.get("page")
        ),
        "checks": JobCheck.objects.visible_to(request.user)
        .filter(placement=placement)
        .select_related("recorded_by")
        .order_by("due_on", "pk"),
        "today": timezone.localdate(),
        "may_write": request.user.can(Permission.PERSON_WRITE),
    }
    return render(request, "beneficiaries/placement_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def placement_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say when and how it ended."""
    placement = placement_or_404(request, pk)
    person = person_or_404(request, placement.beneficiary_id)
    form = PlacementEndForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            placement.end(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La fin est notée."))
            return redirect("beneficiaries:placement", pk=pk)
    back = reverse("beneficiaries:placement", args=[pk])
    return person_form(request, person, form, heading=_("Noter la fin"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def hours_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note the hours of a day."""
    placement = placement_or_404(request, pk)
    person = person_or_404(request, placement.beneficiary_id)
    form = WorkHoursForm(
        request.POST if request.method == "POST" else None,
        instance=WorkHours(placement=placement),
        initial={"day": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            WorkHours.objects.log(placement, by=request.user, **form.facts)
        except DomainError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("Les heures sont notées."))
            return redirect("beneficiaries:placement", pk=pk)
    back = reverse("beneficiaries:placement", args=[pk])
    return person_form(request, person, form, heading=_("Noter des heures"), back=back)


@require_POST
@require_permission(Permission.PERSON_WRITE)
def hours_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take away hours noted by mistake."""
    rows = WorkHours.objects.visible_to(request.user).current().select_related("placement")
    hours: WorkHours = get_object_or_404(rows, pk=pk)
    hours.remove(by=request.user, at=timezone.now())
    messages.success(request, _("Les heures sont retirées."))
    return redirect("beneficiaries:placement", pk=hours.placement_id)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PERSON_WRITE)
def job_check_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note whether the job lasts; what is not known is noted as unknown."""
    check = get_object_or_404(JobCheck.objects.visible_to(request.user).select_related("placement"), pk=pk)
    person = person_or_404(request, check.placement.beneficiary_id)
    form = JobCheckForm(request.POST if request.method == "POST" else None, instance=check)
    if request.method == "POST" and form.is_valid():
        try:
            check.record(by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Les nouvelles sont notées."))
            return redirect(tab_of(person))
    told = {"post": check.placement.title, "moment": check.get_milestone_display().lower()}
    heading = _("%(post)s : nouvelles à %(moment)s") % told
    return person_form(request, person, form, heading=heading, submit=_("Noter ces nouvelles"), back=tab_of(person))


@require_safe
@require_permission(Permission.FILE_CONTENT)
def job_check_list(request: StaffRequest) -> HttpResponse:
    """Whether jobs last: what is known, and whom to ask."""
    day = timezone.localdate()
    page = page_of(JobCheck.objects.visible_to(request.user).due(day), request.GET.get("page"))
    page.object_list = list(page.object_list)
    seen = [(check, check.placement.beneficiary_id) for check in page.object_list]
    audit.record_each(request.user, AuditAction.OPENED, seen)
    context = {
        "figures": job_figures(request.user, day),
        "page_obj": page,
        "may_write": request.user.can(Permission.PERSON_WRITE),
    }
    return render(request, "beneficiaries/job_check_list.html", context)
