"""The person accompanied and who may open their file."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Concat, Left
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models.apart import require_may_work
from beneficiaries.models.doors import ReachQuerySet
from beneficiaries.models.file_counter import FileCounter
from beneficiaries.models.situated import FIRST_RELEASE, LAST_RELEASE, Situated
from beneficiaries.models.states import HELD, ExitReason, FileStatus, Gender, JusticeStatus
from core import audit
from core.choices import label_of
from core.constraints import one_of, ordered_dates, paired
from core.errors import DomainError, Outdated, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort, IsOneOf
from core.written import THESE
from partners.models import Commune

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from beneficiaries.models.contact_rule import ContactRule


def as_key(text: Any) -> models.Func:
    """Text as names are compared: lower case, without accents, hyphens and apostrophes as blanks."""
    marks = models.Value("-'"), models.Value("  ")
    return models.Func(FrenchSort(text), *marks, function="TRANSLATE", output_field=models.CharField())


def words_of(*parts: Any) -> Concat:
    """The parts one after the other, a blank before, between and after."""
    blank = models.Value(" ")
    spaced = [item for part in parts for item in (blank, part)]
    return Concat(*spaced, blank, output_field=models.CharField())


# What the file says that bears on a release: its preparation and the news asked for after it follow.
SHAPING_RELEASE = {"expected_release_on", "justice_status", "status"}

FILED_UNDER = models.Case(
    models.When(~models.Q(last_name=""), then="last_name"),
    models.When(~models.Q(first_name=""), then="first_name"),
    default="nickname",
)


def short_name(first_name: str, last_name: str, nickname: str) -> str:
    """« Karim B. », from the columns of any query."""
    if not first_name:
        return last_name or nickname
    return f"{first_name} {last_name[:1]}." if last_name else first_name


class BeneficiaryQuerySet(ReachQuerySet["Beneficiary"]):
    """Reading the people, always through visible_to."""

    def rows_of(self, ids: Any) -> "BeneficiaryQuerySet":
        """The people of a page whose ids were taken from this query: what it filters is not asked again."""
        return self.model.objects.filter(pk__in=ids)

    def these(self) -> "BeneficiaryQuerySet":
        """In a statement that is kept: those of them whose ids are given with each request."""
        return self.filter(models.Q(IsOneOf("pk", THESE)))

    def active(self) -> "BeneficiaryQuerySet":
        """Those whose support goes on."""
        return self.filter(status=FileStatus.ACTIVE)

    def for_list(self) -> "BeneficiaryQuerySet":
        """In the order of French names, with what a row shows."""
        return self.select_related("lead_worker", "prison").order_by("sort_key", "pk")

    def for_file(self) -> "BeneficiaryQuerySet":
        """With what the identity bar shows."""
        return self.select_related("lead_worker", "prison", "team", "contact_rule")

    @transaction.atomic
    def register(self, *, by: User, at: datetime, submission: uuid.UUID | None = None, **fields: Any) -> "Beneficiary":
        """Open a file for a person and journal it; the same submission sent twice opens one file."""
        counter = FileCounter.locked(timezone.localtime(at).year)
        if submission and (already := self.filter(submission=submission).first()):
            return already
        person = self.create(file_number=counter.take(), created_by=by, submission=submission, **fields)
        audit.record(by, AuditAction.CREATED, person, person_id=person.pk)
        person.begin_situation(by=by, at=at)
        person.releases.prepare(person, by=by, at=at, today=timezone.localdate(at))
        return person


class Beneficiary(Situated):
    """A person accompanied: identity, how to reach them safely, situation, who follows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_number = models.CharField(_("numéro de dossier"), max_length=12, unique=True, editable=False)
    first_name = LineField(_("prénom"), max_length=120, blank=True)
    last_name = LineField(_("nom"), max_length=120, blank=True)
    nickname = LineField(_("surnom"), max_length=120, blank=True)
    gender = models.CharField(_("genre"), max_length=10, choices=Gender, blank=True, default="")
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("année de naissance"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("Suffit quand le jour n’est pas connu."),
    )
    languages = ArrayField(models.CharField(max_length=40), verbose_name=_("langues parlées"), default=list, blank=True)

    phone = PhoneNumberField(_("téléphone"), blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    address = LineField(_("adresse"), max_length=200, blank=True)
    commune_code = models.CharField(_("commune (code)"), max_length=7, blank=True, default="")

    status = models.CharField(_("statut"), max_length=10, choices=FileStatus, default=FileStatus.ACTIVE)
    intake_on = models.DateField(_("début de l’accompagnement"), null=True, blank=True)
    exited_on = models.DateField(_("fin de l’accompagnement"), null=True, blank=True)
    exit_reason = models.CharField(_("motif de fin"), max_length=20, choices=ExitReason, blank=True, default="")
    closed_at = models.DateTimeField(_("terminé le"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    team = models.ForeignKey(
        "accounts.Team", verbose_name=_("équipe"), on_delete=models.PROTECT, related_name="beneficiaries"
    )
    lead_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("référent·e"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="beneficiaries",
    )
    is_restricted = models.BooleanField(
        _("dossier restreint"),
        default=False,
        help_text=_("Pour la personne référente, l’équipe de suivi et la coordination seulement."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("réuni au dossier"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    last_contact_on = models.DateField(_("dernier contact"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)

    # Written by PostgreSQL: names are folded once, not at each search and each page.
    name_key = models.GeneratedField(
        expression=as_key(words_of("first_name", "last_name", "nickname")),
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=Left(as_key(words_of(FILED_UNDER, "first_name")), 200),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne accompagnée")
        verbose_name_plural = _("personnes accompagnées")
        constraints = [
            one_of("beneficiary", "gender", Gender),
            one_of("beneficiary", "justice_status", JusticeStatus),
            one_of("beneficiary", "status", FileStatus),
            one_of("beneficiary", "exit_reason", ExitReason),
            paired("beneficiary", "closed_at", "closed_by"),
            ordered_dates("beneficiary", "intake_on", "exited_on"),
            models.CheckConstraint(
                condition=models.Q(status=FileStatus.CLOSED, closed_at__isnull=False)
                | models.Q(status=FileStatus.ACTIVE, closed_at__isnull=True),
                name="beneficiary_closed_is_dated",
                violation_error_message=_("Un suivi terminé porte une date de fin, un suivi en cours n’en porte pas."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=FileStatus.CLOSED) | models.Q(exit_reason="", exited_on__isnull=True),
                name="beneficiary_exit_only_when_closed",
                violation_error_message=_("Un suivi en cours n’a ni date ni motif de fin."),
            ),
            models.CheckConstraint(
                condition=models.Q(prison__isnull=True) | models.Q(justice_status__in=HELD),
                name="beneficiary_prison_while_held",
                violation_error_message=_(
                    "Un établissement ne se note que pour une personne en détention ou en semi-liberté."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(first_name="", last_name="", nickname=""),
                name="beneficiary_named",
                violation_error_message=_("Indiquez au moins un prénom, un nom ou un surnom."),
            ),
            models.CheckConstraint(
                condition=models.Q(birth_date__isnull=True)
                | models.Q(birth_date__gte=date(1900, 1, 1), birth_date__lte=date(2100, 1, 1)),
                name="beneficiary_birth_date_plausible",
                violation_error_message=_("Cette date de naissance n’est pas plausible."),
            ),
            models.CheckConstraint(
                condition=models.Q(expected_release_on__isnull=True)
                | models.Q(expected_release_on__gte=FIRST_RELEASE, expected_release_on__lte=LAST_RELEASE),
                name="beneficiary_release_date_plausible",
                violation_error_message=_("Cette date de sortie n’est pas plausible."),
            ),
        ]
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="beneficiary_name_key"),
            models.Index(
                fields=["sort_key", "id"], include=["team", "lead_worker", "status"], name="beneficiary_sort_key"
            ),
            models.Index(
                models.F("last_contact_on").asc(nulls_first=True), "sort_key", "id", name="beneficiary_silence"
            ),
            models.Index(
                models.F("expected_release_on").asc(nulls_last=True), "sort_key", "id", name="beneficiary_deadline"
            ),
            models.Index(fields=["team", "status", "expected_release_on"], name="beneficiary_releases"),
            models.Index(fields=["lead_worker", "status", "last_contact_on"], name="beneficiary_caseload"),
            # counted without reading the rows
            models.Index(
                fields=["team", "status", "lead_worker", "id"],
                name="beneficiary_team_load",
                condition=models.Q(merged_into__isnull=True),
            ),
        ]

    @property
    def commune_label(self) -> str:
        """« Lille (59) », or nothing."""
        commune = Commune.objects.filter(pk=self.commune_code).first() if self.commune_code else None
        return commune.label if commune else ""

    def __str__(self) -> str:
        return self.file_number

    def get_justice_status_display(self) -> str:  # type: ignore[no-redef]
        """The situation in words; Django’s own method translates every choice to find one."""
        return label_of(JusticeStatus, self.justice_status)

    def get_gender_display(self) -> str:  # type: ignore[no-redef]
        """The gender in words."""
        return label_of(Gender, self.gender)

    @property
    def display_name(self) -> str:
        """How the file is headed: first and last name, or the nickname alone."""
        return f"{self.first_name} {self.last_name}".strip() or self.nickname

    @property
    def short_name(self) -> str:
        """First name and initial, as on lists that others may see: « Karim B. »."""
        return short_name(self.first_name, self.last_name, self.nickname)

    @property
    def year_of_birth(self) -> int | None:
        """The year alone, from the date or the year noted."""
        return self.birth_date.year if self.birth_date else self.birth_year

    def files(self) -> BeneficiaryQuerySet:
        """This file, and those that were made one with it."""
        return Beneficiary.objects.filter(models.Q(pk=self.pk) | models.Q(merged_into=self.pk))

    def age_on(self, day: date) -> int | None:
        """Age in whole years; from the year alone, the age reached in the year."""
        if self.birth_date:
            had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
            return day.year - self.birth_date.year - (not had_birthday)
        return day.year - self.birth_year if self.birth_year else None

    @property
    def rule(self) -> "ContactRule | None":
        """The safe-contact rules, when some are noted; for_file() reads them with the person."""
        return getattr(self, "contact_rule", None)

    @property
    def contact_precautions(self) -> str:
        """What to respect when reaching the person, in one line: the words of the identity bar."""
        return capfirst(" · ".join(self.rule.words(timezone.localdate()))) if self.rule else ""

    def content_readable_by(self, user: User) -> bool:
        """Whether the user, who sees the person, reads the content of the file too."""
        if user.can(Permission.FILE_CONTENT) or not user.can(Permission.FILE_EMERGENCY):
            return user.can(Permission.FILE_CONTENT)
        return Beneficiary.objects.content_visible_to(user).filter(pk=self.pk).exists()

    @transaction.atomic
    def restrict(self, restricted: bool, *, by: User) -> None:
        """Keep the file to its lead worker, its case team and the coordination, or open it to the team again."""
        if self.is_restricted != restricted:
            self.is_restricted = restricted
            self.amend(by=by, fields=["is_restricted"])

    def can_hand_over(self, user: User) -> bool:
        """The coordination gives a file to anybody; a caseworker gives only their own."""
        if user.can(Permission.PERSON_ASSIGN):
            return True
        return user.can(Permission.PERSON_WRITE) and self.lead_worker_id == user.pk

    @transaction.atomic
    def amend(self, *, by: User, fields: "Iterable[str]", version: int | None = None) -> None:
        """Save the fields just changed and journal their names.

        version is the one that the user was shown: when the file has changed since, nothing is saved.
        """
        changed = sorted(fields)
        if not changed:
            return
        expected = self.version if version is None else version
        values = {name: self.serializable_value(name) for name in changed}
        saved = Beneficiary.objects.filter(pk=self.pk, version=expected).update(
            **values, version=expected + 1, updated_at=timezone.now()
        )
        if not saved:
            raise Outdated(_("Cette fiche a été modifiée entre-temps."))
        self.version = expected + 1
        audit.record(by, AuditAction.CHANGED, self, person_id=self.pk, fields=changed)
        if SHAPING_RELEASE & {*changed}:
            self.releases.follow(self, by=by, at=timezone.now(), today=timezone.localdate())

    @transaction.atomic
    def hand_over(self, to: User | None, *, by: User, version: int | None = None) -> None:
        """Give the file to another lead worker of its team, or to nobody for a time."""
        if to and not to.teams.filter(pk=self.team_id).exists():
            raise DomainError(_("Cette personne n’est pas de l’équipe qui suit ce dossier."))
        if to:
            require_may_work(to, self)
        if to != self.lead_worker:
            self.lead_worker = to
            self.amend(by=by, fields=["lead_worker"], version=version)

    @transaction.atomic
    def close(self, *, by: User, at: datetime, reason: str, on: date) -> None:
        """End the support, on a day and for a reason."""
        self._expect(FileStatus.ACTIVE, _("Ce suivi est déjà terminé."))
        if self.intake_on and on < self.intake_on:
            raise DomainError(_("L’accompagnement a commencé après cette date."))
        self.status, self.closed_at, self.closed_by = FileStatus.CLOSED, at, by
        self.exit_reason, self.exited_on = reason, on
        self.amend(by=by, fields=["status", "closed_at", "closed_by", "exit_reason", "exited_on"])

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Take the support up again; the journal keeps the former end."""
        self._expect(FileStatus.CLOSED, _("Ce suivi est déjà en cours."))
        self.status, self.closed_at, self.closed_by = FileStatus.ACTIVE, None, None
        self.exit_reason, self.exited_on = ExitReason.UNKNOWN, None
        self.amend(by=by, fields=["status", "closed_at", "closed_by", "exit_reason", "exited_on"])

    def lock(self) -> "Beneficiary":
        """Keep the file to this transaction: two clicks come one after the other. Return it as it is now."""
        return Beneficiary.objects.select_for_update(of=("self",)).only("status", "version").get(pk=self.pk)

    def _expect(self, status: FileStatus, refusal: "StrOrPromise") -> None:
        """Read status and version again under lock, and refuse when another act came first."""
        current = self.lock()
        self.status, self.version = current.status, current.version
        if self.status != status:
            raise TransitionNotAllowed(refusal)

    def opened(self, *, by: User) -> None:
        """Journal that the file was read."""
        audit.record(by, AuditAction.OPENED, self, person_id=self.pk)
