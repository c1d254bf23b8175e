"""What one address may ask for is counted once, whichever process answers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from core.audit import origin
from core.models import RequestCount
from core.throttle import too_often

pytestmark = pytest.mark.django_db


def test_the_count_is_of_all_processes_of_one_address_and_begins_again_in_time():
    def ask(purpose="link"):
        cache.clear()  # what one process remembers does not count
        return too_often(purpose, limit=2)

    token = origin.set("192.0.2.7")
    assert [ask() for _turn in range(4)] == [False, False, True, True]
    assert not ask("another")
    origin.set("192.0.2.8")
    assert not ask()
    origin.set("192.0.2.7")
    assert not RequestCount.objects.filter(key__contains="192.0.2").exists()
    assert not RequestCount.objects.outlived(timezone.now()).exists()
    RequestCount.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert RequestCount.objects.outlived(timezone.now()).count() == 3
    assert [ask() for _turn in range(3)] == [False, False, True]
    origin.reset(token)
