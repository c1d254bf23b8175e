"""Children, who holds parental authority, who comes to collect them, relatives."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import (
    AuthorityState,
    Beneficiary,
    Child,
    ChildHome,
    Kinship,
    ParentalAuthority,
    ParentKind,
    PickUpPerson,
    Relative,
    SeparationStep,
)
from core.dates import FrenchDateField

YES_NO = [("", gettext_lazy("Non renseigné")), ("true", gettext_lazy("Oui")), ("false", gettext_lazy("Non"))]


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nobody has said."""

    def __init__(self, **options: Any) -> None:
        answers = {"": None, "true": True, "false": False}
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: answers[value],
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """The choice that stands for the stored value."""
        return {True: "true", False: "false", None: ""}.get(value, value)


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one record, whose facts the domain writes."""

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the record."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}


class ChildForm(RecordForm):
    """A child as the person speaks of them; the allergy flag is for whoever reads the health layer."""

    has_allergy = YesNoField(
        label=gettext_lazy("Allergie à signaler"),
        help_text=gettext_lazy("Un signal seulement : les détails restent chez les soignants."),
    )

    class Meta:
        model = Child
        fields = ["first_name", "birth_date", "home", "home_details", "unit_since", "unit_left_on", "has_allergy"]
        field_classes = dict.fromkeys(("birth_date", "unit_since", "unit_left_on"), FrenchDateField)
        widgets = {"home": forms.RadioSelect}

    def __init__(self, *args: Any, reads_health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = ChildHome.choices  # type: ignore[attr-defined]
        self.fields["unit_since"].refuse_future = True  # type: ignore[attr-defined]
        health = [Field("has_allergy", wrapper_class="chips")] if reads_health else []
        if not reads_health:
            del self.fields["has_allergy"]
        self.helper = plain_helper(
            Fieldset(
                _("L’enfant"),
                Div("first_name", "birth_date", css_class="inline-fields"),
                *self.parent_fields(),
                css_class="form-section",
            ),
            Fieldset(
                _("Où vit l’enfant"), Field("home", wrapper_class="chips"), "home_details", css_class="form-section"
            ),
            Fieldset(
                _("Quartier mère-enfant"),
                Div("unit_since", "unit_left_on", css_class="inline-fields"),
                css_class="form-section",
            ),
            *health,
        )

    def parent_fields(self) -> list[Any]:
        """Fields on the person as a parent: asked once, when the child is noted."""
        return []


class NewChildForm(ChildForm):
    """A child, and what the person is to them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("La personne est"), choices=ParentKind.choices, widget=forms.RadioSelect
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Son autorité parentale"),
        choices=AuthorityState.choices,
        widget=forms.RadioSelect,
        initial=AuthorityState.UNKNOWN,
    )

    def parent_fields(self) -> list[Any]:
        """What the person is, and may decide."""
        return [Field("kind", wrapper_class="chips"), Field("state", wrapper_class="chips")]


class ParentForm(RecordForm):
    """Somebody who holds, or held, parental authority: by name, or by the number of a file that the user may open."""

    file_number = LineInput(
        label=gettext_lazy("ou numéro de son dossier"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("Quand cette personne est accompagnée aussi."),
    )

    class Meta:
        model = ParentalAuthority
        fields = ["name", "kind", "state", "address_is_secret"]
        labels = {
            "address_is_secret": gettext_lazy(
                "Adresse à ne jamais lui donner : celle de l’enfant, celle de l’autre parent"
            )
        }
        help_texts = {"address_is_secret": ""}
        widgets = {"kind": forms.RadioSelect, "state": forms.RadioSelect}

    def __init__(self, *args: Any, child: Child, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child, self.user = child, user
        self.fields["kind"].choices = ParentKind.choices  # type: ignore[attr-defined]
        self.fields["state"].choices = AuthorityState.choices  # type: ignore[attr-defined]
        is_known = self.instance.holder_id is not None
        if is_known:
            del self.fields["file_number"]
        who = ["name"] if is_known else [Div("name", "file_number", css_class="inline-fields")]
        chips = [Field(name, wrapper_class="chips") for name in ("kind", "state")]
        self.helper = plain_helper(*who, *chips, "address_is_secret")

    def clean(self) -> dict[str, Any]:
        """Find the file, and refuse to note somebody twice."""
        data = super().clean() or self.cleaned_data
        if number := data.get("file_number"):
            holder = Beneficiary.objects.visible_to(self.user).filter(file_number=number).first()
            if holder is None:
                self.add_error("file_number", _("Aucun dossier de ce numéro parmi ceux que vous pouvez ouvrir."))
            elif self.child.parents.current().filter(holder=holder).exists():
                self.add_error("file_number", _("Cette personne est déjà notée pour cet enfant."))
            else:
                self.instance.holder = holder
        elif not data.get("name") and not self.instance.holder_id and "name" not in self.errors:
            raise ValidationError(_("Indiquez un nom, ou le numéro d’un dossier."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """The columns, the file found included."""
        return {**super().facts, "holder": self.instance.holder}


class PickUpForm(RecordForm):
    """Who may come for a child, and who must not."""

    is_allowed = forms.TypedChoiceField(
        label=gettext_lazy("Cette personne"),
        choices=[
            ("yes", gettext_lazy("peut venir chercher l’enfant")),
            ("no", gettext_lazy("ne doit pas venir chercher l’enfant")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PickUpPerson
        fields = ["name", "is_allowed", "details"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("name", Field("is_allowed", wrapper_class="chips"), "details")


class SeparationStepForm(RecordForm):
    """What is prepared, by when, and who takes over."""

    planned_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future")

    class Meta:
        model = SeparationStep
        fields = ["text", "planned_on", "taken_over_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("text", Div("planned_on", "taken_over_by", css_class="inline-fields"))


class RelativeForm(RecordForm):
    """Somebody close to the person."""

    knows_of_detention = YesNoField(
        label=gettext_lazy("Sait pour la détention"),
        help_text=gettext_lazy("Sans réponse, ne rien laisser entendre."),
    )

    class Meta:
        model = Relative
        fields = ["name", "kinship", "phone", "may_call", "call_reason", "knows_of_detention"]
        widgets = {"may_call": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinship"].choices = [("", _("Choisir")), *Kinship.choices]  # type: ignore[attr-defined]
        self.helper = plain_helper(
            Div("name", "kinship", "phone", css_class="inline-fields"),
            Field("may_call", wrapper_class="chips"),
            "call_reason",
            Field("knows_of_detention", wrapper_class="chips"),
        )
