"""SQL functions of the project, created by core’s first migrations."""

from typing import Any

from django.db.models import CharField, Func


class FrenchSort(Func):
    """Lower case without accents: the key by which French lists are ordered and names are compared."""

    function = "french_sort"
    arity = 1

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        extra.setdefault("output_field", CharField())
        super().__init__(*expressions, **extra)
