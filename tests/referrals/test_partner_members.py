"""A member of a partner reads what was frozen for their organisation, answers it, and reaches nothing else."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import AuditEntry
from referrals.models import Channel, Referral, ReferralLink, Status
from tests.access import TABLE, address
from tests.crawl import text_of
from tests.factories import (
    BeneficiaryFactory,
    OrganizationFactory,
    PartnerMemberFactory,
    ReferralFactory,
    ServiceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
# What opens to whoever has an account: their own profile, the statements, what says nothing of anybody.
OPEN_TO_ALL = ("account_", "accounts:", "core:", "partners:api")


@pytest.fixture
def paula():
    organization = OrganizationFactory(name="Le Pont (fictif)", email="pont@exemple.test")
    return PartnerMemberFactory(user__first_name="Paula", organization=organization)


def referred(amina: User, nord, organization, **names: str) -> Referral:
    """A referral that left for a service of the organisation."""
    person = BeneficiaryFactory(team=nord, lead_worker=amina, **names)
    service = ServiceFactory(organization=organization, name="Hébergement")
    row = ReferralFactory(beneficiary=person, service=service, created_by=amina, channel=Channel.EMAIL)
    row.send(by=amina, at=timezone.now())
    return row


def page(name: str, *args: object) -> str:
    """A page of the members."""
    return reverse(f"referrals:member-{name}", args=args)


def test_a_member_reads_and_answers_their_organisation_s_referrals_together(paula, amina, nord, client_of):
    own = referred(amina, nord, paula.organization, first_name="Zaynab", last_name="Ouedraogo")
    branch = OrganizationFactory(name="Le Pont, antenne", parent=paula.organization)
    near = referred(amina, nord, branch, first_name="Karim", last_name="Benali")
    other = referred(amina, nord, OrganizationFactory(), first_name="Autre", last_name="Personne")
    client = client_of(paula.user)
    assert client.get("/").url == page("list")
    listed = client.get(page("list")).content.decode()
    assert "Zaynab Ouedraogo" in listed and "Karim Benali" in listed and "Autre Personne" not in listed
    read = AuditEntry.objects.filter(actor=paula.user, action="opened").values_list("person_id", flat=True)
    assert set(read) == {own.beneficiary_id, near.beneficiary_id}
    for url in (page("answer", other.pk), page("step", other.pk, "accepter")):
        assert (
            client.get(url).status_code == client.post(url).status_code - 1 * (url == page("answer", other.pk)) == 404
        )

    for _click in range(2):
        assert client.post(page("step", own.pk, "accepter")).status_code == 302
    own.refresh_from_db()
    assert own.status == Status.ACCEPTED
    [event] = own.events.filter(link__isnull=False)
    assert event.link.created_by == paula.user and ReferralLink.objects.filter(created_by=paula.user).count() == 1
    assert AuditEntry.objects.filter(actor=paula.user, action="changed", object_id=str(own.pk)).exists()
    assert "est-elle venue" in client.get(page("answer", own.pk)).content.decode()
    client.post(page("step", own.pk, "recue"))
    client.post(page("step", near.pk, "refuser"), {"reason": "full"})
    assert "Karim" not in client.get(page("list")).content.decode(), "a closed request shows nobody"
    own.refresh_from_db()
    assert own.status == Status.RECEIVED
    own.agreement.withdraw(by=amina, at=timezone.now())
    assert client.get(page("answer", own.pk)).status_code == 404


def test_a_crawl_as_a_member_sees_nothing_beyond_the_frozen_snapshot(paula, amina, nord, world, client_of):
    own = referred(amina, nord, paula.organization, first_name="Zaynab", last_name="Ouedraogo")
    person = own.beneficiary
    person.phone, person.address, person.last_name = "01 99 00 00 55", "3 rue fictive", "Changée"
    person.save()
    client: Client = client_of(paula.user)
    client.raise_request_exception = False
    opened, acted = {}, set()
    for key, row in TABLE.items():
        name, url, acts = key.partition(" ")[0], address(key, world), set(row.get) == {"m"}
        if name.startswith(OPEN_TO_ALL) or row.public:
            continue
        answer = client.post(url) if acts else client.get(url)
        if answer.status_code == 200:
            opened[name] = text_of(answer)
        elif answer.status_code not in {403, 404}:
            acted.add((name, answer.status_code))
    assert set(opened) == {"referrals:member-list"} and acted == {("casework:home", 302)}
    pages = [opened["referrals:member-list"], text_of(client.get(page("answer", own.pk)))]
    for text in pages:
        assert "Zaynab Ouedraogo" in text
        for secret in ("Changée", "00 00 55", "99000055", person.file_number, "rue fictive", str(person.pk), "Canari"):
            assert secret not in text


def test_the_role_of_the_partners_goes_with_no_other():
    user = UserFactory(roles=["partner_member"])
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(roles=["partner_member", "caseworker"])
