"""Pages that belong to no noun: health, errors, statements, style guide."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.middleware import typed_text
from core.styleguide import samples


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Tell a probe whether the application reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def ping(request: HttpRequest) -> HttpResponse:
    """Keep the session alive when the user asks to stay."""
    return HttpResponse(status=204)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "core/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long, and whom to ask."""
    return render(request, "core/privacy.html")


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every variant, outside production."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "styleguide.html", samples())


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show back what was typed when the form’s token is no longer valid."""
    return render(request, "errors/403_csrf.html", {"typed": typed_text(request)}, status=403)
