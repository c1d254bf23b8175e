"""What needs, goals and steps have in common: the person, the domain, who may read them, one door for the status."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Layer, Opened, Reached, readable_by, shared_layers
from beneficiaries.models.plan_change import PlanChange
from beneficiaries.models.plan_states import OPEN, PLAN_TONES
from core import audit
from core.constraints import one_of
from core.errors import DomainError, Outdated, TransitionNotAllowed
from core.models import AuditAction
from partners.models import Domain

Item = TypeVar("Item", bound="PlanItem")
DOMAIN_LAYERS: dict[str, Layer] = {
    Domain.HEALTH: Layer.HEALTH,
    Domain.FAMILY: Layer.FAMILY,
    Domain.JUSTICE: Layer.JUSTICE,
}
# From the most to the fewest readers: what joins two layers is read by the readers of the later one.
FROM_OPEN_TO_CLOSED = (Layer.ORDINARY, Layer.JUSTICE, Layer.FAMILY, Layer.HEALTH, Layer.VIOLENCE)


def layer_for(domain: str, *others: str) -> Layer:
    """The layer of what belongs to the domain and is joined to these other layers."""
    layers = [DOMAIN_LAYERS.get(domain, Layer.ORDINARY), *map(Layer, others)]
    return max(layers, key=FROM_OPEN_TO_CLOSED.index)


def layers_read_by(user: User, person: Beneficiary) -> set[Layer]:
    """The layers that the user reads, and so may write, in the file of a person visible to them."""
    own = Beneficiary.objects.own_of(user).filter(pk=person.pk).exists()
    return set(Layer) if own else shared_layers(user)


def closed_enough(model: str) -> models.CheckConstraint:
    """No row is open to more readers than its domain allows."""
    condition = models.Q()
    for domain, layer in DOMAIN_LAYERS.items():
        closed = FROM_OPEN_TO_CLOSED[FROM_OPEN_TO_CLOSED.index(layer) :]
        condition &= ~models.Q(domain=domain) | models.Q(layer__in=closed)
    return models.CheckConstraint(
        condition=condition,
        name=f"{model}_layer_of_domain",
        violation_error_message=_("Ce domaine demande plus de discrétion."),
    )


def plan_constraints(model: str, status: Any) -> list[models.BaseConstraint]:
    """The constraints that needs, goals and steps repeat."""
    return [
        one_of(model, "status", status),
        one_of(model, "domain", Domain),
        one_of(model, "layer", Layer),
        closed_enough(model),
    ]


class PlanItemQuerySet(models.QuerySet[Item]):
    """Reading the parts of the plan."""

    def visible_to(self, user: User) -> Self:
        """Those of the people whose content the user may read, in the layers that the user reads."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user)).filter(readable_by(user))

    def visible_in(self, file: "Opened | Reached") -> Self:
        """Those of files already reached, in the layers of the reader."""
        return self.filter(file.readable(), file.holds())


class PlanItem(models.Model):
    """A need, a goal or a step of one person."""

    STATUSES: ClassVar[type[models.TextChoices]]
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    domain = models.CharField(_("domaine"), max_length=20, choices=Domain)
    layer = models.CharField(
        _("niveau de confidentialité"), max_length=10, choices=Layer, default=Layer.ORDINARY, editable=False
    )
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    status: Any  # a field with its own choices in each model
    objects: Any

    class Meta:
        abstract = True

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return PLAN_TONES.get(self.status, "neutral")

    @property
    def can_become(self) -> list[str]:
        """The statuses that may follow the present one, in the order of the list."""
        return [status for status in self.TRANSITIONS if status in self.TRANSITIONS[self.status]]

    @property
    def next_statuses(self) -> list[tuple[str, str]]:
        """What may follow, with its words."""
        words = dict(self.STATUSES.choices)
        return [(status, str(words[status])) for status in self.can_become]

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.status in OPEN

    @property
    def key(self) -> str:
        """The identifier as text, for the anchors of a page."""
        return str(self.pk)

    @transaction.atomic
    def become(self, status: str, *, by: User, at: datetime, reason: str = "", **fields: Any) -> str:
        """The one door: lock the row, check the table, write the status and its history; return the former status."""
        current = self._locked()
        if status not in self.TRANSITIONS[current.status]:
            raise TransitionNotAllowed(_("Entre-temps, l’état a changé : relisez le plan avant de continuer."))
        self.version = current.version + 1
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self._write(["status", "version", *fields])
        PlanChange.objects.create(
            **{self._meta.model_name or "": self},
            from_status=current.status,
            to_status=status,
            reason=reason,
            at=at,
            by=by,
        )
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status", *fields])
        return str(current.status)

    def history(self) -> "models.QuerySet[PlanChange]":
        """Who gave it which status, newest first."""
        changes = PlanChange.objects.filter(**{self._meta.model_name or "": self})
        return changes.select_related("by", "need", "goal", "step").order_by("-at", "-pk")

    @transaction.atomic
    def amend(self, *, by: User, version: int, **facts: Any) -> list[str]:
        """Change it as it was when read at this version; return the names of the fields changed."""
        current = self._locked()
        if current.version != version:
            raise Outdated(_("Quelqu’un a modifié ce texte entre-temps : rien n’est enregistré, comparez les deux."))
        changed = sorted(name for name, value in facts.items() if getattr(current, name) != value)
        if not changed:
            return []
        for name in changed:
            setattr(self, name, facts[name])
        self.version = version + 1
        self._write([*changed, "version"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)
        return changed

    def _locked(self) -> Self:
        """The row as it is now; the file first, as whoever adds to the plan locks it."""
        self.beneficiary.lock()
        row: Self = type(self)._base_manager.select_for_update(of=("self",)).get(pk=self.pk)
        return row

    def _write(self, fields: list[str]) -> None:
        """Save, or refuse in words what the database would refuse."""
        try:
            self.validate_constraints()
        except ValidationError as refusal:
            raise DomainError(" ".join(refusal.messages)) from refusal
        self.save(update_fields=fields)

    def _created(self, by: User, readers: Iterable[User | None] = ()) -> None:
        """Journal the creation, and refuse to entrust it to somebody who may not read it."""
        audit.record(by, AuditAction.CREATED, self, person_id=self.beneficiary_id)
        for reader in readers:
            self.require_reader(reader)

    def require_reader(self, user: User | None) -> None:
        """Whoever is in charge reads what they are in charge of."""
        if user and not type(self).objects.visible_to(user).filter(pk=self.pk).exists():
            raise DomainError(
                _("%(name)s ne peut pas lire cette partie du dossier : choisissez quelqu’un d’autre.")
                % {"name": user.get_short_name()}
            )
