"""What proves that an obligation is kept: a document, an appointment that took place, a follow-up."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.appointment import Appointment
from beneficiaries.models.document import Document
from beneficiaries.models.follow_up import FollowUp
from beneficiaries.models.layer import Layer, Opened, Reached
from beneficiaries.models.obligation import Obligation
from core import audit
from core.errors import DomainError
from core.models import AuditAction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

SOURCES = ("document", "appointment", "follow_up")
ProofSource = Document | Appointment | FollowUp


def only(name: str) -> models.Q:
    """This source and neither of the others."""
    return models.Q(**{f"{source}__isnull": source != name for source in SOURCES})


class ProofQuerySet(models.QuerySet["Proof"]):
    """Reading the proofs, and adding some."""

    def visible_to(self, user: User) -> "ProofQuerySet":
        """Those of obligations that the user reads, made of what the user reads too."""
        read = models.Q(document__in=Document.objects.visible_to(user).kept())
        read |= models.Q(appointment__isnull=False)
        read |= models.Q(follow_up__in=FollowUp.objects.visible_to(user))
        return self.filter(read, obligation__in=Obligation.objects.visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "ProofQuerySet":
        """Those of files already reached, made of what the reader reads."""
        read = models.Q(document__in=Document.objects.visible_in(file).kept())
        read |= models.Q(appointment__isnull=False)
        read |= models.Q(follow_up__in=FollowUp.objects.visible_in(file))
        return self.filter(read, file.holds(Layer.JUSTICE, person="obligation__measure__beneficiary"))

    def for_list(self) -> "ProofQuerySet":
        """By obligation, in the order of the facts; with what each is made of."""
        day = models.functions.Coalesce(
            "follow_up__happened_on",
            models.functions.TruncDate("appointment__starts_at"),
            models.functions.TruncDate("document__uploaded_at"),
        )
        rows = self.annotate(day=day).select_related("document", "appointment__follow_up", "follow_up", "added_by")
        return rows.order_by("obligation", "day", "pk")

    @transaction.atomic
    def register(self, obligation: Obligation, sources: "Iterable[ProofSource]", *, by: User) -> int:
        """Link each source to the obligation once; how many are new."""
        person = obligation.measure.beneficiary
        person.lock()
        new = 0
        for source in sources:
            if source.beneficiary_id != person.pk:
                raise DomainError(_("Ce justificatif est celui d’une autre personne."))
            if isinstance(source, Appointment) and not is_attended(source):
                raise DomainError(_("Ce rendez-vous n’a pas de suivi qui dise que la personne est venue."))
            told = {"obligation": obligation, column_of(source): source}
            if not self.filter(**told).exists():
                proof = self.create(**told, added_by=by)
                audit.record(by, AuditAction.CREATED, proof, person_id=person.pk)
                new += 1
        return new


def column_of(source: ProofSource) -> str:
    """The column that holds this kind of source."""
    return {Document: "document", Appointment: "appointment", FollowUp: "follow_up"}[type(source)]


def is_attended(appointment: Appointment) -> bool:
    """Whether a follow-up says that the person came."""
    follow_up = appointment.follow_up
    return follow_up is not None and follow_up.mode != "no_show"


class Proof(models.Model):
    """One link between an obligation and what proves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    obligation = models.ForeignKey(
        "beneficiaries.Obligation",
        verbose_name=gettext_lazy("obligation"),
        on_delete=models.CASCADE,  # a link, gone with an obligation noted by mistake
        related_name="proofs",
    )
    document = models.ForeignKey(
        "beneficiaries.Document",
        verbose_name=gettext_lazy("document"),
        on_delete=models.PROTECT,
        null=True,
        related_name="proofs",
    )
    appointment = models.ForeignKey(
        "beneficiaries.Appointment",
        verbose_name=gettext_lazy("rendez-vous"),
        on_delete=models.PROTECT,
        null=True,
        related_name="proofs",
    )
    follow_up = models.ForeignKey(
        "beneficiaries.FollowUp",
        verbose_name=gettext_lazy("suivi"),
        on_delete=models.PROTECT,
        null=True,
        related_name="proofs",
    )
    added_at = models.DateTimeField(gettext_lazy("ajouté le"), auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("justificatif")
        verbose_name_plural = gettext_lazy("justificatifs")
        constraints = [
            models.CheckConstraint(
                condition=only("document") | only("appointment") | only("follow_up"),
                name="proof_has_one_source",
                violation_error_message=gettext_lazy(
                    "Un justificatif est un document, un rendez-vous ou un suivi : un seul des trois."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["obligation", source],
                    name=f"proof_{source}_once",
                    violation_error_message=gettext_lazy("Ce justificatif est déjà là."),
                )
                for source in SOURCES
            ),
        ]

    if TYPE_CHECKING:
        document_id: UUID | None
        appointment_id: UUID | None
        follow_up_id: UUID | None

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def happened_on(self) -> date:
        """The day that it proves something about."""
        if self.follow_up:
            return self.follow_up.happened_on
        if self.appointment:
            return timezone.localdate(self.appointment.starts_at)
        assert self.document  # noqa: S101  the database holds one source
        return timezone.localdate(self.document.uploaded_at)

    @property
    def title(self) -> str:
        """« Rendez-vous honoré : SPIP », « Entretien », the title of the document."""
        if self.document:
            return self.document.title
        if self.appointment:
            return _("Rendez-vous honoré : %(purpose)s") % {"purpose": self.appointment.purpose}
        assert self.follow_up  # noqa: S101  the database holds one source
        return str(self.follow_up.title)

    @transaction.atomic
    def take_away(self, *, by: User) -> None:
        """Undo the link; what proved stays where it was."""
        audit.record(by, AuditAction.DELETED, self, person_id=self.obligation.measure.beneficiary_id)
        self.delete()
