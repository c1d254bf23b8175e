"""What the tests of the desk share: reading a page as a browser shows it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def shown(response: HttpResponse) -> str:
    """The text of a page, tags removed, blanks joined."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile, those that open or close a transaction aside."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def cost(client: Client, url: str) -> int:
    """How many statements a page sends once the session is warm."""
    client.get(url)
    with counted() as statements:
        assert client.get(url).status_code == 200
    return len(statements)
