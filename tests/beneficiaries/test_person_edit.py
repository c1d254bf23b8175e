"""Changing a file: who may, what must agree, what happens when two people write at once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, ExitReason, FileStatus, JusticeStatus
from core.errors import DomainError, Outdated
from core.models import AuditAction, AuditEntry
from tests.factories import AppointmentFactory, BeneficiaryFactory, PrisonFactory, TaskFactory, UserFactory

PAGES = ["edit", "lead-change", "close", "reopen"]
IDENTITY = {"last_name": "Lopez", "first_name": "Sofia", "nickname": "", "birth": "1994", "gender": "female"}
TODAY = timezone.localdate


@pytest.fixture
def sofia(nord, amina):
    """In custody, followed by Amina."""
    return BeneficiaryFactory(
        first_name="Sofia",
        last_name="Lopez",
        gender="female",
        birth_year=1994,
        phone="+33199000101",
        team=nord,
        lead_worker=amina,
        justice_status=JusticeStatus.IN_CUSTODY,
        prison=PrisonFactory(name="MA des Tilleuls"),
    )


def url(name, person):
    """A page about the person."""
    return reverse(f"beneficiaries:{name}", args=[person.pk])


@pytest.mark.parametrize("page", PAGES)
def test_the_file_of_another_team_does_not_exist(client_of, bruno, sofia, page):
    client = client_of(bruno)
    assert client.get(url(page, sofia)).status_code == 404
    assert client.post(url(page, sofia), {"version": 1}).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_director_changes_nothing(client_of, helene, sofia, page):
    assert client_of(helene).post(url(page, sofia), {"version": 1}).status_code == 403


def test_identity_is_amended_and_journaled_by_field_name(client_of, amina, sofia):
    page = client_of(amina).get(url("edit", sofia)).content.decode()
    assert 'value="1994"' in page and 'value="01 99 00 01 01"' in page
    typed = {**IDENTITY, "nickname": "Sofi", "birth": "5 mai 1994", "phone": "0199000101", "version": 1}
    answer = client_of(amina).post(url("edit", sofia), typed)
    assert answer.url == reverse("casework:person-file", args=[sofia.pk])
    sofia.refresh_from_db()
    assert (sofia.nickname, sofia.birth_date, sofia.birth_year) == ("Sofi", dt.date(1994, 5, 5), None)
    assert (sofia.version, sofia.justice_status) == (2, JusticeStatus.IN_CUSTODY)
    entry = AuditEntry.objects.get(person_id=sofia.pk)
    assert (entry.action, entry.fields) == (AuditAction.CHANGED, ["birth_date", "birth_year", "nickname"])


def test_saving_without_touching_changes_nothing(client_of, amina, sofia):
    form = client_of(amina).get(url("edit", sofia)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if form[name].value() is not False}
    assert client_of(amina).post(url("edit", sofia), {**typed, "languages": ""}).status_code == 302
    sofia.refresh_from_db()
    assert sofia.version == 1 and not AuditEntry.objects.exists()


def test_of_two_tabs_the_second_sees_both_values_and_loses_nothing(client_of, amina, chloe, sofia):
    first = {**IDENTITY, "phone": "01 99 00 02 02", "version": 1}
    second = {**IDENTITY, "phone": "01 99 00 03 03", "nickname": "Sofi", "version": 1}
    assert client_of(chloe).post(url("edit", sofia), first).status_code == 302
    stopped = client_of(amina).post(url("edit", sofia), second)
    sofia.refresh_from_db()
    assert sofia.phone == "0199000202" and sofia.nickname == ""
    page, form = stopped.content.decode(), stopped.context["form"]
    assert "modifiée entre-temps" in page and "01 99 00 02 02" in page and "01 99 00 03 03" in page
    assert form["nickname"].value() == "Sofi"
    assert client_of(amina).post(url("edit", sofia), {**second, "version": form["version"].value()}).status_code == 302
    sofia.refresh_from_db()
    assert sofia.phone == "0199000303" and sofia.nickname == "Sofi"


def test_a_stale_object_cannot_overwrite(sofia, amina):
    stale = Beneficiary.objects.get(pk=sofia.pk)
    sofia.nickname = "Une"
    sofia.amend(by=amina, fields=["nickname"])
    stale.nickname = "Deux"
    with pytest.raises(Outdated):
        stale.amend(by=amina, fields=["nickname"])
    assert Beneficiary.objects.get(pk=sofia.pk).nickname == "Une"


def test_a_file_is_handed_over_by_its_lead_and_the_coordination_only(client_of, amina, chloe, nord, sofia):
    colleague = UserFactory(teams=[nord])
    assert client_of(colleague).get(url("lead-change", sofia)).status_code == 403
    for writer in (amina, chloe):
        assert client_of(writer).get(url("lead-change", sofia)).status_code == 200


def test_the_file_is_given_to_a_colleague_of_the_team_only(client_of, amina, bruno, chloe, sofia):
    refused = client_of(amina).post(url("lead-change", sofia), {"lead_worker": str(bruno.pk), "version": 1})
    assert "lead_worker" in refused.context["form"].errors
    assert (
        client_of(amina).post(url("lead-change", sofia), {"lead_worker": str(chloe.pk), "version": 1}).status_code
        == 302
    )
    assert client_of(amina).get(url("lead-change", sofia)).status_code == 403, "it is no longer hers to give"
    sofia.refresh_from_db()
    assert sofia.lead_worker == chloe
    with pytest.raises(DomainError):
        sofia.hand_over(bruno, by=chloe)
    stopped = client_of(chloe).post(url("lead-change", sofia), {"lead_worker": str(amina.pk), "version": 1})
    assert "Chloe Exemple" in stopped.content.decode() and stopped.context["differences"]


def test_closing_says_what_remains_open_and_reopening_undoes_it(client_of, amina, sofia):
    TaskFactory(beneficiary=sofia, title="Rendre les clés")
    AppointmentFactory(beneficiary=sofia, worker=amina, starts_at=timezone.now() + dt.timedelta(days=2), purpose="CAF")
    client = client_of(amina)
    page = client.get(url("close", sofia)).content.decode()
    assert "Rendre les clés" in page and "CAF" in page
    refused = client.post(url("close", sofia), {"exit_reason": "moved", "exited_on": "31/02"})
    assert refused.context["form"]["exited_on"].value() == "31/02"
    assert client.post(url("close", sofia), {"exit_reason": "moved", "exited_on": "hier"}).status_code == 302
    sofia.refresh_from_db()
    yesterday = TODAY() - dt.timedelta(days=1)
    assert (sofia.status, sofia.exit_reason, sofia.exited_on) == (FileStatus.CLOSED, ExitReason.MOVED, yesterday)
    assert sofia.closed_by == amina
    assert client.post(url("close", sofia), {"exit_reason": "moved", "exited_on": "hier"}).status_code == 302
    assert "départ vers un autre territoire" in client.get(url("reopen", sofia)).content.decode().lower()
    for _time in range(2):
        assert client.post(url("reopen", sofia)).status_code == 302
    sofia.refresh_from_db()
    assert (sofia.status, sofia.closed_at, sofia.exit_reason) == (FileStatus.ACTIVE, None, "")
    assert AuditEntry.objects.filter(person_id=sofia.pk, action=AuditAction.CHANGED).count() == 2


def test_a_support_does_not_end_before_it_begins(client_of, amina, sofia):
    Beneficiary.objects.filter(pk=sofia.pk).update(intake_on=TODAY())
    refused = client_of(amina).post(url("close", sofia), {"exit_reason": "moved", "exited_on": "hier"})
    assert "exited_on" in refused.context["form"].errors
    Beneficiary.objects.filter(pk=sofia.pk).update(
        intake_on=None,
        status="closed",
        closed_at=timezone.now(),
        closed_by=amina,
        exited_on=TODAY() - dt.timedelta(days=9),
    )
    typed = {**IDENTITY, "intake_on": "hier", "version": 1}
    assert "intake_on" in client_of(amina).post(url("edit", sofia), typed).context["form"].errors


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "nul\x00ici", "🙂", "\u202eمحمد", "31/02", "<b>x</b>", "-1", "٣", "1e309"]
)
@pytest.mark.parametrize("page", PAGES[:3])
def test_hostile_input_is_refused_or_kept_and_never_breaks(client_of, amina, sofia, page, text):
    names = [
        "last_name",
        "birth",
        "phone",
        "email",
        "languages",
        "intake_on",
        "prison",
        "expected_release_on",
        "version",
    ]
    typed = dict.fromkeys([*names, "justice_status", "lead_worker", "exit_reason", "exited_on"], text)
    answer = client_of(amina).post(url(page, sofia), typed)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors and all(form[name].value() == text for name in typed if name in form.fields)


CLOSED = {"closed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "closed_by": F("created_by")}
VIOLATIONS = {
    "beneficiary_gender_known": {"gender": "x"},
    "beneficiary_justice_status_known": {"justice_status": "x", "prison": None},
    "beneficiary_status_known": {"status": "x", "closed_at": None},
    "beneficiary_exit_reason_known": {"exit_reason": "x", "status": "closed", **CLOSED},
    "beneficiary_closed_at_with_closed_by": {"status": "closed", "closed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    "beneficiary_closed_is_dated": {"status": "closed"},
    "beneficiary_exit_only_when_closed": {"exited_on": dt.date(2026, 1, 1)},
    "beneficiary_intake_on_before_exited_on": {
        "status": "closed",
        **CLOSED,
        "intake_on": dt.date(2026, 1, 2),
        "exited_on": dt.date(2026, 1, 1),
    },
    "beneficiary_prison_while_held": {"justice_status": "released"},
    "beneficiary_named": {"first_name": "", "last_name": "", "nickname": ""},
    "beneficiary_birth_date_plausible": {"birth_date": dt.date(1800, 1, 1)},
    "beneficiary_release_date_plausible": {"expected_release_on": dt.date(1900, 1, 1)},
}


@pytest.mark.parametrize("name", [c.name for c in Beneficiary._meta.constraints])
def test_the_database_refuses_what_a_view_would_let_through(sofia, name):
    refusal = "beneficiary_closed_is_dated|status_known" if name == "beneficiary_status_known" else f'"{name}"'
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        Beneficiary.objects.filter(pk=sofia.pk).update(**VIOLATIONS[name])
