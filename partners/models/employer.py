"""Employers: organisations that hire or host people, and how they look at a past in prison."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of, subset_of
from core.models import AuditAction
from core.sql import FrenchSort
from partners.models.organization import Organization
from partners.models.post_kinds import PostKind


class EmployerSize(models.TextChoices):
    """How many people work there."""

    UNKNOWN = "", _("Non renseigné")
    VERY_SMALL = "1-9", _("Moins de 10")
    SMALL = "10-49", _("10 à 49")
    MEDIUM = "50-249", _("50 à 249")
    LARGE = "250+", _("250 et plus")


class Sector(models.TextChoices):
    """The trade."""

    CONSTRUCTION = "construction", _("Bâtiment et travaux publics")
    LOGISTICS = "logistics", _("Transport et logistique")
    CATERING = "catering", _("Hôtellerie et restauration")
    CLEANING = "cleaning", _("Propreté")
    RETAIL = "retail", _("Commerce")
    INDUSTRY = "industry", _("Industrie")
    FARMING = "farming", _("Agriculture et espaces verts")
    RECYCLING = "recycling", _("Réemploi et recyclage")
    CARE = "care", _("Aide à la personne")
    OFFICE = "office", _("Bureau et numérique")
    CULTURE = "culture", _("Culture, sport, associations")
    PUBLIC = "public", _("Services publics")
    OTHER = "other", _("Autre")


class Openness(models.TextChoices):
    """How the employer looks at a past in prison, in the employer’s own words or as experience shows."""

    UNKNOWN = "unknown", _("On ne sait pas")
    OPEN = "open", _("Regarde d’abord les compétences")
    CASE_BY_CASE = "case_by_case", _("Selon le poste")
    CLOSED = "closed", _("Demande un casier sans mention")


OPENNESS_TONES = {
    Openness.UNKNOWN: "neutral",
    Openness.OPEN: "success",
    Openness.CASE_BY_CASE: "info",
    Openness.CLOSED: "warning",
}


class EmployerQuerySet(models.QuerySet["Employer"]):
    """Reading the employers."""

    def active(self) -> "EmployerQuerySet":
        """Those with whom one still works, still in the directory."""
        return self.filter(is_active=True, organization__is_active=True)

    def for_list(self) -> "EmployerQuerySet":
        """In the order of French names."""
        return self.select_related("organization").order_by(FrenchSort("organization__name"), "pk")

    @transaction.atomic
    def describe(self, organization: Organization, *, by: User, **facts: Any) -> "Employer":
        """Say what an organisation is as an employer, a first time or again, and journal what changed."""
        Organization.objects.select_for_update(of=("self",)).only("pk").get(pk=organization.pk)
        known = self.filter(organization=organization).first()
        changed = [name for name, value in facts.items() if known and getattr(known, name) != value]
        employer, is_new = self.update_or_create(organization=organization, defaults=facts)
        if is_new or changed:
            audit.record(by, AuditAction.CREATED if is_new else AuditAction.CHANGED, employer, fields=changed)
        return employer


class Employer(models.Model):
    """What an organisation of the directory is as an employer or a host."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="employer"
    )
    sector = models.CharField(_("secteur"), max_length=12, choices=Sector)
    size = models.CharField(_("effectif"), max_length=6, choices=EmployerSize, blank=True, default=EmployerSize.UNKNOWN)
    openness = models.CharField(
        _("regard sur un passage en prison"), max_length=12, choices=Openness, default=Openness.UNKNOWN
    )
    hosts = ArrayField(
        models.CharField(max_length=12, choices=PostKind), verbose_name=_("accueille pour"), default=list, blank=True
    )
    contact = models.ForeignKey(
        "partners.Contact",
        verbose_name=_("interlocuteur"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    notes = models.TextField(
        _("à savoir"),
        max_length=2_000,
        blank=True,
        help_text=_("Comment se présenter, ce qui compte pour eux. Rien sur une personne."),
    )
    is_active = models.BooleanField(_("on travaille ensemble"), default=True)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("employeur")
        verbose_name_plural = _("employeurs")
        constraints = [
            one_of("employer", "sector", Sector),
            one_of("employer", "size", EmployerSize),
            one_of("employer", "openness", Openness),
            subset_of("employer", "hosts", PostKind),
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def openness_tone(self) -> str:
        """Colour of what is known of it."""
        return OPENNESS_TONES[Openness(self.openness)]

    @property
    def hosts_words(self) -> list[str]:
        """The kinds of post, in words."""
        return [str(PostKind(kind).label) for kind in self.hosts]
