"""The form that makes one file of two: which to keep, and which side of each difference."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from beneficiaries.merging import Aspect


class MergeForm(forms.Form):
    """One choice a difference, « kept » or « absorbed », and the versions compared."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput, validators=[MinValueValidator(1)])
    absorbed_version = forms.IntegerField(widget=forms.HiddenInput, validators=[MinValueValidator(1)])

    def __init__(self, *args: Any, aspects: list[Aspect], **kwargs: Any) -> None:
        """Ask only about what differs."""
        super().__init__(*args, **kwargs)
        self.differences = [aspect for aspect in aspects if aspect.differs]
        for aspect in self.differences:
            self.fields[aspect.name] = forms.ChoiceField(
                choices=[("kept", _("dossier gardé")), ("absorbed", _("autre dossier"))], initial="kept"
            )

    @property
    def choices(self) -> dict[str, str]:
        """The side taken for each difference."""
        return {aspect.name: self.cleaned_data[aspect.name] for aspect in self.differences}

    @property
    def versions(self) -> tuple[int, int]:
        """The versions of the kept and of the absorbed file that were compared."""
        return self.cleaned_data["kept_version"], self.cleaned_data["absorbed_version"]


class OtherFileForm(forms.Form):
    """Another file, by its number."""

    file_number = forms.CharField(label=_("Numéro de l’autre dossier"), max_length=12)
