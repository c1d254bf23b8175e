"""Detention: one record a stay in an establishment; a transfer ends a stay and begins the next."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.justice_fact import JusticeFact, kept_rules, readers_people, view_limit
from beneficiaries.models.layer import Layer, Opened, Reached
from core.constraints import one_of
from core.errors import DomainError
from core.fields import LineField
from core.partial_dates import PartialDate, partial_words

if TYPE_CHECKING:
    from beneficiaries.models.prison import Prison


class CustodyStatus(models.TextChoices):
    """Whether the sentence is final."""

    UNKNOWN = "", gettext_lazy("Non renseigné")
    REMANDED = "remanded", gettext_lazy("Prévenu·e")
    SENTENCED = "sentenced", gettext_lazy("Condamné·e")


class ExitKind(models.TextChoices):
    """How a stay ended; empty while it goes on."""

    STILL_HELD = "", gettext_lazy("En cours")
    TRANSFER = "transfer", gettext_lazy("Transfert")
    END_OF_SENTENCE = "end_of_sentence", gettext_lazy("Fin de peine")
    PAROLE = "parole", gettext_lazy("Libération conditionnelle")
    SUPERVISED_EARLY_RELEASE = "supervised_early_release", gettext_lazy("Libération sous contrainte")
    SENTENCE_ADJUSTMENT = "sentence_adjustment", gettext_lazy("Aménagement de peine")
    RELEASED_BEFORE_TRIAL = "released_before_trial", gettext_lazy("Mise en liberté avant jugement")
    OTHER = "other", gettext_lazy("Autre")
    UNKNOWN = "unknown", gettext_lazy("Non renseigné")


class DateRange(models.Func):
    """The days from the first to before the last; without a last one, for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


HELD_NOW = models.Q(exit_kind=ExitKind.STILL_HELD)
# Only days certainly spent inside can clash: a stay « since 2023 » is certain from 31 December on.
CERTAIN = models.Q(entered_latest__isnull=False) & (
    HELD_NOW | models.Q(exited_on__isnull=False, entered_latest__lte=models.F("exited_on"))
)


class CustodyEpisodeQuerySet(models.QuerySet["CustodyEpisode"]):
    """Reading the stays in prison."""

    def visible_to(self, user: User) -> "CustodyEpisodeQuerySet":
        """Those of the people whose justice records the user may read."""
        return self.filter(beneficiary__in=readers_people(user))

    def visible_in(self, file: "Opened | Reached") -> "CustodyEpisodeQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(Layer.JUSTICE))

    def open(self) -> "CustodyEpisodeQuerySet":
        """Those that go on."""
        return self.filter(HELD_NOW)

    def in_view(self, day: date) -> "CustodyEpisodeQuerySet":
        """Those that go on or ended lately, or were kept in view; a transfer, as long as what followed it."""
        limit = view_limit(day)
        lately = (
            HELD_NOW
            | models.Q(exited_latest__gte=limit)
            | models.Q(exited_latest__isnull=True, review_on__gte=day)
            | models.Q(kept_until__gte=day)
        )
        later = self.model.objects.filter(lately, beneficiary=models.OuterRef("beneficiary"))
        return self.filter(lately | (models.Q(exit_kind=ExitKind.TRANSFER) & models.Exists(later)))

    def for_timeline(self) -> "CustodyEpisodeQuerySet":
        """The one that goes on, then the latest first; unknown dates last."""
        going = models.Case(models.When(HELD_NOW, then=0), default=1)
        return self.select_related("prison", "probation_service", "kept_by").order_by(
            going,
            Coalesce("exited_on", "entered_on").desc(nulls_last=True),
            models.F("entered_on").desc(nulls_last=True),
            "-created_at",
            "pk",
        )

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        by: User,
        at: datetime,
        review_on: date,
        entered: PartialDate | None = None,
        exited: PartialDate | None = None,
        exit_kind: str = ExitKind.STILL_HELD,
        **facts: Any,
    ) -> "CustodyEpisode":
        """Note a stay, going on or over; the same stay noted twice is one."""
        person.lock()
        told = {**facts, **dates("entered", entered), **dates("exited", exited), "exit_kind": exit_kind}
        if already := self.filter(beneficiary=person, **told).first():
            return already
        stay = CustodyEpisode(beneficiary=person, created_by=by, review_on=review_on, **told)
        stay.add(by=by, at=at)
        if not exit_kind:
            forget_past_release(person, stay, by=by, at=at)
        return stay


