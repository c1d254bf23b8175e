"""How a person acts on a page: with a pointer, or with the keyboard alone. Each act is counted."""

from playwright.sync_api import Locator, Page

FOCUSED = """() => {
  const focus = document.activeElement;
  const box = focus.getBoundingClientRect();
  const style = getComputedStyle(focus);
  const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  const label = focus.labels && focus.labels.length ? focus.labels[0].innerText : focus.innerText;
  return {tag: focus.tagName, label: (label || '').trim(), shown: ring && box.bottom > 0 && box.top < innerHeight};
}"""


class Pointer:
    """Clicks, taps and typing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def _within(self, region: str) -> Locator:
        return self.page.locator(region).first

    def follow(self, name: str, region: str = "main") -> None:
        """Follow a link."""
        self.acts += 1
        self._within(region).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def press(self, name: str, region: str = "main") -> None:
        """Press a button."""
        self.acts += 1
        self._within(region).get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def choose(self, name: str) -> None:
        """Tick a box or choose among radio buttons, by the word beside it."""
        self.acts += 1
        self.page.locator("main label", has_text=name).first.click()

    def write(self, label: str, text: str) -> None:
        """Fill a field."""
        self.acts += 1
        self.page.get_by_label(label, exact=False).first.fill(text)

    def type(self, text: str) -> None:
        """Type in the field that has the focus."""
        self.acts += 1
        self.page.keyboard.type(text)

    def hit(self, chord: str) -> None:
        """Press one key or chord."""
        self.acts += 1
        self.page.keyboard.press(chord)


class Keyboard(Pointer):
    """Tab, arrows, space, enter and typing; fails when the focus cannot be seen."""

    def _tab_to(self, matches: str) -> None:
        seen: list[str] = []
        for _step in range(150):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUSED)
            assert focus["shown"] or focus["tag"] == "BODY", f"focus invisible : {focus}"
            if self.page.evaluate(matches):
                return
            seen.append(focus["label"])
        raise AssertionError(f"jamais atteint au clavier : {matches}\n{seen}")

    def follow(self, name: str, region: str = "main") -> None:
        """Tab to the link, enter."""
        self.acts += 1
        words = name.replace("'", "\\'")
        self._tab_to(
            f"() => document.activeElement.tagName === 'A' && !!document.activeElement.closest('{region}')"
            f" && document.activeElement.innerText.includes('{words}')"
        )
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, name: str, region: str = "main") -> None:
        """Tab to the button, enter."""
        self.acts += 1
        self._tab_to(
            f"() => document.activeElement.tagName === 'BUTTON' && !!document.activeElement.closest('{region}')"
            f" && document.activeElement.innerText.trim() === '{name}'"
        )
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str) -> None:
        """Tab to the box or the group of radio buttons, then space or arrows."""
        self.acts += 1
        kind, group = self.page.locator("main label", has_text=name).first.evaluate(
            "l => [l.control.type, l.control.name]"
        )
        here = "document.activeElement.labels[0].innerText.includes('" + name.replace("'", "\\'") + "')"
        if kind == "checkbox":
            self._tab_to(f"() => document.activeElement.type === 'checkbox' && {here}")
            self.page.keyboard.press("Space")
            return
        self._tab_to(f"() => document.activeElement.type === 'radio' && document.activeElement.name === '{group}'")
        self.page.keyboard.press("Space")
        for _step in range(20):
            if self.page.evaluate(f"() => {here}"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"jamais choisi au clavier : {name}")

    def write(self, label: str, text: str) -> None:
        """Tab to the field, type."""
        self.acts += 1
        self._tab_to(
            "() => ['INPUT', 'TEXTAREA'].includes(document.activeElement.tagName)"
            f" && !!document.activeElement.labels[0]?.innerText.includes('{label}')"
        )
        self.page.keyboard.type(text)

    def pick(self, label: str, name: str) -> None:
        """Tab to the list, type the beginning of the choice."""
        self.acts += 1
        self._tab_to(
            "() => document.activeElement.tagName === 'SELECT'"
            f" && !!document.activeElement.labels[0]?.innerText.includes('{label}')"
        )
        self.page.keyboard.type(name)
