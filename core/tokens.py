"""Secret links: what is drawn goes to one person, what is kept only knows it again."""

import hashlib
import secrets


def draw() -> str:
    """A token that nobody guesses, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token: enough to know it again, not to find it."""
    return hashlib.sha256(token.encode()).hexdigest()
