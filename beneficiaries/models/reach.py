"""The parts of « who reaches whom », put together by Beneficiary.objects.visible_to."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from accounts.models import User
from beneficiaries.models.case_team import CaseTeamMember
from beneficiaries.models.emergency_access import EmergencyAccess
from beneficiaries.models.exclusion import Exclusion
from beneficiaries.models.no_contact import NoContactLink


class IsOneOf(models.Func):
    """« value = ANY(array) »: the array is read once, then an index finds the rows, even beside an OR."""

    template, arg_joiner, output_field = "(%(expressions)s))", " = ANY(", models.BooleanField()


def in_teams_of(user: User) -> models.Q:
    """The people followed by one of the user’s teams."""
    teams = User.teams.through.objects.filter(user=user).values("team_id")
    return models.Q(IsOneOf("team_id", ArraySubquery(teams)))


def works_for(user: User) -> models.Q:
    """The people in whose case team the user is today."""
    memberships = CaseTeamMember.objects.current().filter(user=user).values("beneficiary_id")
    return models.Q(IsOneOf("pk", ArraySubquery(memberships)))


def opened_in_emergency(user: User) -> models.Q:
    """The people whose file the user has opened for two hours, with a reason."""
    return models.Q(
        IsOneOf("pk", ArraySubquery(EmergencyAccess.objects.current().filter(user=user).values("beneficiary_id")))
    )


def kept_from(user: User, people: "models.QuerySet[Any]") -> models.Q:
    """The people whom the user must not reach: excluded by name, or not to meet somebody the user works for."""
    mine = models.Q(lead_worker=user) | works_for(user)
    own = ArraySubquery(people.filter(mine).values("pk"))
    links = NoContactLink.objects.current()
    seconds = links.filter(models.Q(IsOneOf("first_id", own))).values("second_id")
    firsts = links.filter(models.Q(IsOneOf("second_id", own))).values("first_id")
    excluded = Exclusion.objects.current().filter(user=user).values("beneficiary_id")
    return models.Q(pk__in=excluded) | models.Q(pk__in=seconds) | models.Q(pk__in=firsts)
