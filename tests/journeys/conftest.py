"""A real browser: Debian’s Chromium, no network but ours, axe at hand."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from tests.journeys.browser import ARGUMENTS, CHROMIUM, DESK, PHONE

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test of this folder needs the browser and a database that another thread can see."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """Path of the browser; without it the journeys are skipped, unless they are required."""
    if not CHROMIUM:
        if os.environ.get("REINSERTION_REQUIRE_BROWSER"):
            pytest.fail("Chromium est exigé ici et n’est pas installé.")
        pytest.skip("Chromium n’est pas installé (Debian : apt-get install chromium).")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    """How the browser starts."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium, "args": [*ARGUMENTS, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A French visitor at a desk."""
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": DESK, "reduced_motion": "reduce"}


@pytest.fixture
def at(live_server: Any) -> Callable[[str], str]:
    """Full address of a path."""
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def enter(live_server: Any, page: Page) -> Callable[..., Page]:
    """The page, signed in as somebody, closed to every other host; fails on a script error or a policy violation."""

    def entered(user: User) -> Page:
        sign_in(page.context, user, live_server.url)
        return page

    return entered


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Put a session in the browser."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": url}])


@pytest.fixture(autouse=True)
def faults(page: Page, live_server: Any) -> Iterator[list[str]]:
    """What the browser complained about; must be empty at the end."""
    found: list[str] = []

    ours = (live_server.url, "data:", "blob:", "about:")
    page.on("request", lambda asked: None if asked.url.startswith(ours) else found.append(f"réseau : {asked.url}"))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console", lambda message: found.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield found
    assert found == []


def violations(page: Page, *rules: str, within: str = "") -> list[str]:
    """What axe finds, a line each: by all rules or by those named, on the whole page or within some elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate(
        "([within, options]) => axe.run(within || document, options).then((results) => results.violations)",
        [within, options],
    )
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


# What depends on the width and on the colours; the rest of axe’s rules read the same document at both.
OF_THE_LAYOUT = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")


def faults_at_all_sizes(page: Page) -> list[str]:
    """What axe says and what overflows, at a desk in the light and on a phone in the dark, then within what unfolds."""
    found = []
    for size, scheme, rules in ((DESK, "light", ()), (PHONE, "dark", OF_THE_LAYOUT)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{size['width']} {scheme} {line}" for line in violations(page, *rules)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{size['width']} : la page déborde ({wide} px)"] if wide > size["width"] else []
    # The menus around each page are unfolded on the first one.
    folded = "details" if urlsplit(page.url).path == "/" else "main details"
    unfolded = page.evaluate(
        "which => { const found = document.querySelectorAll(which);"
        " found.forEach(part => { part.open = true }); return found.length }",
        folded,
    )
    return found + ([f"ouvert {line}" for line in violations(page, within=folded)] if unfolded else [])
