"""Joint reviews: who was there, and decisions that become tasks in the same act."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import JointReview, Task
from beneficiaries.models.joint_review import NewDecision, Present
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from tests.factories import BeneficiaryFactory, ContactFactory, GoalFactory, OrganizationFactory


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def typed(amina, chloe):
    """A meeting with two decisions."""
    return {
        "held_on": "hier",
        "place": "Le Pont",
        "person_was_there": "on",
        "staff": [str(amina.pk), str(chloe.pk)],
        "names": "Mme Petit, éducatrice\n\nM. Roux",
        "situation": "Le séjour se termine bientôt.",
        "submission": str(uuid.uuid4()),
        "decision0-title": "Écrire au bailleur",
        "decision0-assignee": str(chloe.pk),
        "decision0-due_on": "demain",
        "decision2-title": "Visiter le studio",
        "decision2-assignee": str(amina.pk),
        "decision2-due_on": "aujourd’hui",
    }


def test_each_decision_becomes_a_task_once(client_of, amina, chloe, sofia, typed):
    client, url = client_of(amina), reverse("beneficiaries:joint-review-new", args=[sofia.pk])
    for _time in range(2):
        answer = client.post(url, typed)
    review = JointReview.objects.get()
    assert answer.url == reverse("beneficiaries:joint-review", args=[review.pk])
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert set(Task.objects.values_list("title", "assignee", "due_on")) == {
        ("Écrire au bailleur", chloe.pk, tomorrow),
        ("Visiter le studio", amina.pk, timezone.localdate()),
    }
    page = client.get(answer.url).content.decode()
    for words in ["Mme Petit, éducatrice", "M. Roux", "Chloe Exemple", "la personne elle-même", "Visiter le studio"]:
        assert words in page
    assert AuditEntry.objects.filter(object_id=str(review.pk)).count() == 1
    assert client.get(reverse("casework:person-plan", args=[sofia.pk])).content.decode().count("2 décisions") == 1


def test_nothing_is_written_when_a_decision_goes_to_somebody_without_access(amina, bruno, sofia):
    decisions = [NewDecision("Écrire", amina, timezone.localdate()), NewDecision("Lire", bruno, timezone.localdate())]
    with pytest.raises(DomainError, match="Bruno"):
        JointReview.objects.register(
            sofia,
            by=amina,
            submission=uuid.uuid4(),
            present=Present(),
            decisions=decisions,
            held_on=timezone.localdate(),
            situation="…",
        )
    assert not JointReview.objects.exists() and not Task.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decision0-due_on": ""}, "due_on"),
        ({"decision0-due_on": "hier"}, "due_on"),
        ({"decision0-title": ""}, "title"),
        ({"decision0-assignee": "x"}, "assignee"),
    ],
)
def test_half_a_decision_is_refused_and_nothing_is_lost(client_of, amina, sofia, typed, change, field):
    answer = client_of(amina).post(reverse("beneficiaries:joint-review-new", args=[sofia.pk]), {**typed, **change})
    assert field in answer.context["rows"][0].errors and not JointReview.objects.exists()
    page = answer.content.decode()
    assert "Visiter le studio" in page and "Mme Petit, éducatrice" in page


def test_partners_are_found_in_the_directory_and_kept_while_searching(client_of, amina, sofia, typed):
    organization = OrganizationFactory(name="Maison des Érables")
    contact = ContactFactory(organization=organization, name="Camille Exemple")
    client, url = client_of(amina), reverse("beneficiaries:joint-review-new", args=[sofia.pk])
    first = client.post(url, {**typed, "partner_query": "erables", "search": "1"})
    assert [value for value, _label in first.context["form"].fields["partners"].choices] == [
        f"organization:{organization.pk}",
        f"contact:{contact.pk}",
    ]
    assert not JointReview.objects.exists() and "Le séjour se termine bientôt." in first.content.decode()
    chosen = {**typed, "partners": [f"contact:{contact.pk}"]}
    second = client.post(url, {**chosen, "partner_query": "introuvable", "search": "1"}).content.decode()
    assert "introuvable" in second and f'value="contact:{contact.pk}"' in second
    page = client.post(url, chosen, follow=True).content.decode()
    assert "Camille Exemple, Maison des Érables" in page


@pytest.mark.parametrize("key", ["x", "contact:", "contact:x", f"contact:{uuid.UUID(int=0)}", "user:1"])
def test_a_partner_who_does_not_exist_is_refused(client_of, amina, sofia, typed, key):
    answer = client_of(amina).post(
        reverse("beneficiaries:joint-review-new", args=[sofia.pk]), {**typed, "partners": [key]}
    )
    assert "partners" in answer.context["form"].errors


def test_two_tabs_on_the_minutes_lose_nothing(client_of, amina, chloe, sofia, typed):
    client = client_of(amina)
    client.post(reverse("beneficiaries:joint-review-new", args=[sofia.pk]), typed)
    review = JointReview.objects.get()
    url = reverse("beneficiaries:joint-review-edit", args=[review.pk])
    change = {"held_on": "hier", "situation": "Texte de Chloé", "version": "1"}
    assert client_of(chloe).post(url, change).status_code == 302
    page = client.post(url, {**change, "situation": "Texte d’Amina"}).content.decode()
    assert "Texte de Chloé" in page and "Texte d’Amina" in page
    assert client.post(url, {**change, "situation": "Texte d’Amina", "version": "2"}).status_code == 302
    review.refresh_from_db()
    assert review.situation == "Texte d’Amina"


def test_the_minutes_and_the_paper_give_away_nothing_that_the_person_keeps(client_of, amina, sofia, typed):
    type(sofia).objects.filter(pk=sofia.pk).update(phone="+33639980077")
    client, url = client_of(amina), reverse("beneficiaries:joint-review-new", args=[sofia.pk])
    typed["situation"] = "Joignable au 06 39 98 00 77."
    assert client.post(url, typed).status_code == 200 and not JointReview.objects.exists()
    GoalFactory(beneficiary=sofia, title="Appeler le 06 39 98 00 77")
    answer = client.get(reverse("casework:person-plan-print", args=[sofia.pk]))
    assert answer.url == reverse("casework:person-plan", args=[sofia.pk])
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, person_id=sofia.pk).count() == 2
