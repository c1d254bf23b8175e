"""When the demo loads, when it is already there, when it refuses."""

import pytest
import zeal
from django.core.management import CommandError, call_command

from accounts.models import Association
from tests.factories import BeneficiaryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [UserFactory, BeneficiaryFactory])
def test_invented_data_never_mixes_with_real_data(db: None, factory: type) -> None:
    factory()
    with pytest.raises(CommandError, match="ne s’y mêlent pas"):
        call_command("load_demo")
    assert not Association.objects.filter(is_demo=True).exists()


def test_the_command_dates_the_demo_from_today(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with zeal.zeal_ignore():
        call_command("load_demo")
        call_command("load_demo")
    first, second = capsys.readouterr().out.splitlines()
    assert "64 personnes, 1117 suivis" in first and second == "Données de démonstration : déjà là."
