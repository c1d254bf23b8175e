"""Case team, restriction, exclusions and no-contact links: who may write them, what they refuse, what stays."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import CaseTeamMember, Exclusion, NoContactLink
from beneficiaries.protection import exclude, join_case_team, keep_apart, leave_case_team
from core.errors import DomainError
from core.models import AuditEntry
from tests.factories import BeneficiaryFactory, ExclusionFactory, NoContactLinkFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEUTRAL = "Ce dossier ne peut pas être confié à cette personne."


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(first_name="Karim", last_name="Benali", team=nord, lead_worker=amina)


def sees(client, person):
    return client.get(reverse("casework:person-file", args=[person.pk])).status_code == 200


def test_a_member_of_the_case_team_opens_the_file_until_the_end(amina, bruno, karim, client_of):
    client, lead = client_of(bruno), client_of(amina)
    assert not sees(client, karim)
    lead.post(reverse("beneficiaries:case-team-new", args=[karim.pk]), {"user": str(bruno.pk)})
    member = CaseTeamMember.objects.get(user=bruno)
    assert sees(client, karim) and AuditEntry.objects.filter(object_id=str(member.pk), action="created").exists()
    assert join_case_team(karim, bruno, by=amina, since=TODAY) == member, "twice is once"
    CaseTeamMember.objects.update(since=TODAY - dt.timedelta(days=9))
    lead.post(reverse("beneficiaries:case-team-end", args=[member.pk]))
    assert not sees(client, karim)
    leave_case_team(member, by=amina, on=TODAY)
    member.refresh_from_db()
    assert member.until == TODAY - dt.timedelta(days=1)


def test_a_restricted_file_closes_to_the_team_and_the_direction_and_opens_again(
    amina, chloe, helene, karim, nord, client_of
):
    colleague = client_of(UserFactory(roles=["caseworker"], teams=[nord]))
    url = reverse("beneficiaries:restrict", args=[karim.pk])
    for restricted in (True, False):
        client_of(chloe).post(url, {"restricted": "1" if restricted else "0"})
        assert sees(client_of(amina), karim) and sees(client_of(chloe), karim)
        assert sees(colleague, karim) is not restricted and sees(client_of(helene), karim) is not restricted
    assert AuditEntry.objects.filter(person_id=karim.pk, fields=["is_restricted"]).count() == 2


def test_the_coordination_protects_no_file_that_it_works_on(amina, chloe, karim, nord, client_of):
    form = {"number": karim.file_number, "user": str(UserFactory(teams=[nord]).pk), "reason": "Voisins"}
    karim.hand_over(chloe, by=chloe)
    answer = client_of(chloe).post(reverse("beneficiaries:exclusion-new"), form)
    assert "Aucun dossier ne porte ce numéro" in answer.text and not Exclusion.objects.exists()
    karim.hand_over(amina, by=chloe)
    assert client_of(chloe).post(reverse("beneficiaries:exclusion-new"), form).status_code == 302


def test_whoever_is_excluded_does_not_see_the_file_nor_receive_it(amina, chloe, karim, nord, client_of):
    colleague = UserFactory(roles=["caseworker", "director"], teams=[nord])
    form = {"number": karim.file_number, "user": str(colleague.pk), "reason": "Voisins"}
    assert client_of(chloe).post(reverse("beneficiaries:exclusion-new"), form).status_code == 302
    assert not sees(client_of(colleague), karim)
    with pytest.raises(DomainError, match=NEUTRAL):
        karim.hand_over(colleague, by=chloe)
    with pytest.raises(DomainError, match=NEUTRAL):
        join_case_team(karim, colleague, by=chloe, since=TODAY)
    exclusion = Exclusion.objects.get()
    client_of(chloe).post(reverse("beneficiaries:exclusion-lift", args=[exclusion.pk]))
    assert sees(client_of(colleague), karim) and Exclusion.objects.get().lifted_by == chloe
    with pytest.raises(DomainError, match="suit le dossier"):
        exclude(karim, amina, by=chloe, reason="Voisins")


def test_nobody_ends_up_working_for_both(amina, chloe, karim, nord):
    basile = UserFactory(roles=["caseworker"], teams=[nord])
    other = BeneficiaryFactory(team=nord, lead_worker=amina)
    with pytest.raises(DomainError, match="Une même personne suit les deux dossiers"):
        keep_apart(karim, other, by=chloe, reason="Décision du juge")
    other.hand_over(basile, by=chloe)
    link = keep_apart(other, karim, by=chloe, reason="Décision du juge")
    assert keep_apart(karim, other, by=chloe, reason="encore") == link, "one link a pair"
    for refused in (
        lambda: other.hand_over(amina, by=chloe),
        lambda: join_case_team(other, amina, by=chloe, since=TODAY),
        lambda: join_case_team(karim, basile, by=chloe, since=TODAY + dt.timedelta(days=3)),
    ):
        with pytest.raises(DomainError, match=NEUTRAL):
            refused()


def test_the_link_is_noted_by_numbers_by_the_coordination_and_by_data_protection(
    chloe, ines_dpo, karim, sud, client_of
):
    other = BeneficiaryFactory(first_name="Zoé", last_name="Durand", team=sud)
    url = reverse("beneficiaries:no-contact-new")
    form = {"number": karim.file_number, "other": other.file_number, "reason": "Demande de la personne"}
    for user in (chloe, ines_dpo):
        client = client_of(user)
        wrong = client.post(url, {**form, "other": "2019-9999"})
        assert "Aucun dossier ne porte ce numéro." in wrong.text and "Demande de la personne" in wrong.text
        assert client.post(url, form).status_code == 302
        page = client.get(f"{reverse('beneficiaries:protections')}?vue=contacts").text
        assert karim.file_number in page and other.file_number in page
        assert not any(name in page for name in ("Benali", "Durand"))
        client.post(reverse("beneficiaries:no-contact-lift", args=[NoContactLink.objects.current().get().pk]))
    assert NoContactLink.objects.count() == 2 and not NoContactLink.objects.current().exists()
    foreign = {**form, "number": other.file_number, "other": karim.file_number}
    assert "Aucun dossier" in client_of(chloe).post(url, foreign).text, "the coordination protects its own files"


def test_the_history_of_a_file_does_not_tell_of_links_nor_exclusions(chloe, karim, client_of):
    keep_apart(karim, BeneficiaryFactory(), by=chloe, reason="Décision du juge")
    exclude(karim, UserFactory(), by=chloe, reason="Voisins")
    page = client_of(chloe).get(reverse("casework:person-history", args=[karim.pk])).text
    assert "interdiction de contact" not in page and "mise à l’écart" not in page


def test_the_access_page_costs_the_same_with_one_row_and_with_many(chloe, karim, client_of, queries_of):
    client, url = client_of(chloe), reverse("beneficiaries:access", args=[karim.pk])

    def fill():
        ExclusionFactory(beneficiary=karim)
        NoContactLinkFactory(people=(karim, BeneficiaryFactory()))
        CaseTeamMember.objects.create(beneficiary=karim, user=UserFactory(), since=TODAY, created_by=chloe)

    fill()
    one = queries_of(client, url)
    for _number in range(9):
        fill()
    assert queries_of(client, url) == one
