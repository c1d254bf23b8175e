"""Needs without an answer: noted without a name, counted, small numbers kept from third parties."""

import pytest
from django.urls import reverse

from beneficiaries.models import UnansweredNeed
from partners.models import UnmetNeed
from tests.factories import BeneficiaryFactory, CommuneFactory, NeedFactory, UnmetNeedFactory

pytestmark = pytest.mark.django_db
NAMES = {name: reverse(f"casework:unmet-needs{name}") for name in ("", "-shared", "-export")}


def test_a_need_is_noted_from_a_search_that_found_nothing_once_however_often_sent(client_of, amina):
    CommuneFactory()
    client = client_of(amina)
    page = client.get(reverse("partners:directory"), {"domaine": "housing", "commune": "Lille"}).content.decode()
    assert "noter un besoin sans réponse" in page
    form = client.get(reverse("partners:unmet-need-new"), {"domaine": "housing", "commune": "Lille"}).context["form"]
    data = {bound.html_name: str(bound.value() or "") for bound in form} | {"missing": "full"}
    for _twice in range(2):
        client.post(reverse("partners:unmet-need-new"), data)
    need = UnmetNeed.objects.get()
    assert (need.domain, need.territory_code, need.missing, need.noted_by) == ("housing", "59350", "full", amina)


def test_the_link_to_a_person_is_followed_by_who_may_read_the_need_alone(client_of, amina, bruno, nord):
    need = NeedFactory(beneficiary=BeneficiaryFactory(team=nord, lead_worker=amina), created_by=amina)
    url = reverse("beneficiaries:unanswered-need-new", args=[need.pk])
    form = client_of(amina).get(url).context["form"]
    data = {bound.html_name: str(bound.value() or "") for bound in form} | {"missing": "nothing", "territory": "Lille"}
    client_of(amina).post(url, data)
    assert UnansweredNeed.objects.get().need == need and client_of(bruno).post(url, data).status_code == 404
    plan, rows = reverse("casework:person-plan", args=[need.beneficiary_id]), reverse("casework:unmet-need-list")
    assert plan in client_of(amina).get(rows).content.decode()
    assert plan not in client_of(bruno).get(rows).content.decode()


def test_small_numbers_stay_in_the_house(client_of, amina, helene):
    for territory, count in (("Lille", 6), ("Roubaix", 4), ("Lens", 3), ("Arras", 2)):
        for _each in range(count):
            UnmetNeedFactory(territory=territory, noted_by=amina)
    UnmetNeedFactory(domain="health", territory="=Lens", missing="cost", noted_by=amina)
    own = client_of(amina).get(NAMES[""]).content.decode()
    assert "Roubaix" in own and own.count("/annuaire/sans-reponse/liste/?domaine=") == 5
    for name, client in (("", client_of(helene)), ("-shared", client_of(amina)), ("-export", client_of(amina))):
        text = client.get(NAMES[name]).content.decode()
        assert "Lille" in text and "Autres territoires" in text and "moins de 5" in text, name
        assert not any(place in text for place in ("Roubaix", "Lens", "Arras", "Trop cher")), name
    assert client_of(helene).get(reverse("casework:unmet-need-list")).status_code == 403
    rows = client_of(amina).get(reverse("casework:unmet-need-list"), {"domaine": "housing", "territoire": "Lille"})
    assert rows.context["page_obj"].paginator.count == 6
