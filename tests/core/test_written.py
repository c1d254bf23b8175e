"""A statement kept as text finds what the query finds, for each user and each day, and keeps no moment of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from core.sql import IsOneOf
from core.written import A_USER, NOW, SEVERAL, THESE, TODAY, Written, WrittenModels
from tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


def test_the_values_of_each_request_take_their_place(amina, bruno):
    by_user = Written.of(User.objects.filter(pk=A_USER, created_at__gt=NOW - timedelta(days=1)).values("email"))
    now = timezone.now()
    for user in (amina, bruno, amina):
        assert [*by_user.rows({A_USER: user.pk, NOW: now})] == [{"email": user.email}]
    assert [*by_user.rows({A_USER: amina.pk, NOW: now + timedelta(days=2)})] == []


def test_a_day_and_what_is_counted_from_it_move_together(amina):
    today = timezone.localdate()
    task = TaskFactory(due_on=today + timedelta(days=3), title="50 % fait")
    soon = type(task).objects.filter(due_on=TODAY + timedelta(days=3), title__contains="50 %").values("pk")
    kept = Written.of(soon)
    assert [*kept.rows({TODAY: today})] == [{"pk": task.pk}]
    assert [*kept.rows({TODAY: today - timedelta(days=1)})] == []


def test_a_moment_that_is_not_a_stand_in_is_refused():
    with pytest.raises(ValueError, match="cannot hold"):
        Written.of(User.objects.filter(created_at__lt=timezone.now()).values("pk"))


def test_what_can_find_nothing_asks_nothing(django_assert_num_queries):
    nobody = Written.of(User.objects.none().values("pk"))
    with django_assert_num_queries(0):
        assert [*nobody.rows({})] == []


def test_the_objects_come_as_the_orm_makes_them_of_the_ones_asked_for(amina, bruno, django_assert_num_queries):
    task = TaskFactory(title="Rappeler")
    tasks = type(task).objects.select_related("beneficiary__team")
    kept = WrittenModels(tasks.filter(IsOneOf("pk", THESE)))
    assert kept.found({SEVERAL: []}) == []
    with django_assert_num_queries(1):
        (found,) = kept.found({SEVERAL: [task.pk, amina.pk]})
        assert (found, found.title, found.beneficiary.team) == (task, "Rappeler", task.beneficiary.team)
    assert WrittenModels(User.objects.none()).found({}) == []
