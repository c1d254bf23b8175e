"""All the numbers of a page in one query."""

from typing import Any

from django.db.models import CharField, Count, QuerySet, Value


def tally(**rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows each queryset has, by the name it was given; one query, whatever the number of querysets."""
    parts = [
        queryset.order_by().annotate(tallied=Value(name, CharField())).values("tallied").annotate(number=Count("pk"))
        for name, queryset in rows.items()
    ]
    if not parts:
        return {}
    counted = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return dict.fromkeys(rows, 0) | {line["tallied"]: line["number"] for line in counted}
