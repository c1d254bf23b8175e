"""A JSON column that only the application reads: a copy of the database shows nothing of it."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def _box() -> MultiFernet:
    """The first key writes; each of them reads, so that a key can be changed while the former still opens."""
    keys = (hashlib.sha256(b"core.sealed_field:" + key.encode()).digest() for key in settings.DATA_KEYS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SealedJSONField(models.TextField[dict[str, Any], dict[str, Any]]):
    """A dictionary, encrypted in its column; empty once erased.

    A value that no key opens raises: neither the cipher nor a blank is ever shown in its place.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": dict, "blank": True, "editable": False, **options})

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> dict[str, Any]:
        """Open what was written."""
        return json.loads(_box().decrypt(value.encode())) if value else {}

    def to_python(self, value: Any) -> Any:
        """As it is."""
        return value

    def get_prep_value(self, value: Any) -> str:
        """Seal what is to be written; nothing stays nothing."""
        return _box().encrypt(json.dumps(value).encode()).decode() if value else ""
