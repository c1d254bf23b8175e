"""What is asked of a sender, and of the coordination about a request."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import Team, User
from beneficiaries.forms.establishment import NamedChoiceField, prison_field
from beneficiaries.forms.fields import Birth, BirthField
from beneficiaries.models import ProbationService
from core.dates import FrenchDateField
from core.fields import clean_line
from core.sql import FrenchSort
from partners.forms.organization import organization_called
from partners.forms.place import suggested
from partners.models import Domain
from referrals.inbound.contents import NAMES, Content
from referrals.models import InboundDecline, InboundLink
from referrals.models.inbound import SAID_YES

LINES = [*NAMES, "email", "precautions", "place", "sender_name", "sender_email"]
WAYS = ["phone", "email", "precautions", "place", "prison"]
SPOKEN_AT_MOST = 10


def fields_alone(*layout: Any) -> FormHelper:
    """The fields; the page writes the form’s tag and its buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


def section(title: Any, *layout: Any) -> Fieldset:
    """A titled part of the form."""
    return Fieldset(title, *layout, css_class="form-section")


def side_by_side(*names: str) -> Div:
    """Short fields on one line where there is room."""
    return Div(*names, css_class="inline-fields")


class InboundForm(forms.Form):
    """The least that lets us recognise somebody, reach them safely and understand what is asked."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    last_name = forms.CharField(label=gettext_lazy("Nom"), max_length=120, required=False)
    first_name = forms.CharField(label=gettext_lazy("Prénom"), max_length=120, required=False)
    birth = BirthField()
    languages = forms.CharField(
        label=gettext_lazy("Langues parlées"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Séparées par des virgules."),
    )
    prison = prison_field()
    expected_release_on = FrenchDateField(label=gettext_lazy("Sortie prévue le"), required=False, nearest="future")
    place = forms.CharField(
        label=gettext_lazy("Commune où la personne vit, ou va vivre"), max_length=100, required=False
    )
    phone = PhoneNumberField(label=gettext_lazy("Son téléphone"), required=False, max_length=40)
    email = forms.EmailField(label=gettext_lazy("Son courriel"), required=False, max_length=254)
    precautions = forms.CharField(
        label=gettext_lazy("Précautions pour la joindre"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Par exemple : ne pas laisser de message, appeler le matin."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que la personne cherche"),
        choices=Domain.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez au moins un besoin.")},
    )
    message = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Sans donnée de santé ni motif pénal : la personne peut lire ce texte."),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("La personne sait ce que vous nous transmettez, et elle est d’accord"),
        choices=SAID_YES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Sans l’accord de la personne, ne nous transmettez rien.")},
    )
    sender_name = forms.CharField(label=gettext_lazy("Votre prénom et votre fonction"), max_length=120)
    sender_email = forms.EmailField(label=gettext_lazy("Votre courriel, pour vous répondre"), max_length=254)
    use_required_attribute = False

    def __init__(self, *args: Any, link: InboundLink, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"submission": uuid.uuid4()}, **kwargs})
        held = [side_by_side("prison", "expected_release_on")] if link.probation_service_id else []
        if not held:
            del self.fields["prison"], self.fields["expected_release_on"]
        self.helper = fields_alone(
            "submission",
            section(
                _("La personne"),
                side_by_side("last_name", "first_name"),
                side_by_side("birth", "languages"),
                *held,
                "place",
            ),
            section(_("La joindre sans la mettre en difficulté"), side_by_side("phone", "email"), "precautions"),
            section(_("Sa demande"), Field("needs", wrapper_class="chips"), "message"),
            section(
                _("Son accord, et vous"),
                Field("consent", wrapper_class="chips"),
                side_by_side("sender_name", "sender_email"),
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a name, whichever, and for a way to reach the person."""
        data = super().clean() or {}
        for name in LINES:
            data[name] = clean_line(data.get(name) or "")
        if not any(data[name] or name in self.errors for name in NAMES):
            self.add_error("last_name", _("Indiquez au moins un prénom ou un nom."))
        if not any(data.get(name) or name in self.errors for name in WAYS):
            self.add_error("phone", _("Dites-nous comment joindre la personne : téléphone, courriel ou lieu."))
        if not data["sender_name"] and "sender_name" not in self.errors:
            self.add_error("sender_name", _("Ce champ est obligatoire."))
        return data

    @property
    def content(self) -> Content:
        """What is kept, sealed."""
        data = self.cleaned_data
        birth: Birth = data["birth"]
        release, prison = data.get("expected_release_on"), data.get("prison")
        spoken = [clean_line(word)[:40] for word in data["languages"].split(",") if clean_line(word)]
        return {
            **{name: data[name] for name in LINES},
            "birth_date": birth.day.isoformat() if birth.day else "",
            "birth_year": birth.year,
            "phone": str(data["phone"].as_e164) if data["phone"] else "",
            "languages": spoken[:SPOKEN_AT_MOST],
            "prison": str(prison.pk) if prison else "",
            "expected_release_on": release.isoformat() if release else "",
            "needs": data["needs"],
            "message": data["message"],
        }


class InboundLinkForm(forms.Form):
    """To whom a link is given, and which team reads what comes by it."""

    head = forms.CharField(
        label=gettext_lazy("Structure de l’annuaire"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=suggested(reverse_lazy("partners:heads"), "head")),
    )
    probation_service = NamedChoiceField(
        ProbationService.objects.filter(is_active=True), label=gettext_lazy("Ou service de probation (SPIP)")
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label=gettext_lazy("Équipe qui lira les demandes"), empty_label=None
    )
    use_required_attribute = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Team.objects.filter(members=user).order_by(FrenchSort("name"), "pk")
        self.fields["team"].queryset = own  # type: ignore[attr-defined]
        if len(teams := list(own[:2])) == 1:
            self.fields["team"].initial, self.fields["team"].widget = teams[0].pk, forms.HiddenInput()
        self.helper = fields_alone("head", HTML('<datalist id="head-list"></datalist>'), "probation_service", "team")

    def clean(self) -> dict[str, Any]:
        """One sender, and one only."""
        data = super().clean() or {}
        typed, probation = clean_line(data.get("head") or ""), data.get("probation_service")
        found = organization_called(typed) if typed else []
        if typed and not found:
            self.add_error("head", _("Aucune structure de l’annuaire ne porte ce nom."))
        elif len(found) > 1:
            self.add_error("head", _("Plusieurs structures portent ce nom : précisez la commune entre parenthèses."))
        elif typed and probation:
            self.add_error("head", _("Choisissez une structure ou un service de probation, pas les deux."))
        elif not typed and not probation and not self.errors:
            self.add_error("head", _("Dites à qui donner ce lien."))
        data["sender"] = found[0] if found else probation
        return data


class InboundDeclineForm(forms.Form):
    """A no, and why."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi ?"),
        choices=InboundDecline.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez la raison du refus.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Précisions"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Obligatoires pour « Autre raison ». Pour l’équipe seule."),
    )
    helper = fields_alone("reason", "comment")


class FileNumberForm(forms.Form):
    """The file to which a request belongs."""

    file_number = forms.CharField(label=gettext_lazy("Numéro du dossier"), max_length=12)
