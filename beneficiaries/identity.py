"""The identity bar: whose file it is, at the top of every page and form about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Alert, Beneficiary, FileStatus, Gender, JusticeStatus


@dataclass(frozen=True)
class Identity:
    """What the bar says of a person to one reader; templates/beneficiaries/identity.html shows it.

    discreet: the reader, a director, sees who the person is and nothing of their situation.
    """

    person: Beneficiary
    url: str
    alerts: Sequence[Alert]
    discreet: bool = False


def identity_of(person: Beneficiary, *, viewer: User, day: date, alerts: Sequence[Alert] | None = None) -> Identity:
    """The bar of a person read by for_file(): one query for the alerts, none when they are given."""
    url = reverse("casework:person-file", args=[person.pk])
    if not viewer.can(Permission.FILE_CONTENT):
        return Identity(person, url, [], discreet=True)
    return Identity(person, url, list(person.alerts.current(day)) if alerts is None else alerts)


def birth_words(person: Beneficiary, day: date) -> str:
    """« née en 1994 (31 ans) », or nothing when the year is not known."""
    year, age = person.year_of_birth, person.age_on(day)
    if year is None or age is None:
        return ""
    born = {Gender.FEMALE: _("née en %(year)d"), Gender.MALE: _("né en %(year)d")}.get(
        Gender(person.gender), _("né·e en %(year)d")
    )
    return f"{born % {'year': year}} ({ngettext('%(age)d an', '%(age)d ans', age) % {'age': age}})"


def status_words(person: Beneficiary) -> tuple[str, str]:
    """The state of the file when it is closed, else the person’s situation; with its tone."""
    if person.status == FileStatus.CLOSED:
        return str(FileStatus.CLOSED.label), "neutral"
    tone = "neutral" if person.justice_status == JusticeStatus.UNKNOWN else "info"
    return str(JusticeStatus(person.justice_status).label), tone
