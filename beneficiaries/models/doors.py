"""Who reaches whom: the doors to a file, for each use of it."""

from typing import Self, TypeVar

from django.db import models

from accounts.models import User
from accounts.roles import Permission, Role
from beneficiaries.models.reach import in_teams_of, kept_from, opened_in_emergency, works_for

Person = TypeVar("Person", bound=models.Model)


def ours(user: User) -> models.Q:
    """The people for whom the user works, as lead worker or in the case team, or opened in an emergency."""
    return models.Q(lead_worker=user) | works_for(user) | opened_in_emergency(user)


class ReachQuerySet(models.QuerySet[Person]):
    """The people narrowed to those whom a user may see, read, protect or open in an emergency."""

    def visible_to(self, user: User) -> Self:
        """The people whose file the user may open: own files, those of the user’s teams, emergency accesses.

        A restricted file is for its lead worker, its case team and the coordination of its team. A director sees every
        identity but the restricted ones, and no content; roles without case work see nobody. A director who also does
        case work is bound by the teams like everybody: seeing all and reading all must not add up. Whoever is kept away
        from a file (exclusion, no-contact link) does not see it, whatever else opens it.
        """
        if not user.can(Permission.PERSON_LIST):
            return self.none()
        if user.has_role(Role.DIRECTOR) and not user.can(Permission.FILE_CONTENT):
            reach = models.Q(is_restricted=False) | opened_in_emergency(user)
        else:
            team = in_teams_of(user)
            if not user.has_role(Role.COORDINATOR):
                team &= models.Q(is_restricted=False)
            reach = models.Q(lead_worker=user) | works_for(user) | opened_in_emergency(user) | team
        return self.filter(reach, merged_into__isnull=True).exclude(kept_from(user))

    def of_teams_visible_to(self, user: User) -> Self:
        """Of the people visible to the user, those followed by one of the user’s teams."""
        if not user.has_role(Role.COORDINATOR) or not user.can(Permission.PERSON_LIST):
            return self.visible_to(user).filter(in_teams_of(user))
        # the whole team, for its coordination: the other ways to reach a file add nobody
        return self.filter(in_teams_of(user), merged_into__isnull=True).exclude(kept_from(user))

    def kept_from(self, user: User) -> Self:
        """The people whom the user must not reach, nor learn anything of, by any road."""
        return self.filter(kept_from(user))

    def content_visible_to(self, user: User) -> Self:
        """The people whose content the user reads: by role, or each file opened in an emergency while it lasts."""
        people = self.visible_to(user)
        if user.can(Permission.FILE_CONTENT):
            return people
        return people.filter(opened_in_emergency(user)) if user.can(Permission.FILE_EMERGENCY) else self.none()

    def openable_in_emergency_by(self, user: User) -> Self:
        """Any file but those that the user is kept from."""
        open_to = self if user.can(Permission.FILE_EMERGENCY) else self.none()
        return open_to.filter(merged_into__isnull=True).exclude(kept_from(user))

    def known_by_number(self) -> Self:
        """Whoever has a file: the other end of a no-contact link, which is never shown but by its number."""
        return self.filter(merged_into__isnull=True)

    def protectable_by(self, user: User) -> Self:
        """By number, any file for data protection; for the coordination, those it sees and does not work for."""
        if user.has_role(Role.DATA_PROTECTION_OFFICER):
            return self.filter(merged_into__isnull=True)
        return (
            self.visible_to(user).exclude(pk__in=self.own_of(user))
            if user.can(Permission.FILE_PROTECT)
            else self.none()
        )

    def own_of(self, user: User) -> Self:
        """The people for whom the user works, as lead worker or in the case team, or opened in an emergency.

        Says nothing of who may see them: it narrows a query that visible_to has already narrowed.
        """
        return self.filter(ours(user))

    def with_ours(self, user: User) -> Self:
        """Each with is_ours: whether the user works for the person, as own_of says."""
        return self.annotate(is_ours=models.ExpressionWrapper(ours(user), models.BooleanField()))
