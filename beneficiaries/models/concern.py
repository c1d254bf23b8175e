"""The people whom one user’s open work is about: few of those the user reaches, to look for the day’s rows in."""

from typing import Any

from django.db import models

from accounts.models import User
from beneficiaries.models.appointment import Appointment
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.child import Child
from beneficiaries.models.draft import Draft
from beneficiaries.models.step import Step
from beneficiaries.models.task import Task


def concerning(people: "models.QuerySet[Any, Any]", user: User) -> "models.QuerySet[Any, Any]":
    """Of these people: led by the user or by nobody, in the user’s own work, or with a child in a unit."""
    works: list[models.QuerySet[Any, Any]] = [
        Task.objects.open().filter(assignee=user),
        Step.objects.open().filter(assignee=user),
        Draft.objects.filter(owner=user, beneficiary__isnull=False),
        Child.objects.in_unit(),
    ]
    own = Appointment.objects.open().filter(worker=user).values("beneficiary_id")
    led = Beneficiary.objects.filter(models.Q(lead_worker=user) | models.Q(lead_worker__isnull=True)).values("pk")
    return people.filter(pk__in=own.union(led, *(rows.values("beneficiary_id") for rows in works)))
