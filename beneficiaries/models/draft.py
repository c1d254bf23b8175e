"""Drafts: what was typed and not yet saved, kept on the server for one user, one person, one form."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.follow_up import FollowUp
from beneficiaries.models.layer import Reached
from core.errors import DomainError

Payload = dict[str, list[str]]


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reading and keeping the drafts."""

    def of(self, user: User, *, at: datetime | None = None, reached: Reached | None = None) -> "DraftQuerySet":
        """The user’s own, neither expired nor already sent, on people the user may still see, newest first."""
        seen = reached.holds() if reached else models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        reachable = models.Q(beneficiary__isnull=True) | seen
        sent = FollowUp.objects.filter(submission=models.OuterRef("pk"), author=user)
        rows = self.filter(reachable, ~models.Exists(sent), owner=user, updated_at__gte=_oldest(at or timezone.now()))
        return rows.select_related("beneficiary").order_by("-updated_at", "pk")

    def stale(self, now: datetime) -> "DraftQuerySet":
        """Those older than settings.DRAFT_LIFETIME_DAYS."""
        return self.filter(updated_at__lt=_oldest(now))

    def keep(
        self, *, owner: User, key: uuid.UUID, form: str, person: Beneficiary | None, payload: Payload
    ) -> "Draft | None":
        """Write what a form holds now under the key of its submission; nothing once the submission is saved.

        A second form open on the same person makes a second draft, without a person: no text replaces another.
        """
        with transaction.atomic():
            _wait_for_turn(key)
            return self._keep(owner=owner, key=key, form=form, person=person, payload=payload)

    def _keep(
        self, *, owner: User, key: uuid.UUID, form: str, person: Beneficiary | None, payload: Payload
    ) -> "Draft | None":
        if FollowUp.objects.filter(submission=key, author=owner).exists():
            return None
        for holder in dict.fromkeys((person, None)):
            try:
                with transaction.atomic():
                    values = {"beneficiary": holder, "form": form, "payload": payload}
                    return self.update_or_create(pk=key, owner=owner, defaults=values)[0]
            except IntegrityError:
                continue
        raise DomainError(_("Ce brouillon appartient à quelqu’un d’autre."))

    def end(self, key: uuid.UUID, *, owner: User) -> None:
        """Throw away the draft of a submission being saved, that of an autosave still on its way too."""
        _wait_for_turn(key)
        self.filter(pk=key, owner=owner).delete()


def _wait_for_turn(key: uuid.UUID) -> None:
    """Let the saving and the autosave of one form follow each other: neither misses what the other writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def _oldest(now: datetime) -> datetime:
    """A draft untouched since then has expired."""
    return now - timedelta(days=settings.DRAFT_LIFETIME_DAYS)


class Draft(models.Model):
    """The fields of a form as typed: payload maps each field name to the list of its values.

    The key is the submission of the form, so that saving it ends the draft.
    """

    FOLLOW_UP: ClassVar[str] = "follow_up"
    BATCH: ClassVar[str] = "batch"
    COLLECTIVE: ClassVar[str] = "collective"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", on_delete=models.CASCADE, null=True, related_name="drafts"
    )
    form = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "beneficiary", "form"],
                condition=models.Q(beneficiary__isnull=False),
                name="draft_one_per_person_and_form",
                violation_error_message=_("Un brouillon existe déjà pour cette personne."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.updated_at:%Y-%m-%d %H:%M}"