def dates(name: str, value: PartialDate | None) -> dict[str, date | None]:
    """The two columns of a partial date: entered_on and entered_latest."""
    return {f"{name}_on": value.first if value else None, f"{name}_latest": value.last if value else None}


def forget_past_release(person: Beneficiary, stay: "CustodyEpisode", *, by: User, at: datetime) -> None:
    """A date that had passed when the person came in was that of another stay."""
    expected = person.expected_release_on
    if expected and stay.entered_on and expected < stay.entered_on:
        reason = _("Nouvelle entrée en détention")
        person.move_release_date(None, source=stay.source, noted_on=None, by=by, at=at, reason=reason)


class CustodyEpisode(JusticeFact):
    """A stay in an establishment; a date may be a whole month, a whole year, or unknown."""

    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="custody_episodes",
    )
    prison = models.ForeignKey(
        "beneficiaries.Prison",
        verbose_name=gettext_lazy("établissement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    wing = LineField(gettext_lazy("quartier ou bâtiment"), max_length=80, blank=True)
    status = models.CharField(
        gettext_lazy("statut"), max_length=10, choices=CustodyStatus, blank=True, default=CustodyStatus.UNKNOWN
    )
    entered_on = models.DateField(gettext_lazy("entrée"), null=True, blank=True)
    entered_latest = models.DateField(null=True, blank=True, editable=False)
    exited_on = models.DateField(gettext_lazy("sortie"), null=True, blank=True)
    exited_latest = models.DateField(null=True, blank=True, editable=False)
    exit_kind = models.CharField(
        gettext_lazy("motif de sortie"), max_length=30, choices=ExitKind, blank=True, default=ExitKind.STILL_HELD
    )

    objects = CustodyEpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("séjour en détention")
        verbose_name_plural = gettext_lazy("séjours en détention")
        constraints = [
            one_of("custodyepisode", "status", CustodyStatus),
            one_of("custodyepisode", "exit_kind", ExitKind),
            *kept_rules("custodyepisode"),
            models.CheckConstraint(
                condition=models.Q(entered_on__isnull=True, entered_latest__isnull=True)
                | models.Q(entered_on__lte=models.F("entered_latest")),
                name="custodyepisode_entry_in_order",
                violation_error_message=gettext_lazy("Le jour d’entrée n’est pas compris."),
            ),
            models.CheckConstraint(
                condition=models.Q(exited_on__isnull=True, exited_latest__isnull=True)
                | (models.Q(exited_on__lte=models.F("exited_latest")) & ~HELD_NOW),
                name="custodyepisode_exit_in_order",
                violation_error_message=gettext_lazy("Une sortie datée a un motif."),
            ),
            models.CheckConstraint(
                condition=models.Q(entered_on__isnull=True)
                | models.Q(exited_latest__isnull=True)
                | models.Q(exited_latest__gte=models.F("entered_on")),
                name="custodyepisode_entry_before_exit",
                violation_error_message=gettext_lazy("La sortie vient avant l’entrée."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=HELD_NOW,
                name="custodyepisode_one_at_a_time",
                violation_error_message=gettext_lazy("Cette personne est déjà notée en détention."),
            ),
            ExclusionConstraint(
                name="custodyepisode_no_overlap",
                expressions=[
                    ("beneficiary", RangeOperators.EQUAL),
                    (DateRange("entered_latest", "exited_on"), RangeOperators.OVERLAPS),
                ],
                condition=CERTAIN,
                violation_error_message=gettext_lazy("Ces dates recouvrent un autre séjour en détention."),
            ),
        ]
        indexes = [models.Index(fields=["prison"], condition=HELD_NOW, name="custodyepisode_held_at")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_transfer(self) -> bool:
        """Whether the person went from there to another establishment."""
        return self.exit_kind == ExitKind.TRANSFER

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return not self.exit_kind

    @property
    def entered_words(self) -> str:
        """« 14 mars 2024 », « mars 2024 », « 2024 », or nothing."""
        return partial_words(self.entered_on, self.entered_latest)

    @property
    def exited_words(self) -> str:
        """The same, of the exit."""
        return partial_words(self.exited_on, self.exited_latest)

    def check_facts(self) -> None:
        """The exit follows the entry, and no day is spent in two stays."""
        if self.entered_on and self.exited_latest and self.exited_latest < self.entered_on:
            words = {"exit": self.exited_words, "entry": self.entered_words}
            raise DomainError(_("La sortie (%(exit)s) vient avant l’entrée (%(entry)s).") % words)
        others = CustodyEpisode.objects.filter(beneficiary=self.beneficiary_id).exclude(pk=self.pk)
        if self.is_open and (current := others.open().select_related("prison").first()):
            where = current.prison or _("un établissement non renseigné")
            raise DomainError(
                _("Cette personne est déjà notée en détention (%(where)s) : notez un transfert ou une sortie.")
                % {"where": where}
            )
        if clash := self.clash(others):
            words = {"entry": clash.entered_words, "exit": clash.exited_words or _("aujourd’hui")}
            raise DomainError(
                _("Ces dates recouvrent un autre séjour, du %(entry)s au %(exit)s : corrigez l’un des deux.") % words
            )

    def clash(self, others: CustodyEpisodeQuerySet) -> "CustodyEpisode | None":
        """Another stay that covers days certainly spent in this one."""
        start, end = self.entered_latest, self.exited_on
        if not start or (not self.is_open and (not end or end <= start)):
            return None
        rivals = others.filter(CERTAIN).filter(models.Q(exited_on__gt=start) | HELD_NOW)
        rivals = rivals.exclude(exited_on=models.F("entered_latest"))
        return (rivals.filter(entered_latest__lt=end) if end else rivals).order_by("entered_on", "pk").first()

    def again(self) -> "CustodyEpisode":
        """The record as it is now, the file locked: two acts come one after the other."""
        self.beneficiary.lock()
        return CustodyEpisode.objects.select_related("beneficiary").get(pk=self.pk)

    @transaction.atomic
    def amend(self, *, by: User, at: datetime, entered: PartialDate | None, seen: str = "", **facts: Any) -> None:
        """Correct or complete what was noted; seen is the state that the user was shown."""
        stored = self.again()
        stored.expect_as(seen)
        if "exited" in facts:
            facts |= dates("exited", facts.pop("exited"))
        left = stored.exited_on
        stored.put(by=by, at=at, **dates("entered", entered), **facts)
        if left and stored.exited_on and left != stored.exited_on:
            stored.beneficiary.releases.correct(stored.beneficiary, left, to=stored.exited_on, by=by)

    @transaction.atomic
    def transfer(self, to: "Prison | None", *, on: date, by: User, at: datetime, **facts: Any) -> "CustodyEpisode":
        """End this stay and begin the next on the same day, elsewhere."""
        stored = self.again()
        stored.expect_open()
        if to and to.pk == stored.prison_id:
            raise DomainError(_("La personne est déjà dans cet établissement."))
        day = PartialDate(on, on)
        stored.put(by=by, at=at, exit_kind=ExitKind.TRANSFER, **dates("exited", day))
        following = {"status": stored.status, "review_on": stored.review_on, **facts}
        return CustodyEpisode.objects.register(stored.beneficiary, by=by, at=at, prison=to, entered=day, **following)

    @transaction.atomic
    def end(self, on: PartialDate | None, *, kind: str, by: User, at: datetime) -> None:
        """Note that the person came out; the expected release date becomes the real one."""
        stored = self.again()
        stored.expect_open()
        person, today = stored.beneficiary, timezone.localdate(at)
        # The date first: whatever is prepared for the release then knows on which day it took place.
        if on and on.first == on.last and person.expected_release_on != on.first:
            source = _("sortie notée")
            person.move_release_date(on.first, source=source, noted_on=today, by=by, at=at)
        elif person.expected_release_on and person.expected_release_on > today:
            reason = _("Sortie notée, jour non renseigné")
            person.move_release_date(None, source="", noted_on=today, by=by, at=at, reason=reason)
        stored.put(by=by, at=at, exit_kind=kind, **dates("exited", on))

    def expect_open(self) -> None:
        """Refuse when another act has ended the stay."""
        if not self.is_open:
            words = {"kind": self.get_exit_kind_display().lower()}
            raise DomainError(_("Ce séjour est déjà terminé (%(kind)s).") % words)
