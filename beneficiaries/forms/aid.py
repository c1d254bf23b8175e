"""Emergency aid: envelopes, requests, proofs."""

import uuid
from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.document import UploadField
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import AidKind, AidMethod, Beneficiary, Document, Layer
from beneficiaries.uploads import ReadUpload
from core.dates import FrenchDateField
from core.money import EuroField, euros
from partners.models import Agreement, AgreementStatus, AidEnvelope, Grant


class EnvelopeForm(forms.ModelForm):  # type: ignore[type-arg]
    """The money of an envelope, and where it comes from."""

    starts_on = FrenchDateField(label=gettext_lazy("À partir du"))
    ends_on = FrenchDateField(
        label=gettext_lazy("Jusqu’au"), nearest="future", required=False, help_text=gettext_lazy("Vide : sans fin.")
    )

    class Meta:
        model = AidEnvelope
        fields = ["name", "amount", "starts_on", "ends_on", "grant", "agreement", "rules"]
        widgets = {"rules": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        granted = Grant.objects.granted() | Grant.objects.filter(pk=self.instance.grant_id)
        signed = Agreement.objects.filter(status=AgreementStatus.SIGNED)
        signed |= Agreement.objects.filter(pk=self.instance.agreement_id)
        for name, rows in {"grant": granted, "agreement": signed}.items():
            self.fields[name].queryset = rows.order_by("title", "pk")  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Aucune")  # type: ignore[attr-defined]
        self.helper = plain_helper(
            "name", "amount", Div("starts_on", "ends_on", css_class="inline-fields"), "grant", "agreement", "rules"
        )

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the envelope."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class EnvelopeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An envelope with what is left of it."""

    def label_from_instance(self, obj: Any) -> str:
        """« Fonds d’urgence – reste 240,00 € »."""
        return _("%(name)s – reste %(left)s") % {"name": obj.name, "left": euros(obj.remaining)}


class KeptDocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A document of the person, by its title."""

    def label_from_instance(self, obj: Any) -> str:
        """The title."""
        return str(obj.title)


class ProofForm(forms.Form):
    """What proves the expense: the number of a receipt, a document already there, or a new file."""

    use_required_attribute = False

    receipt_number = LineInput(label=gettext_lazy("Numéro du reçu ou de la facture"), max_length=60, required=False)
    document = KeptDocumentField(
        queryset=Document.objects.none(), label=gettext_lazy("Document du dossier"), required=False
    )
    file = UploadField(label=gettext_lazy("Nouveau fichier"), required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    proof_fields = ("receipt_number", "document", "file")

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Document.objects.visible_to(user).for_list().filter(beneficiary=person, layer=Layer.ORDINARY)
        self.fields["document"].queryset = kept  # type: ignore[attr-defined]
        self.fields["document"].empty_label = _("Aucun")  # type: ignore[attr-defined]
        self.fields["submission"].initial = uuid.uuid4
        self.helper = plain_helper("submission", *self.proof_fields)

    def clean(self) -> dict[str, Any]:
        """A browser never keeps the file of a form shown again."""
        data = super().clean() or self.cleaned_data
        if self.errors and data.get("file"):
            self.add_error("file", _("Choisissez de nouveau le fichier : le navigateur ne le garde pas."))
        return data

    @property
    def upload(self) -> dict[str, Any] | None:
        """What the model keeps of the file."""
        read: ReadUpload | None = self.cleaned_data["file"]
        if read is None:
            return None
        told = {"content": read.content, "format": read.format, "sha256": read.sha256}
        return {**told, "submission": self.cleaned_data["submission"]}

    @property
    def proof(self) -> dict[str, Any]:
        """What proves, as the domain takes it."""
        names = ("receipt_number", "document")
        return {**{name: self.cleaned_data[name] for name in names}, "upload": self.upload}


class LateProofForm(ProofForm):
    """A proof that comes after the request: there must be one."""

    def clean(self) -> dict[str, Any]:
        """One of the three."""
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in self.proof_fields):
            raise ValidationError(_("Donnez un numéro, choisissez un document ou joignez un fichier."))
        return data


class AidForm(ProofForm):
    """An aid to ask for; submission makes a second click harmless."""

    field_order = ["envelope", "amount", "paid_on", "kind", "method", "reason"]

    envelope = EnvelopeField(
        queryset=AidEnvelope.objects.none(), label=gettext_lazy("Enveloppe"), empty_label=None, widget=forms.RadioSelect
    )
    amount = EuroField(label=gettext_lazy("Montant en euros"))
    paid_on = FrenchDateField(label=gettext_lazy("Remise le"), refuse_future=True)
    kind = forms.ChoiceField(label=gettext_lazy("Pour"), choices=AidKind.choices, widget=forms.RadioSelect)
    method = forms.ChoiceField(label=gettext_lazy("Moyen"), choices=AidMethod.choices, widget=forms.RadioSelect)
    reason = LineInput(
        label=gettext_lazy("Raison"),
        max_length=300,
        help_text=gettext_lazy("En quelques mots, sans donnée de santé ni motif pénal."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["envelope"].queryset = AidEnvelope.objects.open_on(today).for_list()  # type: ignore[attr-defined]
        self.fields["paid_on"].initial = today
        self.helper = plain_helper(
            "submission",
            "envelope",
            Div("amount", "paid_on", css_class="inline-fields"),
            Field("kind", wrapper_class="chips"),
            Field("method", wrapper_class="chips"),
            "reason",
            Fieldset(_("Justificatif"), *self.proof_fields, css_class="form-section"),
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What the domain takes."""
        names = ("submission", "envelope", "amount", "paid_on", "kind", "method", "reason")
        return {**{name: self.cleaned_data[name] for name in names}, **self.proof}


class AidReasonForm(forms.Form):
    """Why an aid is refused or cancelled."""

    use_required_attribute = False

    reason = LineInput(label=gettext_lazy("Raison"), max_length=200)
    helper = plain_helper("reason")
