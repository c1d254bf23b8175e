"""Making one file of two, and undoing it."""

import datetime as dt

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries import merging
from beneficiaries.models import Beneficiary, FileStatus, FollowUp, JusticeStatus, Merge, NoContactLink
from core.errors import DomainError, Outdated
from core.models import AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db
BOOKKEEPING = {"version"}  # goes up at each act, so that a form opened before is refused


@pytest.fixture
def kept(amina, nord):
    return make.BeneficiaryFactory(
        team=nord, lead_worker=amina, created_by=amina, first_name="Zéphyrine", last_name="Canari", phone="+33199000100"
    )


@pytest.fixture
def absorbed(kept, amina, bruno, nord, sud):
    """The same person’s other file, with one of everything, some of it impossible beside what kept already has."""
    other = make.BeneficiaryFactory(
        team=sud, lead_worker=bruno, created_by=bruno, first_name="Zéfirine", last_name="Canari", email="z@exemple.test"
    )
    friend = make.BeneficiaryFactory(team=nord, created_by=amina)
    make.FollowUpFactory.create_batch(3, beneficiary=other, author=bruno)
    for factory in (make.AlertFactory, make.TaskFactory, make.AppointmentFactory, make.ReferralFactory):
        factory(beneficiary=other)
    make.StayFactory(beneficiary=other)
    make.ReleaseDateRevisionFactory(beneficiary=other)
    make.NoContactLinkFactory(people=(other, friend), created_by=bruno)
    make.CaseTeamMemberFactory(beneficiary=other, user=bruno)
    make.CaseTeamMemberFactory(beneficiary=other, user=amina)
    make.CaseTeamMemberFactory(beneficiary=kept, user=amina)
    program = make.ProgramFactory()
    make.EnrolmentFactory(beneficiary=kept, program=program)
    make.EnrolmentFactory(beneficiary=other, program=program)
    return other


def merged(kept, absorbed, by, choices=None):
    """The merge as the page asks for it."""
    versions = kept.version, absorbed.version
    return merging.merge(kept, absorbed, by=by, at=timezone.now(), choices=choices or {}, versions=versions)


def picture() -> dict[str, dict[str, object]]:
    """Every row of every table that holds a person, but the merges themselves and the versions."""
    models = {Beneficiary, *(model for model, _name in merging._links())}
    rows = [row for model in models for row in model._base_manager.all()]
    found = {}
    for row in serializers.serialize("python", rows):
        fields = {name: value for name, value in row["fields"].items() if name not in BOOKKEEPING}
        found[f"{row['model']} {row['pk']}"] = fields
    return found


def test_everything_joins_the_kept_file_and_nobody_opens_the_other(kept, absorbed, chloe, bruno, client_of):
    record = merged(kept, absorbed, chloe)
    assert kept.follow_ups.count() == 3
    assert kept.referrals.count() == 1 and kept.stays.count() == 1
    for user in (chloe, bruno):  # bruno led the other file
        assert not Beneficiary.objects.visible_to(user).filter(pk=absorbed.pk).exists()
        assert client_of(user).get(reverse("casework:person-file", args=[absorbed.pk])).status_code == 404
    assert sorted(record.stayed) == ["beneficiaries.CaseTeamMember", "programs.Enrolment"]
    assert set(AuditEntry.objects.filter(object_id=str(record.pk)).values_list("person_id", flat=True)) == {
        kept.pk,
        absorbed.pk,
    }


def test_the_no_contact_link_follows(kept, absorbed, chloe):
    merged(kept, absorbed, chloe)
    link = NoContactLink.objects.get()
    assert kept.pk in (link.first_id, link.second_id)


def test_the_kept_file_says_what_was_chosen_and_what_only_the_other_said(kept, absorbed, chloe):
    merged(kept, absorbed, chloe, {"first_name": "absorbed"})
    kept.refresh_from_db()
    assert (kept.first_name, kept.email, kept.phone.as_e164) == ("Zéfirine", "z@exemple.test", "+33199000100")


