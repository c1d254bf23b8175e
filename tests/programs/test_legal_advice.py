"""A question of right from its asking to its outcome, its task, and who reads it; open clinics without a name."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Task
from core.models import AuditEntry
from programs.models import ClinicCount, LegalQuestion, LegalTopic, OpenClinic
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lise(nord):
    """The legal adviser: a caseworker of the team, who runs the program."""
    return make.UserFactory(first_name="Lise", roles=["caseworker"], teams=[nord])


@pytest.fixture
def program(lise):
    """Where Lise advises."""
    return make.ProgramFactory(kind="legal_advice", staff=[lise])


def test_a_question_goes_from_asked_to_its_outcome_with_a_task_for_the_day_it_is_taken_up_again(
    nord, amina, lise, program, client_of
):
    make.AssociationFactory()
    topic, person = make.LegalTopicFactory(), make.BeneficiaryFactory(team=nord, lead_worker=amina)
    day = timezone.localdate() + dt.timedelta(days=10)
    asked = {"topic": topic.pk, "asked_on": "hier", "referred_by": "probation", "referrer": "Dominique"}
    new = f"{reverse('programs:question-new', args=[program.pk])}?personne={person.pk}"
    refused = client_of(amina).post(new, {**asked, "asked_on": "01/01/9999", "question": "Canari"})
    assert refused.status_code == 200 and "Canari" in refused.content.decode() and not LegalQuestion.objects.exists()
    assert client_of(amina).post(new, {**asked, "question": "Puis-je travailler ?"}).status_code == 302
    (question,) = LegalQuestion.objects.visible_to(amina)
    older = make.LegalQuestionFactory(
        program=program, beneficiary=person, topic=topic, asked_on=day - dt.timedelta(days=60)
    )
    listed = reverse("programs:question-list", args=[program.pk])
    assert list(client_of(lise).get(listed).context["page"]) == [older, question]
    page, client = reverse("programs:question", args=[question.pk]), client_of(lise)
    assert client_of(amina).post(page, {"outcome": "informed", "answer": "Oui"}).status_code == 404
    for wrong in (
        {"outcome": "informed", "answer": ""},
        {"outcome": "", "follow_up_on": "01/01/2020"},
        {"outcome": "x"},
    ):
        assert client.post(page, wrong).status_code == 200
    question.refresh_from_db()
    assert (question.outcome, question.task, Task.objects.count()) == ("", None, 0)
    sent = {"outcome": "procedure", "answer": "Dossier déposé.", "follow_up_on": f"{day:%d/%m/%Y}"}
    assert client.post(page, sent).status_code == client.post(page, sent).status_code == 302
    question.refresh_from_db()
    assert (question.outcome, question.outcome_by, question.follow_up_on) == ("procedure", lise, day)
    task = Task.objects.get()
    assert (task, task.assignee, task.due_on) == (question.task, lise, day) and "Puis-je" not in task.title
    assert list(client.get(listed).context["page"]) == [older]
    assert list(client.get(f"{listed}?vue=a-reprendre").context["page"]) == [question]
    client.post(page, {"outcome": "letter", "answer": "Courrier envoyé."})
    question.refresh_from_db()
    task.refresh_from_db()
    assert (question.outcome, question.task, bool(task.done_at)) == ("letter", None, True)
    assert AuditEntry.objects.filter(object_id=str(question.pk), person_id=person.pk, action="changed").count() == 2


def test_a_question_is_read_in_the_layer_of_its_topic_and_by_the_program(nord, sud, cast, lise, program):
    lead = make.UserFactory(roles=["caseworker"], teams=[nord])
    person = make.BeneficiaryFactory(team=nord, lead_worker=lead)
    facts = {"program": program, "beneficiary": person, "created_by": lise}
    readers = {
        "ordinary": {"amina", "chloe", "lise", "lead"},
        "family": {"chloe", "lise", "lead"},
        "violence": {"lise", "lead"},
    }
    for layer, who in readers.items():
        question = make.LegalQuestionFactory(topic__layer=layer, **facts)
        everybody = {**cast, "lise": lise, "lead": lead}
        rows = LegalQuestion.objects.filter(pk=question.pk)
        assert {name for name, user in everybody.items() if rows.visible_to(user).exists()} == who, layer
    LegalTopic.objects.lay()
    assert LegalTopic.objects.filter(layer="justice").count() == 1


def test_a_clinic_is_counted_without_a_name_and_written_again_it_is_corrected(program, lise, amina, client_of):
    url, client = reverse("programs:clinic-list", args=[program.pk]), client_of(lise)
    sent = {"held_on": "aujourd’hui", "starts_at": "14h", "ends_at": "17h", "place": "Mairie", "released": "3"}
    for wrong in (
        {"ends_at": "13h"}, {"held_on": "01/01/9999"}, {"held_on": "demain"}, {"released": "-1"}, {"released": "501"},
    ):  # fmt: skip
        assert client.post(url, sent | wrong).status_code == 200
    assert client_of(amina).post(url, sent).status_code == 404
    assert not OpenClinic.objects.exists()
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent | {"released": "2", "relatives": "1"}).status_code == 302
    assert OpenClinic.objects.count() == 1
    assert sorted(ClinicCount.objects.values_list("audience", "number")) == [("relatives", 1), ("released", 2)]
    assert "moins de 5" in client_of(amina).get(url).content.decode()
