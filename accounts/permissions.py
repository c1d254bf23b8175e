"""Asking for a permission before a view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.roles import Permission

__all__ = ["Permission", "StaffRequest", "require_permission"]

Params = ParamSpec("Params")


class StaffRequest(HttpRequest):
    """A request whose user is signed in, as every view behind LoginRequiredMiddleware gets it."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[StaffRequest, Params], HttpResponse]


def require_permission(permission: Permission) -> Callable[[View[Params]], View[Params]]:
    """Refuse with 403 a user none of whose roles holds the permission."""

    def decorator(view: View[Params]) -> View[Params]:
        @wraps(view)
        def checked(request: StaffRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            if not request.user.can(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorator
