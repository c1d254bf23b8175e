"""Changing a follow-up: its author or the coordination, nothing overwritten, the date untouched unless changed."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, FollowUp, FollowUpMode
from core.errors import Outdated
from core.models import AuditEntry
from tests.factories import BeneficiaryFactory, FollowUpFactory, UserFactory


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def noted(karim, amina) -> FollowUp:
    return FollowUpFactory(
        beneficiary=karim, author=amina, happened_on=dt.date(2025, 10, 14), duration_minutes=45, place="Accueil"
    )


def url(follow_up: FollowUp) -> str:
    return reverse("beneficiaries:follow-up-edit", args=[follow_up.pk])


def as_shown(page) -> dict[str, object]:
    """The form as the browser would send it untouched."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["happened_on"] = form["happened_on"].value().strftime("%d/%m/%Y")
    return {name: "" if value is None else value for name, value in values.items()}


def test_saving_untouched_changes_nothing_the_date_least_of_all(client_of, amina, noted):
    tab = client_of(amina)
    page = tab.get(url(noted))
    assert 'value="14/10/2025"' in page.content.decode()
    assert tab.post(url(noted), as_shown(page)).status_code == 302
    before, after = noted, FollowUp.objects.get()
    assert (after.happened_on, after.duration_minutes, after.version) == (before.happened_on, 45, 1)
    assert not AuditEntry.objects.filter(action="changed").exists()
    assert AuditEntry.objects.filter(action="opened", person_id=noted.beneficiary_id).count() == 1


def test_a_change_is_journalled_by_the_names_of_its_fields(client_of, chloe, noted):
    tab = client_of(chloe)
    tab.post(url(noted), {**as_shown(tab.get(url(noted))), "summary": "Corrigé", "place": "Parloir"})
    entry = AuditEntry.objects.get(action="changed")
    assert (entry.actor, entry.fields, entry.person_id) == (chloe, ["place", "summary"], noted.beneficiary_id)


def test_only_the_author_and_the_coordination_change_it(client_of, bruno, helene, nord, noted):
    colleague = UserFactory(teams=[nord])
    assert client_of(colleague).get(url(noted)).status_code == 404
    assert client_of(bruno).get(url(noted)).status_code == 404
    assert client_of(helene).get(url(noted)).status_code == 403


def test_the_second_of_two_writers_sees_both_texts_and_chooses(client_of, amina, chloe, noted):
    first, second = client_of(chloe), client_of(amina)
    begun = as_shown(second.get(url(noted)))
    first.post(url(noted), {**as_shown(first.get(url(noted))), "summary": "Texte de Chloé"})
    page = second.post(url(noted), {**begun, "summary": "Texte d’Amina"})
    html = page.content.decode()
    assert FollowUp.objects.get().summary == "Texte de Chloé"
    assert page.context["stored"] == [("Compte rendu", "Texte de Chloé", "Texte d’Amina")]
    assert "Erreur" in html.partition("</title>")[0] and "Texte de Chloé" in html
    again = {**begun, "summary": "Texte d’Amina et de Chloé", "version": page.context["form"]["version"].value()}
    assert second.post(url(noted), again).status_code == 302
    assert FollowUp.objects.get().summary == "Texte d’Amina et de Chloé"


def test_a_corrected_day_corrects_the_last_contact(amina, karim, noted):
    FollowUpFactory(beneficiary=karim, happened_on=dt.date(2025, 12, 1), mode=FollowUpMode.NO_SHOW, topics=[])
    noted.amend(by=amina, version=1, changes={"happened_on": dt.date(2025, 10, 13)})
    karim.refresh_from_db()
    assert karim.last_contact_on == dt.date(2025, 10, 13), "an absence is not a contact"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("followup_mode_known", {"mode": "telepathy"}),
        ("followup_topics_known", {"topics": ["secret"]}),
        ("followup_topics_unless_no_show", {"topics": []}),
        ("followup_date_plausible", {"happened_on": dt.date(1789, 7, 14)}),
        ("followup_duration_plausible", {"duration_minutes": 0}),
        ("followup_duration_plausible", {"duration_minutes": 1441}),
    ],
)
def test_the_database_refuses_what_the_page_would(noted, name, values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        FollowUp.objects.filter(pk=noted.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_lose_no_version():
    noted, writers, kept, refused = FollowUpFactory(), 12, [], []
    user, start = noted.author, threading.Barrier(12)

    def write(number: int) -> None:
        start.wait()
        try:
            FollowUp.objects.get(pk=noted.pk).amend(by=user, version=1, changes={"summary": f"Texte {number}"})
            kept.append(number)
        except Outdated:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    noted.refresh_from_db()
    assert (len(kept), len(refused), noted.version) == (1, writers - 1, 2)
    assert noted.summary == f"Texte {kept[0]}" and timezone.now() >= noted.updated_at
