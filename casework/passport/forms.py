"""Composing the passport: which lines, in which order, in which language, how large, how discreet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.passport.lint import explained, private_words, unexplained
from casework.passport.sheet import PAPERS, SECTIONS, Choices, Meeting
from casework.passport.suggestions import MeetingToCome
from casework.passport.words import phrase
from core.fields import clean_line

LANGUAGES = [
    ("", gettext_lazy("Français")),
    ("ar", gettext_lazy("Français et arabe")),
    ("en", gettext_lazy("Français et anglais")),
    ("nl", gettext_lazy("Français et néerlandais")),
]
SIZES = [(14, gettext_lazy("14 points")), (18, gettext_lazy("18 points, grands caractères"))]
ORDERS = [
    ("meetings sleep papers helper", gettext_lazy("Les rendez-vous d’abord")),
    ("sleep meetings papers helper", gettext_lazy("Dormir ce soir d’abord")),
    ("papers meetings sleep helper", gettext_lazy("Les papiers d’abord")),
    ("helper sleep meetings papers", gettext_lazy("Qui m’aide d’abord")),
]


class TextField(forms.CharField):
    """One line of the sheet: acronyms that are known are written out."""

    def __init__(self, label: Any, *, longest: int = 160, **options: Any) -> None:
        super().__init__(label=label, max_length=longest, required=False, **options)

    def clean(self, value: Any) -> str:
        """Write acronyms out."""
        return explained(clean_line(super().clean(value)))


class LineForm(forms.Form):
    """What every line of the sheet may say."""

    keep = forms.BooleanField(label=gettext_lazy("Mettre sur la feuille"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what says something of justice or of health, on a line that goes on the sheet."""
        data = super().clean() or self.cleaned_data
        for name, text in list(data.items()):
            if data.get("keep") and isinstance(text, str) and (words := private_words(text)):
                told = {"words": ", ".join(dict.fromkeys(words))}
                self.add_error(
                    name, _("La feuille ne dit rien de la justice ni de la santé : remplacez « %(words)s ».") % told
                )
        return data

    @property
    def told(self) -> dict[str, str]:
        """The texts that were written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "keep" and value}

    @property
    def is_kept(self) -> bool:
        """Whether it goes on the sheet."""
        return bool(self.cleaned_data["keep"] and self.told)


class MeetingForm(LineForm):
    """One appointment; its day and hour are those of the file."""

    what = TextField(gettext_lazy("Pour"))
    where = TextField(gettext_lazy("Adresse complète"), longest=200)
    phone = TextField(gettext_lazy("Téléphone"), longest=30)
    how = TextField(gettext_lazy("Comment y aller"))
    bring = TextField(gettext_lazy("À apporter"))


class RoofForm(LineForm):
    """One place to sleep; without an address, the sheet says that the person knows it."""

    name = TextField(gettext_lazy("Nom"))
    where = TextField(gettext_lazy("Adresse complète"), longest=200)
    phone = TextField(gettext_lazy("Téléphone"), longest=30)
    how = TextField(gettext_lazy("Comment y aller"))


class ProtectedRoofForm(RoofForm):
    """A place to sleep whose address is protected: written on the sheet only when the person wants it there."""

    with_address = forms.BooleanField(
        label=gettext_lazy("Écrire l’adresse protégée sur la feuille"),
        required=False,
        help_text=gettext_lazy("Une feuille se perd et se lit : seulement si la personne le demande."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        offered = options["initial"]
        self.protected = {"where": offered.pop("protected"), "how": offered.pop("protected_how", "")}
        super().__init__(*args, **options)

    @property
    def tells_address(self) -> bool:
        """Whether the protected address was chosen."""
        return bool(self.is_kept and self.cleaned_data["with_address"])

    @property
    def told(self) -> dict[str, str]:
        """The texts that were written, with the address when it was chosen."""
        told = {name: value for name, value in super().told.items() if name != "with_address"}
        if self.cleaned_data["with_address"]:
            told |= {name: value for name, value in self.protected.items() if value and not told.get(name)}
        return told


class HelperForm(LineForm):
    """Whom to call."""

    name = TextField(gettext_lazy("Prénom"))
    phone = TextField(gettext_lazy("Téléphone"), longest=30)
    hours = TextField(gettext_lazy("Jours et heures"))


class SheetForm(forms.Form):
    """How the sheet looks."""

    language = forms.ChoiceField(
        label=gettext_lazy("Langue"), choices=LANGUAGES, required=False, widget=forms.RadioSelect
    )
    size = forms.TypedChoiceField(
        label=gettext_lazy("Taille du texte"), choices=SIZES, coerce=int, widget=forms.RadioSelect
    )
    order = forms.ChoiceField(label=gettext_lazy("Ordre"), choices=ORDERS, widget=forms.RadioSelect)
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Papiers à avoir"),
        choices=[(key, phrase(key, "").fr) for key in PAPERS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = TextField(gettext_lazy("Prénom sur la feuille"), longest=60)
    discreet = forms.BooleanField(
        label=gettext_lazy("Version discrète"),
        required=False,
        help_text=gettext_lazy(
            "Sans le nom de l’association, ni le mot « sortie » : le billet de sortie est à rappeler de vive voix."
        ),
    )
    told_aloud = forms.BooleanField(label=gettext_lazy("J’ai expliqué ces sigles à la personne"), required=False)


class Composer:
    """The forms of the page together."""

    def __init__(
        self, data: Any, *, meetings: list[MeetingToCome], roofs: list[dict[str, str]], helper: dict[str, str],
        first_name: str, association: str, language: str, size: int,
    ) -> None:  # fmt: skip
        self.meetings, self.association = meetings, association
        look = {
            "language": language, "size": size, "order": ORDERS[0][0], "name": first_name, "papers": list(PAPERS[:4]),
        }  # fmt: skip
        self.sheet = SheetForm(data, initial=look)
        self.lines = [MeetingForm(data, prefix=f"m-{row.pk}", initial={"keep": True, **row.told}) for row in meetings]
        padded = [*roofs, {}]
        self.roofs = [
            (ProtectedRoofForm if "protected" in roof else RoofForm)(
                data, prefix=f"r-{rank}", initial={"keep": bool(roof), **roof}
            )
            for rank, roof in enumerate(padded)
        ]
        self.helper = HelperForm(data, prefix="h", initial={"keep": True, **helper})
        self.acronyms: list[str] = []

    @property
    def dated(self) -> list[dict[str, Any]]:
        """Each appointment’s form with its moment."""
        return [{"moment": row.moment, "form": form} for row, form in zip(self.meetings, self.lines, strict=True)]

    @property
    def forms(self) -> list[forms.Form]:
        """Every form of the page."""
        return [self.sheet, *self.lines, *self.roofs, self.helper]

    @property
    def texts(self) -> list[str]:
        """All that was typed and goes on the sheet."""
        kept = [form for form in (*self.lines, *self.roofs, self.helper) if form.is_kept]
        return [self.sheet.cleaned_data["name"], *(text for form in kept for text in form.told.values())]

    @property
    def tells_address(self) -> bool:
        """Whether a protected address goes on the sheet."""
        return any(isinstance(roof, ProtectedRoofForm) and roof.tells_address for roof in self.roofs)

    def is_valid(self) -> bool:
        """Every form, then what concerns the sheet as a whole."""
        checked = [form.is_valid() for form in self.forms]
        if not all(checked):
            return False
        data, whole = self.sheet.cleaned_data, " / ".join(self.texts)
        if data["discreet"] and self.association and self.association.casefold() in whole.casefold():
            self.sheet.add_error("discreet", _("Le nom de l’association est encore écrit sur une ligne."))
        self.acronyms = list(dict.fromkeys(unexplained(whole)))
        if self.acronyms and not data["told_aloud"]:
            words = {"words": ", ".join(self.acronyms)}
            self.sheet.add_error("told_aloud", _("Écrivez ces mots en toutes lettres : %(words)s.") % words)
        return not self.sheet.errors

    def choices(self, day: Any) -> Choices:
        """What was chosen, once valid."""
        data = self.sheet.cleaned_data
        order = data["order"].split()
        kept = [
            Meeting(row.moment, form.told)
            for row, form in zip(self.meetings, self.lines, strict=True)
            if form.cleaned_data["keep"]
        ]
        return Choices(
            name=data["name"],
            day=day,
            language=data["language"],
            size=data["size"],
            discreet=data["discreet"],
            association=self.association,
            order=order if set(order) == set(SECTIONS) else SECTIONS,
            meetings=kept,
            roofs=[form.told for form in self.roofs if form.is_kept],
            papers=data["papers"],
            helper=self.helper.told if self.helper.is_kept else {},
        )
