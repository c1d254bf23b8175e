"""Applications: a person and a post, from the letter to the answer."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from partners.models import Post

if TYPE_CHECKING:
    from uuid import UUID


class ApplicationStatus(models.TextChoices):
    """Where the application stands."""

    SENT = "sent", gettext_lazy("Envoyée")
    INTERVIEW = "interview", gettext_lazy("Entretien")
    ACCEPTED = "accepted", gettext_lazy("Acceptée")
    REFUSED = "refused", gettext_lazy("Refusée")
    WITHDRAWN = "withdrawn", gettext_lazy("Retirée")


class RefusalReason(models.TextChoices):
    """Why the employer said no, as far as is known."""

    UNKNOWN = "unknown", gettext_lazy("On ne sait pas")
    FILLED = "filled", gettext_lazy("Poste déjà pourvu")
    SKILLS = "skills", gettext_lazy("Expérience ou diplôme")
    TRAVEL = "travel", gettext_lazy("Trajet, horaires ou permis")
    RECORD = "record", gettext_lazy("Casier judiciaire")
    PAPERS = "papers", gettext_lazy("Papiers")
    NO_REPLY = "no_reply", gettext_lazy("Jamais de réponse")
    OTHER = "other", gettext_lazy("Autre")


S = ApplicationStatus
TRANSITIONS: dict[str, frozenset[str]] = {
    S.SENT: frozenset({S.INTERVIEW, S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),
    S.INTERVIEW: frozenset({S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.WITHDRAWN}),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
TONES = {S.SENT: "warning", S.INTERVIEW: "info", S.ACCEPTED: "success", S.REFUSED: "neutral", S.WITHDRAWN: "neutral"}
GOING = [S.SENT, S.INTERVIEW]


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Reading the applications, and sending one."""

    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Those of the people whose content the user reads."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def for_list(self) -> "ApplicationQuerySet":
        """Newest first, with the post, and whether a placement has come of it."""
        rows = self.select_related("post__employer__organization", "placement")
        return rows.order_by("-sent_on", "-created_at", "pk")

    @transaction.atomic
    def register(self, person: Beneficiary, *, post: Post, sent_on: date, by: User, **facts: Any) -> "Application":
        """Note an application; the same one still going is noted once."""
        person.lock()
        if already := self.filter(beneficiary=person, post=post, status__in=GOING).first():
            return already
        row = self.create(beneficiary=person, post=post, sent_on=sent_on, created_by=by, **facts)
        audit.record(by, AuditAction.CREATED, row, person_id=person.pk)
        return row


class Application(models.Model):
    """One person’s application to one post."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="applications",
    )
    post = models.ForeignKey(
        "partners.Post", verbose_name=gettext_lazy("poste"), on_delete=models.PROTECT, related_name="applications"
    )
    sent_on = models.DateField(gettext_lazy("envoyée le"))
    interview_on = models.DateField(gettext_lazy("entretien le"), null=True, editable=False)
    status = models.CharField(
        gettext_lazy("état"), max_length=10, choices=ApplicationStatus, default=S.SENT, editable=False
    )
    refusal_reason = models.CharField(
        gettext_lazy("raison du refus"), max_length=10, choices=[("", "—"), *RefusalReason.choices], blank=True,
        default="", editable=False,
    )  # fmt: skip
    comment = LineField(gettext_lazy("à savoir"), max_length=200, blank=True)
    answered_at = models.DateTimeField(gettext_lazy("réponse notée le"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("candidature")
        verbose_name_plural = gettext_lazy("candidatures")
        constraints = [
            one_of("application", "status", ApplicationStatus),
            paired("application", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=models.Q(status=S.REFUSED, refusal_reason__in=RefusalReason.values)
                | (~models.Q(status=S.REFUSED) & models.Q(refusal_reason="")),
                name="application_refusal_reason_given",
                violation_error_message=gettext_lazy("Un refus porte sa raison, et lui seul."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=GOING, answered_at__isnull=True)
                | (~models.Q(status__in=GOING) & models.Q(answered_at__isnull=False)),
                name="application_answer_is_dated",
                violation_error_message=gettext_lazy("Une réponse porte sa date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=S.INTERVIEW) | models.Q(interview_on__isnull=False),
                name="application_interview_is_dated",
                violation_error_message=gettext_lazy("Un entretien porte sa date."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "post"],
                condition=models.Q(status__in=GOING),
                name="application_once",
                violation_error_message=gettext_lazy("Cette candidature est déjà en cours."),
            ),
        ]

    if TYPE_CHECKING:
        beneficiary_id: UUID
        post_id: UUID

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return TONES[S(self.status)]

    @property
    def can_become(self) -> frozenset[str]:
        """Statuses that may follow the present one."""
        return TRANSITIONS[self.status]

    @property
    def has_placement(self) -> bool:
        """Whether somebody noted what came of it."""
        return hasattr(self, "placement")

    def meet(self, *, by: User, on: date) -> None:
        """Note the day of the interview."""
        if on < self.sent_on:
            raise DomainError(_("L’entretien vient avant l’envoi de la candidature."))
        self._move_to(S.INTERVIEW, by=by, interview_on=on)

    def accept(self, *, by: User, at: datetime) -> None:
        """The employer says yes."""
        self._move_to(S.ACCEPTED, by=by, answered_at=at, answered_by=by)

    def refuse(self, *, by: User, at: datetime, reason: str, comment: str = "") -> None:
        """The employer says no, and why as far as is known."""
        told = {"comment": comment} if comment else {}
        self._move_to(S.REFUSED, by=by, answered_at=at, answered_by=by, refusal_reason=reason, **told)

    def withdraw(self, *, by: User, at: datetime) -> None:
        """The person takes it back."""
        self._move_to(S.WITHDRAWN, by=by, answered_at=at, answered_by=by)

    @transaction.atomic
    def _move_to(self, status: S, *, by: User, **fields: Any) -> None:
        """The one door: lock the row, check the table, write and journal."""
        current = Application.objects.select_for_update(of=("self",)).get(pk=self.pk).status
        if status not in TRANSITIONS[current]:
            words = S(current).label
            raise TransitionNotAllowed(_("Cette candidature est déjà « %(status)s ».") % {"status": words})
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status", *fields])
