"""No title and no address of the desk names anybody."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.sealed import seal
from tests.factories import (
    AppointmentFactory,
    BeneficiaryFactory,
    DraftFactory,
    FollowUpFactory,
    ReferralFactory,
    TaskFactory,
)

NAMES = ["Zébulonne", "Quetzalcoatl", "Hippolinette"]


@pytest.fixture
def person(nord, amina):
    first_name, last_name, nickname = NAMES
    person = BeneficiaryFactory(
        first_name=first_name, last_name=last_name, nickname=nickname, team=nord, lead_worker=amina
    )
    AppointmentFactory(beneficiary=person, worker=amina, starts_at=timezone.now())
    TaskFactory(beneficiary=person, assignee=amina)
    DraftFactory(owner=amina, beneficiary=person)
    FollowUpFactory(beneficiary=person, author=amina)
    ReferralFactory(beneficiary=person, sent=True)
    return person


def test_no_title_and_no_address_names_anybody(client_of, amina, person):
    client = client_of(amina)
    file_pages = ["file", "timeline", "referrals", "programs", "history"]
    addresses = [
        reverse("casework:home"),
        reverse("casework:search"),
        f"{reverse('casework:search')}?r={seal(NAMES[1])}",
    ]
    addresses += [reverse(f"casework:person-{page}", args=[person.pk]) for page in file_pages]
    addresses.append(reverse("casework:find-partner", args=[person.pk]))
    titles = set()
    for address in addresses:
        page = client.get(address).content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
        links = re.findall(r'(?:href|action|data-hx-get|src)="([^"]*)"', page)
        for name in NAMES:
            assert name.lower() not in f"{title} {' '.join(links)}".lower(), (address, name)
        titles.add(title)
    assert len(titles) == len(addresses) - 1  # the search keeps its title once it has an answer
