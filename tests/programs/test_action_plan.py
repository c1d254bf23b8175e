"""Action plans: phases, actions, money, what is refused and what is only said."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from programs.models import ActionPlan, PlanAction
from programs.models.action_plan import IndicatorValue
from tests.factories import (
    ActionPlanFactory,
    ActionPlanPartyFactory,
    CommitteeDecisionFactory,
    CommitteeMeetingFactory,
    CommitteeMemberFactory,
    IndicatorValueFactory,
    ObjectiveFactory,
    OrganizationFactory,
    PlanActionFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()


def day(offset):
    """A day as people type it."""
    return f"{TODAY + dt.timedelta(days=offset):%d/%m/%Y}"


def said(answer):
    """What a page says, its no-break spaces as plain ones."""
    return answer.text.replace("\u00a0", " ")


def test_a_plan_goes_from_its_first_words_to_its_evaluation(client_of, helene):
    program = ProgramFactory(kind="action_plan", name="Plan emploi")
    OrganizationFactory(name="Région fictive", city="Lille")
    client, url = client_of(helene), reverse("programs:plan", args=[program.pk])
    assert "Ce plan n’est pas encore commencé" in client.get(url).text
    client.post(f"{url}modifier/", {"name": "Plan d’action emploi", "elaboration_on": day(-40)})
    plan = ActionPlan.objects.get()
    early = client.post(f"{url}phase/", {"phase": "implementation", "on": day(0)})
    assert "Ce plan n’a pas encore d’action" in said(early)
    client.post(f"{url}objectif/", {"title": "Lever les freins"})
    client.post(f"{url}partie/", {"head": "Région fictive (Lille)", "role": "Financeur", "is_active": "on"})
    client.post(f"{url}partie/", {"head": "Un club d’entreprises", "role": "Opérateur", "is_active": "on"})
    linked, named = plan.parties.order_by("role")
    assert (str(linked), linked.organization_id is not None) == ("Région fictive", True)
    assert (named.name, named.organization) == ("Un club d’entreprises", None)
    action = {
        "objective": plan.objectives.get().pk,
        "title": "Ateliers en détention",
        "lead": f"p:{named.pk}",
        "starts_on": day(-20),
        "ends_on": day(100),
        "planned": "12 000",
        "spent": "12 000,50",
        "indicator": "Personnes formées",
        "target": "60",
        "every_months": "3",
    }
    answer = client.post(f"{url}action/", action, follow=True)
    assert "Dépensé au-delà du budget prévu : 0,50 € de plus" in said(answer), "said, not refused"
    made = PlanAction.objects.select_related("objective").get()
    assert (made.code, made.lead_party, made.is_late(TODAY)) == ("1.1", named, True)
    unsigned = client.post(f"{url}phase/", {"phase": "implementation", "on": day(0)})
    assert "une fois le protocole signé" in said(unsigned)
    signed = {"name": plan.name, "elaboration_on": day(-40), "protocol_signed_on": day(-1)}
    client.post(f"{url}modifier/", signed)
    client.post(f"{url}phase/", {"phase": "implementation", "on": day(0)})
    client.post(f"{url}phase/", {"phase": "evaluation", "on": day(0)})
    back = client.post(f"{url}phase/", {"phase": "implementation", "on": day(0)})
    assert "Dites pourquoi le plan revient" in said(back)
    client.post(f"{url}phase/", {"phase": "implementation", "on": day(0), "reason": "Avenant signé"})
    plan.refresh_from_db()
    assert (plan.phase, plan.evaluation_on) == ("implementation", None)
    assert list(plan.changes.order_by("at").values_list("to_status", flat=True)) == [
        "implementation", "evaluation", "implementation",
    ]  # fmt: skip


def test_an_action_is_started_measured_dropped_with_a_reason_and_planned_again(client_of, farid):
    program = ProgramFactory(kind="action_plan", staff=[farid])
    action = PlanActionFactory(objective__plan__program=program, status="to_start")
    client = client_of(farid)

    def post(act, **typed):
        return client.post(reverse("programs:plan-part", args=["actions", action.pk, act]), typed, follow=True)

    post("demarrer")
    for value in ("30", "34,5"):
        post("valeur", on=day(0), value=value)
    assert IndicatorValue.objects.get().value == Decimal("34.5"), "a second value of a day corrects the first"
    assert "Dites pourquoi" in said(post("abandonner", reason=" "))
    post("abandonner", reason="Financement retiré")
    assert "Financement retiré" in client.get(reverse("programs:plan", args=[program.pk])).text
    assert "« Abandonnée »" in said(post("terminer"))
    post("reprendre")
    action.refresh_from_db()
    assert (action.status, action.drop_reason) == ("to_start", "")


def test_what_is_typed_wrong_is_explained_and_changes_nothing(client_of, chloe):
    action = PlanActionFactory()
    url = reverse("programs:plan-part", args=["actions", action.pk, "modifier"])
    good = {
        "title": "Autre titre", "starts_on": day(0), "ends_on": day(9), "planned": "10", "every_months": "3",
        "indicator": "Emplois", "target": "5",
    }  # fmt: skip
    client = client_of(chloe)
    cases = [
        ({"ends_on": day(-1)}, "La date de fin vient avant la date de début."),
        ({"starts_on": "01/01/9999"}, "L’année va de 1900 à 2100."),
        ({"planned": "-5"}, "Un montant n’est jamais négatif."),
        ({"spent": "beaucoup"}, "Écrivez un montant comme 1 234,50."),
        ({"target": "-1"}, "La valeur d’un indicateur n’est jamais négative."),
        ({"target": "quelques"}, "Écrivez un nombre comme 34 ou 34,5."),
        ({"target": ""}, "Un indicateur dit aussi la valeur visée."),
        ({"indicator": ""}, "Dites ce que l’on mesure."),
        ({"every_months": "0"}, "au moins tous les deux ans"),
        ({"lead": "u:personne"}, "Sélectionnez un choix valide"),
    ]
    for typed, words in cases:
        answer = client.post(url, good | typed)
        assert words in said(answer), typed
        assert "Autre titre" in said(answer), "what was typed is kept"
    assert PlanAction.objects.get().title == action.title


def test_postgresql_refuses_what_no_plan_can_be(chloe):
    action, plan = PlanActionFactory(), ActionPlanFactory()
    party = ActionPlanPartyFactory(plan=plan)
    meeting = CommitteeMeetingFactory(plan=plan)
    rows = {
        PlanAction: action, ActionPlan: plan, type(party): party, IndicatorValue: IndicatorValueFactory(action=action),
        type(meeting): meeting, **{type(row): row for row in (CommitteeMemberFactory(meeting=meeting),
                                                              CommitteeDecisionFactory(meeting=meeting))},
    }  # fmt: skip
    named = {model.__name__: (model, row) for model, row in rows.items()}
    cases = [
        ("PlanAction", "planaction_amounts_positive", {"spent": -1}),
        ("PlanAction", "planaction_starts_on_before_ends_on", {"ends_on": TODAY - dt.timedelta(days=400)}),
        ("PlanAction", "planaction_indicator_whole", {"target": None}),
        ("PlanAction", "planaction_drop_is_told", {"status": "dropped"}),
        ("PlanAction", "planaction_one_lead", {"lead_staff": chloe, "lead_party": party}),
        ("ActionPlan", "actionplan_phase_is_dated", {"implementation_on": None}),
        ("ActionPlan", "actionplan_begins_signed", {"protocol_signed_on": None, "protocol_ends_on": None}),
        ("ActionPlanParty", "actionplanparty_named", {"name": ""}),
        ("IndicatorValue", "indicatorvalue_positive", {"value": -1}),
        ("CommitteeMeeting", "committeemeeting_closed_is_frozen", {"status": "closed"}),
        ("CommitteeMeeting", "committeemeeting_cancel_is_told", {"status": "cancelled"}),
        ("CommitteeMember", "committeemember_represented_by_somebody", {"presence": "represented"}),
        ("CommitteeDecision", "committeedecision_one_lead", {"lead_staff": None}),
        ("CommitteeDecision", "committeedecision_done_is_dated", {"status": "done"}),
    ]
    for name, constraint, values in cases:
        model, row = named[name]
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            model._default_manager.filter(pk=row.pk).update(**values)
        assert constraint in str(refused.value)
    with pytest.raises(DomainError, match="n’a pas d’indicateur"):
        bare = PlanActionFactory(indicator="", target=None, baseline=None)
        bare.measure(by=chloe, at=NOW, on=TODAY, value=Decimal(1))


def test_every_part_of_the_page_costs_the_same_whatever_the_plan_holds(client_of, amina, chloe, queries_of):
    action = PlanActionFactory(lead_staff=amina, status="to_start")
    plan = action.objective.plan
    url = reverse("programs:plan", args=[plan.program_id])
    views = ["", "calendrier", "budget", "parties", "comites"]
    client = client_of(chloe)
    before = {view: queries_of(client, url, {"vue": view}) for view in views}
    for objective in ObjectiveFactory.create_batch(2, plan=plan):
        PlanActionFactory.create_batch(2, objective=objective, lead_party=ActionPlanPartyFactory(plan=plan))
    for offset in (5, 15):
        CommitteeMeetingFactory(plan=plan, on=TODAY + dt.timedelta(days=offset))
    after = {view: queries_of(client, url, {"vue": view}) for view in views}
    assert after == before
    read = client_of(amina).get(url).text
    assert "En retard au départ" in read and "Modifier le plan" not in read
    assert client.get(f"{url}?vue=calendrier&an=99999").status_code == 200
    for wrong in (f"{url}nulle-part/", f"/plans/rien/{action.pk}/modifier/"):
        assert client.get(wrong).status_code == 404
