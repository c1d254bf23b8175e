"""Each page, by day at a desk, by night on a phone: axe finds nothing, nothing overflows, valid HTML, no name leaks."""

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

NOT_PAGES = {
    *("core:health", "core:ping", "beneficiaries:document-file", "beneficiaries:aid-proof-file"),
    *(
        "partners:communes",
        "partners:api-description",
        "partners:api-services",
        "partners:api-service",
        "partners:api-structures",
        "partners:api-structure",
        "partners:import-report",
        "partners:areas",
        "partners:heads",
    ),
    "casework:unmet-needs-export",
    "programs:session-scan",
    "referrals:figures-export",
}
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
    return [(who, names) for who, listed in whose.items() for names in in_groups(listed, 16)]


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


NAMES = re.compile("canari|zéphyrine|zephyrine|plumette|exemple", re.I)


def title_of(text: str) -> str:
    """What stands in the title of a page that has one, and a single heading of the first level."""
    assert len(re.findall(r"<h1[ >]", text)) == 1
    return " ".join(re.findall(r"<title>(.*?)</title>", text, re.S)[0].split())


def test_titles_tell_pages_apart_nothing_names_a_person_and_the_html_is_valid(world, cast, denis, client_of, tmp_path):
    """One reading of every page for three questions; the last one needs the HTML checker."""
    titles: dict[str, str] = {}
    leaks = []
    for name in PAGES:
        if who := visitor(name):
            answer = client_of(cast[who]).get(address(name, world), follow=True)
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue
            (tmp_path / f"{name.replace(':', '-')}.html").write_bytes(answer.content)
            text = answer.content.decode()
            if "<title>" in text:  # a part of a page has none
                titles[name] = title_of(text)
            leaks += [
                f"{name} → {link}" for link in re.findall(r'(?:href|action)="(/[^"]*)"', text) if NAMES.search(link)
            ]
    ours = len(titles)
    for number, url in enumerate(every_admin_address(denis)):
        text = client_of(denis).get(url).content.decode()
        (tmp_path / f"gestion-{number}-{slugify(url)}.html").write_text(text)
        titles[url] = title_of(text)
    assert leaks == []
    assert [title for title in titles.values() if NAMES.search(title)] == []
    assert len({titles[name] for name in list(titles)[:ours]}) > ours * 0.6
    assert len({titles[url] for url in list(titles)[ours:]}) == len(titles) - ours
    assert faults_of_html(tmp_path) == []


def faults_of_html(folder: Path) -> list[str]:
    """What the HTML checker says of the pages kept in a folder."""
    if not os.environ.get("VNU_JAR"):
        pytest.skip("VNU_JAR n’est pas donné : HTML non validé.")
    check = subprocess.run(
        ["java", "-jar", os.environ["VNU_JAR"], "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [m for m in json.loads(check.stderr)["messages"] if m["type"] == "error"]
    return [f"{Path(m.get('url', '')).stem}:{m.get('lastLine')} {m['message']}" for m in said]
