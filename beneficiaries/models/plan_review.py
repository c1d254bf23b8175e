"""Reviews of the plan with the person, when the next one is due, and what may put it off."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.custody_episode import CustodyEpisode
from beneficiaries.models.layer import Opened, Reached
from beneficiaries.models.states import FileStatus
from beneficiaries.review_rhythm import AFTER_A_MOVE, Pause
from core import audit
from core.constraints import one_of, ordered_dates
from core.fields import LineField
from core.models import AuditAction


class HoldKind(models.TextChoices):
    """Why no review can be held for a time."""

    EXEMPTION = "exemption", _("La personne n’est pas disponible")
    EXCLUSION = "exclusion", _("L’association ne peut pas tenir le bilan")


# Once the hold is over, the days left to hold the review.
GRACE: dict[str, timedelta] = {HoldKind.EXEMPTION: Pause.EXEMPTION.value, HoldKind.EXCLUSION: Pause.EXCLUSION.value}


class ReviewHoldQuerySet(models.QuerySet["ReviewHold"]):
    """Reading what puts reviews off."""

    def visible_to(self, user: User) -> "ReviewHoldQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "ReviewHoldQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def current(self) -> "ReviewHoldQuerySet":
        """Not over."""
        return self.filter(until__isnull=True)

    @transaction.atomic
    def register(self, person: Beneficiary, *, by: User, at: datetime, kind: str, reason: str) -> "ReviewHold":
        """Put the review off from today; it begins when it is noted, so that it never hides a review already late."""
        person.lock()
        if already := self.current().filter(beneficiary=person).first():
            return already
        since = timezone.localdate(at)
        hold = self.create(beneficiary=person, kind=kind, reason=reason, since=since, created_by=by)
        audit.record(by, AuditAction.CREATED, hold, person_id=person.pk)
        return hold


class ReviewHold(models.Model):
    """A time without review, from a day to another: no day left out of the count that was already late."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="review_holds"
    )
    kind = models.CharField(_("motif"), max_length=10, choices=HoldKind)
    reason = LineField(_("précision"), max_length=200, blank=True)
    since = models.DateField(_("depuis le"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ReviewHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("report du bilan")
        verbose_name_plural = _("reports des bilans")
        constraints = [
            one_of("reviewhold", "kind", HoldKind),
            ordered_dates("reviewhold", "since", "until"),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=models.Q(until__isnull=True),
                name="reviewhold_one_at_a_time",
                violation_error_message=_("Un report est déjà en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} {self.kind}"

    @transaction.atomic
    def end(self, *, by: User, at: datetime) -> None:
        """Take the reviews up again; twice changes nothing."""
        if ReviewHold.objects.filter(pk=self.pk, until__isnull=True).update(until=timezone.localdate(at)):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["until"])


def first_of(rows: "models.QuerySet[Any]", figure: models.Aggregate) -> models.Subquery:
    """One figure of all the rows, for a subquery."""
    return models.Subquery(rows.order_by().values("beneficiary").annotate(figure=figure).values("figure"))


class PlanReviewQuerySet(models.QuerySet["PlanReview"]):
    """Reading the reviews."""

    def visible_to(self, user: User) -> "PlanReviewQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "PlanReviewQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def for_list(self) -> "PlanReviewQuerySet":
        """Newest first, with the author."""
        return self.select_related("created_by").order_by("-held_on", "-created_at", "pk")

    def with_deadline(self) -> "PlanReviewQuerySet":
        """Carrying expected, the day that the next review was planned for, and deadline, when it is due after all.

        A new stay in prison brings it forward. A hold puts it off, when it began before the review was late: while the
        hold lasts there is no deadline; once it is over, some days are left.
        """
        stays = CustodyEpisode.objects.filter(
            beneficiary=models.OuterRef("beneficiary"), entered_on__gt=models.OuterRef("held_on")
        )
        moved = models.functions.Cast(models.F("entered_on") + AFTER_A_MOVE, models.DateField())
        expected = models.functions.Least("next_on", first_of(stays.open(), models.Min(moved)))
        holds = ReviewHold.objects.filter(
            beneficiary=models.OuterRef("beneficiary"), since__lte=models.OuterRef("expected")
        )
        grace = models.Case(
            *(models.When(kind=kind, then=models.Value(days)) for kind, days in GRACE.items()),
            output_field=models.DurationField(),
        )
        pushed = models.functions.Cast(models.F("until") + grace, models.DateField())
        ended = holds.filter(until__gte=models.OuterRef("held_on"))
        deadline = models.functions.Greatest("expected", first_of(ended, models.Max(pushed)))
        return self.annotate(expected=expected).annotate(
            deadline=models.Case(
                models.When(models.Exists(holds.filter(until__isnull=True)), then=models.Value(None)),
                models.When(expected__isnull=False, then=deadline),
                output_field=models.DateField(),
            )
        )

    def due(self, day: date) -> "PlanReviewQuerySet":
        """The last review of each person followed, when the next one is due by the day."""
        newer = PlanReview.objects.filter(
            models.Q(held_on__gt=models.OuterRef("held_on"))
            | models.Q(held_on=models.OuterRef("held_on"), created_at__gt=models.OuterRef("created_at")),
            beneficiary=models.OuterRef("beneficiary"),
        )
        last = self.filter(~models.Exists(newer), beneficiary__status=FileStatus.ACTIVE)
        return last.with_deadline().filter(models.Q(deadline__lte=day))

    @transaction.atomic
    def register(self, person: Beneficiary, *, by: User, submission: uuid.UUID, **facts: Any) -> "PlanReview":
        """Note a review and journal it; a submission notes one review."""
        person.lock()
        if already := self.filter(submission=submission, beneficiary=person).first():
            return already
        review = self.create(beneficiary=person, created_by=by, submission=submission, **facts)
        audit.record(by, AuditAction.CREATED, review, person_id=person.pk)
        return review


class PlanReview(models.Model):
    """The plan looked at again with the person: what changed, what they say of it, when to look again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="plan_reviews"
    )
    held_on = models.DateField(_("date"))
    what_changed = models.TextField(_("ce qui a changé"), max_length=4_000)
    person_words = models.TextField(_("ce qu’en dit la personne"), max_length=2_000, blank=True)
    next_on = models.DateField(_("prochain bilan"), null=True, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, editable=False, related_name="+"
    )

    objects = PlanReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilan du plan")
        verbose_name_plural = _("bilans du plan")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "beneficiary"],
                name="planreview_once_per_submission",
                violation_error_message=_("Ce bilan est déjà noté."),
            ),
            models.CheckConstraint(
                condition=models.Q(held_on__gte=date(1990, 1, 1), held_on__lte=date(2100, 1, 1)),
                name="planreview_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
            models.CheckConstraint(
                condition=models.Q(next_on__isnull=True)
                | models.Q(next_on__gt=models.F("held_on"), next_on__lte=date(2100, 1, 1)),
                name="planreview_next_is_later",
                violation_error_message=_("Le prochain bilan vient après celui-ci."),
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "-held_on", "-created_at"], name="planreview_person")]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"
