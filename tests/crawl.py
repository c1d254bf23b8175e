"""Everything that a user of the tests can read, as text: each page of the access table, searches included."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.sealed import seal
from tests.access import TABLE, address
from tests.world import World

NOT_READ = ("account_", "accounts:demo", "core:", "partners:")
SEALED = ["casework:search", "beneficiaries:list", "beneficiaries:emergency-search"]


def text_of(answer: HttpResponse) -> str:
    """What the answer says, whatever its format: page, PDF, office document, calendar, table."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if kind == "application/pdf" and shutil.which("pdftotext"):
        run = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=False)
        return run.stdout.decode() + content.decode(errors="replace")
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    text = unescape(content.decode(errors="replace"))
    return text.replace("\r\n ", "") if kind == "text/calendar" else text


def addresses(world: World, words: str) -> Iterator[tuple[str, str]]:
    """Each page about the world’s records and each list, with the searches that may find the words."""
    for key, row in TABLE.items():
        if not key.startswith(NOT_READ) and set(row.get) - set("m"):
            yield key, address(key, world)
    for name in SEALED:
        yield f"{name} ?r", f"{reverse(name)}?r={seal(words)}"
    program, person = world.pk("program"), world.pk("person")
    for view in ("seances", "passees", "inscrits", "attente", "evaluations"):
        yield f"programs:detail {view}", f"{reverse('programs:detail', args=[program])}?vue={view}"
    yield "programs:enrol ?r", f"{reverse('programs:enrol', args=[program])}?r={seal(words)}"
    yield "follow-up-new ?personne", f"{reverse('beneficiaries:follow-up-new')}?personne={person}"
    for view in ("contacts", "ecarts", "exports"):
        yield f"protections {view}", f"{reverse('beneficiaries:protections')}?vue={view}"


def pages(client: Client, world: World, words: str, *, lists_only: bool = False) -> dict[str, str]:
    """The text of each page that opens to the client, by its name; also what its people search answers.

    lists_only leaves out the pages of one record.
    """
    found = {}
    for key, url in addresses(world, words):
        if lists_only and key in TABLE and TABLE[key].record:
            continue
        point = transaction.savepoint()
        answer = client.get(url)
        if answer.status_code == 200:
            found[key] = text_of(answer)
        transaction.savepoint_rollback(point)
    for name in ("beneficiaries:follow-up-people", "beneficiaries:batch-people"):
        answer = client.post(reverse(name), {"search": "1", "q": words})
        if answer.status_code == 200:
            found[name] = text_of(answer)
    return found


def visible_words(page: str) -> str:
    """A page without what changes at each reading: tokens, submissions, sealed words, versions of files."""
    page = re.sub(
        r'name="(csrfmiddlewaretoken|submission|checked|r)" value="[^"]*"|csrf_?token[^,}]*', "", page, flags=re.I
    )
    page = re.sub(r"X-CSRFToken\W+\w+", "", page)
    page = re.sub(r"r=[\w:%.-]{20,}", "", page)
    page = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)  # forms draw their submission at random
    return page
