"""Measures outside prison, or that open its door: who ordered them, who follows them, until when."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.justice_fact import JusticeFact, kept_rules, readers_people, view_limit
from beneficiaries.models.layer import Layer, Opened, Reached
from beneficiaries.models.states import MeasureKind
from core.constraints import one_of, ordered_dates
from core.errors import DomainError
from core.fields import LineField
from core.templatetags.french import date_words


class MeasureEnd(models.TextChoices):
    """How a measure ended; empty until somebody notes it."""

    NOT_ENDED = "", gettext_lazy("En cours")
    COMPLETED = "completed", gettext_lazy("Arrivée à son terme")
    LIFTED = "lifted", gettext_lazy("Levée")
    REPLACED = "replaced", gettext_lazy("Remplacée par une autre")
    REVOKED = "revoked", gettext_lazy("Révoquée")
    OTHER = "other", gettext_lazy("Autre")
    UNKNOWN = "unknown", gettext_lazy("Non renseigné")


NOT_ENDED = models.Q(end_kind=MeasureEnd.NOT_ENDED)


class JusticeMeasureQuerySet(models.QuerySet["JusticeMeasure"]):
    """Reading the measures."""

    def visible_to(self, user: User) -> "JusticeMeasureQuerySet":
        """Those of the people whose justice records the user may read."""
        return self.filter(beneficiary__in=readers_people(user))

    def visible_in(self, file: "Opened | Reached") -> "JusticeMeasureQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(Layer.JUSTICE))

    def current(self, day: date) -> "JusticeMeasureQuerySet":
        """Begun, neither ended nor past their term."""
        begun = models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=day)
        running = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        return self.filter(NOT_ENDED, begun, running)

    def in_view(self, day: date) -> "JusticeMeasureQuerySet":
        """Current, to come, ended lately, or kept in view."""
        limit = view_limit(day)
        running = NOT_ENDED & (models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=limit))
        return self.filter(running | models.Q(ended_on__gte=limit) | models.Q(kept_until__gte=day))

    def for_timeline(self) -> "JusticeMeasureQuerySet":
        """Those that go on, then the latest first; with their obligations."""
        going = models.Case(models.When(NOT_ENDED, then=0), default=1)
        rows = self.select_related("probation_service", "kept_by").prefetch_related("obligations")
        return rows.order_by(going, models.F("starts_on").desc(nulls_last=True), "-created_at", "pk")

    @transaction.atomic
    def register(
        self, person: Beneficiary, *, by: User, at: datetime, review_on: date, **facts: Any
    ) -> "JusticeMeasure":
        """Note a measure; the same one noted twice is one."""
        person.lock()
        if already := self.filter(beneficiary=person, end_kind=MeasureEnd.NOT_ENDED, **facts).first():
            return already
        measure = JusticeMeasure(beneficiary=person, created_by=by, review_on=review_on, **facts)
        measure.add(by=by, at=at)
        return measure


class JusticeMeasure(JusticeFact):
    """A measure with its court, its probation officer, its term, and the obligations that go with it."""

    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="measures",
    )
    kind = models.CharField(gettext_lazy("mesure"), max_length=30, choices=MeasureKind)
    court = LineField(gettext_lazy("juridiction"), max_length=120, blank=True)
    starts_on = models.DateField(gettext_lazy("début"), null=True, blank=True)
    ends_on = models.DateField(gettext_lazy("terme prévu"), null=True, blank=True)
    ended_on = models.DateField(gettext_lazy("fin"), null=True, blank=True)
    end_kind = models.CharField(
        gettext_lazy("comment elle a pris fin"),
        max_length=12,
        choices=MeasureEnd,
        blank=True,
        default=MeasureEnd.NOT_ENDED,
    )

    objects = JusticeMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("mesure de justice")
        verbose_name_plural = gettext_lazy("mesures de justice")
        constraints = [
            one_of("justicemeasure", "kind", MeasureKind),
            one_of("justicemeasure", "end_kind", MeasureEnd),
            *kept_rules("justicemeasure"),
            ordered_dates("justicemeasure", "starts_on", "ends_on"),
            ordered_dates("justicemeasure", "starts_on", "ended_on"),
            models.CheckConstraint(
                condition=models.Q(NOT_ENDED, ended_on__isnull=True) | (~NOT_ENDED & models.Q(ended_on__isnull=False)),
                name="justicemeasure_end_is_dated",
                violation_error_message=gettext_lazy("La fin d’une mesure a un jour et un motif."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_current(self, day: date) -> bool:
        """Whether it applies on that day, as far as is known."""
        begun = not self.starts_on or self.starts_on <= day
        return not self.end_kind and begun and (not self.ends_on or day <= self.ends_on)

    def check_facts(self) -> None:
        """Its end follows its start."""
        for end in (self.ends_on, self.ended_on):
            if self.starts_on and end and end < self.starts_on:
                words = {"end": date_words(end), "start": date_words(self.starts_on)}
                raise DomainError(_("La fin (%(end)s) vient avant le début (%(start)s).") % words)

    def again(self) -> "JusticeMeasure":
        """The record as it is now, the file locked: two acts come one after the other."""
        self.beneficiary.lock()
        return JusticeMeasure.objects.select_related("beneficiary").get(pk=self.pk)

    @transaction.atomic
    def amend(self, *, by: User, at: datetime, seen: str = "", **facts: Any) -> None:
        """Correct or complete what was noted; seen is the state that the user was shown."""
        stored = self.again()
        stored.expect_as(seen)
        stored.put(by=by, at=at, **facts)

    @transaction.atomic
    def end(self, on: date, *, kind: str, by: User, at: datetime) -> None:
        """Note that the measure is over."""
        stored = self.again()
        if stored.end_kind:
            raise DomainError(_("Cette mesure est déjà terminée."))
        if on > timezone.localdate(at):
            raise DomainError(_("Une fin à venir se note comme terme prévu."))
        stored.put(by=by, at=at, ended_on=on, end_kind=kind)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Take the obligations away with the measure."""
        self.beneficiary.lock()
        self.obligations.all().delete()
        super().remove(by=by, at=at)
