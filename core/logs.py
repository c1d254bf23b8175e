"""Log lines that quote no row of the database."""

import logging
import re
from typing import Any

DETAIL = re.compile(
    r"^(DETAIL|CONTEXT|HINT):.*(?:\n(?!Traceback|\w[\w.]*(?:Error|Exception)|The above|During).*)*", re.M
)
# A secret link, as core/tokens.py draws it, where a line quotes the path.
TOKEN = re.compile(r"(?<=/)[\w-]{43}(?![\w-])")


class DiscreetFormatter(logging.Formatter):
    """Leave out what PostgreSQL adds to an error, where it repeats the values of the row: a name, a message; and
    the secret of a link."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the token of a path."""
        return TOKEN.sub("(lien)", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """The traceback without PostgreSQL’s details."""
        return DETAIL.sub(r"\1: (retiré du journal)", super().formatException(ei))
