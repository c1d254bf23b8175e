"""The list of establishments in Django admin: useful, and without anybody’s name."""

from django.urls import reverse

from beneficiaries.models import Prison
from tests.factories import BeneficiaryFactory, PrisonFactory

LIST = reverse("admin:beneficiaries_prison_changelist")


def test_an_administrator_sees_numbers_and_no_name(client_of, denis, django_assert_max_num_queries):
    prison = PrisonFactory(name="MA des Tilleuls")
    for number in range(3):
        BeneficiaryFactory(justice_status="in_custody", prison=prison, last_name=f"Secret{number}")
    PrisonFactory.create_batch(5)
    client = client_of(denis)
    client.get(LIST)
    with django_assert_max_num_queries(9):
        page = client.get(LIST, {"q": "tilleuls"})
    assert page.context["cl"].queryset.get().followed == 3
    assert "Secret" not in page.content.decode()
    assert (
        'class="delete'
        not in client_of(denis).get(reverse("admin:beneficiaries_prison_change", args=[prison.pk])).content.decode()
    ), "a used establishment is not removed"


def test_an_establishment_is_no_longer_offered(client_of, denis):
    prison = PrisonFactory()
    typed = {"action": "close_lists", "_selected_action": [str(prison.pk)]}
    assert client_of(denis).post(LIST, typed).status_code == 302
    assert not Prison.objects.get().is_active


def test_others_do_not_enter(client_of, amina):
    assert client_of(amina).get(LIST).status_code == 302
