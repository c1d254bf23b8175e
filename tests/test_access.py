"""Who may open what: every URL × every role, complete by construction; the rows are in tests/access/."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import Role
from core.models import AuditAction, AuditEntry
from tests.access import CAST, TABLE, address, in_groups
from tests.factories import UserFactory
from tests.world import beds

pytestmark = pytest.mark.django_db

# Where the address of a protected house stands: on its two pages, for the team of the house.
ADDRESS, TOWN = beds.ADDRESS.encode(), beds.TOWN.encode()
TELLS_THE_ADDRESS = {("programs:site-address", "gilles"), ("programs:stay-address", "gilles")}
ANSWERS = {"o": {200, 204, 302, 422}, "x": {403}, "n": {404}, "m": {405, 403}}
# A link of the sign-in package whose key is drawn at random: tests/accounts/test_sign_in.py follows it.
ELSEWHERE = {"account_reset_password_from_key"}


@contextmanager
def as_if_alone(client: Client) -> Iterator[None]:
    """What a request writes is undone, and the browser signed out by it comes back."""
    point, cookies = transaction.savepoint(), client.cookies.copy()
    yield
    transaction.savepoint_rollback(point)
    client.cookies = cookies


def url_names() -> set[str]:
    """Each URL name, ours and the sign-in package’s; the admin has its own tests."""
    found: set[str] = set()

    def walk(resolver: URLResolver, namespace: str) -> None:
        for item in resolver.url_patterns:
            if isinstance(item, URLResolver):
                if item.namespace != "admin":
                    walk(item, f"{namespace}{item.namespace}:" if item.namespace else namespace)
            elif isinstance(item, URLPattern):
                found.add(f"{namespace}{item.name}")

    walk(get_resolver(), "")
    return found


def test_no_url_is_missing_from_the_table_and_none_is_left_over():
    assert url_names() - ELSEWHERE == {key.partition(" ")[0] for key in TABLE}


@pytest.mark.parametrize("keys", in_groups(TABLE), ids=lambda keys: keys[0])
def test_each_url_answers_each_role_as_the_table_says(keys, world, cast, client_of):
    clients, seen = {name: client_of(user) for name, user in cast.items()}, {}
    for key in keys:
        url = address(key, world)
        for method in ("get", "post"):
            for name, letter in zip(CAST, getattr(TABLE[key], method), strict=True):
                client = clients[name]
                with as_if_alone(client):
                    answer = getattr(client, method)(url)
                if answer.status_code not in ANSWERS[letter]:
                    seen[f"{key} {method} {name}"] = f"{answer.status_code}, attendu {letter}"
                said = b"" if answer.streaming else answer.content
                if (ADDRESS in said or TOWN in said) and (key, name) not in TELLS_THE_ADDRESS:
                    seen[f"{key} {method} {name} adresse"] = "dit l’adresse protégée"
    assert seen == {}


@pytest.mark.parametrize("keys", in_groups(TABLE), ids=lambda keys: keys[0])
def test_a_visitor_is_asked_to_sign_in(keys, world):
    for key in keys:
        client, url, row = Client(), address(key, world), TABLE[key]
        answer = client.get(url)
        if row.public:
            assert not (answer.status_code == 302 and answer.url.startswith(reverse("account_login") + "?next=")), key
        else:
            assert answer.status_code == 302, key
            assert answer.url.startswith(reverse("account_login")), key
            assert client.post(url).status_code == 401, key


# A new link is asked for by who has lost theirs: the same answer whoever asks, tests/referrals/test_answering.py.
KNOWN = [key for key, row in TABLE.items() if row.record and key != "referrals:answer-renew"]


@pytest.mark.parametrize("keys", in_groups(KNOWN), ids=lambda keys: keys[0])
def test_a_guessed_identifier_is_not_found(keys, amina, chloe, client_of):
    for client in (client_of(amina), client_of(chloe)):
        for key in keys:
            url = reverse(key.partition(" ")[0], args=[uuid.uuid4() for _record in TABLE[key].record.split()])
            assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405, 403}, key


def test_what_is_refused_is_journalled_as_refused_and_not_as_read(world, bruno, client_of):
    client_of(bruno).get(address("casework:person-file", world))
    entries = AuditEntry.objects.filter(actor=bruno, person_id=world.person.pk)
    assert [entry.action for entry in entries] == [AuditAction.REFUSED]


@pytest.mark.parametrize("app", ["beneficiaries", "programs", "partners", "accounts"])
def test_the_admin_opens_by_role(app, cast, client_of):
    doors = {
        "accounts": {"denis"},
        "beneficiaries": {"denis"},
        "programs": {"denis", "chloe", "farid"},
        "partners": {"denis", "chloe"},
    }
    entered = {
        name
        for name, user in cast.items()
        if client_of(user).get(reverse("admin:app_list", args=[app])).status_code == 200
    }
    assert entered == doors[app]


def test_seeing_everybody_and_reading_content_do_not_add_up(world, bruno, helene, client_of):
    bruno.roles = [Role.CASEWORKER, Role.DIRECTOR]
    bruno.save()
    assert client_of(bruno).get(address("casework:person-file", world)).status_code == 404
    assert client_of(helene).get(address("casework:person-file", world)).status_code == 200


@pytest.mark.parametrize(
    "keys", in_groups([key for key, row in TABLE.items() if not row.public]), ids=lambda keys: keys[0]
)
def test_an_account_without_a_role_opens_nothing_but_its_own(keys, world, client_of):
    """Catches a permission that every role holds and that a view forgets to ask for."""
    own = {"casework:home", "casework:search", "accounts:profile", "accounts:mail-list", "core:ping"}
    client, opened = client_of(UserFactory(roles=[])), set()
    for key in keys:
        for method in ("get", "post"):
            with as_if_alone(client):
                code = getattr(client, method)(address(key, world)).status_code
            if code in ANSWERS["o"]:
                opened.add(key)
    assert {key for key in opened - own if not key.startswith("account_")} == set()


@pytest.mark.parametrize(
    ("record", "readers"),
    [
        ("person", "amina chloe helene"),
        ("follow_up", "amina chloe"),
        ("alert", "amina chloe"),
        ("task", "amina chloe"),
        ("appointment", "amina chloe"),
        ("readiness_item", "amina chloe"),
        ("health_item", "amina"),
        ("impact", "amina chloe"),
        ("document", "amina chloe"),
        ("health_document", "amina"),
        ("proof", "amina chloe"),
        ("checkpoint", "amina chloe"),
        ("child", "amina chloe"),
        ("parent", "amina chloe"),
        ("pick_up", "amina chloe"),
        ("separation_step", "amina chloe"),
        ("relative", "amina chloe"),
        ("information_sheet", "amina chloe"),
        ("consent", "amina chloe"),
        ("custody", "amina chloe"),
        ("measure", "amina chloe"),
        ("obligation", "amina chloe"),
        ("enrolment", "amina chloe farid helene"),
        ("stay", "amina chloe gilles helene"),
        ("referral", "amina chloe helene"),
        ("received", "amina chloe farid helene"),
    ],
)
def test_each_queryset_is_a_wall_by_itself(record, readers, world, cast):
    rows = type(getattr(world, record))._default_manager
    seen = {name for name, user in cast.items() if rows.visible_to(user).filter(pk=world.pk(record)).exists()}
    assert seen == set(readers.split())
