"""A release: what is prepared before it, what becomes of the person after."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened, Reached
from beneficiaries.models.states import HELD, OUTSIDE, ExitReason, FileStatus, JusticeStatus
from core import audit
from core.constraints import paired
from core.models import AuditAction

NO_MORE_NEWS = (ExitReason.CUSTODY, ExitReason.DECEASED)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Reading the releases, and keeping them in line with the files."""

    def visible_to(self, user: User) -> "ReleaseQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "ReleaseQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def to_come(self) -> "ReleaseQuerySet":
        """Not yet happened: one a person at most."""
        return self.filter(happened_on__isnull=True)

    def newest_first(self) -> "ReleaseQuerySet":
        """The one to come, then the last that happened."""
        return self.order_by(models.F("happened_on").desc(nulls_first=True), "-created_at", "pk")

    @transaction.atomic
    def follow(self, person: Beneficiary, *, by: User, at: datetime, today: date) -> None:
        """Bring the releases of a person in line with what the file now says.

        A dated release is prepared; one that took place asks for news; back in custody, or deceased, no more is asked.
        """
        person.lock()
        coming = self.filter(beneficiary=person).to_come().first()
        day = person.expected_release_on
        if person.status == FileStatus.CLOSED:
            if person.exit_reason in NO_MORE_NEWS:
                self._ask_no_more(person, by=by, at=at, reason=person.exit_reason)
            return
        known = coming or self.filter(beneficiary=person).exists()
        if person.justice_status in OUTSIDE:
            stay = person.custody_episodes.filter(exited_on__lte=today).order_by("-exited_on", "pk").first()
            if stay and stay.is_transfer:
                return
            if not known and person.justice_status == JusticeStatus.RELEASED:
                coming = self._foresee(person, by=by, day=None)
            if coming:
                left = stay.exited_on if stay else day
                coming.happen(by=by, at=at, on=left if left and left <= today else today)
            return
        if person.justice_status in HELD:
            self._ask_no_more(person, by=by, at=at, reason=ExitReason.CUSTODY)
        if not coming and (day or (known and person.justice_status in HELD)):
            coming = self._foresee(person, by=by, day=day)
        if coming:
            coming.move(day, by=by, at=at, today=today)

    @transaction.atomic
    def prepare(self, person: Beneficiary, *, by: User, at: datetime, today: date) -> None:
        """Lay or complete the list of somebody still to come out, when the date is known."""
        if person.expected_release_on and person.justice_status != JusticeStatus.RELEASED:
            self.follow(person, by=by, at=at, today=today)

    @transaction.atomic
    def correct(self, person: Beneficiary, noted: date, *, to: date, by: User) -> None:
        """A release took place on another day than noted: the news not yet given is asked for by the right one."""
        for release in self.filter(beneficiary=person, happened_on=noted):
            release.happened_on = to
            release.save(update_fields=["happened_on"])
            audit.record(by, AuditAction.CHANGED, release, person_id=person.pk, fields=["happened_on"])
            release.checkpoints.replan(release)

    def _foresee(self, person: Beneficiary, *, by: User, day: date | None) -> "Release":
        release = self.create(beneficiary=person, expected_on=day, created_by=by)
        audit.record(by, AuditAction.CREATED, release, person_id=person.pk)
        return release

    def _ask_no_more(self, person: Beneficiary, *, by: User, at: datetime, reason: str) -> None:
        for release in self.filter(beneficiary=person, happened_on__isnull=False):
            release.checkpoints.give_up(release, by=by, at=at, reason=reason)


class Release(models.Model):
    """One release of a person, to come or past; the date is the one for which things are prepared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="releases"
    )
    expected_on = models.DateField(_("date prévue"), null=True, blank=True)
    happened_on = models.DateField(_("date de la sortie"), null=True, blank=True)
    noted_at = models.DateTimeField(_("sortie notée le"), null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("préparation de la sortie")
        verbose_name_plural = _("préparations de sortie")
        constraints = [
            paired("release", "noted_at", "noted_by"),
            models.CheckConstraint(
                condition=models.Q(happened_on__isnull=True, noted_at__isnull=True)
                | models.Q(happened_on__isnull=False, noted_at__isnull=False),
                name="release_happened_is_noted",
                violation_error_message=_("Une sortie qui a eu lieu dit qui l’a notée."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=models.Q(happened_on__isnull=True),
                name="release_one_to_come",
                violation_error_message=_("Une sortie est déjà en préparation pour cette personne."),
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "happened_on"], name="release_of_person")]

    def __str__(self) -> str:
        return f"{self.happened_on or self.expected_on or '–'}"

    @transaction.atomic
    def move(self, to: date | None, *, by: User, at: datetime, today: date) -> None:
        """Prepare it for another day: the list is completed, and what the change makes impossible is noted."""
        self.items.fill(self, by=by)
        previous = self.expected_on
        if previous == to:
            return
        self.expected_on = to
        self.save(update_fields=["expected_on"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["expected_on"])
        if previous and to:
            self.impacts.note(self, previous=previous, by=by, at=at, today=today)

    @transaction.atomic
    def happen(self, *, by: User, at: datetime, on: date) -> None:
        """The person is out: news will be asked for, from the first night to two years later."""
        self.happened_on, self.noted_at, self.noted_by = on, at, by
        self.save(update_fields=["happened_on", "noted_at", "noted_by"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["happened_on"])
        self.checkpoints.plan(self)
