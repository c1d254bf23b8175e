"""Reorientation requests: the lead worker asks, the coordination maintains or reorients, with or without a lead."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from beneficiaries.models import Beneficiary, Reorientation, ReorientationStatus
from beneficiaries.reorienting import reorient
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditEntry
from tests import factories as make
from tests.casework.desk import shown

pytestmark = pytest.mark.django_db
WHY, KEPT, MOVED = "Elle s’installe à Roubaix.", "Le lien avec Amina tient.", "Plus près de son logement."


@pytest.fixture
def person(nord, amina):
    """Amina leads, and has something to do."""
    person = make.BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Zoé", last_name="Tilleul")
    make.TaskFactory(beneficiary=person, assignee=amina)
    return person


@pytest.fixture
def lea(nord, sud):
    """Coordinates both teams."""
    return make.UserFactory(first_name="Léa", last_name="Fontaine", roles=[Role.COORDINATOR], teams=[nord, sud])


@pytest.fixture
def asked(person, amina, sud, bruno, client_of):
    """The request as Amina’s page sends it."""
    url = reverse("beneficiaries:reorientation-new", args=[person.pk])
    typed = {"reason": WHY, "team": str(sud.pk), "lead": str(bruno.pk)}
    assert client_of(amina).post(url, typed).status_code == 302
    return Reorientation.objects.get()


def page(client, name, one):
    return shown(client.get(reverse(name, args=[one.pk])))


def orientations(client, person):
    """The card of the file."""
    return page(client, "casework:person-referrals", person)


def decide(client, asked, verb, **typed):
    response = client.post(reverse(f"beneficiaries:reorientation-{verb}", args=[asked.pk]), typed)
    asked.refresh_from_db()
    return response


def test_b1_the_lead_worker_asks_once_and_the_recommendation_is_shown(client_of, amina, asked, person, sud):
    client, url = client_of(amina), reverse("beneficiaries:reorientation-new", args=[person.pk])
    text = page(client, "beneficiaries:reorientation", asked)
    assert "Demande envoyée" in text and WHY in text and "Antenne Sud" in text and "Bruno Exemple" in text
    again = client.post(url, {"reason": "Autre motif", "team": str(sud.pk)})
    assert again.url == reverse("beneficiaries:reorientation", args=[asked.pk])
    assert Reorientation.objects.count() == 1
    with pytest.raises(DomainError, match="déjà ouverte"):
        Reorientation.objects.register(person, by=amina, at=timezone.now(), reason="Autre", team=sud, lead=None)
    with pytest.raises(IntegrityError, match="reorientation_open_once"), transaction.atomic():
        make.ReorientationFactory(beneficiary=person, requested_by=amina)


def test_b2_b7_b8_maintaining_closes_the_request_and_says_why_when_and_what_is_kept(
    client_of, amina, chloe, asked, person
):
    coordination = client_of(chloe)
    assert "Réorientations à décider" in shown(coordination.get(reverse("casework:home")))
    empty = decide(coordination, asked, "maintain", reason=" ")
    assert empty.status_code == 200 and "reason" in empty.context["form"].errors and asked.is_open
    decide(coordination, asked, "maintain", reason=KEPT)
    assert asked.status == ReorientationStatus.MAINTAINED
    person.refresh_from_db()
    assert person.lead_worker == amina
    client = client_of(amina)
    text = page(client, "beneficiaries:reorientation", asked)
    assert "Refusée" in text and "Antenne Sud" in text and KEPT in text and "Orientation gardée" in text
    card = orientations(client, person)
    assert KEPT in card and "Orientation gardée" in card and "Antenne Nord" in card
    assert "Demande envoyée" not in card and "Recommandation" not in card
    assert "Réorientations à décider" not in shown(coordination.get(reverse("casework:home")))
    home = shown(client.get(reverse("casework:home")))
    assert "décision rendue" in home and "Refusée" in home
    client.post(reverse("beneficiaries:reorientation-seen", args=[asked.pk]))
    assert "décision rendue" not in shown(client.get(reverse("casework:home")))
    with pytest.raises(TransitionNotAllowed):
        asked.withdraw(by=amina, at=timezone.now())


def test_b3_b4_b11_reorienting_to_a_named_lead_leaves_the_former_one_the_decision_alone(
    client_of, amina, bruno, lea, asked, person, sud
):
    make.CaseTeamMemberFactory(beneficiary=person, user=amina)
    note = make.FollowUpFactory(beneficiary=person, author=amina, summary="Note du dossier")
    decide(client_of(lea), asked, "accept", team=str(sud.pk), lead=str(bruno.pk), reason=MOVED)
    assert asked.status == ReorientationStatus.REORIENTED
    person.refresh_from_db()
    assert (person.team, person.lead_worker) == (sud, bruno)
    assert person.tasks.get().assignee == bruno
    former = client_of(amina)
    opened = former.get(reverse("casework:person-file", args=[person.pk]))
    assert opened.url == reverse("beneficiaries:reorientation", args=[asked.pk])
    text = page(former, "beneficiaries:reorientation", asked)
    assert "Acceptée" in text and MOVED in text and "Bruno Exemple" in text
    assert "Tilleul" not in text and note.summary not in text
    for name in ("person-timeline", "person-referrals", "person-history"):
        assert former.get(reverse(f"casework:{name}", args=[person.pk])).status_code == 404
    assert "Tilleul" not in shown(former.get(reverse("beneficiaries:reorientations")))
    assert "Bruno Exemple" in orientations(client_of(bruno), person)
    make.ExclusionFactory(beneficiary=person, user=amina)
    assert former.get(reverse("beneficiaries:reorientation", args=[asked.pk])).status_code == 404
    assert former.get(reverse("casework:person-file", args=[person.pk])).status_code == 404


def test_b5_b6_the_reason_of_the_orientation_is_read_except_while_a_request_is_open(
    client_of, amina, chloe, asked, person
):
    client = client_of(amina)
    decide(client_of(chloe), asked, "maintain", reason=KEPT)
    assert "Motif de l’orientation" in orientations(client, person)
    later = make.ReorientationFactory(beneficiary=person, requested_by=amina)
    card = orientations(client, person)
    assert "Demande envoyée" in card and "Motif de l’orientation" not in card and KEPT not in card
    client.post(reverse("beneficiaries:reorientation-withdraw", args=[later.pk]))
    assert "Motif de l’orientation" in orientations(client, person)


@pytest.mark.parametrize("verb", ["maintain", "accept"])
def test_b9_beginning_to_decide_then_cancelling_changes_nothing(verb, client_of, chloe, asked, person):
    client, before = client_of(chloe), list(Reorientation.objects.values()) + list(Beneficiary.objects.values())
    entries = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as captured:
        form = client.get(reverse(f"beneficiaries:reorientation-{verb}", args=[asked.pk]))
    back = form.context["back_url"]
    assert "Annuler, sans rien changer" in shown(form) and client.get(back).status_code == 200
    written = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert before == list(Reorientation.objects.values()) + list(Beneficiary.objects.values())
    assert AuditEntry.objects.count() == entries + 1, "the request was read"


def test_b10_without_a_lead_named_the_file_waits_in_the_hands_of_the_new_team(
    client_of, amina, chloe, lea, asked, person, sud, bruno
):
    decide(client_of(lea), asked, "accept", team=str(sud.pk))
    person.refresh_from_db()
    assert (asked.status, person.team, person.lead_worker) == (ReorientationStatus.REORIENTED, sud, None)
    assert person.tasks.get().assignee == lea
    client = client_of(lea)
    text = shown(client.get(reverse("beneficiaries:reorientations")))
    assert "Demandes à attribuer" in text and "Zoé Tilleul" in text
    home = client.get(reverse("casework:home"))
    assert any(block.slug == "a-attribuer" and block.count == 1 for block in home.context["blocks"])
    assert "à désigner" in orientations(client, person)
    person.hand_over(bruno, by=lea)
    assert "Demandes à attribuer" not in shown(client.get(reverse("beneficiaries:reorientations")))
    assert "Demandes à attribuer" not in shown(client_of(chloe).get(reverse("beneficiaries:reorientations")))


def test_a_decision_that_cannot_be_carried_out_leaves_everything_as_it_was(lea, asked, person, sud, bruno, nord, amina):
    make.ExclusionFactory(beneficiary=person, user=bruno)
    alone = make.TeamFactory(name="Antenne Est")
    for team, lead in ((sud, bruno), (alone, None), (nord, amina), (nord, bruno)):
        with pytest.raises(DomainError), transaction.atomic():
            reorient(asked, by=lea, at=timezone.now(), team=team, lead=lead)
        stored, file = Reorientation.objects.get(pk=asked.pk), Beneficiary.objects.get(pk=person.pk)
        assert stored.is_open and (file.team, file.lead_worker, file.version) == (nord, amina, person.version)


def test_the_database_refuses_half_a_decision(asked, lea):
    rows = Reorientation.objects.filter(pk=asked.pk)
    told = {"decided_at": timezone.now(), "decided_by": lea}
    for broken in (
        {"status": "maintained"},
        {"status": "maintained", **told},
        {"status": "reoriented", **told},
        {"to_team": asked.from_team},
        {"reason": ""},
        {"status": "ailleurs", **told},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
