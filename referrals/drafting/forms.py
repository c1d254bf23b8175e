"""The forms of the wizard, one a step."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Document
from beneficiaries.models.layer import Opened
from core.dates import FrenchDateField
from partners.models import Service
from programs.forms import FormBody
from referrals.models import Consent, LegalBasis, Referral, SharedField, Terms
from referrals.models.agreement import LASTS, SHORTEST_REASON
from referrals.models.leaving import fields_offered
from referrals.models.need_group import MOST_SERVICES
from referrals.models.shared import ALWAYS
from referrals.models.states import Conformity


class ConformityForm(forms.Form):
    """Is it the right place; and which others could be asked at the same time."""

    conformity = forms.ChoiceField(
        label=_("La personne entre-t-elle dans les conditions du service ?"),
        choices=[choice for choice in Conformity.choices if choice[0]],
        widget=forms.RadioSelect,
        required=False,
    )
    also = forms.MultipleChoiceField(
        label=_("Demander aussi à"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Pour le même besoin, avec le même message. Le premier accord propose de retirer les autres."),
    )

    def __init__(self, *args: Any, neighbours: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.neighbours = {str(service.pk): service for service in neighbours}
        names = [(key, f"{one.name} – {one.organization}") for key, one in self.neighbours.items()]
        self.fields["also"].choices = names  # type: ignore[attr-defined]
        if not names:
            del self.fields["also"]
        self.helper = FormBody(Field("conformity", wrapper_class="chips"), *(["also"] if names else []))

    def clean_also(self) -> list[Service]:
        """The services chosen."""
        chosen = self.cleaned_data["also"]
        if len(chosen) >= MOST_SERVICES:
            raise forms.ValidationError(_("Cinq services au plus pour un même besoin : gardez-en quatre ici."))
        return [self.neighbours[key] for key in chosen]


class AgreementForm(forms.Form):
    """What the person answered, when, until when; without agreement, why and by what right."""

    consent = forms.ChoiceField(
        label=_("Accord de la personne"), choices=Consent.choices, widget=forms.RadioSelect, required=False
    )
    given_on = FrenchDateField(label=_("Recueilli le"), refuse_future=True, required=False)
    ends_on = FrenchDateField(
        label=_("Valable jusqu’au"),
        nearest="future",
        required=False,
        help_text=_("Passé ce jour, le service n’ouvre plus la demande. Un an au plus."),
    )
    basis = forms.ChoiceField(
        label=_("Ce qui permet de s’en passer"), choices=LegalBasis.choices, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(
        label=_("Pourquoi sans son accord"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "15 caractères au moins. La protection des données et la direction relisent chaque envoi sans accord."
        ),
    )

    helper = FormBody(
        Field("consent", wrapper_class="chips"),
        Div("given_on", "ends_on", css_class="inline-fields"),
        Div("basis", "reason", data_show_when=f"consent:{Consent.OVERRIDE.value}"),
    )

    def clean(self) -> dict[str, Any]:
        """Without agreement, both a reason and a right; dates in order."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("consent") == Consent.OVERRIDE:
            if not typed.get("basis"):
                self.add_error("basis", _("Choisissez ce qui permet de se passer de l’accord."))
            if len(typed.get("reason", "").strip()) < SHORTEST_REASON:
                self.add_error("reason", _("Donnez la raison en une phrase (15 caractères au moins)."))
        begun, ends = typed.get("given_on"), typed.get("ends_on")
        if begun and ends and not 0 <= (ends - begun).days <= 366:
            self.add_error("ends_on", _("Un accord dure un an au plus, et ne finit pas avant d’être donné."))
        return typed

    @staticmethod
    def filled(referral: Referral, terms: Terms, today: date) -> dict[str, Any]:
        """What the draft says already: nobody types it again."""
        begun = terms.given_on or today
        return {
            "consent": referral.consent,
            "given_on": begun,
            "ends_on": terms.ends_on or begun + LASTS,
            "basis": terms.basis,
            "reason": terms.reason,
        }


class MessageForm(forms.Form):
    """The need in a few words, what is told of the person, the documents one by one."""

    message = forms.CharField(
        label=_("Message"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Le besoin en quelques mots, sans donnée de santé ni motif pénal."),
    )
    fields_told = forms.MultipleChoiceField(
        label=_("Ce qui est dit de la personne"), widget=forms.CheckboxSelectMultiple, required=False
    )
    documents = forms.MultipleChoiceField(
        label=_("Documents joints"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, file: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        optional = [field for field in fields_offered(file) if field not in ALWAYS]
        self.fields["fields_told"].choices = [(field.value, field.label) for field in optional]  # type: ignore[attr-defined]
        self.fields["fields_told"].help_text = _now(
            "Son nom part toujours. Détention, justice et santé restent ici, sauf si vous les cochez avec son accord."
        )
        papers = Document.objects.visible_in(file).for_list()
        choices = [(str(row.pk), f"{row.title} ({row.get_kind_display()})") for row in papers]
        self.fields["documents"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["documents"]
        self.helper = FormBody("message", "fields_told", *(["documents"] if choices else []))

    @property
    def told(self) -> tuple[str, ...]:
        """The fields chosen, with those that always leave."""
        chosen = {*ALWAYS, *self.cleaned_data["fields_told"]}
        return tuple(field for field in SharedField.values if field in chosen)
