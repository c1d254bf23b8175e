"""Confidential notes: read by the author and the people named when it was written, nobody else."""

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened

if TYPE_CHECKING:
    from collections.abc import Iterable


def coordinators_of(teams: "Iterable[uuid.UUID]") -> dict[uuid.UUID, list[User]]:
    """Who coordinates each team, in the order of their names; one query."""
    links = User.teams.through.objects.filter(
        team__in=set(teams), user__is_active=True, user__roles__contains=[Role.COORDINATOR]
    )
    found: dict[uuid.UUID, list[User]] = defaultdict(list)
    for link in links.select_related("user").order_by("user__first_name", "user__last_name", "user_id"):
        found[link.team_id].append(link.user)
    return found


def readers_of(author: User, people: "Iterable[Beneficiary]") -> list[User]:
    """Who will read a confidential note on these people: its author, then the coordination of their teams."""
    coordinators = coordinators_of(person.team_id for person in people)
    others = {user.pk: user for team in coordinators.values() for user in team if user != author}
    return [author, *others.values()]


def readers_key(readers: "Iterable[User]") -> str:
    """A text that is the same for the same readers: what a form sends back to prove whom it showed."""
    return ",".join(sorted({str(user.pk) for user in readers}))


class ConfidentialNoteQuerySet(models.QuerySet["ConfidentialNote"]):
    """Reading the notes."""

    def visible_to(self, user: User) -> "ConfidentialNoteQuerySet":
        """Those that name the user, on a file that the user may still open."""
        return self.filter(readers=user, follow_up__beneficiary__in=Beneficiary.objects.visible_to(user))

    def visible_in(self, file: Opened) -> "ConfidentialNoteQuerySet":
        """Those of a file already opened that name its reader."""
        return self.filter(readers=file.reader, follow_up__beneficiary=file.person)

    def with_reader_names(self) -> "ConfidentialNoteQuerySet":
        """Carrying reader_names, « Amina E. », in the order of the alphabet."""
        links = ConfidentialNote.readers.through.objects.filter(confidentialnote=models.OuterRef("pk"))
        name = Concat("user__first_name", models.Value("\u00a0"), Left("user__last_name", 1), models.Value("."))
        names = links.order_by("user__first_name", "user__last_name", "user_id").values_list(name)
        return self.annotate(reader_names=ArraySubquery(names))


class ConfidentialNote(models.Model):
    """A note beside a follow-up whose readers, author included, are named one by one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.OneToOneField(
        "beneficiaries.FollowUp", verbose_name=_("suivi"), on_delete=models.PROTECT, related_name="confidential_note"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+"
    )
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("visible par"), related_name="+")
    body = models.TextField(_("note confidentielle"), max_length=20_000)
    created_at = models.DateTimeField(_("notée le"), auto_now_add=True)

    objects = ConfidentialNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note confidentielle")
        verbose_name_plural = _("notes confidentielles")

    def __str__(self) -> str:
        return str(self.pk)
