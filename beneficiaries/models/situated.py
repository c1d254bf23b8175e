"""The situation as every list and bar shows it: the last word of records that keep its history."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models.states import HELD, OUTSIDE, JusticeStatus, MeasureKind
from core import audit
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.templatetags.french import date_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from beneficiaries.models.release_date import ReleaseDateRevision

FIRST_RELEASE, LAST_RELEASE = date(1950, 1, 1), date(2100, 1, 1)
FIRST_REVIEW = timedelta(days=182)
RELEASE_COLUMNS = ["expected_release_on", "release_date_source", "release_date_noted_on"]


class Situated(models.Model):
    """Where a person stands with justice and when they are expected out; written by the verbs of the records only."""

    justice_status = models.CharField(
        gettext_lazy("situation"), max_length=20, choices=JusticeStatus, default=JusticeStatus.UNKNOWN
    )
    prison = models.ForeignKey(
        "beneficiaries.Prison",
        verbose_name=gettext_lazy("établissement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    expected_release_on = models.DateField(gettext_lazy("date de sortie prévue"), null=True, blank=True)
    release_date_source = LineField(
        gettext_lazy("source de la date de sortie"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("Par exemple : greffe, SPIP, la personne elle-même."),
    )
    release_date_noted_on = models.DateField(gettext_lazy("date connue le"), null=True, blank=True)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        pk: UUID
        version: int
        lead_worker_id: UUID | None
        prison_id: UUID | None
        release_dates: Any
        custody_episodes: Any
        measures: Any
        case_team: Any

        def amend(self, *, by: User, fields: Iterable[str], version: int | None = None) -> None:
            """Written by Beneficiary."""

    def situation_editable_by(self, user: User) -> bool:
        """The justice situation is written by the lead worker, the case team and the coordination, read by the team."""
        if not user.can(Permission.PERSON_WRITE):
            return False
        if user.can(Permission.PERSON_ASSIGN) or self.lead_worker_id in (None, user.pk):
            return True
        return bool(self.case_team.current().filter(user=user).exists())

    @property
    def is_out(self) -> bool:
        """Whether nobody waits for the person to come out."""
        return self.justice_status in OUTSIDE

    def begin_situation(self, *, by: User, at: datetime) -> None:
        """Give the first facts of a new file the records that will carry on from them."""
        if self.expected_release_on:
            self._revise(None, at=at, by=by)
        told = {"created_by": by, "review_on": timezone.localdate(at) + FIRST_REVIEW}
        facts = []
        if self.justice_status in HELD:
            facts.append(self.custody_episodes.create(prison_id=self.prison_id, **told))
        if self.justice_status in (JusticeStatus.DAY_RELEASE, JusticeStatus.COMMUNITY):
            held = self.justice_status in HELD
            kind = MeasureKind.DAY_RELEASE if held else MeasureKind.UNSPECIFIED
            facts.append(self.measures.create(kind=kind, **told))
        for fact in facts:
            audit.record(by, AuditAction.CREATED, fact, person_id=self.pk)

    def situation_on(self, day: date) -> dict[str, Any]:
        """What the records say of a day, in the columns that lists read."""
        stay = self.custody_episodes.open().first()
        kinds = set(self.measures.current(day).values_list("kind", flat=True))
        if stay or MeasureKind.DAY_RELEASE in kinds:
            status = JusticeStatus.DAY_RELEASE if MeasureKind.DAY_RELEASE in kinds else JusticeStatus.IN_CUSTODY
        elif kinds:
            status = JusticeStatus.COMMUNITY
        elif self.custody_episodes.exists():
            status = JusticeStatus.RELEASED
        elif self.measures.exists():
            status = JusticeStatus.NO_MEASURE
        else:
            status = JusticeStatus.UNKNOWN
        return {"justice_status": status, "prison_id": stay.prison_id if stay else None}

    def settle_situation(self, *, by: User, at: datetime) -> None:
        """Bring the columns into step with the records: called by each verb that writes one."""
        told = self.situation_on(timezone.localdate(at))
        stored = type(self)._base_manager.get(pk=self.pk)
        fields = [name for name, value in told.items() if getattr(stored, name) != value]
        self.version, self.justice_status, self.prison_id = stored.version, told["justice_status"], told["prison_id"]
        self.amend(by=by, fields=[name.removesuffix("_id") for name in fields])

    @transaction.atomic
    def move_release_date(
        self, to: date | None, *, source: str, noted_on: date | None, by: User, at: datetime, reason: str = ""
    ) -> "ReleaseDateRevision | None":
        """Note when the person is expected out, or that nobody knows and why: the one door to that date.

        Answers with the revision written, or None when everything was already noted so.
        """
        today = timezone.localdate(at)
        if to and not FIRST_RELEASE <= to <= LAST_RELEASE:
            raise DomainError(_("Cette date de sortie n’est pas plausible."))
        if not to and not reason:
            raise DomainError(_("Sans date de sortie, dites pourquoi : par exemple « pas encore jugé »."))
        if noted_on and noted_on > today:
            raise DomainError(_("La date à laquelle vous l’avez su ne peut pas être à venir."))
        stay = self.custody_episodes.open().first()
        if to and stay and stay.entered_on and to < stay.entered_on:
            words = {"day": date_words(to), "entry": stay.entered_words}
            raise DomainError(_("Cette date (%(day)s) vient avant l’entrée en détention (%(entry)s).") % words)
        stored = type(self)._base_manager.select_for_update(of=("self",)).get(pk=self.pk)
        self.version, before = stored.version, stored.expected_release_on
        told = (to, source, noted_on or today)
        latest = stored.release_dates.order_by("-at", "-pk").first()
        if latest and (*told, reason) == (latest.value, latest.source, latest.noted_on, latest.reason):
            return None
        for name, value in zip(RELEASE_COLUMNS, told, strict=True):
            setattr(self, name, value)
        self.amend(by=by, fields=[n for n in RELEASE_COLUMNS if getattr(stored, n) != getattr(self, n)])
        return self._revise(before, at=at, by=by, reason=reason)

    def _revise(self, previous: date | None, *, at: datetime, by: User, reason: str = "") -> "ReleaseDateRevision":
        """Add the line of history that goes with the columns."""
        revision: ReleaseDateRevision = self.release_dates.create(
            value=self.expected_release_on,
            previous=previous,
            source=self.release_date_source,
            noted_on=self.release_date_noted_on or timezone.localdate(at),
            reason=reason,
            at=at,
            by=by,
        )
        return revision
