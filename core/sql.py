"""SQL that the ORM does not write: a function created by core’s first migration, a comparison with an array."""

from typing import Any

from django.db.models import BooleanField, CharField, Func, QuerySet


class FrenchSort(Func):
    """Lower case without accents: the key by which French lists are ordered and names are compared."""

    function = "french_sort"
    arity = 1

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        extra.setdefault("output_field", CharField())
        super().__init__(*expressions, **extra)


class IsOneOf(Func):
    """« value = ANY(array) »: the array is read once, then an index finds the rows, even beside an OR."""

    template, arg_joiner, output_field = "(%(expressions)s))", " = ANY(", BooleanField()


def related_manager(rows: QuerySet[Any], field: str) -> Any:
    """The manager of the model that a foreign key points to, for modules that this model itself imports."""
    return rows.model._meta.get_field(field).related_model.objects
