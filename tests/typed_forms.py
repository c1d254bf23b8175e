"""The forms of a page as a browser sends them, and what a page says: for the tests that type anything anywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

CHOSEN = {"checkbox", "radio"}
NOT_TYPED = {"hidden", "submit", "button", "image", "reset", "file"} | CHOSEN
Answers = dict[str, list[str]]


@dataclass
class TypedForm:
    """One form: where it goes, what it holds by name, what is written by hand (of it, on one line), what is offered."""

    action: str
    posted: bool
    held: Answers = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    offered: dict[str, str] = field(default_factory=dict)

    def likely(self, fields: dict[str, BoundField]) -> Answers:
        """What it holds, with a likely answer wherever one is required and missing."""
        given = {name: list(values) for name, values in self.held.items()}
        for name, bound in fields.items():
            if name not in {*self.typed, *self.offered} or any(given.get(name, [])):
                continue
            if name in self.offered and (bound.field.required or isinstance(bound.field, forms.MultipleChoiceField)):
                given[name] = [self.offered[name]]
            elif name in self.typed and bound.field.required:
                given[name] = [sample(bound.field)]
        return given


def sample(one: forms.Field) -> str:
    """Something that the field takes."""
    if hasattr(one, "nearest"):
        return "demain" if one.nearest == "future" else "hier"
    if isinstance(one, forms.IntegerField):
        return "12"
    return "camille@exemple.test" if isinstance(one, forms.EmailField) else "10:00"


def takes_any_text(bound: BoundField | None) -> bool:
    """Whether the field keeps whatever is typed; a box without a form field is one that searches."""
    if bound is None:
        return True
    try:
        return isinstance(bound.field.clean("Bonjour à vous"), str)
    except ValidationError:
        return False


class Page(HTMLParser):
    """A page as it is read: its forms, its words, and what its fields hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[TypedForm] = []
        self.said: list[str] = []
        self.area = self.select = ""
        self.feed(text)
        self.words = one_line(" ".join(self.said))
        # What stands in one block is read without the tags within it.
        self.joined = one_line("".join(self.said))

    def shows(self, text: str) -> bool:
        """Whether each line of a text is read somewhere in the page.

        The directory’s texts come with marks of emphasis, which its pages leave out.
        """
        lines = [one_line(line) for line in text.splitlines()]
        said = [self.words, self.joined, self.words.replace("__", "")]
        return all(any(way in words for words in said for way in (line, line.replace("__", ""))) for line in lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a form holds."""
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text" if tag == "input" else tag)
        if kind != "hidden":
            self.said.append(" " + given.get("value", "") + " ")
        if tag == "form":
            self.forms.append(TypedForm(given.get("action", ""), given.get("method") == "post"))
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "option" and self.select:
            self._choice(form, self.select, given.get("value", ""), "selected" in given)
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            form.typed.add(name)
            form.held[name] = [""]
        elif name and kind in CHOSEN:
            self._choice(form, name, given.get("value", "on"), "checked" in given)
        elif name and (kind == "hidden" or (kind in {"submit", "button"} and name not in form.held)):
            form.held.setdefault(name, []).append(given.get("value", ""))
        elif name and tag == "input" and kind not in NOT_TYPED:
            form.typed.add(name)
            form.lines.add(name)
            form.held[name] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        """What is said, and what a text area holds."""
        self.said.append(data)
        if self.area:
            self.forms[-1].held[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        """A text area or a list ends."""
        if tag == "textarea" and self.area:
            self.forms[-1].held[self.area][0] = self.forms[-1].held[self.area][0].removeprefix("\n")
        self.area = "" if tag == "textarea" else self.area
        self.select = "" if tag == "select" else self.select

    def _choice(self, form: TypedForm, name: str, value: str, chosen: bool) -> None:
        if value:
            form.offered.setdefault(name, value)
        if chosen:
            form.held.setdefault(name, []).append(value)


def one_line(text: str) -> str:
    """A text as a browser draws it: runs of blanks are one."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip()


def fields_shown(answer: Any) -> Iterator[tuple[str, BoundField]]:
    """Each form field that the page has drawn, by its name in the page."""
    for context in answer.context or []:
        for layer in getattr(context, "dicts", [context]):
            for value in layer.values():
                if isinstance(value, BoundField):
                    yield value.html_name, value
                elif isinstance(value, forms.BaseForm):
                    yield from ((bound.html_name, bound) for bound in value)
