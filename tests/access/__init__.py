"""Who may open what: every URL × every role, one module of rows for each app."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from django.urls import reverse

from tests.access.row import Row
from tests.world import World

#        amina   caseworker of the person’s team     farid   program lead
#        bruno   caseworker of another team          gilles  shelter staff
#        chloe   coordinator of the person’s team    helene  director
#        denis   technical administrator             ines    data protection officer
CAST = ["amina", "bruno", "chloe", "denis", "farid", "gilles", "helene", "ines"]
TABLE: dict[str, Row] = {
    key: row
    for module in iter_modules(__path__)
    if module.name != "row"
    for key, row in import_module(f"{__name__}.{module.name}").ROWS.items()
}


def in_groups(keys: Iterable[str], size: int = 60) -> list[list[str]]:
    """Some rows of the table at a time: a world is built for each group, not for each row."""
    listed = list(keys)
    return [listed[start : start + size] for start in range(0, len(listed), size)]


def address(key: str, world: World) -> str:
    """Path of a row on the world’s records."""
    row = TABLE[key]
    return reverse(key.partition(" ")[0], args=[world.pk(record) for record in row.record.split()])
