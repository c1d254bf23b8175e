"""Relatives: who counts for the person, who may be called and who must not."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from core import audit
from core.constraints import one_of
from core.fields import LineField
from core.models import AuditAction


class Kinship(models.TextChoices):
    """What the relative is to the person."""

    PARTNER = "partner", _("Conjoint·e")
    FORMER_PARTNER = "former_partner", _("Ancien·ne conjoint·e")
    PARENT = "parent", _("Père ou mère")
    SIBLING = "sibling", _("Frère ou sœur")
    CHILD = "child", _("Enfant adulte")
    GRANDPARENT = "grandparent", _("Grand-parent")
    OTHER_FAMILY = "other_family", _("Autre membre de la famille")
    FRIEND = "friend", _("Ami·e")
    OTHER = "other", _("Autre proche")


class Calling(models.TextChoices):
    """Whether the association may call the relative."""

    YES = "yes", _("On peut appeler")
    ASK = "ask", _("Demander d’abord à la personne")
    NEVER = "never", _("Ne doit pas être appelé·e")


CALLING_TONES = {Calling.YES: "success", Calling.ASK: "warning", Calling.NEVER: "danger"}


class RelativeQuerySet(FileRecordQuerySet):
    """Reading the relatives."""

    def for_list(self) -> "RelativeQuerySet":
        """Those who must not be called first, then those who may, by name."""
        order = models.Case(
            models.When(may_call=Calling.NEVER, then=0), models.When(may_call=Calling.YES, then=1), default=2
        )
        return self.order_by(order, "name", "pk")


class Relative(FileRecord):
    """Somebody close, and what they know. Their telephone is shown on request, and the journal notes it."""

    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="relatives"
    )
    name = LineField(_("nom"), max_length=160)
    kinship = models.CharField(_("lien"), max_length=20, choices=Kinship)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    may_call = models.CharField(_("peut-on l’appeler ?"), max_length=10, choices=Calling, default=Calling.ASK)
    call_reason = LineField(
        _("raison, précautions"),
        max_length=200,
        blank=True,
        help_text=_("Nécessaire quand la personne ne doit pas être appelée."),
    )
    knows_of_detention = models.BooleanField(
        _("sait pour la détention"), null=True, blank=True, help_text=_("Ne rien laisser entendre sans le savoir.")
    )

    objects = RelativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proche")
        verbose_name_plural = _("proches")
        constraints = [
            removal_of("relative"),
            one_of("relative", "kinship", Kinship),
            one_of("relative", "may_call", Calling),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="relative_named", violation_error_message=_("Indiquez un nom.")
            ),
            models.CheckConstraint(
                condition=~models.Q(may_call=Calling.NEVER) | ~models.Q(call_reason=""),
                name="relative_never_called_for_a_reason",
                violation_error_message=_("Dites pourquoi cette personne ne doit pas être appelée."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def tone(self) -> str:
        """Colour of the words on calling."""
        return CALLING_TONES[Calling(self.may_call)]

    @transaction.atomic
    def reveal(self, *, by: User) -> None:
        """Journal that somebody asked to see the telephone."""
        audit.record(by, AuditAction.OPENED, self, person_id=self.beneficiary_id, fields=["phone"])
