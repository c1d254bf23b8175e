"""Interview sheets: paper for where no device may enter; the code of each leads back to the person."""

import re
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.follow_up import FollowUp
from core import audit
from core.constraints import paired
from core.errors import DomainError
from core.models import AuditAction

# Nothing that a hand mixes up (O and 0, I and 1, S and 5…); letter, figure, letter… is no name and no date.
LETTERS, FIGURES = "ACEFHJKMNPRTVWXY", "234679"
CODE = re.compile(f"(?:[{LETTERS}][{FIGURES}]){{3}}")
LIFETIME_DAYS = 45


def read_code(text: str) -> str:
    """The code that the text is, however it is spaced, or nothing."""
    code = re.sub(r"[\s\-]", "", text).upper()
    return code if CODE.fullmatch(code) else ""


def draw_code() -> str:
    """A code drawn at random."""
    return "".join(secrets.choice(LETTERS) + secrets.choice(FIGURES) for _pair in range(3))


class InterviewSheetQuerySet(models.QuerySet["InterviewSheet"]):
    """Reading and preparing the sheets."""

    def visible_to(self, user: User) -> "InterviewSheetQuerySet":
        """Those of the people whose content the user may read: a code says nothing to anybody else."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def for_print(self) -> "InterviewSheetQuerySet":
        """In the order of French names, with what a sheet needs to know."""
        return self.select_related("beneficiary").order_by("beneficiary__sort_key", "pk")

    def prepare(
        self, *, by: User, at: datetime, run: uuid.UUID, people: Iterable[Beneficiary]
    ) -> "list[InterviewSheet]":
        """One sheet a person, journalled; the same run asked twice prepares each sheet once."""
        try:
            self._print(by, at, run, people)
        except IntegrityError:
            if not self.filter(run=run, printed_by=by).exists():
                raise DomainError(_("Ce formulaire n’est plus valable : rouvrez la page.")) from None
        return list(self.filter(run=run, printed_by=by).order_by("created_at", "pk"))

    @transaction.atomic
    def _print(self, by: User, at: datetime, run: uuid.UUID, people: Iterable[Beneficiary]) -> None:
        done = set(self.filter(run=run, printed_by=by).values_list("beneficiary_id", flat=True))
        wanted = [person for person in people if person.pk not in done]
        rows = [
            self.model(beneficiary=person, printed_by=by, printed_on=timezone.localdate(at), run=run, code=code)
            for person, code in zip(wanted, self._free_codes(len(wanted)), strict=True)
        ]
        self.bulk_create(rows)
        audit.record_each(by, AuditAction.CREATED, [(row, row.beneficiary_id) for row in rows])

    def _free_codes(self, count: int) -> set[str]:
        codes: set[str] = set()
        while len(codes) < count:
            drawn = {draw_code() for _code in range(count - len(codes))}
            codes |= drawn - set(self.model.objects.filter(code__in=drawn).values_list("code", flat=True))
        return codes


class InterviewSheet(models.Model):
    """One sheet handed to paper; used_at and follow_up say when its notes were typed, and what they became."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=6, unique=True, editable=False)
    run = models.UUIDField(editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="interview_sheets"
    )
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_on = models.DateField(_("imprimée le"))
    used_at = models.DateTimeField(_("saisie le"), null=True, editable=False)
    follow_up = models.OneToOneField(
        "beneficiaries.FollowUp", on_delete=models.PROTECT, null=True, editable=False, related_name="interview_sheet"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InterviewSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche d’entretien")
        verbose_name_plural = _("fiches d’entretien")
        constraints = [
            paired("interviewsheet", "used_at", "follow_up"),
            models.UniqueConstraint(
                fields=["run", "beneficiary"],
                name="interviewsheet_once_per_run",
                violation_error_message=_("Cette fiche est déjà préparée."),
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=f"^{CODE.pattern.replace('?:', '')}$"),
                name="interviewsheet_code_readable",
                violation_error_message=_("Ce code ne se lit pas."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def spaced_code(self) -> str:
        """« K4M 7P3 », as it is printed."""
        return f"{self.code[:3]} {self.code[3:]}"

    @property
    def initials(self) -> str:
        """All that the paper says of the name."""
        person = self.beneficiary
        words = [person.first_name, person.last_name] if person.first_name or person.last_name else [person.nickname]
        return " ".join(f"{word[0].upper()}." for word in words if word)

    def has_expired(self, day: date) -> bool:
        """Whether the paper is too old to lead to anybody."""
        return day > self.printed_on + timedelta(days=LIFETIME_DAYS)

    @transaction.atomic
    def use(self, *, by: User, at: datetime, follow_up: FollowUp) -> None:
        """The notes of the sheet are typed; when they were before, the first follow-up that they made stands."""
        unused = InterviewSheet.objects.filter(pk=self.pk, beneficiary=follow_up.beneficiary_id, used_at__isnull=True)
        if unused.update(used_at=at, follow_up=follow_up):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["follow_up", "used_at"])
