"""What goes through stages with a partner: one table, one door, and the history of both."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core import audit
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction

EACH = ("agreement", "grant", "post")
TWICE = timedelta(minutes=2)  # the same words by the same hand within so long are one click too many


def about_one() -> models.Q:
    """Exactly one of the three is named."""
    condition = models.Q()
    for named in EACH:
        condition |= models.Q(**{f"{name}__isnull": name != named for name in EACH})
    return condition


class PartnerChange(models.Model):
    """One change of status of an agreement, a grant or a post: from what to what, when, by whom and why."""

    agreement = models.ForeignKey("partners.Agreement", on_delete=models.PROTECT, null=True, related_name="changes")
    grant = models.ForeignKey("partners.Grant", on_delete=models.PROTECT, null=True, related_name="changes")
    post = models.ForeignKey("partners.Post", on_delete=models.PROTECT, null=True, related_name="changes")
    from_status = models.CharField(gettext_lazy("de"), max_length=12)
    to_status = models.CharField(gettext_lazy("à"), max_length=12)
    reason = LineField(gettext_lazy("raison"), max_length=200, blank=True)
    at = models.DateTimeField(gettext_lazy("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("par"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = gettext_lazy("changement d’état")
        verbose_name_plural = gettext_lazy("changements d’état")
        constraints = [
            models.CheckConstraint(
                condition=about_one(),
                name="partnerchange_about_one",
                violation_error_message=gettext_lazy(
                    "Un changement concerne une convention, une subvention ou un poste."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_status=models.F("to_status")),
                name="partnerchange_changes",
                violation_error_message=gettext_lazy("L’état n’a pas changé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_status}"


class Staged(models.Model):
    """An agreement, a grant or a post: written by amend, moved by its verbs."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]]
    TONES: ClassVar[dict[str, str]]

    class Meta:
        abstract = True

    status: Any
    changes: Any
    objects: Any

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return self.TONES[self.status]

    @property
    def can_become(self) -> frozenset[str]:
        """Statuses that may follow the present one."""
        return self.TRANSITIONS[self.status]

    def history(self) -> list[tuple[PartnerChange, StrOrPromise]]:
        """Each change, oldest first, with the words of the status reached."""
        statuses = dict(self._meta.get_field("status").flatchoices)  # type: ignore[union-attr]
        rows = self.changes.select_related("by").order_by("at", "pk")
        return [(row, statuses[row.to_status]) for row in rows]

    def locked(self) -> Any:
        """The record as it is now, kept to this transaction."""
        return type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Write what changed and journal the names of the fields."""
        stored = self.locked()
        changed = sorted(name for name, value in facts.items() if getattr(stored, name) != value)
        for name, value in facts.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=changed)
            audit.record(by, AuditAction.CHANGED, self, fields=changed)

    @transaction.atomic
    def move_to(self, status: str, *, by: User, at: datetime, reason: str = "", **fields: Any) -> None:
        """The one door: lock the row, check the table, write the status, its fields and its line of history."""
        current = self.locked().status
        if status not in self.TRANSITIONS[current]:
            words = dict(self._meta.get_field("status").flatchoices)[current]  # type: ignore[union-attr]
            raise TransitionNotAllowed(_("L’état est déjà « %(status)s » : rien n’a changé.") % {"status": words})
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])  # type: ignore[misc]  # each Staged model has a status
        about = {str(self._meta.model_name): self}
        PartnerChange.objects.create(**about, from_status=current, to_status=status, at=at, by=by, reason=reason)
        audit.record(by, AuditAction.CHANGED, self, fields=["status", *fields])


class StagedQuerySet(models.QuerySet[Any]):
    """Writing a first time."""

    @transaction.atomic
    def register(self, *, by: User, **facts: Any) -> Any:
        """Note one and journal it; the same form sent twice notes one."""
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=by.pk)
        if already := self.filter(created_by=by, created_at__gte=timezone.now() - TWICE, **facts).first():
            return already
        record = self.create(created_by=by, **facts)
        audit.record(by, AuditAction.CREATED, record)
        return record


def remind_on(last_day: str) -> models.GeneratedField:
    """The day of the reminder: so many days (remind_days) before another one."""
    before = models.ExpressionWrapper(models.F(last_day) - models.F("remind_days"), output_field=models.DateField())
    return models.GeneratedField(expression=before, output_field=models.DateField(), db_persist=True, null=True)
