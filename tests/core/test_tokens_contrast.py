"""Every pair of colours that the style sheets put together can be read, on a light and on a dark screen."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
THEMES = {"light": r":root \{(.*?)\}", "dark": r":root\[data-theme=\"dark\"\] \{(.*?)\}"}
GROUNDS = ["ground", "surface", "sand", "primary-soft"]
TONES = ["success", "warning", "danger", "info", "accent"]

TEXT = (
    [(text, ground) for text in ("ink", "muted") for ground in GROUNDS]
    + [(text, ground) for text in ("primary", "primary-hover", "danger") for ground in GROUNDS]
    + [(tone, f"{tone}-soft") for tone in TONES]
    + [("ink", f"{tone}-soft") for tone in TONES]
    + [(tone, "surface") for tone in TONES]
    + [("on-primary", "primary"), ("on-primary", "primary-hover")]
    + [("on-danger", "danger"), ("on-danger", "danger-hover")]
)
SHAPES = (
    [("field-border", ground) for ground in ("ground", "surface", "sand")]
    + [(f"chart-{number}", "surface") for number in range(1, 5)]
    + [("focus-ring", "focus")]
)


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme."""
    block = re.search(THEMES[theme], CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--s-([a-z0-9-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Ratio between 1 and 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_stands_out_from_its_ground(theme: str, front: str, back: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_stand_out_from_their_ground(theme: str, front: str, back: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[front], colours[back]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_focus_is_seen_on_every_ground(theme: str, ground: str) -> None:
    colours = tokens(theme)
    assert max(contrast(colours[name], colours[ground]) for name in ("focus", "focus-ring")) >= 3


def test_dark_is_the_same_chosen_or_followed() -> None:
    chosen = re.search(r'data-theme="dark"\] \{(.*?)\}', CSS, re.DOTALL)
    followed = re.search(r'not\(\[data-theme="light"\]\) \{(.*?)\}', CSS, re.DOTALL)
    assert chosen and followed
    assert chosen[1] == followed[1]
    assert tokens("dark").keys() == tokens("light").keys()


def test_no_colour_is_written_outside_the_tokens() -> None:
    for name in ("base.css", "components.css", "print.css", "admin.css"):
        text = (Path(__file__).parents[2] / "static/css" / name).read_text()
        assert not re.findall(r"(?<!%23)#[0-9a-f]{3,8}\b(?=[;, )])", text), name
