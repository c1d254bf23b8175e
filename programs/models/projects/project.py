"""Projects: what an enrolled person wants to create, and how far it has come."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission, Role
from beneficiaries.models import Beneficiary
from core import audit
from core.constraints import one_of
from core.errors import DomainError, Outdated, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from partners.models.employer import Sector
from programs.models.enrolment import Enrolment
from programs.models.program import Program, ProgramKind
from programs.models.projects.project_event import ProjectEvent
from programs.models.projects.stages import STAGE_TONES, STAGE_TRANSITIONS, Act, LegalForm, Stage
from programs.models.states import HOLDING

ALREADY_ONE = gettext_lazy("Cette personne a déjà un projet en cours dans cette cohorte.")


class ProjectQuerySet(models.QuerySet["Project"]):
    """Reading the projects, and opening one."""

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Those of the people whose content the user reads, and those of the cohorts that the user runs.

        Nobody the user is kept from; who knows the identities alone, a director, reads figures only.
        """
        read = models.Q(enrolment__beneficiary__in=Beneficiary.objects.content_visible_to(user))
        run = models.Q(enrolment__program__in=Program.objects.run_by(user).order_by().values("pk"))
        return self.filter(read | run).exclude(enrolment__beneficiary__in=Beneficiary.objects.kept_from(user))

    def written_by(self, user: User) -> "ProjectQuerySet":
        """Those that the user keeps up to date: the cohort’s team, the coordination, a mentor of ours."""
        if not user.can(Permission.PROGRAM_ENROL):
            return self.none()
        rows = self.visible_to(user)
        if user.has_role(Role.COORDINATOR):
            return rows
        mentored = Project.objects.filter(mentors__user=user, mentors__ended_on__isnull=True)
        own = models.Q(pk__in=mentored.values("pk"))
        return rows.filter(own | models.Q(enrolment__program__in=Program.objects.run_by(user).values("pk")))

    def published_by(self, user: User) -> "ProjectQuerySet":
        """Those whose public page the user may open: the cohort’s team and the coordination."""
        rows = self.written_by(user)
        if user.has_role(Role.COORDINATOR):
            return rows
        return rows.filter(enrolment__program__in=Program.objects.run_by(user).values("pk"))

    def living(self) -> "ProjectQuerySet":
        """Not stopped."""
        return self.exclude(stage=Stage.STOPPED)

    def for_list(self) -> "ProjectQuerySet":
        """With the person; those that have waited longest in their stage first."""
        return self.select_related("enrolment__beneficiary").order_by("stage_since", "pk")

    def with_public_end(self, day: date) -> "ProjectQuerySet":
        """Tell on each row, as public_until, until when everybody may read a page of it; None when nobody may."""
        standing = {"publicpages__published_at__isnull": False, "publicpages__withdrawn_at__isnull": True}
        dated = {"publicpages__agreed_on__lte": day, "publicpages__ends_on__gte": day}
        return self.annotate(public_until=models.Max("publicpages__ends_on", filter=models.Q(**standing, **dated)))

    @transaction.atomic
    def register(self, enrolment: Enrolment, *, by: User, at: datetime, **facts: Any) -> "Project":
        """Open the project of a person enrolled in a cohort; one at a time."""
        held = Enrolment.objects.select_for_update(of=("self",)).select_related("program").get(pk=enrolment.pk)
        if held.program.kind != ProgramKind.COHORT:
            raise DomainError(_("Un projet s’ouvre dans une cohorte de porteurs de projet."))
        if held.status not in HOLDING:
            raise DomainError(_("Cette personne n’a pas sa place dans la cohorte : inscrivez-la d’abord."))
        if self.living().filter(enrolment=held).exists():
            raise DomainError(str(ALREADY_ONE))
        project = self.create(enrolment=held, created_by=by, stage_since=at, **facts)
        project.tell(Act.STARTED, by=by, at=at, after=project.stage)
        audit.record(by, AuditAction.CREATED, project, person_id=held.beneficiary_id)
        return project


class Project(models.Model):
    """What an enrolled person wants to create: title, pitch, form, trade, place, and its stage on the board."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(
        "programs.Enrolment", verbose_name=gettext_lazy("inscription"), on_delete=models.PROTECT,
        related_name="projects",
    )  # fmt: skip
    title = LineField(gettext_lazy("nom du projet"), max_length=100)
    pitch = models.TextField(gettext_lazy("le projet en quelques phrases"), max_length=1_500, blank=True)
    legal_form = models.CharField(
        gettext_lazy("forme juridique"), max_length=20, choices=LegalForm, blank=True, default=LegalForm.UNDECIDED
    )
    sector = models.CharField(gettext_lazy("secteur"), max_length=20, choices=Sector, default=Sector.OTHER)
    place = LineField(gettext_lazy("lieu de l’activité"), max_length=120, blank=True)
    stage = models.CharField(gettext_lazy("étape"), max_length=20, choices=Stage, default=Stage.IDEA)
    stage_since = models.DateTimeField(gettext_lazy("à cette étape depuis"), editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("projet")
        verbose_name_plural = gettext_lazy("projets")
        constraints = [
            one_of("project", "legal_form", LegalForm),
            one_of("project", "sector", Sector),
            one_of("project", "stage", Stage),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=~models.Q(stage=Stage.STOPPED),
                name="project_one_at_a_time",
                violation_error_message=ALREADY_ONE,
            ),
        ]
        indexes = [models.Index(fields=["stage", "stage_since"], name="project_stage")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def person_id(self) -> uuid.UUID:
        """Whose project it is."""
        return self.enrolment.beneficiary_id

    @property
    def tone(self) -> str:
        """Colour of the stage, never alone."""
        return STAGE_TONES.get(Stage(self.stage), "neutral")

    def lock(self) -> "Project":
        """Hold the row until the end of the transaction, and read it again."""
        return Project.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def tell(self, act: Act, *, by: User, at: datetime, **said: str) -> None:
        """Add a line to the history."""
        ProjectEvent.objects.create(project=self, act=act, by=by, at=at, **said)

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Write what changed, and journal it."""
        held = self.lock()
        changed = [name for name, value in facts.items() if getattr(held, name) != value]
        for name in changed:
            setattr(self, name, facts[name])
        if changed:
            self.save(update_fields=changed)
            audit.record(by, AuditAction.CHANGED, self, person_id=self.person_id, fields=changed)

    def move(self, to: Stage, *, by: User, at: datetime, comment: str = "", seen: str = "") -> None:
        """Change the stage, forwards or backwards; seen: the stage that the user was looking at."""
        self._move_to(to, by=by, at=at, comment=comment.strip(), seen=seen)

    @transaction.atomic
    def _move_to(self, to: Stage, *, by: User, at: datetime, comment: str, seen: str) -> None:
        """The one door."""
        held = self.lock()
        if seen and seen != held.stage:
            words = _("Le projet a changé d’étape entre-temps : il est à « %(stage)s ».")
            raise Outdated(words % {"stage": Stage(held.stage).label})
        if to not in STAGE_TRANSITIONS[held.stage]:
            raise TransitionNotAllowed(_("Le projet est déjà à cette étape."))
        others = Project.objects.living().filter(enrolment=held.enrolment_id).exclude(pk=held.pk)
        if held.stage == Stage.STOPPED and others.exists():
            raise DomainError(str(ALREADY_ONE))
        self.stage, self.stage_since = to, at
        self.save(update_fields=["stage", "stage_since"])
        self.tell(Act.MOVED, by=by, at=at, before=held.stage, after=to, comment=comment)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.person_id, fields=["stage"])
