"""Stays in prison, measures outside, obligations, the expected release date."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.establishment import NamedChoiceField, prison_field
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import (
    Beneficiary,
    CustodyEpisode,
    ExitKind,
    JusticeMeasure,
    MeasureEnd,
    MeasureKind,
    Obligation,
    Prison,
    ProbationService,
)
from beneficiaries.models.situated import FIRST_REVIEW
from core.dates import FrenchDateField
from core.fields import clean_line
from core.partial_dates import PartialDate, PartialDateField

FOLLOWED_BY = ["probation_service", "officer_name", "officer_phone"]
WHEN_KNOWN = gettext_lazy("Laissez vide si vous ne savez pas.")


def to_come(day: date | None, initial: date | None = None) -> date | None:
    """Refuse a day that is over, unless it was already noted."""
    if day and day != initial and day < timezone.localdate():
        raise ValidationError(_("Cette date est passée."))
    return day


def partial(first: date | None, last: date | None) -> PartialDate | None:
    """The two columns of a partial date as one value."""
    return PartialDate(first, last) if first and last else None


class FactForm(forms.ModelForm):  # type: ignore[type-arg]
    """What each justice record has: who follows the person, where it is known from, when to look again."""

    probation_service = NamedChoiceField(
        ProbationService.objects.filter(is_active=True),
        label=gettext_lazy("Service de probation"),
        help_text=gettext_lazy("Commencez à écrire le département : « Nord »…"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    review_on = FrenchDateField(
        label=gettext_lazy("À revoir le"),
        nearest="future",
        help_text=gettext_lazy("Ce jour-là, on vérifie que c’est encore juste."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["review_on"].initial = timezone.localdate() + FIRST_REVIEW
        else:
            self.fields["seen"].initial = self.instance.seen

    def clean_review_on(self) -> date | None:
        """A day to come, or the one already noted."""
        return to_come(self.cleaned_data["review_on"], self.instance.review_on)

    def followed_fields(self) -> Fieldset:
        """Who follows the person, and the life of the record."""
        return Fieldset(
            _("Qui suit la personne"),
            "seen",
            "probation_service",
            Div("officer_name", "officer_phone", css_class="inline-fields"),
            Div("source", "review_on", css_class="inline-fields"),
            css_class="form-section",
        )

    @property
    def facts(self) -> dict[str, Any]:
        """The columns to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class StayForm(FactForm):
    """A stay in prison, going on or over."""

    prison = prison_field()
    entered = PartialDateField(label=gettext_lazy("Entrée"), required=False)
    exited = PartialDateField(label=gettext_lazy("Sortie"), required=False)
    exit_kind = forms.ChoiceField(
        label=gettext_lazy("Ce séjour est"),
        required=False,
        choices=[(value, label) for value, label in ExitKind.choices if value != ExitKind.TRANSFER],
    )

    class Meta:
        model = CustodyEpisode
        fields = ["prison", "wing", "status", *FOLLOWED_BY, "source", "review_on"]
        widgets = {"status": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stay: CustodyEpisode = self.instance
        self.fields["entered"].initial = partial(stay.entered_on, stay.entered_latest)
        self.fields["exited"].initial = partial(stay.exited_on, stay.exited_latest)
        self.fields["exit_kind"].initial = stay.exit_kind
        offered = Prison.objects.filter(Q(is_active=True) | Q(pk=stay.prison_id))
        self.fields["prison"].queryset = offered  # type: ignore[attr-defined]
        if not stay._state.adding:
            if stay.is_open:
                del self.fields["exited"], self.fields["exit_kind"]
            elif stay.exit_kind == ExitKind.TRANSFER:
                self.fields["exit_kind"].choices = [(ExitKind.TRANSFER, ExitKind.TRANSFER.label)]  # type: ignore[attr-defined]
            else:
                self.fields["exit_kind"].choices = [c for c in self.fields["exit_kind"].choices if c[0]]  # type: ignore[attr-defined]
        over = [Div("exit_kind", "exited", css_class="inline-fields")] if "exited" in self.fields else []
        self.helper = plain_helper(
            Fieldset(
                _("Séjour"),
                "prison",
                Div("wing", "entered", css_class="inline-fields"),
                Field("status", wrapper_class="chips"),
                *over,
                css_class="form-section",
            ),
            self.followed_fields(),
        )

    def clean(self) -> dict[str, Any]:
        """A dated exit is an exit, even when nobody knows how."""
        data = super().clean() or self.cleaned_data
        if data.get("exited") and not data.get("exit_kind"):
            data["exit_kind"] = ExitKind.UNKNOWN
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """The columns, with the partial dates."""
        names = [name for name in ("entered", "exited", "exit_kind") if name in self.fields]
        return super().facts | {name: self.cleaned_data[name] for name in names}


class TransferForm(forms.Form):
    """Where to, and when."""

    to = prison_field()
    wing = forms.CharField(label=gettext_lazy("Quartier ou bâtiment"), max_length=80, required=False)
    on = FrenchDateField(label=gettext_lazy("Jour du transfert"), refuse_future=True)
    helper = plain_helper("to", Div("on", "wing", css_class="inline-fields"))

    def clean_wing(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["wing"])


class ExitForm(forms.Form):
    """How and when the person came out."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Motif"),
        choices=[c for c in ExitKind.choices if c[0] and c[0] != ExitKind.TRANSFER],
        widget=forms.RadioSelect,
        initial=ExitKind.UNKNOWN,
    )
    on = PartialDateField(label=gettext_lazy("Sortie"), required=False)
    helper = plain_helper("on", "kind")


class MeasureForm(FactForm):
    """A measure: what, by whom, from when to when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Mesure"), choices=[("", gettext_lazy("Choisir")), *MeasureKind.choices]
    )
    starts_on = FrenchDateField(label=gettext_lazy("Début"), required=False, help_text=WHEN_KNOWN)
    ends_on = FrenchDateField(label=gettext_lazy("Terme prévu"), required=False, nearest="future", help_text=WHEN_KNOWN)

    class Meta:
        model = JusticeMeasure
        fields = ["kind", "court", "starts_on", "ends_on", *FOLLOWED_BY, "source", "review_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].help_text = _("Par exemple : juge de l’application des peines de Lille.")
        self.helper = plain_helper(
            Fieldset(
                _("Mesure"),
                "kind",
                "court",
                Div("starts_on", "ends_on", css_class="inline-fields"),
                css_class="form-section",
            ),
            self.followed_fields(),
        )

    def clean(self) -> dict[str, Any]:
        """The term follows the start."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Le terme vient avant le début."))
        return data


class MeasureEndForm(forms.Form):
    """How and when a measure ended."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Comment a-t-elle pris fin ?"),
        choices=[c for c in MeasureEnd.choices if c[0]],
        widget=forms.RadioSelect,
        initial=MeasureEnd.COMPLETED,
    )
    on = FrenchDateField(label=gettext_lazy("Fin"), refuse_future=True)
    helper = plain_helper("on", "kind")


class ObligationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the person must do or must not do."""

    due_on = FrenchDateField(
        label=gettext_lazy("À remplir pour le"), required=False, nearest="future", help_text=WHEN_KNOWN
    )

    class Meta:
        model = Obligation
        fields = ["kind", "details", "due_on"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [c for c in self.fields["kind"].choices if c[0]]  # type: ignore[attr-defined]
        self.helper = plain_helper("kind", "details", "due_on")

    @property
    def facts(self) -> dict[str, Any]:
        """The columns to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class ReleaseDateForm(forms.Form):
    """When the person is expected out, or why nobody knows; each save adds a line to the history."""

    to = FrenchDateField(label=gettext_lazy("Date de sortie prévue"), nearest="future", required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Par exemple : greffe, SPIP, la personne elle-même."),
    )
    noted_on = FrenchDateField(label=gettext_lazy("Su le"), refuse_future=True, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Sans date : pourquoi ?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Par exemple : pas encore jugé, recours en cours."),
    )
    helper = plain_helper(Div("to", "source", "noted_on", css_class="inline-fields"), "reason")

    def __init__(self, *args: Any, person: Beneficiary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].initial = person.expected_release_on
        self.fields["noted_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Either a date or a reason."""
        data = super().clean() or self.cleaned_data
        for name in ("source", "reason"):
            data[name] = clean_line(data.get(name, ""))
        if "to" not in self.errors and not data.get("to") and not data["reason"]:
            self.add_error("reason", _("Sans date de sortie, dites pourquoi."))
        if data.get("to"):
            data["reason"] = ""
        return data


class ExtendForm(forms.Form):
    """Keeping in view what has ended, for a written reason."""

    until = FrenchDateField(
        label=gettext_lazy("Garder en vue jusqu’au"), nearest="future", help_text=gettext_lazy("Un an au plus.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        max_length=200,
        help_text=gettext_lazy("Une phrase : à quoi cela sert encore à la personne."),
    )
    helper = plain_helper("until", "reason")

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])