def test_a_merge_and_its_undo_leave_every_row_as_it_was(kept, absorbed, chloe):
    before = picture()
    record = merged(kept, absorbed, chloe, {"first_name": "absorbed"})
    assert picture() != before
    assert merging.undo(record, by=chloe, at=timezone.now()) == []
    assert picture() == before


def test_the_stricter_contact_rules_win_and_come_back(kept, absorbed, chloe):
    mine = make.ContactRuleFactory(
        beneficiary=kept,
        channels=["phone", "sms", "post"],
        from_time=dt.time(9),
        until_time=dt.time(18),
        precautions="le soir non",
    )
    make.ContactRuleFactory(
        beneficiary=absorbed,
        channels=["phone", "post", "email"],
        from_time=dt.time(13),
        until_time=dt.time(20),
        no_voicemail=True,
        address_is_confidential=True,
        forbidden_third_party="son frère",
        precautions="téléphone partagé",
        valid_until=dt.date(2030, 1, 1),
    )
    before = picture()
    record = merged(kept, absorbed, chloe)
    mine.refresh_from_db()
    assert mine.channels == ["phone", "post"] and mine.no_voicemail and mine.address_is_confidential
    assert (mine.from_time, mine.until_time, mine.valid_until) == (dt.time(13), dt.time(18), dt.date(2030, 1, 1))
    assert (mine.forbidden_third_party, mine.precautions) == ("son frère", "le soir non · téléphone partagé")
    assert AuditEntry.objects.filter(object_id=str(mine.pk), action="changed", person_id=kept.pk).exists()
    merging.undo(record, by=chloe, at=timezone.now())
    assert picture() == before


def test_hours_that_no_call_suits_close_the_telephone(kept):
    one = make.ContactRuleFactory(beneficiary=kept, from_time=dt.time(8), until_time=dt.time(9))
    other = make.ContactRuleFactory(from_time=dt.time(18), until_time=dt.time(20))
    assert one.stricter(other)["channels"] == ["in_person"]


def test_the_kept_file_takes_the_situation_of_its_records(kept, absorbed, chloe, amina):
    stay = make.CustodyEpisodeFactory(beneficiary=absorbed, created_by=amina)
    before = picture()
    record = merged(kept, absorbed, chloe)
    kept.refresh_from_db()
    assert (kept.justice_status, kept.prison) == (JusticeStatus.IN_CUSTODY, stay.prison)
    merging.undo(record, by=chloe, at=timezone.now())
    assert picture() == before


def test_what_was_written_after_the_merge_stays(kept, absorbed, chloe):
    record = merged(kept, absorbed, chloe)
    later = make.FollowUpFactory(beneficiary=kept)
    Beneficiary.objects.filter(pk=kept.pk).update(email="autre@exemple.test")
    assert merging.undo(record, by=chloe, at=timezone.now()) == ["email"]
    kept.refresh_from_db()
    assert kept.email == "autre@exemple.test"
    assert list(kept.follow_ups.all()) == [later]
    assert FollowUp.objects.filter(beneficiary=absorbed).count() == 3


def test_after_thirty_days_or_a_second_time_it_is_too_late(kept, absorbed, chloe):
    record = merged(kept, absorbed, chloe)
    with pytest.raises(DomainError, match="30 jours"):
        merging.undo(record, by=chloe, at=record.at + dt.timedelta(days=31))
    merging.undo(record, by=chloe, at=timezone.now())
    with pytest.raises(DomainError, match="déjà séparés"):
        merging.undo(record, by=chloe, at=timezone.now())


def test_the_last_merge_is_undone_first(kept, absorbed, chloe, nord):
    third = make.BeneficiaryFactory(team=nord)
    first = merged(kept, absorbed, chloe)
    kept.refresh_from_db()
    second = merged(third, kept, chloe)
    with pytest.raises(DomainError, match="plus récente"):
        merging.undo(first, by=chloe, at=timezone.now())
    merging.undo(second, by=chloe, at=timezone.now())
    assert merging.undo(first, by=chloe, at=timezone.now()) == []


