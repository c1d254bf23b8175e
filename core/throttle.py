"""How often one address may ask for what needs no account: counted once for all processes."""

from django.utils.crypto import salted_hmac

from core.audit import origin
from core.models import RequestCount


def too_often(purpose: str, *, limit: int, seconds: int = 60) -> bool:
    """Count one more request from where this one comes; whether that is more than the limit for the time given.

    The address itself is not kept.
    """
    key = salted_hmac("core.throttle", f"{purpose}:{origin.get()}", algorithm="sha256").hexdigest()
    return RequestCount.objects.count_one(key, seconds=seconds) > limit
