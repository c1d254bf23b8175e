"""Reading JSON a record at a time: a list, an envelope with lists, or one object a line; the memory stays the same."""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import IO, Any

from django.utils.translation import gettext as _

from core.errors import DomainError

PIECE = 1_000_000
LONGEST_RECORD = 4_000_000
START = 65_536
SCALAR = r'(?:"(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null)'
LIST_NAMES = "contents|services|organizations|structures|results|items|data"
ENVELOPE = re.compile(rf'\s*\{{(?:\s*"(?!id"|name"|nom")\w+"\s*:\s*{SCALAR}\s*,)*\s*"(?:{LIST_NAMES})"\s*:\s*\[')
NEXT_LIST = re.compile(rf'\s*,(?:\s*"\w+"\s*:\s*{SCALAR}\s*,)*\s*"(?:{LIST_NAMES})"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
DECODER = json.JSONDecoder(parse_constant=lambda _name: None)


class Unreadable:
    """A line that is not JSON, among others that are."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Pieces:
    """A text read by pieces, with the number of the line where one stands."""

    def __init__(self, file: IO[str]) -> None:
        self.file, self.text, self.at, self.line, self.ended = file, "", 0, 1, False

    def more(self) -> bool:
        """Read a piece more, forgetting what was passed; False at the end."""
        piece = self.file.read(PIECE)
        self.ended = not piece
        self.line += self.text.count("\n", 0, self.at)
        self.text, self.at = self.text[self.at :] + piece, 0
        return bool(piece)

    def here(self) -> int:
        """The line where one stands."""
        return self.line + self.text.count("\n", 0, self.at)

    def skip(self) -> str:
        """Pass blanks and commas; the next character, or nothing at the end."""
        while True:
            found = BETWEEN.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""


def read_json(file: IO[str]) -> Iterator[tuple[int, Any]]:
    """The values with their number: place in the list, or line when there is one a line."""
    pieces = Pieces(file)
    opening = pieces.skip()
    if opening == "[":
        pieces.at += 1
        yield from numbered(read_list(pieces, 0))
        return
    while len(pieces.text) - pieces.at < START and pieces.more():
        pass
    if envelope := ENVELOPE.match(pieces.text, pieces.at):
        pieces.at = envelope.end()
        yield from numbered(read_envelope(pieces))
        return
    yield from read_lines(pieces)


def numbered(values: Iterator[Any]) -> Iterator[tuple[int, Any]]:
    """With the place of each in the file."""
    return enumerate(values, 1)


def read_envelope(pieces: Pieces) -> Iterator[Any]:
    """The lists of an object, one after the other."""
    read = 0
    while True:
        for value in read_list(pieces, read):
            read += 1
            yield value
        while len(pieces.text) - pieces.at < START and pieces.more():
            pass
        following = NEXT_LIST.match(pieces.text, pieces.at)
        if not following:
            return
        pieces.at = following.end()


def read_list(pieces: Pieces, before: int) -> Iterator[Any]:
    """The values of a list, from after its bracket to the closing one."""
    number = before
    while (opening := pieces.skip()) != "]":
        number += 1
        if not opening:
            raise cut(number, pieces)
        while True:
            try:
                value, pieces.at = DECODER.raw_decode(pieces.text, pieces.at)
                break
            except JSONDecodeError as error:
                if len(pieces.text) - pieces.at < LONGEST_RECORD and pieces.more():
                    continue
                if pieces.ended and error.pos >= len(pieces.text.rstrip()) - 1:
                    raise cut(number, pieces) from error
                raise wrong(pieces.line + error.lineno - 1, error.colno) from error
            except RecursionError as error:
                raise DomainError(
                    _("Ce fichier n’est pas du JSON lisible\u00a0: trop de niveaux imbriqués à la fiche %(number)d.")
                    % {"number": number}
                ) from error
        yield value
    pieces.at += 1


def cut(number: int, pieces: Pieces) -> DomainError:
    """The file ends before its last record does."""
    words = {"number": number, "line": pieces.here()}
    return DomainError(
        _("Ce fichier JSON est coupé\u00a0: la fiche %(number)d, ligne %(line)d, n’est pas finie. Rien n’est importé.")
        % words
    )


def wrong(line: int, column: int) -> DomainError:
    """The file is not JSON from there on."""
    words = {"line": line, "column": column}
    return DomainError(_("Ce fichier n’est pas du JSON lisible\u00a0: ligne %(line)d, caractère %(column)d.") % words)


def read_lines(pieces: Pieces) -> Iterator[tuple[int, Any]]:
    """One object a line, or one object in all."""
    read, number = 0, pieces.here() - 1
    for line in lines_of(pieces):
        number += 1
        if not line.strip():
            continue
        try:
            value = DECODER.decode(line.strip())
        except (JSONDecodeError, RecursionError) as error:
            if not read:
                yield number, alone(pieces, line, number, error)
                return
            yield number, Unreadable(_("cette ligne n’est pas du JSON lisible"))
            continue
        read += 1
        yield number, value


def lines_of(pieces: Pieces) -> Iterator[str]:
    """The lines from where one stands."""
    while True:
        end = pieces.text.find("\n", pieces.at)
        if end < 0:
            if len(pieces.text) - pieces.at < LONGEST_RECORD and pieces.more():
                continue
            yield pieces.text[pieces.at :]
            return
        start, pieces.at = pieces.at, end + 1
        yield pieces.text[start:end]


def alone(pieces: Pieces, line: str, number: int, error: Exception) -> Any:
    """The only object of a file, written on several lines."""
    while len(pieces.text) < LONGEST_RECORD and pieces.more():
        pass
    try:
        return DECODER.decode(f"{line}\n{pieces.text[pieces.at :]}".strip())
    except (JSONDecodeError, RecursionError):
        column = error.colno if isinstance(error, JSONDecodeError) else 1
        raise wrong(number, column) from error
