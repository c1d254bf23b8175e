"""The identity bar: whose file it is, at the top of every page and form about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from beneficiaries.models import Beneficiary
from core.links import link_to


@dataclass(frozen=True)
class Identity:
    """What the bar says of a person to one reader; templates/beneficiaries/identity.html shows it.

    discreet: the reader, a director, sees who the person is and nothing of their situation.
    """

    person: Beneficiary
    url: str
    alerts: Sequence[Any]  # each with its text
    discreet: bool = False


def identity_of(
    person: Beneficiary,
    *,
    viewer: User,
    day: date,
    alerts: Sequence[Any] | None = None,
    may_read: bool | None = None,
) -> Identity:
    """The bar of a person read by for_file(): one query for the alerts, none when they are given."""
    url = link_to("casework:person-file", person.pk)
    if not (person.content_readable_by(viewer) if may_read is None else may_read):
        return Identity(person, url, [], discreet=True)
    return Identity(person, url, list(person.alerts.current(day)) if alerts is None else alerts)
