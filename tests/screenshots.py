"""Take the README’s pictures: python -m tests.screenshots, with the demo running on 127.0.0.1:8000 (or --url)."""

import argparse
import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.browser import ARGUMENTS, CHROMIUM, DESK, PHONE

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"


def shoot(page: Page, name: str, height: int = 800) -> None:
    """Save the top of the page."""
    page.wait_for_load_state("networkidle")
    size = page.viewport_size or DESK
    page.screenshot(path=FOLDER / f"{name}.png", clip={"x": 0, "y": 0, "width": size["width"], "height": height})


def main() -> None:
    """Enter as the demo’s caseworker and take each picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    url = parser.parse_args().url
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox])
        page = browser.new_page(viewport=DESK, locale="fr-FR", color_scheme="light")
        page.goto(f"{url}/compte/connexion/")
        page.get_by_role("button", name="Inès").click()
        shoot(page, "home")
        page.goto(f"{url}/suivis/noter/")
        shoot(page, "follow-up")
        page.goto(f"{url}/annuaire/?domaine=housing")
        shoot(page, "directory")
        page.goto(f"{url}/")
        page.get_by_role("main").get_by_role("link", name="Karim B.").first.click()
        shoot(page, "person")
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        page.goto(f"{url}/")
        shoot(page, "home-phone-dark", PHONE["height"])
        browser.close()


if __name__ == "__main__":
    main()
