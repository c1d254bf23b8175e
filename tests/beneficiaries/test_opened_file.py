"""What an open file holds for a reader is what the reader sees of it by the long way, record by record."""

import pytest
from django.apps import apps

from beneficiaries.models import Beneficiary
from beneficiaries.models.layer import opened
from tests import factories as make
from tests.test_layers import plant

pytestmark = pytest.mark.django_db
PATHS = {
    "obligation": "measure__beneficiary",
    "proof": "obligation__measure__beneficiary",
    "jobcheck": "placement__beneficiary",
    "readinessitem": "release__beneficiary",
    "releaseimpact": "release__beneficiary",
    "outcomecheckpoint": "release__beneficiary",
    "confidentialnote": "follow_up__beneficiary",
}
PARTS = [
    model
    for model in apps.get_app_config("beneficiaries").get_models()
    if hasattr(model._default_manager.all(), "visible_in")
]


def test_each_part_of_an_open_file_is_what_visible_to_shows_of_it(world, cast, nord):
    camille = make.UserFactory(roles=["caseworker"], teams=[nord])
    basile = make.UserFactory(roles=["caseworker"], teams=[nord])
    make.CaseTeamMemberFactory(beneficiary=world.person, user=camille)
    plant(world)
    assert len(PARTS) >= 20
    differ, seen = [], 0
    for user in [*cast.values(), camille, basile]:
        file = opened(Beneficiary.objects.visible_to, user, world.person.pk)
        for model in PARTS if file else []:
            path = PATHS.get(model._meta.model_name, getattr(model, "PERSON", "beneficiary"))
            short = {*model._default_manager.visible_in(file).values_list("pk", flat=True)}
            rows = model._default_manager.visible_to(user).filter(**{path: world.person})
            seen += len(short)
            if short != {*rows.values_list("pk", flat=True)}:
                differ.append((user.email, model.__name__))
    assert differ == []
    assert seen > 100
