"""What every justice record has: where it comes from, when to look at it again, how long it stays in view."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary, BeneficiaryQuerySet
from beneficiaries.models.layer import Layer, shared_layers
from core import audit
from core.constraints import paired
from core.errors import DomainError, Outdated
from core.fields import LineField
from core.models import AuditAction

if TYPE_CHECKING:
    from uuid import UUID

# After its end a justice record leaves the view, unless somebody says why it is still needed.
IN_VIEW_DAYS = 90
LONGEST_EXTENSION = timedelta(days=366)
REASON_AT_LEAST = 15


def readers_people(user: User) -> BeneficiaryQuerySet:
    """The people whose justice records the user may read."""
    people = Beneficiary.objects.content_visible_to(user)
    return people if Layer.JUSTICE in shared_layers(user) else people.own_of(user)


def view_limit(day: date) -> date:
    """A record that ended before that day has left the view."""
    return day - timedelta(days=IN_VIEW_DAYS)


def kept_rules(model: str) -> list[models.BaseConstraint]:
    """An extension has a day, a reason, an author and a moment."""
    return [
        paired(model, "kept_at", "kept_by"),
        models.CheckConstraint(
            condition=models.Q(kept_until__isnull=True, kept_at__isnull=True, kept_reason="")
            | (models.Q(kept_until__isnull=False, kept_at__isnull=False) & ~models.Q(kept_reason="")),
            name=f"{model}_kept_with_reason",
            violation_error_message=_("Garder en vue demande un jour et une raison."),
        ),
    ]


class JusticeFact(models.Model):
    """A record of the justice layer: read by the team, reviewed on a day, out of view some time after its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    probation_service = models.ForeignKey(
        "beneficiaries.ProbationService",
        verbose_name=_("service de probation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    officer_name = LineField(_("CPIP"), max_length=120, blank=True, help_text=_("Nom de la personne qui suit au SPIP."))
    officer_phone = PhoneNumberField(_("téléphone du ou de la CPIP"), blank=True)
    source = LineField(
        _("source"), max_length=120, blank=True, help_text=_("Par exemple : greffe, SPIP, la personne elle-même.")
    )
    review_on = models.DateField(_("à revoir le"))
    kept_until = models.DateField(_("gardé en vue jusqu’au"), null=True, editable=False)
    kept_reason = LineField(_("raison"), max_length=200, blank=True, default="", editable=False)
    kept_at = models.DateTimeField(null=True, editable=False)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    updated_at = models.DateTimeField(_("mis à jour le"), auto_now=True)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        beneficiary: Beneficiary
        beneficiary_id: UUID

    def check_facts(self) -> None:
        """Refuse, in words, what cannot be."""

    @property
    def seen(self) -> str:
        """The state of the record that a form shows: it changes with each correction."""
        return self.updated_at.isoformat()

    def expect_as(self, seen: str) -> None:
        """Refuse to write over what was corrected since it was shown."""
        if seen and seen != self.seen:
            raise Outdated(_("Quelqu’un a corrigé cet enregistrement pendant que vous écriviez."))

    def put(self, *, by: User, at: datetime, **facts: Any) -> bool:
        """Write the facts that differ, journal their names, and bring the file’s situation into step."""
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        if not changed:
            return False
        for name in changed:
            setattr(self, name, facts[name])
        self.check_facts()
        self.save(update_fields=[*changed, "updated_at"])
        names = [name for name in changed if not name.endswith("_latest")]
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=names)
        self.beneficiary.settle_situation(by=by, at=at)
        return True

    def add(self, *, by: User, at: datetime) -> None:
        """Write a new record, journal it, and bring the file’s situation into step."""
        self.check_facts()
        self.save(force_insert=True)
        audit.record(by, AuditAction.CREATED, self, person_id=self.beneficiary_id)
        self.beneficiary.settle_situation(by=by, at=at)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Take away what was noted by mistake; the journal remembers that it was."""
        self.beneficiary.lock()
        audit.record(by, AuditAction.DELETED, self, person_id=self.beneficiary_id)
        self.delete()
        self.beneficiary.settle_situation(by=by, at=at)

    @transaction.atomic
    def extend(self, *, until: date, reason: str, by: User, at: datetime) -> None:
        """Keep the record in view after its end, until a day and for a written reason."""
        today = timezone.localdate(at)
        if not today < until <= today + LONGEST_EXTENSION:
            raise DomainError(_("Indiquez un jour à venir, dans un an au plus."))
        if len(reason) < REASON_AT_LEAST:
            raise DomainError(_("Donnez la raison en une phrase (15 signes au moins)."))
        self.beneficiary.lock()
        self.put(by=by, at=at, kept_until=until, kept_reason=reason, kept_at=at, kept_by=by)
