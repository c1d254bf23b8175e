"""Consents: what the person lets the association share, with whom, what for and until when. Refusing blocks nothing."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from beneficiaries.models.layer import Layer
from core import audit
from core.constraints import one_of, paired, subset_of
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort

LASTS, LONGEST = timedelta(days=90), timedelta(days=366)


class ConsentPurpose(models.TextChoices):
    """What for."""

    REFERRAL = "referral", _("Être orienté·e vers un partenaire")
    JUSTICE = "justice", _("Transmettre des justificatifs à la justice")
    JOINT_REVIEW = "joint_review", _("Parler de la situation en réunion avec d’autres services")
    PROCEDURE = "procedure", _("Faire une démarche à sa place")
    OTHER = "other", _("Autre")


class Shared(models.TextChoices):
    """What may be told."""

    IDENTITY = "identity", _("Identité")
    CONTACT = "contact", _("Comment la joindre")
    SITUATION = "situation", _("Situation et besoins")
    JUSTICE = "justice", _("Situation judiciaire")
    FAMILY = "family", _("Famille et enfants")
    HEALTH = "health", _("Santé")
    DOCUMENTS = "documents", _("Documents et justificatifs")


class ConsentQuerySet(FileRecordQuerySet):
    """Reading the consents."""

    def of(self, person: Beneficiary) -> "ConsentQuerySet":
        """Those of a person already reached, refusals included, latest first."""
        rows: ConsentQuerySet = self.current().filter(beneficiary=person).select_related("created_by", "withdrawn_by")
        return rows.order_by("-given_on", "-created_at", "pk")

    def in_force(self, day: date) -> "ConsentQuerySet":
        """Given, begun, neither ended nor withdrawn on the day."""
        standing = self.current().filter(is_refusal=False, withdrawn_at__isnull=True)
        return standing.filter(given_on__lte=day, ends_on__gte=day)

    def covering(self, person: Beneficiary, purpose: str, recipient: object, day: date) -> "ConsentQuerySet":
        """Those that let this recipient be told, for this purpose, on this day; empty means: ask the person.

        recipient: an organisation or its name; accents and capitals do not matter, another name does.
        """
        named = self.annotate(recipient_key=FrenchSort("recipient")).filter(
            recipient_key=FrenchSort(models.Value(str(recipient)))
        )
        found: ConsentQuerySet = named.in_force(day).filter(beneficiary=person, purpose=purpose)
        return found.order_by("-ends_on", "pk")


class Consent(FileRecord):
    """The answer of the person to one question: this purpose, this recipient, this much, until this day."""

    LAYER: ClassVar[Layer] = Layer.ORDINARY

    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(_("pour quoi"), max_length=20, choices=ConsentPurpose)
    recipient = LineField(_("avec qui"), max_length=160, help_text=_("Le nom de l’organisme, comme dans l’annuaire."))
    covers = ArrayField(
        models.CharField(max_length=20, choices=Shared),
        verbose_name=_("ce qui peut être dit"),
        default=list,
        blank=True,
    )
    details = LineField(_("précisions, limites"), max_length=300, blank=True)
    is_refusal = models.BooleanField(_("la personne refuse"), default=False)
    given_on = models.DateField(_("répondu le"))
    ends_on = models.DateField(_("valable jusqu’au"))
    withdrawn_at = models.DateTimeField(_("accord repris le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("accord de la personne")
        verbose_name_plural = _("accords de la personne")
        constraints = [
            removal_of("consent"),
            paired("consent", "withdrawn_at", "withdrawn_by"),
            one_of("consent", "purpose", ConsentPurpose),
            subset_of("consent", "covers", Shared),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("given_on"))
                & models.Q(ends_on__lte=models.F("given_on") + LONGEST),
                name="consent_lasts_a_year_at_most",
                violation_error_message=_("Un accord dure un an au plus, et ne finit pas avant d’être donné."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_refusal=True) | ~models.Q(covers=[]),
                name="consent_covers_something",
                violation_error_message=_("Cochez ce que la personne accepte de voir partagé."),
            ),
            models.CheckConstraint(
                condition=~models.Q(recipient=""),
                name="consent_has_recipient",
                violation_error_message=_("Dites avec qui."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_refusal=False) | models.Q(withdrawn_at__isnull=True),
                name="consent_refusal_is_not_withdrawn",
                violation_error_message=_("Un refus ne se reprend pas : notez un accord."),
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "-given_on"], name="consent_person")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_in_force(self, day: date) -> bool:
        """Whether it allows anything on the day."""
        asked = not self.is_refusal and self.withdrawn_at is None and self.removed_at is None
        return asked and self.given_on <= day <= self.ends_on

    @property
    def covers_words(self) -> list[str]:
        """« Identité », « Santé »."""
        return [str(part.label) for part in Shared if part in self.covers]

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime) -> None:
        """The person takes the agreement back; twice changes nothing."""
        standing = Consent.objects.filter(pk=self.pk, withdrawn_at__isnull=True, is_refusal=False)
        if standing.update(withdrawn_at=at, withdrawn_by=by):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["withdrawn_at"])
