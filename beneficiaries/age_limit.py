"""The age beyond which a child no longer stays in a mother-child unit: a countdown that leaves time to prepare."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import months_later
from core.templatetags.french import date_words, days_left

if TYPE_CHECKING:
    from accounts.models import Association


class SQLMonthsLater(models.Func):
    """months_later in SQL: PostgreSQL too falls back on the last day of a shorter month."""

    template = "((%(expressions)s))::date"
    arg_joiner = " + "
    output_field = models.DateField()

    def __init__(self, day: str, months: int, **extra: Any) -> None:
        interval = models.Func(
            models.Value(months), function="make_interval", template="%(function)s(months => %(expressions)s)",
            output_field=models.DurationField(),
        )  # fmt: skip
        super().__init__(models.F(day), interval, **extra)


def age_words(birth_date: date, day: date) -> str:
    """« 14 mois » before three years, then « 6 ans »."""
    months = (day.year - birth_date.year) * 12 + day.month - birth_date.month - (day.day < birth_date.day)
    if months < 0:
        return _("à naître")
    if months < 36:
        return ngettext("%(months)d\u00a0mois", "%(months)d\u00a0mois", months) % {"months": months}
    return ngettext("%(age)d an", "%(age)d ans", months // 12) % {"age": months // 12}


@dataclass(frozen=True)
class AgeLimit:
    """The day on which a child reaches the limit, and how loudly to say it."""

    first_name: str
    on: date
    months: int
    warnings: tuple[int, ...]

    @classmethod
    def of(cls, first_name: str, birth_date: date, settings: "Association") -> "AgeLimit":
        """From the birth date and what the association has set."""
        months = settings.child_age_limit_months
        warnings = tuple(sorted(settings.child_age_limit_warnings, reverse=True))
        return cls(first_name, months_later(birth_date, months), months, warnings)

    @staticmethod
    def days(number: int) -> timedelta:
        """So many days."""
        return timedelta(days=number)

    def days_to_go(self, today: date) -> int:
        """Negative once the day has passed."""
        return (self.on - today).days

    def is_near(self, today: date) -> bool:
        """Whether the first warning has come."""
        return self.days_to_go(today) <= max(self.warnings, default=0)

    def tone(self, today: date) -> str:
        """Louder from one warning to the next."""
        passed = sum(self.days_to_go(today) <= warning for warning in self.warnings)
        if self.days_to_go(today) < 0 or (passed and passed == len(self.warnings)):
            return "danger"
        return "warning" if passed else "info"

    @property
    def words(self) -> str:
        """« Lina atteint 18 mois le 3 mars 2027 (dans 40 jours) »."""
        age = ngettext("%(months)d\u00a0mois", "%(months)d\u00a0mois", self.months) % {"months": self.months}
        facts = {"name": self.first_name, "age": age, "day": date_words(self.on), "left": days_left(self.on)}
        if self.on < timezone.localdate():
            return _("%(name)s a atteint %(age)s le %(day)s (%(left)s)") % facts
        return _("%(name)s atteint %(age)s le %(day)s (%(left)s)") % facts
