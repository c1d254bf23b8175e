"""Posts: the list, one post, writing, filling, withdrawing."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.pagination import page_of
from partners.deal_filters import PostFilter
from partners.deal_forms import PostForm
from partners.models import Employer, Post
from partners.views.deal import deal_form, do, posted


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def post_list(request: StaffRequest) -> HttpResponse:
    """The posts to which one can apply."""
    filters = PostFilter(request.GET, Post.objects.all(), request=request)
    found = filters.qs if filters.form.is_valid() else Post.objects.none()
    near = filters.form.is_valid() and filters.territory.located
    rows = found.for_list().order_by("distance", "pk") if near else found.for_list()
    page = page_of(rows, request.GET.get("page"))
    count, day = page.paginator.count, timezone.localdate()
    context = {
        "page_obj": page,
        "rows": [(post, getattr(post, "distance", None), post.lacks_authority(day)) for post in page],
        "filters": filters,
        "may_ask_news": request.user.can(Permission.FILE_CONTENT),
        "place_unknown": filters.form.is_valid() and filters.territory.not_found,
        "heading": ngettext("%(count)d poste", "%(count)d postes", count) % {"count": count},
    }
    return render(request, "partners/post_list.html", context)


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def post_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One post; nothing of whoever applied."""
    rows = Post.objects.select_related("employer__organization", "employer__contact", "created_by")
    post = get_object_or_404(rows, pk=pk)
    context = {
        "post": post,
        "lacks_authority": post.lacks_authority(timezone.localdate()),
        "is_open": post.is_open_on(timezone.localdate()),
        "history": post.history(),
        "may_write": request.user.can(Permission.POST_WRITE),
    }
    return render(request, "partners/post_page.html", context)


def up() -> dict[str, str]:
    """The way up from the pages of one post."""
    return {"up": reverse("partners:post-list"), "up_label": _("Emploi et TIG")}


def page_url(post: Post) -> str:
    """Where a post is read."""
    return reverse("partners:post", args=[post.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.POST_WRITE)
def post_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a post of an employer, at its address."""
    employer = get_object_or_404(Employer.objects.select_related("organization"), pk=pk)
    place = {"postal_code": employer.organization.postal_code, "city": employer.organization.city}
    form = PostForm(posted(request), instance=Post(employer=employer), initial=place)

    def act(valid: PostForm) -> str:
        return page_url(Post.objects.register(by=request.user, employer=employer, **valid.facts))

    back = reverse("partners:employer", args=[pk])
    words = {"heading": _("Nouveau poste"), "lede": str(employer), "done": _("Le poste est noté.")}
    return deal_form(request, form, act, back=back, **words, **up())


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.POST_WRITE)
def post_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a post."""
    post = get_object_or_404(Post, pk=pk)
    form = PostForm(posted(request), instance=post)

    def act(valid: PostForm) -> None:
        post.amend(by=request.user, **valid.facts)

    words = {"heading": _("Modifier le poste"), "lede": post.title, "done": _("Le poste est à jour.")}
    return deal_form(request, form, act, back=page_url(post), **words, **up())


def moved(request: StaffRequest, pk: UUID, verb: str, done: Any) -> HttpResponse:
    """Take one step."""
    post = get_object_or_404(Post, pk=pk)
    act = getattr(post, verb)
    return do(request, lambda: act(by=request.user, at=timezone.now()), done=str(done), back=page_url(post))


@require_POST
@require_permission(Permission.POST_WRITE)
def post_fill(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody has it."""
    return moved(request, pk, "fill", _("Le poste est pourvu : il n’est plus proposé."))


@require_POST
@require_permission(Permission.POST_WRITE)
def post_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """No longer offered."""
    return moved(request, pk, "close", _("Le poste est retiré."))


@require_POST
@require_permission(Permission.POST_WRITE)
def post_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Offered again."""
    return moved(request, pk, "reopen", _("Le poste est de nouveau ouvert."))
