"""allauth, held to our rules: no sign-up, our names."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by an administrator."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs up alone."""
        return False
