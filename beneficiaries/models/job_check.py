"""Whether a job lasts: asked at six weeks and at six months, unknown kept as unknown."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.checkpoint import Milestone, Source, due_after
from beneficiaries.models.placement import Placement
from beneficiaries.models.states import FileStatus
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError
from core.models import AuditAction
from partners.models import PostKind

if TYPE_CHECKING:
    from beneficiaries.models.layer import Opened, Reached

JOB_MILESTONES = [Milestone.SIX_WEEKS, Milestone.SIX_MONTHS]


class JobState(models.TextChoices):
    """What became of the job; nobody knowing is not a no."""

    UNKNOWN = "unknown", gettext_lazy("On ne sait pas")
    KEPT = "kept", gettext_lazy("Toujours à ce poste")
    OTHER_JOB = "other_job", gettext_lazy("Dans un autre emploi ou en formation")
    NO = "no", gettext_lazy("Sans emploi")


class JobCheckQuerySet(models.QuerySet["JobCheck"]):
    """Reading what is asked, and planning it."""

    def visible_to(self, user: User) -> "JobCheckQuerySet":
        """Those of the people whose content the user reads."""
        return self.filter(placement__beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "JobCheckQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(person="placement__beneficiary"))

    def due(self, day: date) -> "JobCheckQuerySet":
        """To ask now: the day has come, nothing is recorded, the support goes on; the most urgent first."""
        rows = self.filter(recorded_at__isnull=True, due_on__lte=day)
        followed = rows.filter(placement__beneficiary__status=FileStatus.ACTIVE)
        return followed.select_related("placement__beneficiary").order_by("due_on", "pk")

    def plan(self, placement: Placement) -> None:
        """The two moments of a job; twice plans them once, and hours decided by justice have none."""
        if placement.kind == PostKind.JOB:
            rows = [
                self.model(placement=placement, milestone=name, due_on=due_after(name, placement.started_on))
                for name in JOB_MILESTONES
            ]
            self.bulk_create(rows, ignore_conflicts=True)


class JobCheck(models.Model):
    """What is known of a job so long after it began, by whom and how it is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    placement = models.ForeignKey(
        "beneficiaries.Placement",
        verbose_name=gettext_lazy("emploi"),
        on_delete=models.PROTECT,
        related_name="job_checks",
    )
    milestone = models.CharField(gettext_lazy("moment"), max_length=14, choices=Milestone)
    due_on = models.DateField(gettext_lazy("le"))
    state = models.CharField(gettext_lazy("l’emploi"), max_length=10, choices=JobState, default=JobState.UNKNOWN)
    source = models.CharField(
        gettext_lazy("comment on le sait"), max_length=12, choices=Source, blank=True, default=Source.NONE
    )
    recorded_at = models.DateTimeField(gettext_lazy("noté le"), null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = JobCheckQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("nouvelles d’un emploi")
        verbose_name_plural = gettext_lazy("nouvelles d’un emploi")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(milestone__in=JOB_MILESTONES),
                name="jobcheck_milestone_known",
                violation_error_message=gettext_lazy("Cette valeur n’est pas dans la liste."),
            ),
            one_of("jobcheck", "state", JobState),
            one_of("jobcheck", "source", Source),
            paired("jobcheck", "recorded_at", "recorded_by"),
            models.CheckConstraint(
                condition=models.Q(recorded_at__isnull=False) | models.Q(state=JobState.UNKNOWN),
                name="jobcheck_known_once_recorded",
                violation_error_message=gettext_lazy("Ce qui n’est pas encore noté n’est pas su."),
            ),
            models.UniqueConstraint(
                fields=["placement", "milestone"],
                name="jobcheck_once",
                violation_error_message=gettext_lazy("Ces nouvelles sont déjà prévues."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(recorded_at__isnull=True), name="jobcheck_pending")
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d} {self.milestone}"

    @transaction.atomic
    def record(self, *, by: User, at: datetime, state: str, source: str) -> None:
        """Note what is known, or correct it; a job that ended before is not kept."""
        stored = JobCheck.objects.select_for_update(of=("self",)).select_related("placement").get(pk=self.pk)
        ended_on = stored.placement.ended_on
        if state == JobState.KEPT and ended_on and ended_on < stored.due_on:
            raise DomainError(_("Ce poste s’est terminé avant cette date : il n’est pas « toujours » occupé."))
        if stored.recorded_at and (stored.state, stored.source) == (state, source):
            return
        self.state, self.source, self.recorded_at, self.recorded_by = state, source, at, by
        self.save(update_fields=["state", "source", "recorded_at", "recorded_by"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.placement.beneficiary_id, fields=["state", "source"])
