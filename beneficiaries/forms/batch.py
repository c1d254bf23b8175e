"""« Saisir une matinée »: what the morning shares, then one line a person."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.actions import Exchange
from beneficiaries.batch import Line
from beneficiaries.forms.batch_person import Found, Typed, find_each, label_of, people_known
from beneficiaries.forms.day import DayForm
from beneficiaries.forms.exchange import LineInput
from beneficiaries.models import FollowUpMode, Topic
from core.fields import clean_line

LINES_SHOWN, LINES_ADDED, LINES_AT_MOST, NOTE_LENGTH = 5, 5, 40, 1000
TYPED = ("who", "person", "sheet", "pick", "asked")
LINE_FIELD = re.compile(r"l(\d{1,2})-(\w+)")

Values = Mapping[str, list[str]]


def topic_keys() -> dict[str, str]:
    """The letter that ticks each topic: the first of its name that no topic before it has taken."""
    keys: dict[str, str] = {}
    for topic in Topic:
        free = (letter for letter in str(topic.label).lower() if letter.isalpha() and letter not in keys.values())
        keys[topic.value] = next(free, "")
    return keys


class SharedForm(DayForm):
    """The day, the way and the place: written once for the morning."""

    use_required_attribute = False

    mode = forms.ChoiceField(
        label=_("Comment ?"),
        choices=[
            (mode.value, mode.label) for mode in FollowUpMode if mode not in (FollowUpMode.NO_SHOW, FollowUpMode.GROUP)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Indiquez comment les échanges ont eu lieu.")},
    )
    place = LineInput(
        label=_("Lieu"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "batch-places", "autocomplete": "off", "class": "input-medium"}),
    )

    def clean(self) -> dict[str, Any]:
        """Put the day in other_date."""
        super().clean()
        self.clean_day(self.cleaned_data)
        return self.cleaned_data


class PersonLine(forms.Form):
    """One person of a page: who is the text typed, person the one whom it was found to mean."""

    use_required_attribute = False

    who = LineInput(
        label=_("Personne"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "data-who": True}),
    )
    person = forms.CharField(required=False, widget=forms.HiddenInput)
    sheet = forms.CharField(required=False, widget=forms.HiddenInput)
    note = LineInput(
        label=_("Note courte"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    absent = forms.BooleanField(label=_("Absence"), required=False)

    def __init__(self, *args: Any, index: int | str, found: Found | None = None, **options: Any) -> None:
        options |= {"prefix": f"l{index}", "empty_permitted": True}
        super().__init__(*args, **options)
        self.number = index + 1 if isinstance(index, int) else ""
        self.found = found or Found()

    def clean(self) -> dict[str, Any]:
        """A line says who."""
        super().clean()
        if not self.found.person and "who" in self.cleaned_data:
            self.add_error("who", self.found.refusal)
        return self.cleaned_data


class LineForm(PersonLine):
    """One person of the morning, with what was spoken of."""

    topics = forms.MultipleChoiceField(
        label=_("Sujets"),
        required=False,
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    duration = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )

    @property
    def keyed_topics(self) -> list[tuple[Any, str]]:
        """Each box with the letter that ticks it."""
        return list(zip(self["topics"], topic_keys().values(), strict=True))

    def clean(self) -> dict[str, Any]:
        """At least one topic, unless the person did not come."""
        data = super().clean()
        if "topics" in data and not data["topics"] and not data.get("absent"):
            self.add_error("topics", _("Cochez au moins un sujet, ou « Absence »."))
        return data


class PeoplePage:
    """A page of one line a person: shared is its head, lines what was typed or the empty lines to begin with."""

    head: ClassVar[type[DayForm]]
    row: ClassVar[type[PersonLine]]

    def __init__(self, user: User, values: Values, *, judged: bool = False, more: int = 0) -> None:
        numbers = [int(match[1]) for name in values if (match := LINE_FIELD.fullmatch(name))]
        count = min(max(numbers, default=LINES_SHOWN - 1) + 1 + more, LINES_AT_MOST)
        kept = MultiValueDict({name: list(items) for name, items in values.items()})
        typed = [_typed(kept, index) for index in range(count)]
        self.submission = as_key(kept.get("submission")) or uuid4()
        found = find_each(user, typed, self.submission) if judged else _only_known(user, typed)
        for index, (line, one) in enumerate(zip(typed, found, strict=True)):
            _settle(kept, index, line, one, judged=judged)
        self.shared = self.head(kept if judged else None, initial={} if judged else _initial(kept, self.head))
        self.lines = [
            self.row(
                kept if judged else None,
                initial={} if judged else _initial(kept, self.row, f"l{index}-"),
                index=index,
                found=one,
            )
            for index, one in enumerate(found)
        ]

    @property
    def written(self) -> list[PersonLine]:
        """The lines on which something was typed."""
        return [line for line in self.lines if line.has_changed()]

    def is_valid(self) -> bool:
        """Check the head, each line, and that nobody stands on two lines."""
        valid = all([self.shared.is_valid(), *[line.is_valid() for line in self.lines]])
        if not self.written:
            self.shared.add_error(None, _("Écrivez au moins une ligne."))
        seen: dict[UUID, int | str] = {}
        for line in self.written:
            if person := line.found.person:
                if person.pk in seen:
                    words = now_("Cette personne est déjà à la ligne %(number)s.") % {"number": seen[person.pk]}
                    line.add_error("who", words)
                seen.setdefault(person.pk, line.number)
        return valid and not self.errors

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """For the summary: where, what, and the id of the field to go to."""
        found = [("", str(error), "") for error in self.shared.non_field_errors()]
        for form in (self.shared, *self.lines):
            number = getattr(form, "number", "")
            where = now_("Ligne %(number)s – ") % {"number": number} if number else ""
            for field in form:
                goal = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
                found += [(f"{where}{field.label}", str(error), goal) for error in field.errors]
        return found

    @classmethod
    def kept(cls, values: Values) -> dict[str, list[str]]:
        """What a draft keeps of the page: nothing when nobody has written or chosen anything."""
        names = {"asked_on", *cls.head.base_fields}
        kept = {
            name: [item.replace("\x00", "") for item in items]
            for name, items in values.items()
            if name in names or ((match := LINE_FIELD.fullmatch(name)) and match[2] in cls.row.base_fields)
        }
        return kept if any("".join(items).strip() for name, items in kept.items() if name != "asked_on") else {}


class Batch(PeoplePage):
    """The whole morning."""

    head, row = SharedForm, LineForm

    def to_log(self) -> list[Line]:
        """The valid lines as the domain wants them."""
        head = self.shared.cleaned_data
        return [
            Line(
                number=int(line.number),
                person=line.found.person,
                sheet=line.found.sheet,
                exchange=_exchange(head, line.cleaned_data),
            )
            for line in self.written
            if line.found.person
        ]


def _exchange(head: dict[str, Any], line: dict[str, Any]) -> Exchange:
    return Exchange(
        happened_on=head["other_date"],
        mode=FollowUpMode.NO_SHOW if line["absent"] else head["mode"],
        topics=[topic for topic in Topic.values if topic in line["topics"]],
        duration_minutes=line["duration"],
        place=head["place"],
        summary=line["note"],
    )


def as_key(text: object) -> UUID | None:
    """An identifier, or nothing."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _typed(values: MultiValueDict[str, str], index: int) -> Typed:
    return Typed(*(clean_line(str(values.get(f"l{index}-{name}") or "")) for name in TYPED))


def _only_known(user: User, typed: list[Typed]) -> list[Found]:
    """Shown again without being judged: people chosen whom the user still sees."""
    known = people_known(user, typed)
    return [Found(person=known.get(line.picked) or known.get(line.person)) for line in typed]


def _settle(values: MultiValueDict[str, str], index: int, line: Typed, found: Found, *, judged: bool) -> None:
    """Write the person found as the line will say it again; a name that the user may no longer see goes."""
    if found.person and (judged or line.picked):
        values[f"l{index}-who"], values[f"l{index}-person"] = label_of(found.person), str(found.person.pk)
        values[f"l{index}-sheet"] = found.sheet.code if found.sheet else ""
    elif line.person and not found.person:
        values[f"l{index}-person"] = ""
        if not judged:
            values[f"l{index}-who"] = ""


def _initial(values: MultiValueDict[str, str], form: type[forms.Form], prefix: str = "") -> dict[str, Any]:
    several = forms.MultipleChoiceField
    return {
        name: values.getlist(prefix + name) if isinstance(field, several) else values[prefix + name]
        for name, field in form.base_fields.items()
        if values.get(prefix + name)
    }
