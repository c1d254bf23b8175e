"""SQL functions of the project, created by core’s first migrations."""

from typing import Any

from django.db.models import CharField, Func, Lookup


class FrenchSort(Func):
    """Lower case without accents: the key by which French lists are ordered and names are compared."""

    function = "french_sort"
    arity = 1

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        extra.setdefault("output_field", CharField())
        super().__init__(*expressions, **extra)


class AnyOf(Lookup[Any]):
    """column = ANY (array): an index serves it, where « IN (SELECT …) » beside an OR reads every row."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The column, then the array."""
        column, column_params = self.process_lhs(compiler, connection)
        array, array_params = self.process_rhs(compiler, connection)
        return f"{column} = ANY {array}", [*column_params, *array_params]
