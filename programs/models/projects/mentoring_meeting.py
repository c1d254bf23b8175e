"""Mentoring meetings: what the holder and the mentor decided, and what comes next."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Beneficiary, Task
from core.errors import DomainError
from core.fields import LineField
from programs.models.projects.mentor import Mentor
from programs.models.projects.project import Project
from programs.models.projects.row import ProjectRow, ProjectRowQuerySet, require_near


class MentoringMeetingQuerySet(ProjectRowQuerySet):
    """Reading the meetings, and noting one."""

    def for_list(self) -> "MentoringMeetingQuerySet":
        """Latest first, with the mentor and what follows."""
        rows = self.select_related("mentor__user", "mentor__contact__organization", "task__assignee")
        return rows.order_by("-met_on", "-created_at", "pk")

    @transaction.atomic
    def note(
        self, project: Project, *, by: User, today: date, mentor: Mentor, met_on: date, assignee: User | None = None,
        **facts: Any,
    ) -> "MentoringMeeting":  # fmt: skip
        """Note a meeting, or plan one to come; the next step becomes a task of the person’s file."""
        require_near(met_on, today=today)
        require_next(met_on, facts.get("next_step", ""), facts.get("next_step_on"))
        if mentor.project_id != project.pk:
            raise DomainError(_("Cette marraine ou ce parrain suit un autre projet."))
        meeting: MentoringMeeting = self.register(project, by=by, mentor=mentor, met_on=met_on, **facts)
        meeting.plan_next(by=by, assignee=assignee)
        return meeting


class MentoringMeeting(ProjectRow):
    """One meeting of the holder and a mentor: decisions, next step with its day; without decisions, still to note."""

    mentor = models.ForeignKey(
        "programs.Mentor", verbose_name=gettext_lazy("avec"), on_delete=models.PROTECT, related_name="meetings"
    )
    met_on = models.DateField(gettext_lazy("rencontre du"))
    decided = models.TextField(gettext_lazy("ce qui a été décidé"), max_length=2_000, blank=True)
    next_step = LineField(gettext_lazy("prochaine étape"), max_length=120, blank=True)
    next_step_on = models.DateField(gettext_lazy("pour le"), null=True, blank=True)
    task = models.ForeignKey(
        "beneficiaries.Task", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: Any = MentoringMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("rencontre de parrainage")
        verbose_name_plural = gettext_lazy("rencontres de parrainage")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_step="", next_step_on__isnull=True)
                | (~models.Q(next_step="") & models.Q(next_step_on__gte=models.F("met_on"))),
                name="mentoringmeeting_next_step_dated",
                violation_error_message=gettext_lazy("La prochaine étape porte une date, après la rencontre."),
            )
        ]
        indexes = [models.Index(fields=["project", "met_on"], name="mentoringmeeting_project")]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def correct(self, *, by: User, today: date, assignee: User | None = None, **facts: Any) -> None:
        """Write what was decided; a next step new to the meeting becomes a task."""
        require_near(facts["met_on"], today=today)
        require_next(facts["met_on"], facts["next_step"], facts["next_step_on"])
        self.amend(by=by, **facts)
        self.plan_next(by=by, assignee=assignee)

    def plan_next(self, *, by: User, assignee: User | None) -> None:
        """Give the next step, once, to somebody who reads the person’s file."""
        if self.next_step_on is None or assignee is None or self.task_id:
            return
        person = Beneficiary.objects.get(pk=self.project.person_id)
        task = Task.objects.register(
            person, by=by, title=f"{self.project.title} : {self.next_step}"[:160], due_on=self.next_step_on,
            assignee=assignee,
        )  # fmt: skip
        self.task = task
        self.save(update_fields=["task"])


def require_next(met_on: date, step: str, day: date | None) -> None:
    """A next step and its day go together, the day after the meeting."""
    if bool(step) != bool(day):
        raise DomainError(_("Écrivez la prochaine étape et sa date, ou aucune des deux."))
    if day and day < met_on:
        raise DomainError(_("La prochaine étape vient après la rencontre."))
    if day:
        require_near(day, today=met_on)
