"""The form of a public page: what the holder chooses to show, line by line."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import DocumentFormat
from beneficiaries.uploads import UploadRefused, read_upload
from core.dates import FrenchDateField, months_later
from programs.forms import FormBody
from programs.models import PublicPage
from programs.models.projects.shown import Line, ShownAs
from programs.project_forms import FactsForm

PICTURES = {DocumentFormat.JPEG, DocumentFormat.PNG}


class PictureField(forms.FileField):
    """A JPEG or a PNG, drawn again without the place, the date or the device: its value is its content."""

    widget = forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"})

    def to_python(self, data: Any) -> bytes | None:  # type: ignore[override]
        """Read it, or say why not."""
        if data in self.empty_values:
            return None
        try:
            read = read_upload(data)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal), code="invalid") from None
        if read.format not in PICTURES:
            raise ValidationError(_("Choisissez une image JPEG ou PNG."), code="invalid")
        return read.content


class PublicPageForm(FactsForm):
    """Nothing is ticked beforehand: each line is a choice of the holder."""

    shown_as = forms.ChoiceField(
        label=gettext_lazy("Sous quel nom ?"),
        choices=ShownAs.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Demandez à la personne sous quel nom elle veut paraître.")},
    )
    holder = forms.CharField(label=gettext_lazy("L’autre nom choisi"), max_length=120, required=False)
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que la personne choisit de montrer"),
        choices=Line.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    picture = PictureField(
        label=gettext_lazy("Image"),
        required=False,
        help_text=gettext_lazy("Facultative : un produit, un lieu, un logo. JPEG ou PNG, 10 Mo au plus."),
    )
    no_picture = forms.BooleanField(label=gettext_lazy("Sans image"), required=False)
    agreed_on = FrenchDateField(label=gettext_lazy("Accord donné le"), refuse_future=True)
    ends_on = FrenchDateField(label=gettext_lazy("Jusqu’au, un an au plus"), nearest="future")

    class Meta:
        model = PublicPage
        fields = [
            "shown_as",
            "holder",
            "lines",
            "title",
            "pitch",
            "picture_text",
            "may_be_found",
            "agreed_on",
            "ends_on",
        ]

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["agreed_on"].initial = today
        self.fields["ends_on"].initial = months_later(today, 12)
        if not has_picture:
            del self.fields["no_picture"]
        self.helper = FormBody(
            Fieldset(_("Le nom"), Field("shown_as", wrapper_class="chips"), "holder", css_class="form-section"),
            Fieldset(_("Les lignes"), "lines", "title", Field("pitch", rows=5), css_class="form-section"),
            Fieldset(
                _("L’image"), "picture", "picture_text", *([] if not has_picture else ["no_picture"]),
                css_class="form-section",
            ),
            Fieldset(
                _("L’accord"), Div("agreed_on", "ends_on", css_class="inline-fields"), "may_be_found",
                css_class="form-section",
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A picture is told in words, for whoever does not see it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("picture") and not data.get("picture_text"):
            self.add_error("picture_text", _("Dites en quelques mots ce que montre l’image."))
        if self.errors and data.get("picture"):
            self.add_error("picture", _("Choisissez de nouveau l’image : le navigateur ne la garde pas."))
        return data
