"""How often one address may ask for what needs no account."""

from django.core.cache import cache

from core.audit import origin


def too_often(purpose: str, *, limit: int, seconds: int = 60) -> bool:
    """Count one more request from where this one comes; whether that is more than the limit for the time given."""
    key = f"throttle:{purpose}:{origin.get()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > limit
    except ValueError:  # forgotten between the two lines
        return False
