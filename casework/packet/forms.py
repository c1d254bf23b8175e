"""Choosing what a packet holds: under which agreement, from when to when, which proofs."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.person import plain_helper
from beneficiaries.models import Consent, Proof
from casework.packet.content import may_be_told, title_of, within
from core.dates import FrenchDateField
from core.templatetags.french import date_words


class PacketForm(forms.Form):
    """Every proof is ticked at first; the agreement decides what may stay."""

    use_required_attribute = False

    agreement = forms.TypedChoiceField(
        label=gettext_lazy("Accord de la personne"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez l’accord : il dit à qui et quoi.")},
    )
    first = FrenchDateField(label=gettext_lazy("Du"), required=False)
    last = FrenchDateField(label=gettext_lazy("Au"), required=False)
    proofs = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Justificatifs"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un justificatif.")},
    )

    def __init__(self, *args: Any, agreements: Sequence[Consent], proofs: Sequence[Proof], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreements = {consent.pk: consent for consent in agreements}
        self.offered = {proof.pk: proof for proof in proofs}
        self.fields["agreement"].choices = [(str(key), words_of(one)) for key, one in self.agreements.items()]  # type: ignore[attr-defined]
        self.fields["agreement"].initial = str(agreements[0].pk) if len(agreements) == 1 else None
        self.fields["proofs"].choices = [  # type: ignore[attr-defined]
            (title_of(obligation), [(str(row.pk), f"{date_words(row.happened_on)} – {row.title}") for row in rows])
            for obligation, rows in groupby(proofs, key=lambda proof: proof.obligation)
        ]
        self.fields["proofs"].initial = [str(key) for key in self.offered]
        self.helper = plain_helper("agreement", Div("first", "last", css_class="inline-fields"), "proofs")

    def clean(self) -> dict[str, Any]:
        """Nothing that the agreement does not name, and something left."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data["first"] and data["last"] and data["last"] < data["first"]:
            raise ValidationError(_("La fin de la période vient avant son début."))
        if not self.chosen:
            raise ValidationError(_("Aucun de ces justificatifs n’est dans la période."))
        refused = [proof.title for proof in self.chosen if not may_be_told(proof, self.consent)]
        if refused:
            words = _("L’accord ne couvre pas : %(titles)s. Décochez, ou notez ce que la personne accepte.")
            self.add_error("proofs", words % {"titles": ", ".join(f"« {title} »" for title in refused)})
        return data

    @property
    def consent(self) -> Consent:
        """The agreement chosen."""
        return self.agreements[self.cleaned_data["agreement"]]

    @property
    def chosen(self) -> list[Proof]:
        """The proofs ticked that fall within the period, in the order of the list."""
        ticked = set(self.cleaned_data["proofs"])
        rows = [proof for key, proof in self.offered.items() if key in ticked]
        return within(rows, self.cleaned_data["first"], self.cleaned_data["last"])


def words_of(consent: Consent) -> str:
    """« SPIP du Nord, jusqu’au 3 mars 2026 : Identité, Documents et justificatifs »."""
    told = {"who": consent.recipient, "until": date_words(consent.ends_on), "what": ", ".join(consent.covers_words)}
    return _("%(who)s, jusqu’au %(until)s : %(what)s") % told
