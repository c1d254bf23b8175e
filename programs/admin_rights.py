"""Who sets up what in Django admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.roles import Role

SETTING_UP = {Role.TECHNICAL_ADMIN, Role.COORDINATOR}


def sets_up_all(user: Any) -> bool:
    """Whether the user sets up every program, and not only those they run."""
    return any(user.has_role(role) for role in SETTING_UP)


class NeverDeleted(admin.ModelAdmin):  # type: ignore[type-arg]
    """A record that others point to: it is closed, not removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False
