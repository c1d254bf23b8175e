"""People whom partners and probation services send to us: one table of transitions, one door."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from core.sealed_field import SealedJSONField
from referrals.models.inbound_letters import tell_coordinators, tell_sender
from referrals.models.inbound_link import InboundLink
from referrals.models.states import Consent


class InboundStatus(models.TextChoices):
    """What became of the request."""

    RECEIVED = "received", _("À lire")
    ACCEPTED = "accepted", _("Accueillie")
    DECLINED = "declined", _("Refusée")
    DUPLICATE = "duplicate", _("Déjà reçue")


class InboundDecline(models.TextChoices):
    """Why we cannot take somebody."""

    FULL = "full", _("Nous n’avons pas de place d’accompagnement")
    OUT_OF_AREA = "out_of_area", _("Hors de notre territoire")
    NOT_OUR_WORK = "not_our_work", _("Le besoin ne relève pas de nous")
    INCOMPLETE = "incomplete", _("La demande ne permet pas de joindre la personne")
    NOT_WANTED = "not_wanted", _("La personne ne le souhaite pas, ou plus")
    OTHER = "other", _("Autre raison")


# Whoever sends somebody to us has asked them: there is no sending without agreement.
SAID_YES = [(consent.value, consent.label) for consent in (Consent.ORAL, Consent.WRITTEN)]
TRANSITIONS: Mapping[str, set[str]] = {
    InboundStatus.RECEIVED: {InboundStatus.ACCEPTED, InboundStatus.DECLINED, InboundStatus.DUPLICATE},
    InboundStatus.ACCEPTED: set(),
    InboundStatus.DECLINED: set(),
    InboundStatus.DUPLICATE: set(),
}
TONES: dict[str, str] = {
    InboundStatus.RECEIVED: "warning",
    InboundStatus.ACCEPTED: "success",
    InboundStatus.DECLINED: "danger",
    InboundStatus.DUPLICATE: "neutral",
}


class InboundReferralQuerySet(models.QuerySet["InboundReferral"]):
    """Reading the requests."""

    def visible_to(self, user: User) -> "InboundReferralQuerySet":
        """Those sent to the user’s teams, but those about people whom the user must not reach."""
        if not user.can(Permission.REFERRAL_MODERATE):
            return self.none()
        rows = self.filter(link__team__in=user.teams.values("pk"))
        hidden = Beneficiary.objects.kept_from(user)
        return rows.exclude(person__isnull=False, person__in=hidden)

    def waiting(self) -> "InboundReferralQuerySet":
        """Those that nobody has decided upon."""
        return self.filter(status=InboundStatus.RECEIVED)

    def for_list(self) -> "InboundReferralQuerySet":
        """Oldest first while they wait, with who sent them."""
        rows = self.select_related("link__organization", "link__probation_service", "link__team", "decided_by")
        return rows.order_by("received_at", "pk")

    @transaction.atomic
    def register(
        self, link: InboundLink, *, submission: uuid.UUID, consent: str, content: dict[str, Any], at: datetime
    ) -> "InboundReferral":
        """Keep what the sender wrote; the same form sent twice is one request. Nothing is compared here."""
        asked, is_new = self.get_or_create(
            submission=submission, defaults={"link": link, "consent": consent, "content": content, "received_at": at}
        )
        if is_new:
            audit.record(None, AuditAction.CREATED, asked)
            tell_coordinators(asked, at=at)
        return asked

    def received_by(self, link: InboundLink, *, since: datetime) -> "InboundReferralQuerySet":
        """What came by a link lately."""
        return self.filter(link=link, received_at__gte=since)

    def outlived(self, now: datetime) -> "InboundReferralQuerySet":
        """Decided long enough ago for what was written to be erased: what serves is in the file by then."""
        before = now - timedelta(days=settings.INBOUND_KEEP_DAYS)
        return self.filter(decided_at__lt=before, erased_at__isnull=True)

    def erase(self, at: datetime) -> int:
        """Erase what names the person, keep that a request came, when and how it ended."""
        return self.update(content={}, comment="", erased_at=at)


class InboundReferral(models.Model):
    """One person sent to us by one link, with what the sender says of them, read and decided upon by a coordinator."""

    TRANSITIONS: ClassVar = TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True, editable=False)
    link = models.ForeignKey("referrals.InboundLink", on_delete=models.PROTECT, related_name="requests")
    content = SealedJSONField(_("ce qui est dit de la personne"))
    consent = models.CharField(_("accord de la personne"), max_length=10, choices=SAID_YES)
    received_at = models.DateTimeField(_("reçue le"))
    status = models.CharField(
        _("état"), max_length=10, choices=InboundStatus, default=InboundStatus.RECEIVED, editable=False
    )
    person = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=_("dossier"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="inbound_referrals",
    )
    decline_reason = models.CharField(
        _("raison"), max_length=20, choices=[("", "—"), *InboundDecline.choices], blank=True, default=""
    )
    comment = models.TextField(_("précisions"), max_length=1_000, blank=True)
    decided_at = models.DateTimeField(_("décidée le"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    erased_at = models.DateTimeField(_("effacée le"), null=True, editable=False)

    objects = InboundReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande reçue")
        verbose_name_plural = _("demandes reçues")
        constraints = [
            one_of("inboundreferral", "status", InboundStatus),
            models.CheckConstraint(
                condition=Q(consent__in=[value for value, _label in SAID_YES]),
                name="inboundreferral_consent_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
            paired("inboundreferral", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(status=InboundStatus.RECEIVED, decided_at__isnull=True)
                | Q(~Q(status=InboundStatus.RECEIVED), decided_at__isnull=False),
                name="inboundreferral_decided_by_somebody",
                violation_error_message=_("Une décision a une date et un auteur."),
            ),
            models.CheckConstraint(
                condition=Q(status=InboundStatus.ACCEPTED, person__isnull=False)
                | Q(~Q(status=InboundStatus.ACCEPTED), person__isnull=True),
                name="inboundreferral_accepted_has_a_file",
                violation_error_message=_("Une demande accueillie mène à un dossier, et elle seule."),
            ),
            models.CheckConstraint(
                condition=Q(status=InboundStatus.DECLINED, decline_reason__in=InboundDecline.values)
                | Q(~Q(status=InboundStatus.DECLINED), decline_reason=""),
                name="inboundreferral_decline_has_reason",
                violation_error_message=_("Un refus porte sa raison, et lui seul."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(content="", decided_at__isnull=False),
                name="inboundreferral_erased_is_empty",
                violation_error_message=_("Une demande effacée est décidée et ne dit plus rien."),
            ),
        ]
        indexes = [models.Index(fields=["link", "status", "received_at"], name="inboundreferral_waiting")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return TONES[self.status]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is still to decide."""
        return self.status == InboundStatus.RECEIVED

    @property
    def refusal(self) -> str:
        """What to say of a decision that comes second."""
        return _("Cette demande est déjà « %(status)s » : rien n’a changé.") % {
            "status": InboundStatus(self.status).label
        }

    def accept(self, person: Beneficiary, *, by: User, at: datetime) -> None:
        """Take the person in: their file was just opened, or was there already."""
        self._move_to(InboundStatus.ACCEPTED, by=by, at=at, person=person)

    def decline(self, *, reason: str, comment: str, by: User, at: datetime) -> None:
        """Say no, and why."""
        if reason == InboundDecline.OTHER and not comment.strip():
            raise DomainError(_("Précisez la raison du refus."))
        self._move_to(InboundStatus.DECLINED, by=by, at=at, decline_reason=reason, comment=comment)

    def set_aside(self, *, by: User, at: datetime) -> None:
        """The same request came twice."""
        self._move_to(InboundStatus.DUPLICATE, by=by, at=at)

    @transaction.atomic
    def _move_to(self, status: InboundStatus, *, by: User, at: datetime, **fields: Any) -> None:
        """The one door: lock the row, check the table, write the decision."""
        current = InboundReferral.objects.select_for_update(of=("self",)).only("status").get(pk=self.pk).status
        if status not in TRANSITIONS[current]:
            raise TransitionNotAllowed(
                _("Cette demande est déjà « %(status)s » : rien n’a changé.") % {"status": InboundStatus(current).label}
            )
        for name, value in {"status": status, "decided_by": by, "decided_at": at, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", "decided_by", "decided_at", *fields])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.person_id, fields=["status", *fields])
        tell_sender(self, by=by, at=at)
