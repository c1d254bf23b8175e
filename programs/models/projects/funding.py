"""Fundings of a project: what is sought, from whom, what is obtained."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of, ordered_dates
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from core.money import MoneyField
from programs.models.projects.funder_meeting import from_somebody
from programs.models.projects.row import ProjectRow, ProjectRowQuerySet, require_near
from programs.models.projects.stages import (
    DECIDED,
    FUNDING_TONES,
    FUNDING_TRANSITIONS,
    WAITING,
    Act,
    FundingKind,
    FundingStatus,
)


class FundingQuerySet(ProjectRowQuerySet):
    """Reading the fundings."""

    def for_list(self) -> "FundingQuerySet":
        """In the order they were sought, with the source."""
        return self.select_related("funder", "organization").order_by("sought_on", "created_at", "pk")

    def totals(self) -> dict[str, Any]:
        """How much is sought and waited for, submitted, obtained; number: how many projects have a line."""
        waiting = models.Q(status__in=WAITING)
        sums = {
            "waiting": models.Sum("amount", filter=waiting),
            "submitted": models.Sum("amount", filter=models.Q(status=FundingStatus.SUBMITTED)),
            "obtained": models.Sum("obtained", filter=models.Q(status=FundingStatus.OBTAINED)),
            "sought": models.Sum("amount", filter=~models.Q(status=FundingStatus.WITHDRAWN)),
        }
        found = self.order_by().aggregate(number=models.Count("project", distinct=True), **sums)
        return {name: value or Decimal(0) if name != "number" else value for name, value in found.items()}


class Funding(ProjectRow):
    """An amount sought from a source, until it is obtained, refused or given up.

    What is obtained may pass what was sought: crowdfunding does, and a funder may round up. It is never refused here.
    """

    kind = models.CharField(gettext_lazy("sorte"), max_length=20, choices=FundingKind)
    funder = models.ForeignKey(
        "partners.Funder", verbose_name=gettext_lazy("financeur"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=gettext_lazy("structure"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    amount = MoneyField(gettext_lazy("montant recherché"))
    obtained = MoneyField(gettext_lazy("montant obtenu"), null=True, blank=True, editable=False)
    status = models.CharField(
        gettext_lazy("statut"), max_length=20, choices=FundingStatus, default=FundingStatus.SOUGHT, editable=False
    )
    sought_on = models.DateField(gettext_lazy("recherché depuis le"))
    submitted_on = models.DateField(gettext_lazy("dossier déposé le"), null=True, blank=True, editable=False)
    decided_on = models.DateField(gettext_lazy("réponse du"), null=True, blank=True, editable=False)

    objects: Any = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("financement")
        verbose_name_plural = gettext_lazy("financements")
        constraints = [
            one_of("funding", "kind", FundingKind),
            one_of("funding", "status", FundingStatus),
            from_somebody("funding"),
            ordered_dates("funding", "sought_on", "submitted_on"),
            ordered_dates("funding", "submitted_on", "decided_on"),
            ordered_dates("funding", "sought_on", "decided_on"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) & (models.Q(obtained__isnull=True) | models.Q(obtained__gt=0)),
                name="funding_amounts_positive",
                violation_error_message=gettext_lazy("Le montant est supérieur à zéro."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=FundingStatus.OBTAINED, obtained__isnull=False)
                | (~models.Q(status=FundingStatus.OBTAINED) & models.Q(obtained__isnull=True)),
                name="funding_obtained_has_amount",
                violation_error_message=gettext_lazy("Un financement obtenu, et lui seul, porte un montant obtenu."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=DECIDED, decided_on__isnull=False)
                | (~models.Q(status__in=DECIDED) & models.Q(decided_on__isnull=True)),
                name="funding_decision_dated",
                violation_error_message=gettext_lazy("Une réponse porte sa date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=FundingStatus.SUBMITTED) | models.Q(submitted_on__isnull=False),
                name="funding_submission_dated",
                violation_error_message=gettext_lazy("Un dossier déposé porte sa date."),
            ),
        ]

    def __str__(self) -> str:
        """« Microcrédit, Adie »; read with for_list()."""
        source = self.funder or self.organization
        return f"{self.get_kind_display()}, {source}" if source else str(self.get_kind_display())

    @property
    def tone(self) -> str:
        """Colour of the status, never alone."""
        return FUNDING_TONES[FundingStatus(self.status)]

    @property
    def next_statuses(self) -> Iterable[FundingStatus]:
        """What may follow."""
        return FUNDING_TRANSITIONS[self.status]

    def submit(self, *, by: User, at: datetime, on: date) -> None:
        """The file is in the funder’s hands; an answer noted before is taken back."""
        self._move_to(FundingStatus.SUBMITTED, by=by, at=at, submitted_on=on, decided_on=None, obtained=None)

    def obtain(self, *, by: User, at: datetime, on: date, amount: Decimal) -> None:
        """The money is granted."""
        if amount <= 0:
            raise DomainError(_("Le montant est supérieur à zéro."))
        self._move_to(FundingStatus.OBTAINED, by=by, at=at, decided_on=on, obtained=amount)

    def refuse(self, *, by: User, at: datetime, on: date) -> None:
        """The funder says no."""
        self._move_to(FundingStatus.REFUSED, by=by, at=at, decided_on=on, obtained=None)

    def withdraw(self, *, by: User, at: datetime, on: date) -> None:
        """The holder gives it up."""
        self._move_to(FundingStatus.WITHDRAWN, by=by, at=at, decided_on=on, obtained=None)

    @transaction.atomic
    def _move_to(self, status: FundingStatus, *, by: User, at: datetime, **fields: Any) -> None:
        """The one door."""
        held: Funding = Funding.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if status not in FUNDING_TRANSITIONS[held.status]:
            words = _("Ce financement est « %(status)s » : rien n’a changé.")
            raise TransitionNotAllowed(words % {"status": FundingStatus(held.status).label})
        on = fields["decided_on"] or fields.get("submitted_on")
        since = held.submitted_on if status in DECIDED and held.submitted_on else held.sought_on
        require_near(on, today=timezone.localdate(at))
        if on and on > timezone.localdate(at):
            raise DomainError(_("Cette date est à venir : notez ce qui est fait."))
        if on and on < since:
            raise DomainError(_("Cette date vient avant la précédente."))
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])
        about = str(self)
        self.project.tell(Act.FUNDING_MOVED, by=by, at=at, about=about, before=held.status, after=status)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.project.person_id, fields=["status"])
