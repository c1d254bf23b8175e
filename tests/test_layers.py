"""Each layer × each reader × each page: a canary in every layer, found where it may be read and nowhere else."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from beneficiaries.models import Document, FollowUp, Layer
from tests import factories as make
from tests.crawl import pages
from tests.world.beds import ADDRESS, TOWN

pytestmark = pytest.mark.django_db

EVERY = set(Layer)
TEAM = {Layer.ORDINARY, Layer.JUSTICE}
READ: dict[str, set[Layer]] = {
    "amina": EVERY,  # lead worker
    "camille": EVERY,  # case team
    "basile": TEAM,  # colleague of the team
    "chloe": TEAM | {Layer.FAMILY},  # coordination
    "bruno": set(),  # another team
    "helene": set(),  # direction
    "farid": set(),  # runs the program
    "ines": set(),  # data protection
}
# Records that are of one layer by nature.
FIXED: dict[str, Layer] = {"child": Layer.FAMILY, "relative": Layer.FAMILY}
WORDS = ["summary", "title", "name", "first_name", "text", "body", "label"]
SHOWN = {"followup", "need", "goal", "step"}


def canary(model: str, layer: str) -> str:
    """A word that no page says by itself."""
    return f"Canari{model}{layer}"


def layered_models() -> list[Any]:
    """Each model of a file whose rows carry a layer."""
    return [
        model
        for model in apps.get_app_config("beneficiaries").get_models()
        if {"layer", "beneficiary"} <= {field.name for field in model._meta.get_fields()}
    ]


def factory_of(model: type[models.Model]) -> Any:
    """The factory that makes rows of the model."""
    return next(f for f in vars(make).values() if getattr(getattr(f, "_meta", None), "model", None) is model)


def word_field(model: type[models.Model]) -> str:
    """The field that holds the canary, or nothing when the model has no text of its own."""
    names = {field.name for field in model._meta.get_fields()}
    return next((name for name in WORDS if name in names), "")


def plant(world: Any) -> set[tuple[str, str]]:
    """One row a model and a layer, on the person whom every page is about."""
    planted = set()
    for model in layered_models():
        name = model._meta.model_name
        if not (field := word_field(model)):
            continue
        for layer in Layer:
            facts: dict[str, Any] = {"beneficiary": world.person, "layer": layer, field: canary(name, layer)}
            if name == "step":
                facts["goal"] = make.GoalFactory(beneficiary=world.person, layer=layer, title=f"But {layer}")
            factory_of(model)(**facts)
            planted.add((name, layer))
    for name, layer in FIXED.items():
        model = apps.get_model("beneficiaries", name)
        factory_of(model)(beneficiary=world.person, **{word_field(model): canary(name, layer)})
        planted.add((name, layer))
    return planted


def test_each_reader_finds_the_canaries_of_their_layers_and_no_other(world, cast, client_of, nord):
    camille = make.UserFactory(first_name="Camille", roles=["caseworker"], teams=[nord])
    basile = make.UserFactory(first_name="Basile", roles=["caseworker"], teams=[nord])
    make.CaseTeamMemberFactory(beneficiary=world.person, user=camille)
    readers = {**cast, "camille": camille, "basile": basile}
    planted = plant(world)
    assert {name for name, _layer in planted} >= SHOWN | set(FIXED)
    wrong = []
    for who, layers in READ.items():
        read = pages(client_of(readers[who]), world, "Canari")
        wrong += [
            f"{who} lit l’adresse protégée : {key}" for key, text in read.items() if ADDRESS in text or TOWN in text
        ]
        for name, layer in sorted(planted):
            word = canary(name, layer).lower()
            where = [key for key, text in read.items() if word in text.lower()]
            if layer not in layers and where:
                wrong.append(f"{who} lit {word} : {where}")
            if layer in layers and not where and name in SHOWN | set(FIXED):
                wrong.append(f"{who} ne trouve pas {word}")
    assert wrong == []


def test_whoever_wrote_reads_their_own_notes_and_no_others_of_that_layer(nord, amina):
    person = make.BeneficiaryFactory(team=nord, lead_worker=amina)
    basile = make.UserFactory(roles=["caseworker"], teams=[nord])
    written = make.FollowUpFactory(beneficiary=person, author=basile, layer=Layer.HEALTH)
    make.FollowUpFactory(beneficiary=person, author=amina, layer=Layer.HEALTH)
    assert list(FollowUp.objects.visible_to(basile)) == [written]
    document = make.DocumentFactory(beneficiary=person, follow_up=written, layer=Layer.HEALTH, uploaded_by=basile)
    make.DocumentFactory(beneficiary=person, layer=Layer.HEALTH, uploaded_by=amina)
    assert list(Document.objects.visible_to(basile)) == [document]
