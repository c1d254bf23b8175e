"""Each page, at two widths, light and dark: axe finds nothing, nothing overflows, the HTML is valid, no name leaks."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from django.utils.text import slugify

from accounts.models import User
from tests.access import CAST, TABLE, address, in_groups
from tests.journeys.admin_pages import ADMIN_MODELS, addresses, common_addresses
from tests.journeys.conftest import faults_at_all_sizes

NOT_PAGES = {"core:health", "core:ping", "partners:communes", "beneficiaries:document-file"}
PAGES = sorted(key for key, row in TABLE.items() if "o" in row.get and key.partition(" ")[0] not in NOT_PAGES)


def every_admin_address(user: User) -> list[str]:
    """Each page of the administration that opens to the user."""
    return [*common_addresses(), *(url for model in ADMIN_MODELS for url in addresses(model, user))]


def visitor(name: str) -> str | None:
    """The first of the cast to whom the page opens, or None for a public page."""
    row = TABLE[name]
    return None if row.public else CAST[row.get.index("o")]


def by_visitor() -> list[tuple[str | None, list[str]]]:
    """The pages, some at a time: a world is built for each group, not for each page."""
    whose: dict[str | None, list[str]] = {}
    for name in PAGES:
        whose.setdefault(visitor(name), []).append(name)
    return [(who, names) for who, listed in whose.items() for names in in_groups(listed, 8)]


@pytest.mark.parametrize(
    ("who", "names"), by_visitor(), ids=lambda given: given[0] if isinstance(given, list) else None
)
def test_axe_finds_nothing(who, names, world, cast, enter, page, at):
    faults = []
    for name in names:
        if who:
            enter(cast[who])
        page.goto(at(address(name, world)))
        faults += [f"{name}: {fault}" for fault in faults_at_all_sizes(page)]
    assert faults == []


def test_axe_finds_nothing_on_the_common_pages_of_the_administration(world, denis, enter, page, at):
    enter(denis)
    for url in common_addresses():
        page.goto(at(url))
        assert faults_at_all_sizes(page) == [], url


@pytest.mark.parametrize("model", ADMIN_MODELS, ids=str)
def test_axe_finds_nothing_in_the_administration(model, world, denis, enter, page, at):
    enter(denis)
    for url in addresses(model, denis):
        page.goto(at(url))
        assert faults_at_all_sizes(page) == [], url
    if page.url.endswith("/add/"):
        page.locator("[name=_save]").click()
        page.locator(".errornote").wait_for()
        page.wait_for_load_state()
        assert faults_at_all_sizes(page) == [], f"{page.url} en erreur"


def test_the_administration_names_nobody_in_a_title(world, denis, client_of):
    titles: dict[str, str] = {}
    for url in every_admin_address(denis):
        text = client_of(denis).get(url).content.decode()
        assert len(re.findall(r"<h1[ >]", text)) == 1, url
        titles[url] = " ".join(re.findall(r"<title>(.*?)</title>", text, re.S)[0].split())
    assert [title for title in titles.values() if "Exemple" in title] == []
    assert len(set(titles.values())) == len(titles)


def test_no_title_and_no_address_names_a_person(world, cast, client_of):
    names = re.compile("canari|zéphyrine|zephyrine|plumette", re.I)
    leaks = []
    for name in PAGES:
        who = visitor(name)
        if who:
            url = address(name, world)
            answer = client_of(cast[who]).get(url, follow=True)
            title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.S)
            if title and names.search(title.group(1)):
                leaks.append(name)
            links = re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode())
            leaks += [f"{name} → {link}" for link in links if names.search(link)]
    assert leaks == []


def test_titles_tell_pages_apart(world, cast, client_of):
    titles: dict[str, str] = {}
    for name in PAGES:
        who = visitor(name)
        if who:
            text = client_of(cast[who]).get(address(name, world), follow=True).content.decode()
            title = re.search(r"<title>(.*?)</title>", text, re.S)
            if title:
                assert len(re.findall(r"<h1[ >]", text)) == 1, name
                titles.setdefault(" ".join(title.group(1).split()), name)
    assert len(titles) > len(PAGES) * 0.6


@pytest.mark.skipif(not os.environ.get("VNU_JAR"), reason="VNU_JAR n’est pas donné : HTML non validé.")
def test_the_html_is_valid(world, cast, denis, client_of, tmp_path: Path):
    for name in PAGES:
        who = visitor(name)
        if who:
            answer = client_of(cast[who]).get(address(name, world), follow=True)
            if answer.headers["Content-Type"].startswith("text/html"):
                (tmp_path / f"{name.replace(':', '-')}.html").write_bytes(answer.content)
    for number, url in enumerate(every_admin_address(denis)):
        (tmp_path / f"gestion-{number}-{slugify(url)}.html").write_bytes(client_of(denis).get(url).content)
    check = subprocess.run(
        ["java", "-jar", os.environ["VNU_JAR"], "--format", "json", "--skip-non-html", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [m for m in json.loads(check.stderr)["messages"] if m["type"] == "error"]
    assert [f"{Path(m.get('url', '')).stem}:{m.get('lastLine')} {m['message']}" for m in said] == []
