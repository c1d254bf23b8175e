"""Search words that may name a person travel in the URL sealed: no log, history or bookmark shows them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def _box() -> Fernet:
    key = hashlib.sha256(b"core.sealed:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Encrypt text into a token safe for a URL."""
    return _box().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Text of a token, or an empty text when it is not one of ours."""
    try:
        return _box().decrypt(token.encode()).decode()
    except (InvalidToken, UnicodeError):
        return ""