def test_two_people_who_must_not_meet_are_never_one(kept, absorbed, chloe):
    make.NoContactLinkFactory(people=(kept, absorbed))
    with pytest.raises(DomainError):
        merged(kept, absorbed, chloe)


def test_a_merge_never_makes_one_worker_follow_two_people_kept_apart(kept, absorbed, chloe, amina, nord):
    other = make.BeneficiaryFactory(team=nord, lead_worker=amina, created_by=amina)
    make.NoContactLinkFactory(people=(absorbed, other))
    with pytest.raises(DomainError, match="à l’écart"):
        merged(kept, absorbed, chloe)


def test_a_file_changed_since_it_was_compared_is_not_merged(kept, absorbed, chloe):
    kept.first_name = "Zoé"
    kept.amend(by=chloe, fields=["first_name"])
    with pytest.raises(Outdated):
        merging.merge(kept, absorbed, by=chloe, at=timezone.now(), choices={}, versions=(1, 1))
    assert not Merge.objects.exists()


def test_the_file_in_progress_is_the_one_kept(kept, absorbed, chloe):
    kept.close(by=chloe, at=timezone.now(), reason="", on=timezone.localdate())
    assert kept.status == FileStatus.CLOSED
    with pytest.raises(DomainError, match="en cours"):
        merged(kept, absorbed, chloe)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"absorbed": "kept"}, "merge_two_files"),
        ({"undone_at": timezone.now()}, "merge_undone_at_with_undone_by"),
    ],
)
def test_the_database_refuses_an_impossible_merge(values, constraint):
    record = make.MergeFactory()
    values = {name: record.kept_id if value == "kept" else value for name, value in values.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Merge.objects.filter(pk=record.pk).update(**values)


def test_a_file_is_absorbed_once_and_a_pair_told_apart_once():
    record = make.MergeFactory()
    with pytest.raises(IntegrityError, match="merge_absorbed_once"), transaction.atomic():
        make.MergeFactory(absorbed=record.absorbed)
    pair = make.DistinctPeopleFactory()
    with pytest.raises(IntegrityError, match="distinctpeople_once"), transaction.atomic():
        make.DistinctPeopleFactory(people=(pair.first, pair.second))
    with pytest.raises(IntegrityError, match="distinctpeople_two"), transaction.atomic():
        type(pair).objects.filter(pk=pair.pk).update(second=pair.first)


def test_a_coordinator_compares_merges_and_undoes_from_the_pages(kept, absorbed, chloe, sud, client_of):
    chloe.teams.add(sud)
    client = client_of(chloe)
    page = client.get(reverse("beneficiaries:duplicates", args=[kept.pk])).content.decode()
    url = reverse("beneficiaries:merge", args=[kept.pk, absorbed.pk])
    assert url in page
    shown = client.get(url).content.decode()
    assert "Zéphyrine" in shown and "Zéfirine" in shown
    data = {"kept_version": 1, "absorbed_version": 1, "first_name": "absorbed"}
    assert "voyez « Croisements »" in client.post(url, data, follow=True).text
    client.post(url, data)  # a double click: the second finds one file only
    record = Merge.objects.get()
    page = client.get(reverse("beneficiaries:duplicates", args=[kept.pk])).content.decode()
    assert "Séparer de nouveau" in page
    client.post(reverse("beneficiaries:merge-undo", args=[record.pk]))
    assert Beneficiary.objects.visible_to(chloe).filter(pk=absorbed.pk).exists()


def test_pairs_are_proposed_until_somebody_tells_them_apart(kept, absorbed, chloe, sud, client_of):
    chloe.teams.add(sud)
    Beneficiary.objects.filter(pk=absorbed.pk).update(phone=kept.phone)
    client, url = client_of(chloe), reverse("beneficiaries:duplicate-list")
    assert "même téléphone" in client.get(url).content.decode()
    client.post(reverse("beneficiaries:tell-apart", args=[kept.pk, absorbed.pk]))
    assert "Aucun doublon en vue" in client.get(url).content.decode()
    assert not Merge.objects.exists()
