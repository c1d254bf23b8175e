"""Filters of the directory, written in the URL."""

from collections import defaultdict
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from core.fields import clean_line
from core.sql import FrenchSort
from partners.hours import is_open
from partners.models import Audience, DeliveryMode, Domain, Favourite, Fees, Organization, Service, SpokenLanguage
from partners.models.folding import fold
from partners.territory import Territory, open_to_residents, within
from partners.wording import Wording, understand

# The hours that hold, as Service.hours says.
HOURS = Coalesce(
    NullIf("opening_hours", Value("")), NullIf("site__opening_hours", Value("")), "organization__opening_hours"
)
RADII = [5, 10, 20, 50, 100]
TEXT = 100
PLACES_HOLD = timedelta(days=14)  # how long a count of free places is worth something
TOO_LONG = ngettext_lazy(
    "Écrivez au plus %(limit_value)d\u00a0signe.", "Écrivez au plus %(limit_value)d\u00a0signes.", TEXT
)
SUGGEST = {
    "data-hx-get": reverse_lazy("partners:communes"),
    "data-hx-trigger": "input changed delay:200ms",
    "data-hx-target": "#communes",
    "data-hx-swap": "innerHTML",
    "data-hx-select": "unset",
    "data-hx-select-oob": "unset",
    "data-hx-push-url": "false",
    "data-hx-params": "commune",
}


def fresh() -> Q:
    """Checked here, or updated by its source, not long ago."""
    since = timezone.localdate() - timedelta(days=settings.SERVICE_STALE_DAYS)
    return Q(checked_on__gte=since) | Q(confirmed_on__gte=since) | Q(source_updated_on__gte=since)


def closed_on(day: date) -> Q:
    """Closed for a time that holds this day; one end of it may be open, not both."""
    begun = Q(closed_from__isnull=True, closed_until__isnull=False) | Q(closed_from__lte=day)
    return begun & (Q(closed_until__isnull=True) | Q(closed_until__gte=day))


def full_on(day: date) -> Q:
    """Without a place, when somebody counted them lately."""
    return Q(places_free=0, places_on__gte=day - PLACES_HOLD)


class ServiceFilterForm(forms.Form):
    """The form of the filters; the territory is set by the filter, once the commune has been looked up."""

    territory = Territory()

    def clean_commune(self) -> str:
        """Refuse a place that nobody knows, rather than search everywhere."""
        if self.territory.not_found:
            raise ValidationError(_("Cette commune n’est pas connue. Vérifiez son nom ou son code postal."))
        return str(self.cleaned_data["commune"])


class ServiceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What a caseworker asks for: words, domain, place, public, how, how much, how fresh, language, places, now."""

    q = django_filters.CharFilter(
        label=_("Mot, structure…"),
        method="filter_words",
        max_length=TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    domaine = django_filters.ChoiceFilter(
        label=_("Domaine"), choices=Domain.choices, method="filter_domain", empty_label=_("Tous les domaines")
    )
    commune = django_filters.CharFilter(
        label=_("Près de (commune ou code postal)"),
        method="filter_place",
        max_length=TEXT,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off", **SUGGEST}),
    )
    rayon = django_filters.ChoiceFilter(
        label=_("Distance"),
        choices=[(str(km), _("%(km)d\u00a0km") % {"km": km}) for km in RADII],
        method="filter_nothing",
        empty_label=None,
    )
    public = django_filters.ChoiceFilter(
        label=_("Public"),
        choices=[choice for choice in Audience.choices if choice[0] != Audience.EVERYONE],
        method="filter_public",
        empty_label=_("Tous"),
    )
    accueil = django_filters.ChoiceFilter(
        label=_("Accueil"), choices=DeliveryMode.choices, method="filter_mode", empty_label=_("Tous")
    )
    frais = django_filters.ChoiceFilter(
        label=_("Frais"), field_name="fees", choices=Fees.choices, empty_label=_("Gratuit ou payant")
    )
    verifie = django_filters.BooleanFilter(
        label=_("Vérifié depuis moins de 6 mois"), method="filter_fresh", widget=forms.CheckboxInput
    )

    langue = django_filters.ChoiceFilter(
        label=_("Langue parlée"), choices=SpokenLanguage.choices, method="filter_language", empty_label=_("Toutes")
    )
    places = django_filters.BooleanFilter(
        label=_("Places libres connues"), method="filter_places", widget=forms.CheckboxInput
    )
    favoris = django_filters.BooleanFilter(label=_("Mes favoris"), method="filter_kept", widget=forms.CheckboxInput)
    a_verifier = django_filters.BooleanFilter(method="filter_stale", widget=forms.HiddenInput)

    # last: it reads the hours of what the others have left
    ouvert = django_filters.BooleanFilter(
        label=_("Ouvert maintenant"), method="filter_open", widget=forms.CheckboxInput
    )

    class Meta:
        model = Service
        fields: list[str] = []
        form = ServiceFilterForm

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Service],
        territory: Territory,
        *,
        reader: User | None = None,
        near: bool = False,
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.territory = territory
        self.form.territory = territory
        self.reader = reader
        self.near = near

    def nearby(self) -> "ServiceFilter":
        """The same choices, for what comes near the words when nothing holds them all."""
        filters = ServiceFilter(self.data, self.queryset, self.territory, reader=self.reader, near=True)
        filters.wording = self.wording
        return filters

    @cached_property
    def wording(self) -> Wording | None:
        """What was understood of the words, when some were typed."""
        text = self.form.cleaned_data.get("q", "") if self.form.is_valid() else ""
        return understand(text) if text else None

    @property
    def radius(self) -> int:
        """Kilometres, as chosen."""
        return int(self.form.cleaned_data.get("rayon") or settings.DIRECTORY_RADIUS_KM)

    @property
    def remote(self) -> bool:
        """Whether services given at a distance are asked for, which makes the radius moot."""
        return bool(self.form.cleaned_data.get("accueil") == DeliveryMode.REMOTE)

    def filter_words(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Every word, or what comes near; nothing when none can be looked for."""
        if not self.wording or not self.wording.words:
            return services.none()
        return services.filter(search_vector=self.wording.nearby if self.near else self.wording.anywhere)

    def filter_domain(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Services of the domain."""
        return services.filter(domains__contains=[value])

    def filter_place(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Within the radius, or, for what is given at a distance, open to the residents."""
        commune = self.territory.commune
        if commune is None:
            return services
        if self.remote:
            return open_to_residents(services, commune)
        if not self.territory.located:
            return services.filter(insee_code=commune.pk)
        return within(services, commune, self.radius)

    def filter_nothing(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Read together with the place."""
        return services

    def filter_public(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Open to these people: by name, because open to everyone, or because the public is not stated."""
        return services.filter(Q(audiences__overlap=[value, Audience.EVERYONE]) | Q(audiences__len=0))

    def filter_mode(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """On the spot or at a distance."""
        return services.filter(delivery_modes__contains=[value])

    def filter_fresh(self, services: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """Checked here, or updated by its source, not long ago."""
        if not value:
            return services
        return services.filter(fresh())

    def filter_stale(self, services: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """Those that the coordination has to check: the others."""
        return services.exclude(fresh()) if value else services

    def filter_language(self, services: QuerySet[Service], name: str, value: str) -> QuerySet[Service]:
        """Where the language is spoken, as far as the directory says."""
        return services.filter(languages__contains=[value])

    def filter_places(self, services: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """With free places, counted lately."""
        if not value:
            return services
        return services.filter(places_free__gt=0, places_on__gte=timezone.localdate() - PLACES_HOLD)

    def filter_kept(self, services: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """What the reader keeps: these services, and all those of the organisations kept."""
        if not value:
            return services
        kept = Favourite.objects.of(self.reader) if self.reader else Favourite.objects.none()
        houses = kept.filter(organization__isnull=False).values("organization")
        theirs = Service.objects.filter(organization__in=houses).values("pk")
        return services.filter(pk__in=kept.filter(service__isnull=False).values("service").union(theirs))

    def filter_open(self, services: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """Open at this moment: the few ways in which hours are written are read once each, then looked for."""
        if not value:
            return services
        now = timezone.now()
        timed = services.exclude(closed_on(timezone.localdate(now))).alias(hours_text=HOURS)
        written = timed.exclude(hours_text="").order_by().annotate(written=HOURS)
        opened = defaultdict(list)
        for text, country in written.values_list("written", "organization__country").distinct():
            if is_open(text, now, country):
                opened[country].append(text)
        if not opened:
            return services.none()
        alternatives = [Q(hours_text__in=texts, organization__country=country) for country, texts in opened.items()]
        return timed.filter(reduce(or_, alternatives))


class OrganizationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Organisations by name or commune."""

    q = django_filters.CharFilter(
        label=_("Nom ou commune"),
        method="filter_name",
        max_length=TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def filter_name(self, organizations: QuerySet[Organization], name: str, value: str) -> QuerySet[Organization]:
        """Each word is in the name or the commune, accents and case aside."""
        for word in fold(clean_line(value)).split():
            organizations = organizations.alias(folded=FrenchSort("name"), place=FrenchSort("city")).filter(
                Q(folded__contains=word) | Q(place__contains=word)
            )
        return organizations
