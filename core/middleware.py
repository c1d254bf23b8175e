"""Session limits, language of the profile, sign-in everywhere, origin of each request."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from core.audit import origin

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY_SECONDS = 60


class SessionLimitsMiddleware:
    """End a session after 30 minutes without a request; note the activity at most once a minute."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before the view, keep private pages out of every cache after it."""
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get("seen_at", now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen >= SEEN_EVERY_SECONDS or "seen_at" not in request.session:
                request.session["seen_at"] = now
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if was_signed_in:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class ProfileLocaleMiddleware(LocaleMiddleware):
    """The language of the profile when signed in and chosen, else that of the browser."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        language = getattr(request.user, "language", "")
        if not language:
            super().process_request(request)
            return
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Every view asks for a sign-in; a form posted after the session ended is shown back, not lost."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """Give the typed text back on a POST; go to the sign-in page otherwise."""
        if request.method == "POST":
            return render(request, "errors/session_ended.html", {"typed": typed_text(request)}, status=401)
        return super().handle_no_permission(request, view_func)


def typed_text(request: HttpRequest) -> list[str]:
    """What the user had written, without the tokens: the texts worth copying back."""
    hidden = {"csrfmiddlewaretoken", "submission", "password", "login"}
    return [value for key, values in request.POST.lists() if key not in hidden for value in values if " " in value]


class OriginMiddleware:
    """Remember where the request comes from, for the journal."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the origin for the time of the request."""
        address = request.META.get("REMOTE_ADDR") or None
        if settings.BEHIND_PROXY:
            address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
        token = origin.set(address)
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)
