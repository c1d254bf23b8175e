"""Placements: a person at work, in a job or for hours decided by justice; no offence is ever written here."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.application import Application
from beneficiaries.models.beneficiary import Beneficiary
from core import audit
from core.constraints import one_of, ordered_dates, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from partners.models import ContractKind, Post, PostKind
from partners.models.post_kinds import BY_HOURS

if TYPE_CHECKING:
    from uuid import UUID

AHEAD = timedelta(days=366)


class PlacementEnd(models.TextChoices):
    """How it ended."""

    GOING = "", gettext_lazy("En cours")
    COMPLETED = "completed", gettext_lazy("Arrivé à son terme")
    HIRED = "hired", gettext_lazy("Embauche ou autre emploi")
    LEFT = "left", gettext_lazy("Arrêt demandé par la personne")
    STOPPED = "stopped", gettext_lazy("Arrêt demandé par l’employeur ou la structure")
    BY_JUSTICE = "by_justice", gettext_lazy("Décision de justice")
    OTHER = "other", gettext_lazy("Autre")


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Reading the placements, and beginning one."""

    def visible_to(self, user: User) -> "PlacementQuerySet":
        """Those of the people whose content the user reads."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def going(self) -> "PlacementQuerySet":
        """Not ended."""
        return self.filter(ended_on__isnull=True)

    def for_list(self) -> "PlacementQuerySet":
        """Newest first, with the employer and the hours done."""
        done = models.Sum("hours__hours", filter=models.Q(hours__removed_at__isnull=True))
        rows = self.select_related("employer__organization", "post").annotate(hours_done=done)  # type: ignore[no-redef]
        return rows.order_by("-started_on", "-created_at", "pk")

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        by: User,
        started_on: date,
        application: Application | None = None,
        post: Post | None = None,
        **facts: Any,
    ) -> "Placement":
        """Begin one, and plan when to ask whether a job lasts; the same one still going is noted once."""
        person.lock()
        if post:
            facts |= {"kind": post.kind, "title": post.title, "employer": post.employer}
        if already := self.going().filter(beneficiary=person, started_on=started_on, **facts).first():
            return already
        row: Placement = self.create(
            beneficiary=person, started_on=started_on, application=application, post=post, created_by=by, **facts
        )
        audit.record(by, AuditAction.CREATED, row, person_id=person.pk)
        row.job_checks.plan(row)
        return row


class Placement(models.Model):
    """One person at one post: a job, hours to do, or a placement outside; employer is empty when nobody here knows it.

    hours_done is on the rows read with for_list().
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="placements",
    )
    kind = models.CharField(gettext_lazy("type"), max_length=12, choices=PostKind, default=PostKind.JOB)
    title = LineField(gettext_lazy("poste"), max_length=120)
    employer = models.ForeignKey(
        "partners.Employer",
        verbose_name=gettext_lazy("employeur ou structure d’accueil"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    post = models.ForeignKey(
        "partners.Post", on_delete=models.PROTECT, null=True, editable=False, related_name="placements"
    )
    application = models.OneToOneField(
        "beneficiaries.Application", on_delete=models.PROTECT, null=True, editable=False, related_name="placement"
    )
    contract = models.CharField(
        gettext_lazy("contrat"), max_length=12, choices=ContractKind, blank=True, default=ContractKind.NONE
    )
    hours_due = models.PositiveSmallIntegerField(
        gettext_lazy("heures à faire"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    started_on = models.DateField(gettext_lazy("depuis le"))
    planned_end_on = models.DateField(gettext_lazy("fin prévue le"), null=True, blank=True)
    ended_on = models.DateField(gettext_lazy("terminé le"), null=True, editable=False)
    end_reason = models.CharField(
        gettext_lazy("comment"), max_length=12, choices=PlacementEnd, blank=True, default=PlacementEnd.GOING,
        editable=False,
    )  # fmt: skip
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = PlacementQuerySet.as_manager()
    hours_done: Decimal | None

    class Meta:
        verbose_name = gettext_lazy("mise en emploi")
        verbose_name_plural = gettext_lazy("mises en emploi")
        constraints = [
            one_of("placement", "kind", PostKind),
            one_of("placement", "contract", ContractKind),
            one_of("placement", "end_reason", PlacementEnd),
            ordered_dates("placement", "started_on", "ended_on"),
            ordered_dates("placement", "started_on", "planned_end_on"),
            paired("placement", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, end_reason="", ended_at__isnull=True)
                | (~models.Q(end_reason="") & models.Q(ended_on__isnull=False, ended_at__isnull=False)),
                name="placement_end_is_dated",
                violation_error_message=gettext_lazy("Une fin porte sa date et sa raison."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="placement_named",
                violation_error_message=gettext_lazy("Nommez le poste."),
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=PostKind.JOB) | models.Q(contract=""))
                & (models.Q(kind__in=BY_HOURS) | models.Q(hours_due__isnull=True)),
                name="placement_hours_or_contract",
                violation_error_message=gettext_lazy("Un emploi a un contrat, un TIG a des heures à faire."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "started_on"], name="placement_kind")]

    if TYPE_CHECKING:
        beneficiary_id: UUID
        job_checks: Any

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def counts_hours(self) -> bool:
        """Whether hours are counted towards a number to do."""
        return self.kind in BY_HOURS

    @property
    def hours_left(self) -> Decimal | None:
        """What is left to do, never under zero; None when nobody said how many."""
        return None if self.hours_due is None else max(self.hours_due - (self.hours_done or Decimal(0)), Decimal(0))

    @transaction.atomic
    def end(self, *, by: User, at: datetime, on: date, reason: str) -> None:
        """Say when and how it ended; news after six weeks and six months are still asked for."""
        stored = Placement.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.ended_on:
            raise TransitionNotAllowed(_("C’est déjà terminé : rien n’a changé."))
        if on < stored.started_on:
            raise DomainError(_("La date de fin vient avant la date de début."))
        facts = {"ended_on": on, "end_reason": reason, "ended_at": at, "ended_by": by}
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=[*facts])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=[*facts])
