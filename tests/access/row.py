"""One row of the access table."""

from dataclasses import dataclass

ALL, NONE, METHOD = "oooooooo", "nnnnnnnn", "mmmmmmmm"


@dataclass(frozen=True)
class Row:
    """What GET and POST answer to each member of the CAST; record names the World’s fields whose keys stand in the URL.

    One letter a person: o opened (shown, redirected, or the form shown again), x refused by role (403),
    n not found (404: the record is none of theirs), m wrong method (405, or 403 by role).
    """

    get: str
    post: str
    record: str = ""
    public: bool = False
