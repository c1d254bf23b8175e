"""Who may open what: every URL × every role, complete by construction.

One letter a person, in the order of CAST: o opened (shown, redirected, or the form shown again),
x refused by role (403), n not found (404: the record is none of theirs), m wrong method (405, or 403 by role).
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import Role
from core.models import AuditAction, AuditEntry
from tests.factories import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

#        amina   caseworker of the person’s team     farid   program lead
#        bruno   caseworker of another team          gilles  shelter staff
#        chloe   coordinator of the person’s team    helene  director
#        denis   technical administrator             ines    data protection officer
CAST = ["amina", "bruno", "chloe", "denis", "farid", "gilles", "helene", "ines"]
ANSWERS = {"o": {200, 204, 302, 422}, "x": {403}, "n": {404}, "m": {405, 403}}
ALL, NONE, METHOD = "oooooooo", "nnnnnnnn", "mmmmmmmm"


@dataclass(frozen=True)
class Row:
    """What GET and POST answer to each; record names the World’s fields whose keys stand in the URL."""

    get: str
    post: str
    record: str = ""
    public: bool = False


TABLE: dict[str, Row] = {
    # Desk
    "casework:home": Row(ALL, METHOD),
    "casework:search": Row(ALL, ALL),
    "casework:person-file": Row("onoxxxox", METHOD, "person"),
    "casework:person-timeline": Row("onoxxxxx", METHOD, "person"),
    "casework:person-referrals": Row("onoxxxxx", METHOD, "person"),
    "casework:person-programs": Row("onoxxxxx", METHOD, "person"),
    "casework:person-release": Row("onoxxxxx", METHOD, "person"),
    "casework:release-passport": Row("onoxxxxx", "onoxxxxx", "person"),
    "casework:release-board": Row("oooxxxxx", METHOD),
    "casework:person-family": Row("onoxxxxx", METHOD, "person"),
    "casework:person-family-print": Row("onoxxxxx", METHOD, "person"),
    "casework:person-rights": Row("onoxxxxx", METHOD, "person"),
    "casework:relative-reveal": Row(METHOD, "onoxxxxx", "relative"),
    "casework:person-situation": Row("onoxxxxx", METHOD, "person"),
    "casework:custom-edit": Row("onoxxxxx", "onoxxxxx", "person"),
    "casework:person-readers": Row("onoxxxxx", METHOD, "person"),
    "casework:person-history": Row("onoxxxox", METHOD, "person"),
    "casework:find-partner": Row("onoxxxxx", METHOD, "person"),
    # People
    "beneficiaries:list": Row("oooxxxox", METHOD),
    "beneficiaries:list-search": Row(METHOD, "oooxxxox"),
    "beneficiaries:new": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:edit": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:contact-rule-edit": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:child-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:child-edit": Row("onoxxxxx", "onoxxxxx", "child"),
    "beneficiaries:child-remove": Row(METHOD, "onoxxxxx", "child"),
    "beneficiaries:parent-new": Row("onoxxxxx", "onoxxxxx", "child"),
    "beneficiaries:parent-edit": Row("onoxxxxx", "onoxxxxx", "parent"),
    "beneficiaries:parent-remove": Row(METHOD, "onoxxxxx", "parent"),
    "beneficiaries:pick-up-new": Row("onoxxxxx", "onoxxxxx", "child"),
    "beneficiaries:pick-up-remove": Row(METHOD, "onoxxxxx", "pick_up"),
    "beneficiaries:separation-step-new": Row("onoxxxxx", "onoxxxxx", "child"),
    "beneficiaries:separation-step-done": Row(METHOD, "onoxxxxx", "separation_step"),
    "beneficiaries:separation-step-remove": Row(METHOD, "onoxxxxx", "separation_step"),
    "beneficiaries:relative-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:relative-edit": Row("onoxxxxx", "onoxxxxx", "relative"),
    "beneficiaries:relative-remove": Row(METHOD, "onoxxxxx", "relative"),
    "beneficiaries:information-sheet-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:information-sheet-remove": Row(METHOD, "onoxxxxx", "information_sheet"),
    "beneficiaries:consent-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:consent-withdraw": Row(METHOD, "onoxxxxx", "consent"),
    "beneficiaries:consent-remove": Row(METHOD, "onoxxxxx", "consent"),
    "beneficiaries:release-date-edit": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:custody-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:measure-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:custody-edit": Row("onoxxxxx", "onoxxxxx", "custody"),
    "beneficiaries:custody-transfer": Row("onoxxxxx", "onoxxxxx", "custody"),
    "beneficiaries:custody-end": Row("onoxxxxx", "onoxxxxx", "custody"),
    "beneficiaries:custody-keep": Row("onoxxxxx", "onoxxxxx", "custody"),
    "beneficiaries:custody-remove": Row("onoxxxxx", "onoxxxxx", "custody"),
    "beneficiaries:measure-edit": Row("onoxxxxx", "onoxxxxx", "measure"),
    "beneficiaries:measure-end": Row("onoxxxxx", "onoxxxxx", "measure"),
    "beneficiaries:measure-keep": Row("onoxxxxx", "onoxxxxx", "measure"),
    "beneficiaries:measure-remove": Row("onoxxxxx", "onoxxxxx", "measure"),
    "beneficiaries:obligation-new": Row("onoxxxxx", "onoxxxxx", "measure"),
    "beneficiaries:obligation-edit": Row("onoxxxxx", "onoxxxxx", "obligation"),
    "beneficiaries:obligation-remove": Row("onoxxxxx", "onoxxxxx", "obligation"),
    "beneficiaries:obligation-state": Row(METHOD, "onoxxxxx", "obligation"),
    "beneficiaries:lead-change": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:close": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:reopen": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:hand-over": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:hand-over-accept-all": Row(METHOD, "oooxxxxx"),
    "beneficiaries:hand-over-accept": Row(METHOD, "nnoxxxxx", "offered"),
    "beneficiaries:hand-over-decline": Row(METHOD, "nnoxxxxx", "offered"),
    "beneficiaries:hand-over-withdraw": Row(METHOD, "onoxxxxx", "offered"),
    "beneficiaries:hand-over-return": Row(METHOD, "nnoxxxxx", "lent"),
    "beneficiaries:duplicate-list": Row("xxoxxxxx", METHOD),
    "beneficiaries:duplicates": Row("xxoxxxxx", "xxoxxxxx", "person"),
    "beneficiaries:merge": Row("xxoxxxxx", "xxoxxxxx", "person twin"),
    "beneficiaries:tell-apart": Row(METHOD, "xxoxxxxx", "person twin"),
    "beneficiaries:merge-undo": Row(METHOD, "xxoxxxxx", "merge"),
    "beneficiaries:access": Row("onoxxxxx", METHOD, "person"),
    "beneficiaries:case-team-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:case-team-end": Row(METHOD, "onoxxxxx", "case_team_member"),
    "beneficiaries:restrict": Row(METHOD, "xxoxxxxn", "person"),
    "beneficiaries:protections": Row("xxoxxxxo", METHOD),
    "beneficiaries:no-contact-new": Row("xxoxxxxo", "xxoxxxxo"),
    "beneficiaries:no-contact-lift": Row(METHOD, "xxoxxxxo", "no_contact"),
    "beneficiaries:exclusion-new": Row("xxoxxxxo", "xxoxxxxo"),
    "beneficiaries:exclusion-lift": Row(METHOD, "xxoxxxxo", "exclusion"),
    "beneficiaries:emergency-review": Row(METHOD, "xxxxxxxo", "emergency"),
    "beneficiaries:emergency-search": Row("xxoxxxox", "xxoxxxox"),
    "beneficiaries:emergency-open": Row("xxoxxxox", "xxoxxxox", "person"),
    "beneficiaries:emergency-end": Row(METHOD, "xxoxxxnx", "emergency"),
    "beneficiaries:alert-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:alert-lift": Row(METHOD, "onoxxxxx", "alert"),
    "beneficiaries:task-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:task-done": Row(METHOD, "onoxxxxx", "task"),
    "beneficiaries:task-reopen": Row(METHOD, "onoxxxxx", "task"),
    "beneficiaries:task-stop": Row(METHOD, "onoxxxxx", "task"),
    "beneficiaries:appointment-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:appointment": Row("onoxxxxx", METHOD, "appointment"),
    "beneficiaries:appointment-outcome": Row("onoxxxxx", "onoxxxxx", "appointment"),
    "beneficiaries:appointment-outcome-undo": Row(METHOD, "onoxxxxx", "appointment"),
    "beneficiaries:appointment-edit": Row("onoxxxxx", "onoxxxxx", "appointment"),
    "casework:person-plan": Row("onoxxxxx", METHOD, "person"),
    "beneficiaries:plan-review-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:review-hold-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:review-hold-end": Row(METHOD, "onoxxxxx", "hold"),
    "beneficiaries:joint-review-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:joint-review": Row("onoxxxxx", METHOD, "joint_review"),
    "beneficiaries:joint-review-edit": Row("onoxxxxx", "onoxxxxx", "joint_review"),
    "casework:person-plan-print": Row("onoxxxxx", METHOD, "person"),
    "beneficiaries:need-assess": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:need-edit": Row("onoxxxxx", "onoxxxxx", "need"),
    "beneficiaries:need-move": Row(METHOD, "onoxxxxx", "need"),
    "beneficiaries:goal-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:goal-edit": Row("onoxxxxx", "onoxxxxx", "goal"),
    "beneficiaries:goal-abandon": Row("onoxxxxx", "onoxxxxx", "goal"),
    "beneficiaries:goal-move": Row(METHOD, "onoxxxxx", "goal"),
    "beneficiaries:step-new": Row("onoxxxxx", "onoxxxxx", "goal"),
    "beneficiaries:step-edit": Row("onoxxxxx", "onoxxxxx", "step"),
    "beneficiaries:step-done": Row(METHOD, "onoxxxxx", "step"),
    "beneficiaries:step-move": Row(METHOD, "onoxxxxx", "step"),
    "beneficiaries:release-prepare": Row(METHOD, "onoxxxxx", "person"),
    "beneficiaries:readiness-add": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:readiness-mark": Row(METHOD, "onoxxxxx", "readiness_item"),
    "beneficiaries:readiness-edit": Row("onoxxxxx", "onoxxxxx", "readiness_item"),
    "beneficiaries:checkpoint-record": Row("onoxxxxx", "onoxxxxx", "checkpoint"),
    "beneficiaries:calendar": Row("oooxxxxx", METHOD),
    "beneficiaries:calendar-renew": Row(METHOD, "oooxxxxx"),
    "beneficiaries:calendar-revoke": Row(METHOD, "oooxxxxx"),
    "beneficiaries:calendar-feed": Row(NONE, METHOD, "task", public=True),  # no key is a token
    "beneficiaries:visit-plan": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:visit-day": Row("onnxxxxx", METHOD, "visit_day"),
    "beneficiaries:visit-morning": Row(METHOD, "onnxxxxx", "visit_day"),
    "beneficiaries:visit-permit": Row("oooxxxxx", "oooxxxxx", "prison"),
    "beneficiaries:follow-up-new": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:follow-up-people": Row(METHOD, "oooxxxxx"),
    "beneficiaries:batch-new": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:batch-people": Row(METHOD, "oooxxxxx"),
    "beneficiaries:batch-draft": Row(METHOD, "oooxxxxx"),
    "beneficiaries:batch-saved": Row("onnxxxxx", METHOD, "follow_up"),
    "beneficiaries:batch-undo": Row(METHOD, "onnxxxxx", "follow_up"),
    "beneficiaries:collective-new": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:collective-draft": Row(METHOD, "oooxxxxx"),
    "beneficiaries:collective-saved": Row("onnxxxxx", METHOD, "collective"),
    "beneficiaries:sheet-new": Row("oooxxxxx", "oooxxxxx"),
    "beneficiaries:sheet-run": Row("onnxxxxx", METHOD, "sheet"),
    "beneficiaries:follow-up-edit": Row("onoxxxxx", "onoxxxxx", "follow_up"),
    "beneficiaries:draft-save": Row(METHOD, "oooxxxxx"),
    "beneficiaries:draft-delete": Row(METHOD, "onnxxxxx", "draft"),
    # Documents
    "casework:person-documents": Row("onoxxxxx", METHOD, "person"),
    "beneficiaries:document-new": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:document-attach": Row("onoxxxxx", "onoxxxxx", "follow_up"),
    "beneficiaries:document-file": Row("onoxxxxx", METHOD, "document"),
    "beneficiaries:document-file health": Row("onnxxxxx", METHOD, "health_document"),
    "beneficiaries:document-edit": Row("onoxxxxx", "onoxxxxx", "document"),
    "beneficiaries:document-replace": Row("onoxxxxx", "onoxxxxx", "document"),
    "beneficiaries:document-remove": Row("onoxxxxx", "onoxxxxx", "document"),
    "beneficiaries:proof-new": Row("onoxxxxx", "onoxxxxx", "obligation"),
    "casework:proof-packet": Row("onoxxxxx", "onoxxxxx", "person"),
    "beneficiaries:proof-remove": Row(METHOD, "onoxxxxx", "proof"),
    # Directory
    "partners:directory": Row(ALL, METHOD),
    "partners:communes": Row(ALL, METHOD),
    "partners:territory": Row(METHOD, ALL),
    "partners:organization-list": Row(ALL, METHOD),
    "partners:organization": Row(ALL, METHOD, "organization"),
    "partners:organization-new": Row("xxooxxxx", "xxooxxxx"),
    "partners:organization-edit": Row("xxooxxxx", "xxooxxxx", "organization"),
    "partners:service": Row(ALL, METHOD, "service"),
    "partners:service-new": Row("xxooxxxx", "xxooxxxx", "organization"),
    "partners:service-edit": Row("xxooxxxx", "xxooxxxx", "service"),
    "partners:service-checked": Row(METHOD, "xxooxxxx", "service"),
    "partners:contact-reveal": Row(METHOD, ALL, "contact"),
    # Programs
    "programs:list": Row(ALL, METHOD),
    "programs:detail": Row(ALL, METHOD, "program"),
    "programs:enrol": Row("oooxoxxx", "oooxoxxx", "program"),
    "programs:enrolment-end": Row("onoxoxxx", "onoxoxxx", "enrolment"),
    # Referrals: to a partner, then the one that Farid’s program received
    "referrals:list": Row("oooxooox", METHOD),
    "referrals:new": Row("oooxxxxx", "oooxxxxx"),
    "referrals:detail": Row("onoxnnox", METHOD, "sent"),
    "referrals:detail received": Row("onoxonox", METHOD, "received"),
    "referrals:edit": Row("onoxxxxx", "onoxxxxx", "referral"),
    "referrals:send": Row(METHOD, "onoxxxxx", "referral"),
    "referrals:accept": Row("onoxnnxx", "onoxnnxx", "sent"),
    "referrals:accept received": Row("onoxonxx", "onoxonxx", "received"),
    "referrals:decline": Row("onoxnnxx", "onoxnnxx", "sent"),
    "referrals:decline received": Row("onoxonxx", "onoxonxx", "received"),
    "referrals:enrol": Row(METHOD, "onoxoxxx", "received"),
    "referrals:lapse": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:withdraw": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:print": Row("onoxxxxx", METHOD, "sent"),
    # Accounts
    "accounts:profile": Row(ALL, ALL),
    "accounts:logo": Row(NONE, METHOD, public=True),
    "accounts:demo-enter": Row(METHOD, NONE, "person", public=True),
    "account_login": Row(ALL, ALL, public=True),
    "account_logout": Row(ALL, ALL, public=True),
    "account_signup": Row(ALL, ALL, public=True),
    "account_inactive": Row(ALL, METHOD, public=True),
    "account_reauthenticate": Row("xxxxxxxx", "xxxxxxxx"),  # the cast has no password
    "account_change_password": Row(ALL, ALL),
    "account_set_password": Row(ALL, ALL),
    "account_reset_password": Row(ALL, ALL, public=True),
    "account_reset_password_done": Row(ALL, METHOD, public=True),
    "account_reset_password_from_key_done": Row(ALL, METHOD, public=True),
    "account_email": Row(ALL, ALL),
    "account_email_verification_sent": Row(ALL, ALL),
    # Nobody’s in particular
    "core:health": Row(ALL, METHOD, public=True),
    "core:ping": Row(ALL, METHOD),
    "core:accessibility": Row(ALL, METHOD, public=True),
    "core:privacy": Row(ALL, METHOD, public=True),
    "core:styleguide": Row(ALL, METHOD, public=True),
}
# A link of the sign-in package whose key is drawn at random: tests/accounts/test_sign_in.py follows it.
ELSEWHERE = {"account_reset_password_from_key"}


def in_groups(keys: Iterable[str], size: int = 20) -> list[list[str]]:
    """Some rows of the table at a time: a world is built for each group, not for each row."""
    listed = list(keys)
    return [listed[start : start + size] for start in range(0, len(listed), size)]


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


def address(key: str, world: World) -> str:
    """Path of a row on the world’s records."""
    row = TABLE[key]
    return reverse(key.partition(" ")[0], args=[world.pk(record) for record in row.record.split()])


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
                    code = getattr(client, method)(url).status_code
                if code not in ANSWERS[letter]:
                    seen[f"{key} {method} {name}"] = f"{code}, attendu {letter}"
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


@pytest.mark.parametrize("keys", in_groups([key for key, row in TABLE.items() if row.record]), ids=lambda keys: keys[0])
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
    own = {"casework:home", "casework:search", "accounts:profile", "core:ping"}
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
