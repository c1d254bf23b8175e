"""Pages that a secret link opens, without an account: who may, in which language, and out of every cache."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from core.throttle import too_often

Params = ParamSpec("Params")
Link = TypeVar("Link")
View = Callable[Concatenate[HttpRequest, str, Params], HttpResponse]
PER_MINUTE = 60


def by_link(
    find: Callable[[str, datetime], Link | None], *, purpose: str, gone: str
) -> Callable[[Callable[Concatenate[HttpRequest, str, Link, Params], HttpResponse]], View[Params]]:
    """Give the view the link of its token; the same « not found » for every other, and a limit for who tries many."""

    def decorator(view: Callable[Concatenate[HttpRequest, str, Link, Params], HttpResponse]) -> View[Params]:
        @login_not_required
        @never_cache
        @wraps(view)
        @sensitive_variables("token")
        def opened(request: HttpRequest, token: str, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            chosen = language_asked(request)
            if too_often(purpose, limit=PER_MINUTE):
                return private(render(request, "partners/update_wait.html", status=429))
            link = find(token, timezone.now())
            if link is None:
                response = render(request, gone, {"token": token, "languages": languages_offered()}, status=404)
            else:
                response = view(request, token, link, *args, **kwargs)
            if chosen:
                remember(response, chosen, path=request.path.partition(token)[0] + token)
            return private(response)

        return opened  # type: ignore[return-value]

    return decorator


def private(response: HttpResponse) -> HttpResponse:
    """Out of every cache and index, and the address never told to another site."""
    response.headers["X-Robots-Tag"] = "noindex"
    # « no-referrer » would make the browser hide where the form comes from, and the form would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def language_asked(request: HttpRequest) -> str:
    """Speak the language of ?langue=, when it is one of ours; else that of the browser stays."""
    code = request.GET.get("langue", "")
    if code not in dict(settings.LANGUAGES):
        return ""
    translation.activate(code)
    request.LANGUAGE_CODE = code
    return code


def remember(response: HttpResponse, code: str, *, path: str) -> None:
    """Keep the language chosen for the pages of this link alone, as long as the browser stays open."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def languages_offered() -> list[tuple[str, str]]:
    """The other languages in which the page can be read: code, own name."""
    here = translation.get_language()
    return [(code, name) for code, name in settings.LANGUAGES if code != here]
