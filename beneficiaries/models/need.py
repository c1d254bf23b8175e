"""Needs: where help is useful, domain by domain, and the domains already looked at."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Layer, Opened, Reached, readable_by
from beneficiaries.models.plan_item import (
    PlanItem,
    PlanItemQuerySet,
    closed_enough,
    layer_for,
    plan_constraints,
)
from beneficiaries.models.plan_states import NEED_TRANSITIONS, OPEN_NEED, NeedStatus
from core import audit
from core.constraints import one_of
from core.fields import LineField
from core.models import AuditAction
from partners.models import Domain


class NeedQuerySet(PlanItemQuerySet["Need"]):
    """Reading the needs."""

    def open(self) -> "NeedQuerySet":
        """Identified or in progress."""
        return self.filter(status__in=OPEN_NEED)

    def for_list(self) -> "NeedQuerySet":
        """Oldest first, with who is responsible."""
        return self.select_related("responsible").order_by("created_at", "pk")

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        by: User,
        domain: str,
        title: str,
        responsible: User | None = None,
        is_violence: bool = False,
        **facts: Any,
    ) -> "Need":
        """Note a need and journal it; the same need still open is noted once."""
        person.lock()
        if already := self.open().filter(beneficiary=person, domain=domain, title=title).first():
            return already
        layer = layer_for(domain, Layer.VIOLENCE if is_violence else Layer.ORDINARY)
        need = self.create(
            beneficiary=person, domain=domain, layer=layer, title=title, responsible=responsible, created_by=by, **facts
        )
        need._created(by, [responsible])
        return need


class Need(PlanItem):
    """One thing with which the person wants help; code is its entry of the catalogue, if it came from there."""

    STATUSES: ClassVar = NeedStatus
    TRANSITIONS: ClassVar = NEED_TRANSITIONS

    title = LineField(_("besoin"), max_length=160)
    code = models.CharField(_("besoin courant"), max_length=40, blank=True, editable=False)
    person_words = models.TextField(_("ce qu’en dit la personne"), max_length=2_000, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("qui s’en occupe"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status = models.CharField(
        _("état"), max_length=20, choices=NeedStatus, default=NeedStatus.IDENTIFIED, editable=False
    )

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("besoin")
        verbose_name_plural = _("besoins")
        constraints = [
            *plan_constraints("need", NeedStatus),
            models.UniqueConstraint(
                fields=["beneficiary", "domain", "title"],
                condition=models.Q(status__in=sorted(OPEN_NEED)),
                name="need_open_once",
                violation_error_message=_("Ce besoin est déjà noté."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DomainCheckQuerySet(models.QuerySet["DomainCheck"]):
    """Reading which domains were looked at."""

    def visible_to(self, user: User) -> "DomainCheckQuerySet":
        """Those of the people whose content the user may read, in the layers that the user reads."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user)).filter(readable_by(user))

    def visible_in(self, file: "Opened | Reached") -> "DomainCheckQuerySet":
        """Those of files already reached, in the layers of the reader."""
        return self.filter(file.readable(), file.holds())

    @transaction.atomic
    def note(self, person: Beneficiary, *, by: User, at: datetime, domain: str, has_need: bool) -> "DomainCheck":
        """Write what was found in a domain, over what was found before."""
        person.lock()
        check = self.filter(beneficiary=person, domain=domain).first()
        if check and check.has_need == has_need:
            return check
        action = AuditAction.CHANGED if check else AuditAction.CREATED
        check = check or DomainCheck(beneficiary=person, domain=domain, layer=layer_for(domain))
        check.has_need, check.checked_at, check.checked_by = has_need, at, by
        check.save()
        audit.record(by, action, check, person_id=person.pk)
        return check


class DomainCheck(models.Model):
    """A domain talked about with the person: a need there, or none; without a row, nobody has asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="domain_checks"
    )
    domain = models.CharField(_("domaine"), max_length=20, choices=Domain)
    layer = models.CharField(
        _("niveau de confidentialité"), max_length=10, choices=Layer, default=Layer.ORDINARY, editable=False
    )
    has_need = models.BooleanField(_("un besoin"))
    checked_at = models.DateTimeField(_("abordé le"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+"
    )

    objects = DomainCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("domaine abordé")
        verbose_name_plural = _("domaines abordés")
        constraints = [
            one_of("domaincheck", "domain", Domain),
            one_of("domaincheck", "layer", Layer),
            closed_enough("domaincheck"),
            models.UniqueConstraint(
                fields=["beneficiary", "domain"],
                name="domaincheck_once",
                violation_error_message=_("Ce domaine est déjà abordé."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
