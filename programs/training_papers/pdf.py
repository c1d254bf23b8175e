"""The papers of a course as tagged PDF (PDF/UA-1), set by typst in the fonts of the pages; kept nowhere."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from core.typesetting import fonts, tagged_pdf

HERE = Path(__file__).parent


@dataclass(frozen=True)
class SigningSheet:
    """The sheet that people sign: one column a half-day, one row a person."""

    title: str
    association: str
    address: str
    facts: list[tuple[str, str]]
    columns: list[tuple[str, str, str]]
    rows: list[tuple[str, list[bool]]]
    trainer: str
    foot: str
    words: dict[str, str]


@dataclass(frozen=True)
class Certificate:
    """What somebody takes away at the end of a course."""

    title: str
    association: str
    contact: str
    sentence: str
    facts: list[tuple[str, str]]
    skills_title: str
    skills: list[str]
    mention: str
    signed: str
    signature: str


def signing_sheet(sheet: SigningSheet) -> bytes:
    """The sheet to print and to sign."""
    return set_by_typst("emargement.typ", asdict(sheet))


def certificate(paper: Certificate) -> bytes:
    """The certificate to print and to hand over."""
    return set_by_typst("attestation.typ", asdict(paper))


def set_by_typst(template: str, data: dict[str, Any]) -> bytes:
    """One file, from a template of this folder."""
    compiler = typst.Compiler(
        HERE / template,
        root=HERE,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    return tagged_pdf(compiler)
