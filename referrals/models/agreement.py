"""The person’s agreement to one referral: what for, what is told, to whom, until when; taken back, all access ends."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from core import audit
from core.constraints import paired, subset_of
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from referrals.models.shared import ALWAYS, BY_DEFAULT, SharedField
from referrals.models.states import UNDECIDED, Consent, LegalBasis, Status

if TYPE_CHECKING:
    from referrals.models.referral import Referral

LASTS, LONGEST, SHORTEST_REASON = timedelta(days=90), timedelta(days=366), 15
WITHOUT = Q(form=Consent.OVERRIDE)


@dataclass(frozen=True)
class Terms:
    """What an agreement says, before the referral it belongs to is written; empty dates mean today and 90 days."""

    fields: tuple[str, ...] = tuple(BY_DEFAULT)
    given_on: date | None = None
    ends_on: date | None = None
    purpose: str = ""
    basis: str = ""
    reason: str = ""

    @classmethod
    def of(cls, agreement: "ReferralConsent | None") -> "Terms":
        """Those of an agreement already written, or the usual ones."""
        if agreement is None:
            return cls()
        names = ("given_on", "ends_on", "purpose", "basis", "reason")
        return cls(fields=tuple(agreement.fields), **{name: getattr(agreement, name) for name in names})

    def telling(self, fields: tuple[str, ...]) -> "Terms":
        """The same, for other fields."""
        return replace(self, fields=fields)


class ReferralConsentQuerySet(models.QuerySet["ReferralConsent"]):
    """Reading the agreements."""

    def visible_to(self, user: User) -> "ReferralConsentQuerySet":
        """Those of the referrals of visible people; who reviews reads the overrides of all."""
        seen = Q(referral__beneficiary__in=Beneficiary.objects.visible_to(user))
        if user.can(Permission.REFERRAL_REVIEW):
            seen |= WITHOUT
        return self.filter(seen)

    def of(self, person: Beneficiary) -> "ReferralConsentQuerySet":
        """Those of a person already reached whose referral left, latest first."""
        rows = self.filter(referral__beneficiary=person, referral__sent_at__isnull=False)
        return rows.select_related("withdrawn_by").order_by("-given_on", "-referral__sent_at", "pk")

    def overrides(self) -> "ReferralConsentQuerySet":
        """Sent without agreement: those that nobody has read yet first, the oldest before."""
        rows = self.filter(WITHOUT, referral__sent_at__isnull=False)
        rows = rows.select_related("referral__beneficiary", "referral__sent_by", "reviewed_by")
        return rows.order_by(F("reviewed_at").desc(nulls_first=True), "referral__sent_at", "pk")

    def to_review(self) -> "ReferralConsentQuerySet":
        """Sent without agreement, and nobody has read why yet."""
        return self.overrides().filter(reviewed_at__isnull=True)

    def note(self, referral: "Referral", form: str, terms: Terms, *, by: User, today: date) -> "ReferralConsent":
        """Write the agreement of a draft, or write it again; without a form it only says what would be told."""
        begun, without = terms.given_on or today, form == Consent.OVERRIDE
        if without and not (terms.basis and len(terms.reason.strip()) >= SHORTEST_REASON):
            raise DomainError(_("Sans accord, dites pourquoi (15 caractères au moins) et ce qui le permet."))
        facts = {
            "form": form,
            "fields": [field for field in SharedField.values if field in {*ALWAYS, *terms.fields}],
            "given_on": begun,
            "ends_on": terms.ends_on or begun + LASTS,
            "purpose": terms.purpose or str(_("Demander l’accueil de la personne")),
            "recipient": referral.recipient_words,
            "basis": terms.basis if without else "",
            "reason": terms.reason if without else "",
            "noted_by": by,
        }
        agreement, _is_new = self.update_or_create(referral=referral, defaults=facts)
        return agreement

    def in_force(self, day: date) -> "ReferralConsentQuerySet":
        """Neither ended nor taken back."""
        return self.filter(withdrawn_at__isnull=True, ends_on__gte=day)


class ReferralConsent(models.Model):
    """One agreement for one referral; form says oral, written, or without agreement for a reason and a right.

    Empty while the draft waits for the answer: nothing is sent then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="agreement")
    purpose = LineField(_("pour quoi"), max_length=200)
    recipient = LineField(_("avec qui"), max_length=300)
    fields = ArrayField(
        models.CharField(max_length=12, choices=SharedField), verbose_name=_("ce qui est dit"), default=list
    )
    form = models.CharField(_("accord"), max_length=10, choices=[("", "—"), *Consent.choices], blank=True, default="")
    given_on = models.DateField(_("recueilli le"))
    ends_on = models.DateField(_("valable jusqu’au"))
    basis = models.CharField(
        _("ce qui permet de s’en passer"),
        max_length=12,
        choices=[("", "—"), *LegalBasis.choices],
        blank=True,
        default="",
    )
    reason = models.TextField(_("pourquoi sans accord"), max_length=1_000, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("accord repris le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("relu le"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ReferralConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("accord pour une orientation")
        verbose_name_plural = _("accords pour des orientations")
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=["", *Consent.values]),
                name="referralconsent_form_known",
                violation_error_message=_("Cet accord n’est pas dans la liste."),
            ),
            subset_of("referralconsent", "fields", SharedField),
            paired("referralconsent", "withdrawn_at", "withdrawn_by"),
            paired("referralconsent", "reviewed_at", "reviewed_by"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("given_on")) & Q(ends_on__lte=F("given_on") + LONGEST),
                name="referralconsent_lasts_a_year_at_most",
                violation_error_message=_("Un accord dure un an au plus, et ne finit pas avant d’être donné."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(recipient=""),
                name="referralconsent_says_what_for_and_to_whom",
                violation_error_message=_("Dites pour quoi, et à qui."),
            ),
            models.CheckConstraint(
                condition=(
                    WITHOUT & Q(basis__in=LegalBasis.values) & Q(GreaterThanOrEqual(Length("reason"), SHORTEST_REASON))
                )
                | (~WITHOUT & Q(basis="", reason="")),
                name="referralconsent_override_has_reason_and_basis",
                violation_error_message=_(
                    "Sans accord, dites pourquoi (15 caractères au moins) et ce qui le permet ; avec lui, rien de cela."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True) | WITHOUT,
                name="referralconsent_only_overrides_are_reviewed",
                violation_error_message=_("Seul un envoi sans accord est relu."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_in_force(self, day: date) -> bool:
        """Whether it still lets the recipient read."""
        return self.withdrawn_at is None and self.ends_on >= day

    @property
    def fields_words(self) -> list[str]:
        """« Nom », « Comment la joindre »."""
        return [str(field.label) for field in SharedField if field in self.fields]

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime) -> None:
        """The person takes the agreement back: links close at once, and what nobody has accepted is taken back too."""
        referral = self.referral.lock()
        rows = ReferralConsent.objects.filter(pk=self.pk, withdrawn_at__isnull=True)
        if not rows.update(withdrawn_at=at, withdrawn_by=by):
            return
        self.withdrawn_at, self.withdrawn_by = at, by
        audit.record(by, AuditAction.CHANGED, self, person_id=referral.beneficiary_id, fields=["withdrawn_at"])
        referral.links.all().revoke(by=by, at=at)
        if referral.status in {Status.DRAFT, *UNDECIDED}:
            referral.withdraw(by=by, at=at)

    @transaction.atomic
    def review(self, *, by: User, at: datetime) -> None:
        """Somebody who answers for data protection has read why; never who sent it, and once."""
        if self.referral.sent_by_id == by.pk:
            raise DomainError(_("Une autre personne que celle qui a envoyé relit l’envoi."))
        rows = ReferralConsent.objects.filter(WITHOUT, pk=self.pk, reviewed_at__isnull=True)
        if rows.update(reviewed_at=at, reviewed_by=by):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.referral.beneficiary_id, fields=["reviewed_at"])
