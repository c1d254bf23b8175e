"""Team notes: what a team knows of a service or an organisation, and nobody else reads."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core import audit
from core.models import AuditAction
from partners.models.about_card import one_card
from partners.models.card_change import Card


class TeamNoteQuerySet(models.QuerySet["TeamNote"]):
    """Reading the notes of one’s teams."""

    def visible_to(self, user: User) -> "TeamNoteQuerySet":
        """Those of the teams to which the user belongs, not removed."""
        return self.filter(team__members=user, removed_at__isnull=True)

    def about(self, card: Card) -> "TeamNoteQuerySet":
        """Those about a service, or about an organisation itself."""
        return self.filter(**{"service_id" if hasattr(card, "organization_id") else "organization_id": card.pk})

    def for_list(self) -> "TeamNoteQuerySet":
        """Latest first, with team and author."""
        return self.select_related("team", "author").order_by("-created_at", "pk")

    @transaction.atomic
    def write(self, card: Card, text: str, *, team: Team, by: User) -> "TeamNote":
        """Add a note of a team."""
        about = {"service_id" if hasattr(card, "organization_id") else "organization_id": card.pk}
        note = self.create(text=text, team=team, author=by, **about)
        audit.record(by, AuditAction.CREATED, note)
        return note


class TeamNote(models.Model):
    """One note, signed and dated; its author alone changes or removes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("accounts.Team", verbose_name=_("équipe"), on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey("partners.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("partners.Service", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("note d’équipe"), max_length=1_000)
    created_at = models.DateTimeField(_("écrite le"), auto_now_add=True)
    edited_at = models.DateTimeField(_("modifiée le"), null=True)
    removed_at = models.DateTimeField(_("retirée le"), null=True)

    objects = TeamNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note d’équipe")
        verbose_name_plural = _("notes d’équipe")
        constraints = [
            one_card("teamnote"),
            models.CheckConstraint(
                condition=~Q(text=""), name="teamnote_says_something", violation_error_message=_("Écrivez la note.")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def rewrite(self, text: str, *, by: User, at: datetime) -> None:
        """Change what it says."""
        self.text, self.edited_at = text, at
        self.save(update_fields=["text", "edited_at"])
        audit.record(by, AuditAction.CHANGED, self, fields=["text"])

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Take it off the page; twice changes nothing."""
        if TeamNote.objects.filter(pk=self.pk, removed_at__isnull=True).update(removed_at=at):
            audit.record(by, AuditAction.DELETED, self)
