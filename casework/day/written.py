"""The statements of the day, written once per process and set of roles: only the user and the moment change."""

from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from typing import Any

from accounts.models import User
from casework.day.block import Day
from core.written import A_USER, MIDNIGHT, NEXT_MIDNIGHT, NOW, TODAY, Written

KEPT = 256
Build = Callable[..., Written]


class AnyDay(Day):
    """A day on which a statement is written."""

    today = TODAY
    midnight = MIDNIGHT
    next_midnight = NEXT_MIDNIGHT


def asked(build: Build, day: Day, *facts: Hashable) -> Iterator[dict[str, Any]]:
    """The rows of a statement of the day. It depends on the roles, the block asked in full and these facts alone."""
    statement = kept(build, tuple(day.user.roles), day.expanded, facts)
    values = {TODAY: day.today, MIDNIGHT: day.midnight, NEXT_MIDNIGHT: day.next_midnight, NOW: day.now}
    return statement.rows({A_USER: day.user.pk, **values})


@lru_cache(KEPT)
def kept(build: Build, roles: tuple[str, ...], expanded: str, facts: tuple[Hashable, ...]) -> Written:
    """The statement as the ORM wrote it the first time."""
    return build(AnyDay(User(pk=A_USER, roles=list(roles)), NOW, expanded=expanded), *facts)
