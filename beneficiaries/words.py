"""What lists say of a person in a few words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Beneficiary, FileStatus, Gender, JusticeStatus


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
