"""Roles, permissions and what the database refuses of an account."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Association, User
from accounts.roles import ROLE_PERMISSIONS, Permission, Role
from tests.factories import AssociationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_each_role_has_its_permissions_and_each_permission_a_role():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_roles_add_up():
    both = UserFactory(roles=[Role.TECHNICAL_ADMIN, Role.CASEWORKER])
    assert both.can(Permission.FILE_CONTENT)
    assert both.is_staff
    assert not UserFactory(roles=[Role.TECHNICAL_ADMIN]).can(Permission.PERSON_LIST)


def test_a_closed_account_may_nothing():
    closed = UserFactory(roles=[Role.COORDINATOR], is_active=False)
    assert not any(closed.can(permission) for permission in Permission)
    assert not closed.has_perm("partners.change_service")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"roles": ["inconnu"]}, "user_roles_known"),
        ({"theme": "rose"}, "user_theme_known"),
        ({"language": "xx"}, "user_language_known"),
        ({"email": "AMINA@exemple.test"}, "user_email_unique"),
    ],
)
def test_the_database_refuses_a_wrong_account(amina, change, constraint):
    other = UserFactory()
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        User.objects.filter(pk=other.pk).update(**change)


def test_the_database_refuses_a_second_association():
    AssociationFactory()
    with pytest.raises(DatabaseError, match="association_single"), transaction.atomic():
        Association.objects.filter(pk=1).update(id=2)


@pytest.mark.parametrize("name", ["accounts_user", "accounts_team", "accounts_association"])
def test_the_admin_opens_to_the_technical_administrator_only(client_of, amina, helene, denis, chloe, name):
    page = reverse(f"admin:{name}_changelist")
    assert client_of(denis).get(page).status_code == 200
    for other in (amina, helene, chloe):
        assert client_of(other).get(page).status_code in {302, 403}


def test_an_account_created_in_the_admin_receives_a_link_and_no_password(client_of, denis, mailoutbox):
    form = {
        "email": "nora@exemple.test",
        "first_name": "Nora",
        "last_name": "Exemple",
        "roles": [Role.CASEWORKER],
        "language": "",
        "is_active": "on",
    }
    answer = client_of(denis).post(reverse("admin:accounts_user_add"), form)
    assert answer.status_code == 302
    created = User.objects.get(email="nora@exemple.test")
    assert not created.has_usable_password()
    assert [message.to for message in mailoutbox] == [["nora@exemple.test"]]


def test_the_account_list_costs_the_same_whatever_its_length(client_of, denis, nord, queries_of):
    client, page = client_of(denis), reverse("admin:accounts_user_changelist")
    UserFactory(teams=[nord])
    few = queries_of(client, page)
    UserFactory.create_batch(30, teams=[nord])
    assert queries_of(client, page) == few


def test_the_profile_keeps_what_was_typed_and_changes_the_language(client_of, amina):
    client, page = client_of(amina), reverse("accounts:profile")
    wrong = client.post(page, {"first_name": "", "last_name": "Durand-Test", "language": "fr", "theme": "dark"})
    assert wrong.status_code == 422
    assert "Durand-Test" in wrong.content.decode()
    assert "<title>Erreur" in wrong.content.decode()
    right = client.post(page, {"first_name": "Amina", "last_name": "Durand", "language": "en", "theme": "dark"})
    assert right.status_code == 302
    amina.refresh_from_db()
    assert (amina.last_name, amina.language, amina.theme) == ("Durand", "en", "dark")
    assert 'data-theme="dark"' in client.get(page).content.decode()
