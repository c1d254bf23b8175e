"""Employers and hosts: list, page, writing."""

from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.pagination import page_of
from partners.deal_filters import EmployerFilter
from partners.deal_forms import EmployerForm
from partners.models import Agreement, Employer, Organization, PostStatus
from partners.views.deal import deal_form, posted


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def employer_list(request: StaffRequest) -> HttpResponse:
    """Those who hire or host, by name."""
    filters = EmployerFilter(request.GET, Employer.objects.active(), request=request)
    found = filters.qs if filters.form.is_valid() else Employer.objects.none()
    offered = Count("posts", filter=Q(posts__status=PostStatus.OPEN))
    page = page_of(found.for_list().annotate(offered=offered), request.GET.get("page"))
    count = page.paginator.count
    context = {
        "page_obj": page,
        "filters": filters,
        "heading": ngettext("%(count)d employeur", "%(count)d employeurs", count) % {"count": count},
        "may_write": request.user.can(Permission.POST_WRITE),
    }
    return render(request, "partners/employer_list.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def employer_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One employer: the posts, the agreements, how to come forward."""
    employer = get_object_or_404(Employer.objects.select_related("organization", "contact"), pk=pk)
    context = {
        "employer": employer,
        "organization": employer.organization,
        "hosts": employer.hosts_words,
        "page_obj": page_of(employer.posts.for_list(), request.GET.get("page")),
        "agreements": Agreement.objects.in_force(timezone.localdate()).filter(organization=employer.organization),
        "may_write": request.user.can(Permission.POST_WRITE),
    }
    return render(request, "partners/employer_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.POST_WRITE)
def employer_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what an organisation of the directory is as an employer, a first time or again."""
    organization = get_object_or_404(Organization, pk=pk)
    known = Employer.objects.filter(organization=organization).first()
    form = EmployerForm(posted(request), instance=known or Employer(organization=organization))

    def act(valid: EmployerForm) -> str:
        employer = Employer.objects.describe(organization, by=request.user, **valid.facts)
        return reverse("partners:employer", args=[employer.pk])

    back = reverse("partners:employer", args=[known.pk]) if known else reverse("partners:organization", args=[pk])
    return deal_form(
        request,
        form,
        act,
        heading=_("Employeur ou structure d’accueil"),
        lede=organization.name,
        done=_("C’est noté."),
        back=back,
        up=reverse("partners:employer-list"),
        up_label=_("Employeurs"),
    )
