"""Joint reviews (« synthèses »): a meeting about one person, who was there, what was decided."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened, Reached
from beneficiaries.models.task import Task
from core import audit
from core.errors import DomainError, Outdated
from core.fields import LineField
from core.models import AuditAction
from partners.models import Contact, Organization


@dataclass(frozen=True)
class NewDecision:
    """What was decided, who does it and by when."""

    title: str
    assignee: User
    due_on: date


@dataclass(frozen=True)
class Present:
    """Who was there: colleagues, contacts and organisations of the directory, and names as typed."""

    staff: Iterable[User] = ()
    contacts: Iterable[Contact] = ()
    organizations: Iterable[Organization] = ()
    names: Iterable[str] = ()


class JointReviewQuerySet(models.QuerySet["JointReview"]):
    """Reading the joint reviews."""

    def visible_to(self, user: User) -> "JointReviewQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "JointReviewQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def for_list(self) -> "JointReviewQuerySet":
        """Newest first."""
        return self.order_by("-held_on", "-created_at", "pk")

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        by: User,
        submission: uuid.UUID,
        present: Present,
        decisions: Sequence[NewDecision] = (),
        **facts: Any,
    ) -> "JointReview":
        """Note the meeting, who was there and what was decided; each decision is a task. A submission notes one."""
        person.lock()
        if already := self.filter(submission=submission, beneficiary=person).first():
            return already
        review = self.create(beneficiary=person, created_by=by, submission=submission, **facts)
        review._note_present(present)
        for rank, decision in enumerate(decisions):
            review._decide(decision, rank, by)
        audit.record(by, AuditAction.CREATED, review, person_id=person.pk)
        return review


class JointReview(models.Model):
    """A meeting about one person with partners: where things stand, what was decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="joint_reviews"
    )
    held_on = models.DateField(_("date"))
    place = LineField(_("lieu"), max_length=160, blank=True)
    person_was_there = models.BooleanField(_("la personne était présente"), default=True)
    situation = models.TextField(_("où en est la personne"), max_length=8_000)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = JointReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("synthèse")
        verbose_name_plural = _("synthèses")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "beneficiary"],
                name="jointreview_once_per_submission",
                violation_error_message=_("Cette synthèse est déjà notée."),
            ),
            models.CheckConstraint(
                condition=models.Q(held_on__gte=date(1990, 1, 1), held_on__lte=date(2100, 1, 1)),
                name="jointreview_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "-held_on"], name="jointreview_person")]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"

    @transaction.atomic
    def amend(self, *, by: User, version: int, **facts: Any) -> None:
        """Correct the minutes as they were when read at this version; what was decided stays."""
        current = JointReview.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.version != version:
            raise Outdated(_("Quelqu’un a modifié ce texte entre-temps : rien n’est enregistré, comparez les deux."))
        changed = sorted(name for name, value in facts.items() if getattr(current, name) != value)
        if not changed:
            return
        for name in changed:
            setattr(self, name, facts[name])
        self.version = version + 1
        self.save(update_fields=[*changed, "version"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)

    def _note_present(self, present: Present) -> None:
        """One line for each of those who were there."""
        lines: list[dict[str, Any]] = [{"user": user} for user in present.staff]
        lines += [{"contact": contact, "organization": contact.organization} for contact in present.contacts]
        lines += [{"organization": organization} for organization in present.organizations]
        lines += [{"name": name} for name in dict.fromkeys(present.names)]
        JointReviewPresence.objects.bulk_create(
            JointReviewPresence(review=self, rank=rank, **line) for rank, line in enumerate(lines)
        )

    def _decide(self, decision: NewDecision, rank: int, by: User) -> None:
        """A decision and the task that carries it out."""
        if not Beneficiary.objects.visible_to(decision.assignee).filter(pk=self.beneficiary_id).exists():
            words = {"name": decision.assignee.get_short_name()}
            raise DomainError(_("%(name)s n’a pas accès à ce dossier : choisissez quelqu’un d’autre.") % words)
        task = Task.objects.register(
            self.beneficiary, by=by, title=decision.title, due_on=decision.due_on, assignee=decision.assignee
        )
        JointReviewDecision.objects.create(review=self, task=task, text=decision.title, rank=rank)


class JointReviewPresence(models.Model):
    """Who was at a joint review: a colleague, a contact or an organisation of the directory, or a name as typed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(
        JointReview, verbose_name=_("synthèse"), on_delete=models.PROTECT, related_name="presences"
    )
    rank = models.PositiveSmallIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("partners.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("partners.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    name = LineField(_("nom"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("personne présente")
        verbose_name_plural = _("personnes présentes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, contact__isnull=True, organization__isnull=True, name="")
                | models.Q(user__isnull=True, organization__isnull=False, name="")
                | models.Q(user__isnull=True, contact__isnull=True, organization__isnull=True) & ~models.Q(name=""),
                name="jointreviewpresence_named_once",
                violation_error_message=_("Une personne présente est nommée, et d’une seule façon."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def words(self) -> str:
        """Name, and for whom they were there."""
        if self.user:
            return self.user.get_full_name()
        if self.contact:
            return f"{self.contact}, {self.organization}"
        return str(self.organization or self.name)


class JointReviewDecision(models.Model):
    """What was decided, in the words of the day, and the task that carries it out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(
        JointReview, verbose_name=_("synthèse"), on_delete=models.PROTECT, related_name="decisions"
    )
    task = models.ForeignKey(Task, verbose_name=_("tâche"), on_delete=models.PROTECT, related_name="decisions")
    text = LineField(_("décision"), max_length=160)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")

    def __str__(self) -> str:
        return str(self.pk)
