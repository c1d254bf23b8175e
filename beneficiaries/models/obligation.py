"""Obligations and prohibitions of a measure, one line each."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.justice_fact import readers_people
from beneficiaries.models.justice_measure import JusticeMeasure
from beneficiaries.models.layer import Layer, Opened, Reached
from core import audit
from core.constraints import one_of
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction


class ObligationKind(models.TextChoices):
    """What the person must do or must not do."""

    APPOINTMENTS = "appointments", gettext_lazy("Se présenter aux convocations")
    RESIDENCE = "residence", gettext_lazy("Résider à une adresse")
    HOURS = "hours", gettext_lazy("Respecter des horaires")
    WORK_OR_TRAINING = "work_or_training", gettext_lazy("Travailler ou se former")
    CARE = "care", gettext_lazy("Suivre des soins")
    COMPENSATION = "compensation", gettext_lazy("Indemniser ou payer")
    COURSE = "course", gettext_lazy("Suivre un stage")
    COMMUNITY_SERVICE = "community_service", gettext_lazy("Accomplir des heures de TIG")
    NO_CONTACT = "no_contact", gettext_lazy("Ne pas entrer en contact avec quelqu’un")
    NO_GO = "no_go", gettext_lazy("Ne pas paraître dans un lieu")
    NO_LEAVE = "no_leave", gettext_lazy("Ne pas quitter un territoire")
    OTHER = "other", gettext_lazy("Autre")


class ObligationState(models.TextChoices):
    """Where the person stands with it."""

    TO_DO = "to_do", gettext_lazy("À faire")
    ONGOING = "ongoing", gettext_lazy("En cours")
    MET = "met", gettext_lazy("Remplie")
    LIFTED = "lifted", gettext_lazy("Levée")


TRANSITIONS = {
    ObligationState.TO_DO: {ObligationState.ONGOING, ObligationState.MET, ObligationState.LIFTED},
    ObligationState.ONGOING: {ObligationState.TO_DO, ObligationState.MET, ObligationState.LIFTED},
    ObligationState.MET: {ObligationState.ONGOING},
    ObligationState.LIFTED: {ObligationState.ONGOING},
}


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Reading the obligations."""

    def visible_to(self, user: User) -> "ObligationQuerySet":
        """Those of the people whose justice records the user may read."""
        return self.filter(measure__beneficiary__in=readers_people(user))

    def visible_in(self, file: "Opened | Reached") -> "ObligationQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds(Layer.JUSTICE, person="measure__beneficiary"))

    def open(self) -> "ObligationQuerySet":
        """Neither met nor lifted."""
        return self.filter(state__in=[ObligationState.TO_DO, ObligationState.ONGOING])

    @transaction.atomic
    def register(
        self, measure: JusticeMeasure, *, by: User, kind: str, details: str = "", due_on: date | None = None
    ) -> "Obligation":
        """Note an obligation; the same words of the same measure are noted once."""
        measure.beneficiary.lock()
        told: dict[str, Any] = {"measure": measure, "kind": kind, "details": details, "due_on": due_on}
        if already := self.filter(**told).first():
            return already
        obligation = self.create(**told, created_by=by)
        audit.record(by, AuditAction.CREATED, obligation, person_id=measure.beneficiary_id)
        return obligation


class Obligation(models.Model):
    """One line of a measure and its state; proofs are documents that name it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(
        "beneficiaries.JusticeMeasure",
        verbose_name=gettext_lazy("mesure"),
        on_delete=models.PROTECT,
        related_name="obligations",
    )
    kind = models.CharField(gettext_lazy("obligation"), max_length=20, choices=ObligationKind)
    details = LineField(
        gettext_lazy("précisions"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Ce qu’il faut faire ou éviter. Ni faits reprochés, ni maladie."),
    )
    due_on = models.DateField(gettext_lazy("à remplir pour le"), null=True, blank=True)
    state = models.CharField(
        gettext_lazy("état"), max_length=10, choices=ObligationState, default=ObligationState.TO_DO, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("obligation")
        verbose_name_plural = gettext_lazy("obligations")
        constraints = [
            one_of("obligation", "kind", ObligationKind),
            one_of("obligation", "state", ObligationState),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def next_states(self) -> list[ObligationState]:
        """What may follow, in the order of the list."""
        return [state for state in ObligationState if state in TRANSITIONS[ObligationState(self.state)]]

    @transaction.atomic
    def move_to(self, state: str, *, by: User) -> None:
        """Note where the person stands; the same state again changes nothing."""
        stored = Obligation.objects.select_for_update(of=("self",)).select_related("measure").get(pk=self.pk)
        if stored.state == state:
            return
        if state not in TRANSITIONS[ObligationState(stored.state)]:
            raise TransitionNotAllowed(_("L’état de cette obligation a changé : rouvrez la page."))
        stored.state = self.state = state
        stored.save(update_fields=["state", "updated_at"])
        audit.record(by, AuditAction.CHANGED, stored, person_id=stored.measure.beneficiary_id, fields=["state"])

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Correct what was noted."""
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(self, name, facts[name])
        self.save(update_fields=[*changed, "updated_at"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.measure.beneficiary_id, fields=changed)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Take away what was noted by mistake; the journal remembers that it was."""
        audit.record(by, AuditAction.DELETED, self, person_id=self.measure.beneficiary_id)
        self.delete()
