"""Forms of the imports: deposit, columns, correction of a line; of the exports."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.uploading import TooLarge
from partners.exchange.archive import MEGABYTE
from partners.exchange.columns import FIELDS, IGNORED, LABELS, SERVICES, SKIPPED, STRUCTURES, guess_columns
from partners.exchange.depositing import suggested_source
from partners.exchange.files import Content, Format
from partners.exchange.sniffing import JSON, Part
from partners.models import Choice, ImportLine, Verdict

LONG = {"description", "conditions_acces", "frais_precisions", "publics_precisions", "mobilisation_precisions"}


class FilesInput(forms.FileInput):
    """One file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files; none of them beyond what is accepted."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself."""
        files = data if isinstance(data, list | tuple) else [data]
        for file in files:
            if isinstance(file, TooLarge):
                most = settings.IMPORT_MAX_BYTES // MEGABYTE
                words = _("« %(name)s » est trop gros (%(most)d Mo au plus)\u00a0: coupez-le en plusieurs fichiers.")
                raise ValidationError(words % {"name": file.name, "most": most})
        return [super(FilesField, self).clean(file, initial) for file in files]

    @staticmethod
    def listed(files: Any, name: str) -> list[Any]:
        """The files of a request."""
        return list(files.getlist(name))


class DepositForm(forms.Form):
    """The files to import."""

    use_required_attribute = False
    files = FilesField(  # type: ignore[assignment]
        label=gettext_lazy("Fichiers"),
        widget=FilesInput(attrs={"accept": ".json,.jsonl,.ndjson,.csv,.tsv,.txt,.xlsx"}),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "data·inclusion v1 (JSON, CSV, Excel), HSDS 3 (JSON), ou votre propre tableau. Les structures et les "
            "services peuvent être dans deux fichiers\u00a0: choisissez-les ensemble."
        ),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )


class ColumnsForm(forms.Form):
    """What each sheet and each column is for."""

    use_required_attribute = False

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = [part for part in parts if part.headings]
        for index, part in enumerate(self.parts):
            self._add_part(index, part)

    def _add_part(self, index: int, part: Part) -> None:
        kinds = [(STRUCTURES, _("Des structures")), (SERVICES, _("Des services")), (SKIPPED, _("Ne pas importer"))]
        self.fields[f"kind-{index}"] = forms.ChoiceField(
            label=_("Cette feuille décrit") if part.sheet else _("Ce fichier décrit"), choices=kinds, initial=part.kind
        )
        self.fields[f"source-{index}"] = forms.SlugField(
            label=_("Source de ces fiches"),
            max_length=60,
            required=False,
            initial=part.source or ("" if "source" in part.columns else suggested_source(part.name)),
            help_text=_("Un mot qui dit d’où elles viennent\u00a0: au prochain import, les mêmes seront mises à jour."),
        )
        columns = part.columns or guess_columns(part.headings, STRUCTURES)
        for column, heading in enumerate(part.headings):
            self.fields[f"column-{index}-{column}"] = forms.ChoiceField(
                label=heading or _("Colonne %(number)d, sans titre") % {"number": column + 1},
                choices=choices_of(),
                required=False,
                initial=columns[column],
            )

    def groups(self) -> Iterator[dict[str, Any]]:
        """The fields of each part together."""
        for index, part in enumerate(self.parts):
            columns = [self[f"column-{index}-{column}"] for column in range(len(part.headings))]
            yield {
                "part": part,
                "kind": self[f"kind-{index}"],
                "source": self[f"source-{index}"],
                "columns": columns,
                "number": len(columns),
                "skipped": part.kind == SKIPPED,
            }

    def clean(self) -> dict[str, Any]:
        """Put the answers into the parts."""
        data = super().clean() or {}
        for index, part in enumerate(self.parts):
            part.kind = data.get(f"kind-{index}", SKIPPED)
            part.source = data.get(f"source-{index}", "")
            chosen = [data.get(f"column-{index}-{column}", "") for column in range(len(part.headings))]
            known = FIELDS.get(part.kind, {})
            part.columns = [name if name in known or name == IGNORED else "" for name in chosen]
            if part.kind != SKIPPED and "source" not in part.columns and not part.source and part.format != JSON:
                self.add_error(f"source-{index}", _("Écrivez d’où viennent ces fiches."))
            if part.kind != SKIPPED and "nom" not in part.columns:
                self.add_error(f"kind-{index}", _("Aucune colonne ne donne le nom."))
        return data


def choices_of() -> list[Any]:
    """The fields that a column may stand for."""
    only = [(name, label) for name, label in FIELDS[SERVICES].items() if name not in FIELDS[STRUCTURES]]
    return [
        ("", _("Ne pas importer")),
        (_("Pour toutes les fiches"), [(n, label) for n, label in FIELDS[STRUCTURES].items() if n in FIELDS[SERVICES]]),
        (_("Pour les structures"), [(n, lb) for n, lb in FIELDS[STRUCTURES].items() if n not in FIELDS[SERVICES]]),
        (_("Pour les services"), only),
        (_("Autre"), [(IGNORED, _("Lignes à laisser de côté"))]),
    ]


class LineForm(forms.Form):
    """The values of a line that are wrong, or the choice between ours and the file’s."""

    use_required_attribute = False

    def __init__(self, *args: Any, line: ImportLine, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"l{line.pk}", **kwargs)  # type: ignore[misc]
        self.line = line
        if line.verdict == Verdict.CONFLICT:
            self.fields["choice"] = forms.ChoiceField(
                label=_("Que garder ?"), choices=Choice.choices, widget=forms.RadioSelect, initial=line.choice or "ours"
            )
            return
        for name in dict.fromkeys(problem[0] for problem in line.problems if problem[0] in LABELS):
            value = line.data.get(name)
            text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
            self.fields[name] = forms.CharField(
                label=LABELS[name],  # type: ignore[arg-type]
                required=False,
                max_length=10_000,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 3}) if name in LONG else forms.TextInput(),
            )

    def corrected(self) -> dict[str, Any]:
        """The data of the line with what was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in LABELS}
        return {**self.line.data, **typed}


class ExportForm(forms.Form):
    """Which file to take."""

    use_required_attribute = False
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=Format.choices, initial=Format.JSON, widget=forms.RadioSelect
    )
    content = forms.ChoiceField(
        label=gettext_lazy("Contenu"), choices=Content.choices, initial=Content.STRUCTURES, widget=forms.RadioSelect
    )
    contacts = forms.BooleanField(
        label=gettext_lazy("Avec les téléphones et les courriels des structures et des services"),
        required=False,
        help_text=gettext_lazy("Ils peuvent être ceux d’une personne. Les noms des contacts ne sortent jamais."),
    )
