"""A small association with one of everything, for the tests that visit every page.

Each other module of this package may add the records of its subject: build(world) gives them by the names that the
access table uses.
"""

from importlib import import_module
from pkgutil import iter_modules

from accounts.models import Team, User
from tests.world.base import build_base
from tests.world.records import World

__all__ = ["World", "build_world"]

SUBJECTS = sorted(module.name for module in iter_modules(__path__) if module.name not in {"base", "records"})


def build_world(amina: User, chloe: User, farid: User, gilles: User, nord: Team) -> World:
    """Make the records; Amina leads the person, Farid runs the training, Gilles the shelter."""
    world = build_base(amina, chloe, farid, gilles, nord)
    for subject in SUBJECTS:
        added = import_module(f"{__name__}.{subject}").build(world)
        taken = added.keys() & (world.more.keys() | vars(world).keys())
        assert not taken, f"{subject} names again {sorted(taken)}"
        world.more |= added
    return world
