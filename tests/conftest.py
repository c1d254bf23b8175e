"""Environment of the tests, before Django reads its settings."""

import os
from pathlib import Path

import django
import pytest

from reinsertion import embedded_postgres

os.environ["REINSERTION_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
if not os.environ.get("DATABASE_URL"):
    try:
        embedded_postgres.join(
            Path(os.environ.get("REINSERTION_VAR") or Path(__file__).resolve().parent.parent / "var")
        )
    except embedded_postgres.EmbeddedPostgresError as error:
        pytest.exit(str(error), returncode=3)
django.setup()

from collections.abc import Callable, Iterator  # noqa: E402
from typing import Any  # noqa: E402

import pgtrigger  # noqa: E402
import zeal  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management.commands import flush  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import translation  # noqa: E402

from accounts.models import Team, User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from tests.factories import TeamFactory, UserFactory  # noqa: E402
from tests.world import World, build_world  # noqa: E402


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """No page remembers the association of another test."""
    cache.clear()


KEPT = {"django_content_type", "auth_permission", "django_migrations"}


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """After a test that other connections see, empty the tables that hold something, not all of them.

    Django truncates them all, which makes a thousand files anew: half a second a test.
    """
    django_flush = flush.Command.handle

    def statements(_style: Any, connection: Any, **_options: Any) -> list[str]:
        tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - KEPT)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM {t})" for t in tables))
            return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]

    def handle(command: flush.Command, **options: Any) -> None:
        with pgtrigger.ignore():
            django_flush(command, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", statements)
        patch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; at the end, whoever stayed connected to it is sent away, or it could not be dropped.

    A page closed amid a request, or a thread that just ended, may leave the connection it used open a moment longer.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT query, pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """A page asked for in English leaves its language behind: each test starts in French."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def no_query_in_a_loop() -> Iterator[None]:
    """Reading one row at a time what could be read at once is an error."""
    with zeal.zeal_context():
        yield


@pytest.fixture
def nord(db: None) -> Team:
    """Amina’s and Chloé’s team."""
    return TeamFactory(name="Antenne Nord", city="Lille")


@pytest.fixture
def sud(db: None) -> Team:
    """Bruno’s team."""
    return TeamFactory(name="Antenne Sud", city="Roubaix")


def member(first_name: str, role: Role, *teams: Team) -> User:
    """One of the cast."""
    return UserFactory(
        email=f"{first_name.lower()}@exemple.test",
        first_name=first_name,
        last_name="Exemple",
        roles=[role],
        teams=list(teams),
    )


@pytest.fixture
def amina(nord: Team) -> User:
    """Caseworker who owns the files of the tests."""
    return member("Amina", Role.CASEWORKER, nord)


@pytest.fixture
def bruno(sud: Team) -> User:
    """Caseworker of another team."""
    return member("Bruno", Role.CASEWORKER, sud)


@pytest.fixture
def chloe(nord: Team) -> User:
    """Coordinator of Amina’s team."""
    return member("Chloe", Role.COORDINATOR, nord)


@pytest.fixture
def denis(db: None) -> User:
    """Technical administrator: edits the directory, sees nobody’s file."""
    return member("Denis", Role.TECHNICAL_ADMIN)


@pytest.fixture
def farid(db: None) -> User:
    """Program lead."""
    return member("Farid", Role.PROGRAM_LEAD)


@pytest.fixture
def gilles(db: None) -> User:
    """Shelter staff."""
    return member("Gilles", Role.SHELTER_STAFF)


@pytest.fixture
def helene(db: None) -> User:
    """Director."""
    return member("Helene", Role.DIRECTOR)


@pytest.fixture
def ines_dpo(db: None) -> User:
    """Data protection officer."""
    return member("Ines", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser signed in as somebody, speaking French."""

    def client_for(user: User) -> Client:
        client = Client(headers={"accept-language": "fr"})
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_for


@pytest.fixture
def queries_of() -> Callable[..., int]:
    """How many queries a page costs once the session is warm."""

    def count(client: Client, url: str, data: dict[str, str] | None = None) -> int:
        client.get(url, data)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url, data).status_code == 200
        return len(captured)

    return count


@pytest.fixture
def world(amina: User, chloe: User, farid: User, gilles: User, nord: Team) -> World:
    """One of everything, seen from Amina’s team."""
    return build_world(amina, chloe, farid, gilles, nord)


@pytest.fixture
def cast(
    amina: User, bruno: User, chloe: User, denis: User, farid: User, gilles: User, helene: User, ines_dpo: User
) -> dict[str, User]:
    """Everybody, in the order of the access table."""
    return {
        "amina": amina,
        "bruno": bruno,
        "chloe": chloe,
        "denis": denis,
        "farid": farid,
        "gilles": gilles,
        "helene": helene,
        "ines": ines_dpo,
    }
