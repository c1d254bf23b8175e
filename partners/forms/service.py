"""Editing a service."""

from itertools import groupby
from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField
from partners.areas import area_called, area_names, areas_of
from partners.forms.hours import HOURS_SECTION
from partners.forms.place import ADDRESS, CardForm, folded, several, suggested
from partners.models import (
    Audience,
    Commune,
    ContactMethod,
    DeliveryMode,
    Domain,
    Paper,
    ReferredBy,
    Service,
    SpokenLanguage,
)
from partners.models.languages import language_codes
from partners.models.topics import CATEGORY_LABELS, SEPARATOR, TOPIC_LABELS, domains_for

TOPICS = [
    (CATEGORY_LABELS.get(category, category), [(topic, TOPIC_LABELS[topic]) for topic in topics])
    for category, topics in groupby(sorted(TOPIC_LABELS), key=lambda topic: topic.partition(SEPARATOR)[0])
]
CHILDREN = [("", _("Ne sait pas")), ("True", _("Oui")), ("False", _("Non"))]


def words_of(text: str) -> list[str]:
    """« français, arabe » as its words."""
    return [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]


class ServiceForm(CardForm):
    """A service; domains ticked by hand stay as they are when the source is imported again."""

    topics = several(_("Thématiques"), TOPICS)
    domains = several(
        _("Domaines"),
        Domain.choices,
        help_text=_("C’est par là qu’on trouve le service. Laissés tels quels, ils suivent les thématiques."),
    )
    derive_domains = forms.BooleanField(label=_("Revenir aux domaines des thématiques"), required=False)
    audiences = several(_("Publics"), Audience.choices)
    children_welcome = forms.TypedChoiceField(
        label=_("Enfants accueillis"),
        choices=CHILDREN,
        required=False,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "True",
        empty_value=None,
    )
    spoken = forms.CharField(
        label=_("Langues parlées"),
        required=False,
        max_length=300,
        help_text=_("Séparées par des virgules\u00a0: français, arabe, langue des signes française."),
    )
    papers = several(_("Papiers à apporter"), Paper.choices)
    areas = several(_("Zones d’éligibilité"), [], help_text=_("Rien de coché\u00a0: tout le monde peut demander."))
    more_areas = forms.CharField(
        label=_("Autres zones"),
        required=False,
        max_length=500,
        help_text=_("Commune, département, région ou pays, séparés par des virgules\u00a0: Nord, Tournai (Belgique)."),
        widget=forms.TextInput(attrs=suggested(reverse_lazy("partners:areas"), "more_areas")),
    )
    delivery_modes = several(_("Accueil"), DeliveryMode.choices)
    closed_from = FrenchDateField(label=_("Fermé à partir du"), required=False, nearest="future")
    closed_until = FrenchDateField(label=_("Fermé jusqu’au (compris)"), required=False, nearest="future")
    contact_methods = several(_("Comment joindre"), ContactMethod.choices)
    referred_by = several(_("Qui peut demander"), ReferredBy.choices)
    link = forms.URLField(label=_("Lien"), required=False, max_length=500, assume_scheme="https")
    sections = [
        (
            _("Le service"),
            [
                "name",
                "description",
                "kind",
                Field("domains", wrapper_class="chips"),
                "derive_domains",
                *folded(_("Thématiques"), "topics"),
            ],
        ),
        (
            _("Pour qui"),
            [
                Field("audiences", wrapper_class="chips"),
                "audience_details",
                Div("sex", "age_min", "age_max", css_class="inline-fields"),
                Field("children_welcome", wrapper_class="chips"),
                "spoken",
                Field("areas", wrapper_class="chips"),
                "more_areas",
            ],
        ),
        (
            _("À quelles conditions"),
            [Field("papers", wrapper_class="chips"), "access_conditions", "fees", "fees_details"],
        ),
        (_("Où"), [Field("delivery_modes", wrapper_class="chips"), "site", *ADDRESS]),
        HOURS_SECTION,
        (
            _("Places et fermeture"),
            [
                Div("capacity", "places_free", css_class="inline-fields"),
                Div("closed_from", "closed_until", css_class="inline-fields"),
                "closed_reason",
            ],
        ),
        (
            _("Comment joindre"),
            [
                Field("contact_methods", wrapper_class="chips"),
                "contact_details",
                Field("referred_by", wrapper_class="chips"),
                *("phone", "email", "link"),
            ],
        ),
    ]

    class Meta:
        model = Service
        fields = [
            "name", "description", "kind", "domains", "topics", "audiences", "audience_details", "sex", "age_min",
            "age_max", "children_welcome", "papers", "access_conditions", "fees", "fees_details", "delivery_modes",
            "site", *ADDRESS, "capacity", "places_free", "closed_from", "closed_until", "closed_reason",
            "contact_methods", "contact_details", "referred_by", "phone", "email", "link",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service: Service = self.instance
        names = dict(SpokenLanguage.choices)
        self.fields["spoken"].initial = ", ".join(str(names[code]) for code in service.languages)
        self.initial["children_welcome"] = "" if service.children_welcome is None else str(service.children_welcome)
        self._offer_areas(service)
        sites = service.organization.sites.filter(Q(is_active=True) | Q(pk=service.site_id))
        self.fields["site"].queryset = sites.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["site"].empty_label = _g("Une autre adresse, ci-dessous")  # type: ignore[attr-defined]
        self.fields["site"].help_text = _g("Le service prend l’adresse et les horaires du lieu.")
        if not service.domains_corrected:
            del self.fields["derive_domains"]
        if not sites.exists():
            del self.fields["site"]
        strange = [(topic, topic) for topic in service.topics if topic not in TOPIC_LABELS]
        self.fields["topics"].choices = [*TOPICS, *strange]  # type: ignore[attr-defined]
        kept = ((title, [one for one in names if not self._is_gone(one)]) for title, names in self.sections)
        self.lay_out(kept)

    def _is_gone(self, shown: Any) -> bool:
        return isinstance(shown, str) and shown not in self.fields

    def _offer_areas(self, service: Service) -> None:
        """The areas noted, then those around the service, to tick."""
        commune = Commune.objects.filter(pk=service.insee_code or service.organization.insee_code).first()
        around = [code for code in areas_of(commune) if code != "99100"] if commune else ["france"]
        names = area_names([*service.eligibility_areas, *around])
        self.fields["areas"].choices = list(names.items())  # type: ignore[attr-defined]
        self.initial["areas"] = list(service.eligibility_areas)

    @property
    def country(self) -> str:
        """That of its organisation."""
        return str(self.instance.organization.country)

    @property
    def changed_fields(self) -> list[str]:
        """The fields of the record behind those that are typed in another way."""
        typed = {"spoken": "languages", "areas": "eligibility_areas", "more_areas": "eligibility_areas"}
        others = {typed[name] for name in self.changed_data if name in typed}
        return super().changed_fields + sorted(others)

    def clean_audiences(self) -> list[str]:
        """« Tous publics » stands alone."""
        audiences: list[str] = self.cleaned_data["audiences"]
        if Audience.EVERYONE in audiences and len(audiences) > 1:
            raise forms.ValidationError(_("«\u00a0Tous publics\u00a0» se coche seul."))
        return audiences

    def clean_spoken(self) -> str:
        """Each language is one we know."""
        typed = str(self.cleaned_data["spoken"])
        unknown = [word for word in words_of(typed) if not language_codes([word])]
        if unknown:
            message = _g("Langue inconnue\u00a0: %(words)s.") % {"words": ", ".join(unknown)}
            raise forms.ValidationError(message)
        self.instance.languages = sorted(language_codes(words_of(typed)))
        return typed

    def clean_more_areas(self) -> str:
        """Each area is one we know."""
        typed = str(self.cleaned_data["more_areas"])
        unknown = [word for word in words_of(typed) if not area_called(word)]
        if unknown:
            raise forms.ValidationError(_g("Zone inconnue\u00a0: %(words)s.") % {"words": ", ".join(unknown)})
        return typed

    def clean(self) -> dict[str, Any]:
        """Areas in one list, domains as chosen or derived, places dated today, the address of the site."""
        cleaned = super().clean()
        more = [area_called(word) for word in words_of(cleaned.get("more_areas", ""))]
        self.instance.eligibility_areas = list(dict.fromkeys([*cleaned.get("areas", []), *more]))
        self._settle_domains(cleaned)
        if "places_free" in self.changed_data:
            counted = cleaned.get("places_free") is not None
            self.instance.places_on = timezone.localdate() if counted else None
        return cleaned

    def _settle_domains(self, cleaned: dict[str, Any]) -> None:
        if "domains" in self.changed_data:
            self.instance.domains_corrected = True
        if cleaned.get("derive_domains"):
            self.instance.domains_corrected = False
        derived = "topics" in self.changed_data and not self.instance.domains_corrected
        if derived or cleaned.get("derive_domains"):
            cleaned["domains"] = domains_for(
                cleaned.get("topics", []),
                kind=cleaned.get("kind", ""),
                audiences=cleaned.get("audiences", []),
                networks=self.instance.organization.networks,
            )

    def _post_clean(self) -> None:
        """The site gives the service its address, whatever was typed below."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.site:
            self.instance.stand_at(self.instance.site)
