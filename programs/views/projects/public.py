"""What everybody may read of a project, without signing in, without a cookie."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.models import PublicPage
from programs.project_sheet import page_at
from programs.views.projects.steps import picture_answer

NOT_FOUND_BY_ENGINES = "noindex, nofollow"


def open_page(slug: str) -> PublicPage:
    """The page at this address today."""
    if (page := page_at(slug, timezone.localdate())) is None:
        raise Http404
    return page


@login_not_required
@require_safe
def public_project(request: HttpRequest, slug: str) -> HttpResponse:
    """The words that the holder agreed to, and nothing else; never kept, so that closed is closed."""
    page = open_page(slug)
    answer = render(request, "programs/public_page.html", {"page": page})
    answer.headers["Cache-Control"] = "no-store"
    if not page.may_be_found:
        answer.headers["X-Robots-Tag"] = NOT_FOUND_BY_ENGINES
    return answer


@login_not_required
@require_safe
def public_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Its picture, under the same agreement."""
    return picture_answer(open_page(slug))
