"""What one person needs on the day of the release, and how far it is."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Layer, Opened, readable_by
from beneficiaries.models.readiness_kind import Concerns, ReadinessItemKind
from beneficiaries.models.release import Release
from core import audit
from core.constraints import one_of, paired
from core.fields import LineField
from core.models import AuditAction

if TYPE_CHECKING:
    from beneficiaries.models.step import Step


class Readiness(models.TextChoices):
    """How far an item is; nobody has said is not the same as not begun."""

    UNKNOWN = "", _("Non renseigné")
    NOT_STARTED = "not_started", _("Pas commencé")
    IN_PROGRESS = "in_progress", _("En cours")
    READY = "ready", _("Prêt")
    NOT_POSSIBLE = "not_possible", _("Pas possible")
    NOT_NEEDED = "not_needed", _("Pas besoin")


SETTLED = (Readiness.READY, Readiness.NOT_NEEDED)


class ReadinessItemQuerySet(models.QuerySet["ReadinessItem"]):
    """Reading the items, and making those of a release."""

    def visible_to(self, user: User) -> "ReadinessItemQuerySet":
        """Those of the people whose content the user may read, in the layers that the user reads."""
        people = Beneficiary.objects.content_visible_to(user)
        layers = readable_by(user, layer="kind__layer", person="release__beneficiary")
        return self.filter(layers, release__beneficiary__in=people)

    def visible_in(self, file: Opened) -> "ReadinessItemQuerySet":
        """Those of a file already opened, in the layers of the reader."""
        return self.filter(file.readable(layer="kind__layer"), file.holds(person="release__beneficiary"))

    def of(self, people: "list[uuid.UUID]", user: User) -> "ReadinessItemQuerySet":
        """Those of a few people already reached, in the layers that the user reads."""
        layers = readable_by(user, layer="kind__layer", person="release__beneficiary")
        return self.filter(layers, release__beneficiary__in=people)

    def unsettled(self) -> "ReadinessItemQuerySet":
        """Neither ready nor without object."""
        return self.exclude(state__in=SETTLED)

    def impossible(self) -> "ReadinessItemQuerySet":
        """Noted as not possible, whatever else says otherwise."""
        return self.filter(state=Readiness.NOT_POSSIBLE)

    def for_list(self) -> "ReadinessItemQuerySet":
        """In the order of the association’s list, with what a row shows."""
        return self.select_related("kind", "owner", "release", "state_by", "step").order_by(
            "kind__position", "kind__label", "pk"
        )

    def fill(self, release: Release, *, by: User) -> None:
        """Add what the association’s list holds for this person and is not there yet."""
        wanted = ReadinessItemKind.objects.offered().filter(concerns__in=concerns_of(release.beneficiary))
        missing = wanted.exclude(items__release=release)
        self.bulk_create(
            [self.model(release=release, kind=kind, created_by=by) for kind in missing], ignore_conflicts=True
        )

    @transaction.atomic
    def register(self, release: Release, kind: ReadinessItemKind, *, by: User) -> "ReadinessItem":
        """Add one item by hand and journal it; twice adds it once."""
        item, created = self.get_or_create(release=release, kind=kind, defaults={"created_by": by})
        if created:
            audit.record(by, AuditAction.CREATED, item, person_id=release.beneficiary_id)
        return item


def concerns_of(person: Beneficiary) -> list[str]:
    """Which lists concern the person."""
    parents = [Concerns.PARENTS] if person.children.current().exists() else []
    return [Concerns.EVERYBODY, *parents]


class ReadinessItem(models.Model):
    """One item of one release: its state, who sees to it, the proof of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(
        "beneficiaries.Release", verbose_name=_("sortie"), on_delete=models.PROTECT, related_name="items"
    )
    kind = models.ForeignKey(
        "beneficiaries.ReadinessItemKind", verbose_name=_("point"), on_delete=models.PROTECT, related_name="items"
    )
    state = models.CharField(_("état"), max_length=12, choices=Readiness, blank=True, default=Readiness.UNKNOWN)
    state_at = models.DateTimeField(_("état noté le"), null=True, editable=False)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("qui s’en occupe"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    step = models.ForeignKey(
        "beneficiaries.Step",
        verbose_name=_("démarche du plan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = LineField(_("précision"), max_length=200, blank=True)
    proof = LineField(
        _("preuve"),
        max_length=160,
        blank=True,
        help_text=_("Par exemple : attestation reçue le 3 mars, copie au dossier."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ReadinessItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("point de préparation de la sortie")
        verbose_name_plural = _("points de préparation de la sortie")
        constraints = [
            one_of("readinessitem", "state", Readiness),
            paired("readinessitem", "state_at", "state_by"),
            models.UniqueConstraint(
                fields=["release", "kind"],
                name="readinessitem_once",
                violation_error_message=_("Ce point est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def due_on(self) -> date | None:
        """When it should be ready; it moves with the date of the release."""
        return self.kind.due_on(self.release.expected_on)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in SETTLED

    @property
    def told_step(self) -> "Step | None":
        """The step of the plan that it hangs on, unless fewer people read the step than the item."""
        return self.step if self.step and self.step.layer in (Layer.ORDINARY, self.kind.layer) else None

    @property
    def late(self) -> bool:
        """Whether it should be ready by now and is not."""
        return bool(not self.is_settled and self.due_on and self.due_on < timezone.localdate())

    @property
    def states(self) -> list[tuple[str, Any]]:
        """The states to choose from, in words."""
        return list(Readiness.choices)

    @transaction.atomic
    def mark(self, state: str, *, by: User, at: datetime) -> str:
        """Say how far it is; return the state before, so that the change can be taken back."""
        stored = ReadinessItem.objects.select_for_update(of=("self",)).get(pk=self.pk)
        before = stored.state
        if before != state:
            self.state, self.state_at, self.state_by = state, at, by
            self.save(update_fields=["state", "state_at", "state_by"])
            ReadinessChange.objects.create(item=self, from_state=before, to_state=state, at=at, by=by)
            self._journal(by, ["state"])
        return before

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Change who sees to it, the note or the proof."""
        stored = ReadinessItem.objects.select_for_update(of=("self",)).get(pk=self.pk)
        changed = [name for name, value in facts.items() if getattr(stored, name) != value]
        if changed:
            for name in changed:
                setattr(self, name, facts[name])
            self.save(update_fields=changed)
            self._journal(by, changed)

    def _journal(self, by: User, fields: list[str]) -> None:
        audit.record(by, AuditAction.CHANGED, self, person_id=self.release.beneficiary_id, fields=fields)


class ReadinessChange(models.Model):
    """One change of the state of an item: from what to what, when and by whom; never changed."""

    item = models.ForeignKey("beneficiaries.ReadinessItem", on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(_("de"), max_length=12, choices=Readiness, blank=True)
    to_state = models.CharField(_("à"), max_length=12, choices=Readiness, blank=True)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("étape d’un point de préparation")
        verbose_name_plural = _("étapes d’un point de préparation")
        constraints = [
            one_of("readinesschange", "from_state", Readiness),
            one_of("readinesschange", "to_state", Readiness),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.from_state or '–'} → {self.to_state or '–'}"
