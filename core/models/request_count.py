"""How often something was asked for from one address: one row for all processes, thrown away once its time is over."""

from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

# One statement, so that two requests at once count twice; the time starts again with the first request after its end.
COUNT = """
INSERT INTO core_requestcount AS known (key, count, until)
VALUES (%(key)s, 1, statement_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN known.until <= statement_timestamp() THEN 1 ELSE known.count + 1 END,
    until = CASE WHEN known.until <= statement_timestamp() THEN excluded.until ELSE known.until END
RETURNING count
"""


class RequestCountQuerySet(models.QuerySet["RequestCount"]):
    """Counting, and forgetting."""

    def count_one(self, key: str, *, seconds: int) -> int:
        """One more under this key; how many there are in the time given."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"key": key, "seconds": seconds})
            return int(cursor.fetchone()[0])

    def outlived(self, now: datetime) -> "RequestCountQuerySet":
        """Those whose time is over."""
        return self.filter(until__lt=now)


class RequestCount(models.Model):
    """Requests counted under one key, until a moment."""

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    count = models.PositiveIntegerField(editable=False)
    until = models.DateTimeField(editable=False)

    objects = RequestCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte de demandes")
        verbose_name_plural = _("comptes de demandes")

    def __str__(self) -> str:
        return self.key
