"""What lists say of a person in a few words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Beneficiary, FileStatus, Gender, JusticeStatus
from core.choices import label_of


def birth_words(person: Beneficiary, day: date) -> str:
    """« née en 1994 (31 ans) », or nothing when the year is not known."""
    year, age = person.year_of_birth, person.age_on(day)
    if year is None or age is None:
        return ""
    born = _("né·e en %(year)d")
    if person.gender == Gender.FEMALE:
        born = _("née en %(year)d")
    elif person.gender == Gender.MALE:
        born = _("né en %(year)d")
    return f"{born % {'year': year}} ({ngettext('%(age)d an', '%(age)d ans', age) % {'age': age}})"


def status_words(person: Beneficiary) -> tuple[str, str]:
    """The state of the file when it is closed, else the person’s situation; with its tone."""
    if person.status == FileStatus.CLOSED:
        return label_of(FileStatus, FileStatus.CLOSED), "neutral"
    tone = "neutral" if person.justice_status == JusticeStatus.UNKNOWN else "info"
    return person.get_justice_status_display(), tone
