"""Text as people type it, cleaned of what nobody can see."""

import re
import unicodedata
from typing import Any

from django.db import models

INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_line(text: str) -> str:
    """One line in NFC, without control, bidirectional or zero-width characters; runs of blanks become one."""
    return " ".join(INVISIBLE.sub(" ", unicodedata.normalize("NFC", text)).split())


class LineField(models.CharField[str, str]):
    """A CharField of one visible line: what is stored is what is seen."""

    def to_python(self, value: Any) -> Any:
        """Clean the text, whoever brings it: a form, an import, a command."""
        value = super().to_python(value)
        return clean_line(value) if isinstance(value, str) else value
