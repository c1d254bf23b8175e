"""Asking for a permission before a view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts.emergency import openings
from accounts.models import User
from accounts.roles import Permission

__all__ = ["Permission", "StaffRequest", "require_permission", "require_recent_sign_in"]

Params = ParamSpec("Params")


class StaffRequest(HttpRequest):
    """A request whose user is signed in, as every view behind LoginRequiredMiddleware gets it."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[StaffRequest, Params], HttpResponse]


def opened_for_a_while(request: StaffRequest, permission: Permission) -> bool:
    """Whether reading pages open to a role without content, a director, who has just opened a file in an emergency."""
    emergency = permission == Permission.FILE_CONTENT and request.user.can(Permission.FILE_EMERGENCY)
    return emergency and bool(openings(request))


def require_permission(permission: Permission) -> Callable[[View[Params]], View[Params]]:
    """Refuse with 403 a user none of whose roles holds the permission."""

    def decorator(view: View[Params]) -> View[Params]:
        @wraps(view)
        def checked(request: StaffRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            if not request.user.can(permission) and not opened_for_a_while(request, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorator


def require_recent_sign_in(view: View[Params]) -> View[Params]:
    """Ask for the password again first, unless it was typed a moment ago."""
    return reauthentication_required(view, enabled=has_password)  # type: ignore[no-any-return]


def has_password(request: StaffRequest) -> bool:
    """The accounts of the demonstration have none to type."""
    return request.user.has_usable_password()
