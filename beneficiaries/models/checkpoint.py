"""News of a person after the release: asked for at six moments, unknown kept as unknown."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened, Reached
from beneficiaries.models.release import Release
from beneficiaries.models.states import ExitReason
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError
from core.models import AuditAction


class Milestone(models.TextChoices):
    """How long after the release."""

    FIRST_NIGHT = "first_night", _("Première nuit")
    SIX_WEEKS = "six_weeks", _("6 semaines")
    THREE_MONTHS = "three_months", _("3 mois")
    SIX_MONTHS = "six_months", _("6 mois")
    TWELVE_MONTHS = "twelve_months", _("12 mois")
    TWENTY_FOUR_MONTHS = "two_years", _("24 mois")


MONTHS = {
    Milestone.THREE_MONTHS: 3,
    Milestone.SIX_MONTHS: 6,
    Milestone.TWELVE_MONTHS: 12,
    Milestone.TWENTY_FOUR_MONTHS: 24,
}
DAYS = {Milestone.FIRST_NIGHT: 1, Milestone.SIX_WEEKS: 42}


class Answer(models.TextChoices):
    """Yes, no, or nobody knows: never one for the other."""

    UNKNOWN = "unknown", _("On ne sait pas")
    YES = "yes", _("Oui")
    NO = "no", _("Non")


class Source(models.TextChoices):
    """How it is known."""

    NONE = "", _("Non renseigné")
    PERSON = "person", _("La personne l’a dit")
    PARTNER = "partner", _("Un partenaire l’a dit")
    DOCUMENT = "document", _("Un document le montre")
    NOT_REACHED = "not_reached", _("Personne n’a pu être joint")


QUESTIONS = {
    "housed": _("Un hébergement ou un logement"),
    "earning": _("Un travail, une formation ou un revenu"),
    "rights": _("Des droits ouverts"),
    "covered": _("Une couverture santé"),
    "in_contact": _("Encore en lien avec nous"),
    "back_in_custody": _("De nouveau en détention"),
}


def due_after(milestone: str, day: date) -> date:
    """The day of the milestone: months are those of the calendar, the 31st giving way to the last day."""
    if milestone in DAYS:
        return day + timedelta(days=DAYS[Milestone(milestone)])
    months = day.month - 1 + MONTHS[Milestone(milestone)]
    first = date(day.year + months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


class OutcomeCheckpointQuerySet(models.QuerySet["OutcomeCheckpoint"]):
    """Reading the checkpoints, planning them, giving them up."""

    def visible_to(self, user: User) -> "OutcomeCheckpointQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(release__beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "OutcomeCheckpointQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(person="release__beneficiary"))

    def pending(self) -> "OutcomeCheckpointQuerySet":
        """Neither recorded nor given up."""
        return self.filter(recorded_at__isnull=True, closed_at__isnull=True)

    def due(self, day: date) -> "OutcomeCheckpointQuerySet":
        """Pending, the day has come, and no later one has: one asks how things are, not how they were."""
        later = OutcomeCheckpoint.objects.filter(
            release=models.OuterRef("release"), due_on__gt=models.OuterRef("due_on"), due_on__lte=day
        )
        return self.pending().filter(~models.Exists(later), due_on__lte=day)

    def for_list(self) -> "OutcomeCheckpointQuerySet":
        """By date."""
        return self.select_related("recorded_by").order_by("due_on", "pk")

    def plan(self, release: Release) -> None:
        """The six moments of a release that took place; twice plans them once."""
        day = release.happened_on
        if day:
            rows = [self.model(release=release, milestone=name, due_on=due_after(name, day)) for name in Milestone]
            self.bulk_create(rows, ignore_conflicts=True)

    def replan(self, release: Release) -> None:
        """Move those still pending with the day of the release."""
        if day := release.happened_on:
            rows = list(self.filter(release=release).pending())
            for row in rows:
                row.due_on = due_after(row.milestone, day)
            self.bulk_update(rows, ["due_on"])

    @transaction.atomic
    def give_up(self, release: Release, *, by: User, at: datetime, reason: str) -> None:
        """Ask no more after a release: the person is back in custody, or died."""
        pending = list(self.filter(release=release).pending())
        self.filter(pk__in=[row.pk for row in pending]).update(closed_at=at, closed_by=by, closed_reason=reason)
        audit.record_each(by, AuditAction.CHANGED, [(row, release.beneficiary_id) for row in pending])


class OutcomeCheckpoint(models.Model):
    """What is known of a person so long after the release, by whom and how it is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(
        "beneficiaries.Release", verbose_name=_("sortie"), on_delete=models.PROTECT, related_name="checkpoints"
    )
    milestone = models.CharField(_("moment"), max_length=14, choices=Milestone)
    due_on = models.DateField(_("le"))
    housed = models.CharField(QUESTIONS["housed"], max_length=7, choices=Answer, default=Answer.UNKNOWN)
    earning = models.CharField(QUESTIONS["earning"], max_length=7, choices=Answer, default=Answer.UNKNOWN)
    rights = models.CharField(QUESTIONS["rights"], max_length=7, choices=Answer, default=Answer.UNKNOWN)
    covered = models.CharField(QUESTIONS["covered"], max_length=7, choices=Answer, default=Answer.UNKNOWN)
    in_contact = models.CharField(QUESTIONS["in_contact"], max_length=7, choices=Answer, default=Answer.UNKNOWN)
    back_in_custody = models.CharField(
        QUESTIONS["back_in_custody"], max_length=7, choices=Answer, default=Answer.UNKNOWN
    )
    source = models.CharField(_("comment on le sait"), max_length=12, choices=Source, blank=True, default=Source.NONE)
    recorded_at = models.DateTimeField(_("noté le"), null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_at = models.DateTimeField(_("sans objet depuis le"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_reason = models.CharField(
        _("raison"), max_length=20, choices=ExitReason, blank=True, default=ExitReason.UNKNOWN, editable=False
    )

    objects = OutcomeCheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("nouvelles après la sortie")
        verbose_name_plural = _("nouvelles après la sortie")
        constraints = [
            one_of("outcomecheckpoint", "milestone", Milestone),
            *(one_of("outcomecheckpoint", question, Answer) for question in QUESTIONS),
            one_of("outcomecheckpoint", "source", Source),
            one_of("outcomecheckpoint", "closed_reason", ExitReason),
            paired("outcomecheckpoint", "recorded_at", "recorded_by"),
            paired("outcomecheckpoint", "closed_at", "closed_by"),
            models.UniqueConstraint(
                fields=["release", "milestone"],
                name="outcomecheckpoint_once",
                violation_error_message=_("Ces nouvelles sont déjà prévues."),
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_at__isnull=True) | models.Q(closed_at__isnull=True),
                name="outcomecheckpoint_recorded_or_closed",
                violation_error_message=_("Des nouvelles notées ne sont pas sans objet."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(recorded_at__isnull=True, closed_at__isnull=True),
                name="outcomecheckpoint_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d} {self.milestone}"

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each question with its answer, in words."""
        return [(str(words), str(Answer(getattr(self, name)).label).lower()) for name, words in QUESTIONS.items()]

    @transaction.atomic
    def record(self, *, by: User, at: datetime, source: str, **answers: str) -> None:
        """Note what is known, or correct it; back in custody ends the later ones."""
        stored = OutcomeCheckpoint.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.closed_at:
            raise DomainError(_("Ces nouvelles ne sont plus attendues."))
        facts = {**answers, "source": source}
        changed = [name for name, value in facts.items() if getattr(stored, name) != value]
        if stored.recorded_at and not changed:
            return
        for name, value in facts.items():
            setattr(self, name, value)
        self.recorded_at, self.recorded_by = at, by
        self.save(update_fields=[*facts, "recorded_at", "recorded_by"])
        fields = changed if stored.recorded_at else [*facts, "recorded_at"]
        audit.record(by, AuditAction.CHANGED, self, person_id=self.release.beneficiary_id, fields=fields)
        if self.back_in_custody == Answer.YES:
            later = OutcomeCheckpoint.objects.filter(due_on__gt=self.due_on)
            later.give_up(self.release, by=by, at=at, reason=ExitReason.CUSTODY)
