"""The identity bar: whose file it is, at the top of every page and form about a person."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary, FileStatus, Gender, JusticeStatus
from core.templatetags.french import day_words, days_left


@dataclass(frozen=True)
class Identity:
    """What the bar says of a person to one reader; templates/beneficiaries/identity.html shows it."""

    person: Beneficiary
    url: str
    birth: str
    lead: str
    status: str = ""
    status_tone: str = "info"
    key_date: str = ""
    place: str = ""
    languages: str = ""
    alerts: list[str] = field(default_factory=list)


def identity_of(person: Beneficiary, *, viewer: User, day: date, alerts: list[str] | None = None) -> Identity:
    """The bar of a person loaded with for_file(): one query for the alerts, none when they are given.

    Somebody who may not read the content of files, a director, sees who the person is and no more.
    """
    lead = person.lead_worker.get_short_name() if person.lead_worker else _("à désigner")
    url = reverse("casework:person-file", args=[person.pk])
    if not viewer.can(Permission.FILE_CONTENT):
        return Identity(person, url, birth_words(person, day), lead)
    if alerts is None:
        alerts = list(person.alerts.current(day).values_list("text", flat=True))
    status, tone = status_words(person)
    return Identity(
        person=person,
        url=url,
        birth=birth_words(person, day),
        lead=lead,
        status=status,
        status_tone=tone,
        key_date=release_words(person),
        place=person.prison.name if person.prison else "",
        languages=", ".join(person.languages),
        alerts=alerts,
    )


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


def release_words(person: Beneficiary) -> str:
    """« Sortie vendredi 17 octobre – dans 3 jours », until the person is out."""
    if not person.expected_release_on or person.justice_status == JusticeStatus.RELEASED:
        return ""
    return _("Sortie %(day)s – %(left)s") % {
        "day": day_words(person.expected_release_on),
        "left": days_left(person.expected_release_on),
    }
