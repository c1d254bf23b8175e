"""The parts of « who reaches whom », put together by Beneficiary.objects.visible_to.

Each part is written in SQL by the ORM once per process: it would otherwise be most of the cost of every page, since
only the user changes from one request to the next.
"""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.expressions import RawSQL

from accounts.models import User
from beneficiaries.models.case_team import CaseTeamMember
from beneficiaries.models.emergency_access import EmergencyAccess
from beneficiaries.models.exclusion import Exclusion
from beneficiaries.models.no_contact import NoContactLink
from core.sql import IsOneOf

SOMEBODY = UUID(int=0)
Rows = Callable[[UUID], "models.QuerySet[Any, Any]"]


def in_teams_of(user: User) -> models.Q:
    """The people followed by one of the user’s teams."""
    return models.Q(IsOneOf("team_id", about(user, team_ids, "ARRAY({})")))


def works_for(user: User) -> models.Q:
    """The people in whose case team the user is today."""
    return models.Q(IsOneOf("pk", about(user, case_ids, "ARRAY({})")))


def opened_in_emergency(user: User) -> models.Q:
    """The people whose file the user has opened for two hours, with a reason."""
    return models.Q(IsOneOf("pk", about(user, emergency_ids, "ARRAY({})")))


def kept_from(user: User) -> models.Q:
    """The people whom the user must not reach: excluded by name, or not to meet somebody the user works for."""
    return models.Q(pk__in=about(user, kept_ids, "{}"))


def team_ids(user: UUID) -> "models.QuerySet[Any, Any]":
    """The user’s teams."""
    return User.teams.through.objects.filter(user=user).values("team_id")


def case_ids(user: UUID) -> "models.QuerySet[Any, Any]":
    """Whose case team the user is in."""
    return CaseTeamMember.objects.current().filter(user=user).values("beneficiary_id")


def emergency_ids(user: UUID) -> "models.QuerySet[Any, Any]":
    """Whose file the user has opened with a reason."""
    return EmergencyAccess.objects.current().filter(user=user).values("beneficiary_id")


def kept_ids(user: UUID) -> "models.QuerySet[Any, Any]":
    """Excluded by name, or at one end of a link whose other end the user works for."""
    people = apps.get_model("beneficiaries", "Beneficiary")._base_manager
    own = people.filter(models.Q(lead_worker=user) | models.Q(pk__in=case_ids(user))).values("pk")
    links = NoContactLink.objects.current()
    return (
        Exclusion.objects.current()
        .filter(user=user)
        .values("beneficiary_id")
        .union(links.filter(first__in=own).values("second_id"), links.filter(second__in=own).values("first_id"))
    )


def about(user: User, rows: Rows, template: str) -> RawSQL:
    """The rows about a user, as SQL to stand in a query."""
    sql, params = written(rows)
    mine = [user.pk if value == SOMEBODY else value for value in params]
    return RawSQL(template.format(sql), mine)  # noqa: S611 – the text is that of the ORM


@cache
def written(rows: Rows) -> tuple[str, tuple[Any, ...]]:
    """The text of the query and its parameters, SOMEBODY standing for the user."""
    return rows(SOMEBODY).query.sql_with_params()
