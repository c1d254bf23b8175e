"""Services: what one can ask of an organisation."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from core.audit import record
from core.constraints import ordered_dates, paired, subset_of
from core.fields import LineField
from core.models import AuditAction
from partners.models.codes import (
    Audience,
    ContactMethod,
    DeliveryMode,
    Domain,
    Fees,
    Paper,
    ReferredBy,
    ServiceKind,
    Sex,
)
from partners.models.languages import SpokenLanguage
from partners.models.organization import Organization
from partners.models.site import Site
from partners.models.triggers import SERVICE_AT_A_SITE, SERVICE_CORRECTED, SERVICE_WORDS

CARD_FIELDS = [
    "name", "is_active", "audiences", "access_conditions", "fees", "delivery_modes", "contact_methods", "link",
    "address", "postal_code", "city", "email", "opening_hours", "checked_on", "confirmed_on",
    "source_updated_on", "languages", "papers", "sex", "age_min", "age_max", "children_welcome", "capacity",
    "places_free", "places_on", "closed_from", "closed_until", "closed_reason", "domains",
    "eligibility_areas",
]  # fmt: skip
PARTNER_FIELDS = ["name", "email", "opening_hours", "country"]
TRACK_FIELDS = ["acceptance", "median_days"]
PLACE_FIELDS = ["address", "address_more", "postal_code", "city", "insee_code", "latitude", "longitude"]
SITE_FIELDS = ["name", "opening_hours"]


def empty_or(field: str, **condition: object) -> models.Q:
    """The field is not known, or keeps to the condition."""
    return models.Q(**{f"{field}__isnull": True}) | models.Q(**condition)


class ServiceQuerySet(models.QuerySet["Service"]):
    """Reading the services."""

    def active(self) -> "ServiceQuerySet":
        """Those still offered, by an organisation still in the directory: few have left, so those are looked up."""
        left = Organization.objects.filter(is_active=False).values("pk")
        return self.filter(is_active=True).exclude(organization__in=left)

    def languages_spoken(self) -> set[str]:
        """Codes of the languages in which some service is given."""
        each = models.Func("languages", function="unnest", output_field=models.CharField())
        return set(self.active().order_by().annotate(code=each).values_list("code", flat=True).distinct())

    def for_cards(self) -> "ServiceQuerySet":
        """With what a card shows and no more; telephone numbers as stored, since reading twenty-five costs."""
        return (
            self.select_related("organization", "site", "track_record")
            .only(
                *CARD_FIELDS,
                *(f"organization__{name}" for name in PARTNER_FIELDS),
                *(f"site__{name}" for name in SITE_FIELDS),
                *(f"track_record__{name}" for name in TRACK_FIELDS),
            )
            .annotate(
                number=Cast("phone", models.TextField()), partner_number=Cast("organization__phone", models.TextField())
            )
        )


class Service(models.Model):
    """One precise offer of an organisation (data·inclusion « service »).

    topics are data·inclusion « thematiques »; domains are derived from them and may be corrected.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="services"
    )
    site = models.ForeignKey(
        "partners.Site",
        verbose_name=_("lieu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
    )
    source = models.CharField(_("source"), max_length=60, blank=True, default="")
    source_id = models.CharField(_("identifiant dans la source"), max_length=120, blank=True, default="")
    source_updated_on = models.DateField(_("mise à jour dans la source"), null=True, blank=True)
    source_link = models.URLField(_("fiche dans la source"), max_length=500, blank=True)
    name = LineField(_("nom"), max_length=150)
    description = models.TextField(_("description"), max_length=10_000, blank=True)
    kind = models.CharField(_("type"), max_length=30, choices=[("", "—"), *ServiceKind.choices], blank=True, default="")
    topics = ArrayField(models.CharField(max_length=120), verbose_name=_("thématiques"), default=list, blank=True)
    domains = ArrayField(
        models.CharField(max_length=20, choices=Domain), verbose_name=_("domaines"), default=list, blank=True
    )
    domains_corrected = models.BooleanField(_("domaines choisis à la main"), default=False)
    audiences = ArrayField(
        models.CharField(max_length=60, choices=Audience), verbose_name=_("publics"), default=list, blank=True
    )
    audience_details = models.TextField(_("précisions sur le public"), blank=True)
    sex = models.CharField(
        _("réservé aux"), max_length=5, choices=[("", _("Femmes et hommes")), *Sex.choices], blank=True, default=""
    )
    age_min = models.PositiveSmallIntegerField(_("âge minimum"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("âge maximum"), null=True, blank=True)
    children_welcome = models.BooleanField(_("enfants accueillis"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=SpokenLanguage),
        verbose_name=_("langues parlées"),
        default=list,
        blank=True,
    )
    papers = ArrayField(
        models.CharField(max_length=30, choices=Paper), verbose_name=_("papiers à apporter"), default=list, blank=True
    )
    access_conditions = models.TextField(_("conditions d’accès"), blank=True)
    fees = models.CharField(_("frais"), max_length=10, choices=[("", "—"), *Fees.choices], blank=True, default="")
    fees_details = models.TextField(_("précisions sur les frais"), blank=True)
    delivery_modes = ArrayField(
        models.CharField(max_length=20, choices=DeliveryMode), verbose_name=_("accueil"), default=list, blank=True
    )
    contact_methods = ArrayField(
        models.CharField(max_length=40, choices=ContactMethod),
        verbose_name=_("comment joindre"),
        default=list,
        blank=True,
    )
    contact_details = models.TextField(_("précisions pour joindre"), blank=True)
    referred_by = ArrayField(
        models.CharField(max_length=20, choices=ReferredBy), verbose_name=_("mobilisable par"), default=list, blank=True
    )
    link = models.URLField(_("lien"), max_length=500, blank=True)
    eligibility_areas = ArrayField(
        models.CharField(max_length=15), verbose_name=_("zones d’éligibilité"), default=list, blank=True
    )
    address = LineField(_("adresse"), max_length=200, blank=True)
    address_more = LineField(_("complément d’adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=10, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    insee_code = models.CharField(_("code de la commune"), max_length=7, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    weekly_hours = models.FloatField(_("heures par semaine"), null=True, blank=True)
    weeks = models.PositiveIntegerField(_("nombre de semaines"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("nombre de places"), null=True, blank=True)
    places_free = models.PositiveIntegerField(_("places libres"), null=True, blank=True)
    places_on = models.DateField(_("places comptées le"), null=True, blank=True)
    closed_from = models.DateField(_("fermé à partir du"), null=True, blank=True)
    closed_until = models.DateField(_("fermé jusqu’au"), null=True, blank=True)
    closed_reason = LineField(_("raison de la fermeture"), max_length=200, blank=True)
    is_active = models.BooleanField(_("dans l’annuaire"), default=True)
    checked_on = models.DateField(_("vérifié le"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vérifié par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_on = models.DateField(_("confirmé par la structure le"), null=True, blank=True)
    corrected = models.JSONField(_("ce que disait la source"), default=dict, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    title_vector = SearchVectorField(null=True, editable=False)
    search_vector = SearchVectorField(null=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source=""),
                name="service_source_unique",
                violation_error_message=_("Ce service est déjà importé."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *ServiceKind.values]),
                name="service_kind_known",
                violation_error_message=_("Ce type n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=models.Q(fees__in=["", *Fees.values]),
                name="service_fees_known",
                violation_error_message=_("Ces frais ne sont pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=models.Q(sex__in=["", *Sex.values]),
                name="service_sex_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=empty_or("age_min", age_min__lte=130)
                & empty_or("age_max", age_max__lte=130)
                & (models.Q(age_min=None) | models.Q(age_max=None) | models.Q(age_max__gte=models.F("age_min"))),
                name="service_ages_ordered",
                violation_error_message=_("L’âge maximum vient après l’âge minimum, et aucun ne passe 130 ans."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None)
                | models.Q(places_free=None)
                | models.Q(places_free__lte=models.F("capacity")),
                name="service_places_within_capacity",
                violation_error_message=_("Il n’y a pas plus de places libres que de places."),
            ),
            models.CheckConstraint(
                condition=models.Q(places_free=None, places_on=None)
                | models.Q(places_free__isnull=False, places_on__isnull=False),
                name="service_places_dated",
                violation_error_message=_("Les places libres vont avec le jour où elles ont été comptées."),
            ),
            ordered_dates("service", "closed_from", "closed_until"),
            models.CheckConstraint(
                condition=models.Q(closed_reason="")
                | models.Q(closed_from__isnull=False)
                | models.Q(closed_until__isnull=False),
                name="service_closure_dated",
                violation_error_message=_("Indiquez les dates de la fermeture."),
            ),
            subset_of("service", "languages", SpokenLanguage),
            subset_of("service", "papers", Paper),
            subset_of("service", "domains", Domain),
            subset_of("service", "audiences", Audience),
            subset_of("service", "delivery_modes", DeliveryMode),
            subset_of("service", "contact_methods", ContactMethod),
            subset_of("service", "referred_by", ReferredBy),
            paired("service", "checked_on", "checked_by"),
        ]
        indexes = [
            GinIndex(fields=["search_vector"], name="service_search"),
            models.Index(fields=["latitude", "longitude"], name="service_point"),
            GinIndex(fields=["domains"], name="service_domains"),
        ]
        triggers = [SERVICE_WORDS, SERVICE_AT_A_SITE, SERVICE_CORRECTED]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A service is given at a site of its own organisation."""
        super().clean()
        if self.site_id and self.site and self.site.organization_id != self.organization_id:
            raise ValidationError({"site": _("Ce lieu est celui d’une autre structure.")})

    @property
    def hours(self) -> str:
        """The opening hours that hold: its own, else those of the site, else those of the organisation."""
        at_site = self.site.opening_hours if self.site else ""
        return self.opening_hours or at_site or self.organization.opening_hours

    @property
    def outside_name(self) -> str:
        """Its name on whatever leaves the house."""
        return self.organization.outside_name if self.organization.is_sensitive else self.name

    def stand_at(self, site: Site) -> None:
        """Take the address and the point of a site."""
        for name in PLACE_FIELDS:
            setattr(self, name, getattr(site, name))

    def is_closed_on(self, day: date) -> bool:
        """Whether it is closed for a while that day."""
        if self.closed_from is None and self.closed_until is None:
            return False
        return (self.closed_from or day) <= day <= (self.closed_until or day)

    def mark_checked(self, *, by: User, on: date) -> None:
        """Say that the facts were found right, by whom and when."""
        self.checked_by, self.checked_on = by, on
        self.save(update_fields=["checked_by", "checked_on", "updated_at"])
        record(by, AuditAction.CHANGED, self, fields=["checked_on"])
