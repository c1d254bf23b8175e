"""Adding, describing and replacing a document."""

import uuid
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import Document, DocumentKind, Layer
from beneficiaries.models.document import FIRST_END, LAST_END
from beneficiaries.uploads import MEGABYTE, ReadUpload, UploadRefused, read_upload, title_from
from core.dates import FrenchDateField

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.odt"


class UploadField(forms.FileField):
    """A file, checked and cleaned as it is read: its value is a ReadUpload."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Fichier"))
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        options.setdefault("error_messages", {"required": gettext_lazy("Choisissez un fichier.")})
        super().__init__(**options)
        words = _("PDF, photo (JPEG, PNG), Word ou LibreOffice ; %(most)d Mo au plus.")
        self.help_text = words % {"most": settings.UPLOAD_MAX_BYTES // MEGABYTE}

    def to_python(self, data: Any) -> ReadUpload | None:  # type: ignore[override]
        """Read it, or say why not."""
        if data in self.empty_values:
            return None
        try:
            return read_upload(data)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal), code="invalid") from None


class UploadForm(forms.Form):
    """One file; submission is the identifier of the form, so that a double click keeps one document."""

    use_required_attribute = False

    file = UploadField()
    expires_on = FrenchDateField(
        label=gettext_lazy("Valable jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Si c’est écrit dessus : un rappel viendra avant."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid.uuid4
        self.helper = plain_helper("submission", "file", "expires_on")

    def clean(self) -> dict[str, Any]:
        """A browser never keeps the file of a form shown again."""
        data = super().clean() or self.cleaned_data
        if self.errors and "file" in data:
            self.add_error("file", _("Choisissez de nouveau le fichier : le navigateur ne le garde pas."))
        return data

    def clean_expires_on(self) -> Any:
        """A plausible day, past or to come."""
        return plausible_end(self.cleaned_data["expires_on"])

    @property
    def upload(self) -> dict[str, Any]:
        """What the model keeps of the file."""
        read: ReadUpload = self.cleaned_data["file"]
        told = {"content": read.content, "format": read.format, "sha256": read.sha256}
        return {**told, "submission": self.cleaned_data["submission"], "expires_on": self.cleaned_data["expires_on"]}


class Described(forms.Form):
    """What a document is, and who reads it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Nature"),
        choices=[("", gettext_lazy("Choisir")), *DocumentKind.choices],
        error_messages={"required": gettext_lazy("Dites ce que c’est.")},
    )
    title = LineInput(
        label=gettext_lazy("Titre"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Sans titre, le nom du fichier est repris."),
    )
    layer = forms.ChoiceField(
        label=gettext_lazy("Qui peut le lire ?"),
        choices=Layer.choices,
        initial=Layer.ORDINARY,
        required=False,
        widget=forms.RadioSelect,
    )

    def name_layers(self, readers: Mapping[Layer, str]) -> None:
        """Say beside each layer who reads it."""
        self.fields["layer"].choices = [  # type: ignore[attr-defined]
            (layer, format_html('{} <span class="choice-hint">{}</span>', layer.label, words))
            for layer, words in readers.items()
        ]

    def clean_layer(self) -> str:
        """Ordinary, unless another is chosen."""
        return self.cleaned_data["layer"] or Layer.ORDINARY


class DocumentForm(Described, UploadForm):
    """A new document; beside a follow-up it is read by those who read the follow-up, so that nothing is chosen."""

    field_order = ["submission", "file", "kind", "title", "expires_on", "layer"]

    def __init__(self, *args: Any, readers: Mapping[Layer, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layout: list[Any] = ["submission", "file", "kind", "title", "expires_on"]
        if readers is None:
            del self.fields["layer"]
        else:
            self.name_layers(readers)
            layout.append(Field("layer", wrapper_class="chips"))
        self.helper = plain_helper(*layout)

    @property
    def facts(self) -> dict[str, Any]:
        """What the model keeps."""
        data, named = self.cleaned_data, str(getattr(self.files["file"], "name", ""))
        told = {"kind": data["kind"], "title": data["title"] or title_from(named) or _("Document")}
        return {**self.upload, **told, **({"layer": data["layer"]} if "layer" in data else {})}


class DocumentEditForm(Described):
    """What is said of a document that is kept."""

    use_required_attribute = False

    expires_on = FrenchDateField(label=gettext_lazy("Valable jusqu’au"), nearest="future", required=False)

    def __init__(self, *args: Any, document: Document, readers: Mapping[Layer, str], **kwargs: Any) -> None:
        names = ("kind", "title", "expires_on", "layer")
        kwargs["initial"] = {name: getattr(document, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["title"].required, self.fields["title"].help_text = True, ""
        self.name_layers(readers)
        self.helper = plain_helper("kind", "title", "expires_on", Field("layer", wrapper_class="chips"))

    def clean_expires_on(self) -> Any:
        """A plausible day, past or to come."""
        return plausible_end(self.cleaned_data["expires_on"])


def plausible_end(day: Any) -> Any:
    """The day that a paper ends, within living memory."""
    if day and not FIRST_END <= day <= LAST_END:
        raise ValidationError(_("Cette date n’est pas plausible."))
    return day
