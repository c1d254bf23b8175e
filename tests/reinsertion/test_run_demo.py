"""The demo, which lets anybody in, never opens on real data."""

import socket

import pytest
from django.core.management import CommandError, call_command

from tests.factories import UserFactory


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(autouse=True)
def demo_mode(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")


@pytest.mark.django_db
def test_a_database_with_a_real_account_is_refused():
    UserFactory(email="directrice@association.fr")
    with pytest.raises(CommandError, match="vrais comptes"):
        call_command("demo", port=unused_port())


@pytest.mark.django_db
def test_reset_never_empties_the_database_of_database_url():
    with pytest.raises(CommandError, match="--reset"):
        call_command("demo", port=unused_port(), reset=True)


def test_outside_demo_mode_nothing_starts(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="REINSERTION_MODE=demo"):
        call_command("demo", port=unused_port())
