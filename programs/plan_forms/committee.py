"""Forms of a committee: when and with whom, then what is written while it is held."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import FrenchDateField, FrenchTimeField
from partners.deal_forms import DealForm, fields_alone, side_by_side
from programs.committee.holding import NewDecision
from programs.models import ActionPlan, CommitteeDecision, CommitteeMeeting
from programs.models.action_plan import AgendaItem, CommitteeMember, ItemKind, ItemOutcome, Presence
from programs.plan_forms.fields import Choices, LeadField, Line, lead_facts, one_name_a_line


class Parties(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Parties with whom to ask for there."""

    def label_from_instance(self, party: Any) -> str:
        """« Région (Mme Petit) »."""
        return str(party.said)


class MeetingForm(DealForm):
    """When, where, who chairs and who is expected."""

    on = FrenchDateField(label=gettext_lazy("Date"), nearest="future")
    at_time = FrenchTimeField(label=gettext_lazy("Heure"), required=False)
    parties = Parties(
        queryset=None, label=gettext_lazy("Parties attendues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=gettext_lazy("Autres personnes attendues"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Une par ligne, avec sa fonction : « Mme Petit, directrice »."),
    )

    class Meta:
        model = CommitteeMeeting
        fields = ["on", "at_time", "place", "chair"]

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = [] if self.instance._state.adding else list(self.instance.members.for_list())
        expected = [member.party_id for member in members if member.party_id]
        parties = plan.parties.filter(is_active=True) | plan.parties.filter(pk__in=expected)
        rows = parties.for_list()
        self.fields["parties"].queryset = rows  # type: ignore[attr-defined]
        self.fields["parties"].initial = [row.pk for row in rows] if self.instance._state.adding else expected
        self.fields["names"].initial = "\n".join(member.name for member in members if not member.party_id)
        self.helper = fields_alone(side_by_side("on", "at_time"), "place", "chair", "parties", "names")

    def clean_on(self) -> Any:
        """A day to come, or the day already said."""
        day = self.cleaned_data["on"]
        if day < timezone.localdate() and "on" in self.changed_data:
            raise forms.ValidationError(_("Cette date est passée : choisissez un jour à venir."))
        return day

    def clean_names(self) -> list[str]:
        """One name a line."""
        return one_name_a_line(self.cleaned_data["names"])

    @property
    def expected(self) -> dict[str, Any]:
        """Who is expected."""
        return {"parties": self.cleaned_data["parties"], "names": self.cleaned_data["names"]}


class MemberForm(forms.Form):
    """Whether somebody came."""

    presence = forms.ChoiceField(label=gettext_lazy("Présence"), choices=Presence.choices, required=False)
    represented_by = Line(label=gettext_lazy("Représenté·e par"), max_length=150, required=False)

    def __init__(self, data: Any = None, *, member: CommitteeMember) -> None:
        initial = {"presence": member.presence, "represented_by": member.represented_by}
        super().__init__(data, prefix=f"m-{member.pk.hex}", initial=initial)
        self.member = member
        # In a page of twenty rows each field says whose it is.
        for name in self.fields:
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label}, {member}"

    def clean(self) -> dict[str, Any]:
        """Somebody represented is represented by somebody."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("presence") == Presence.REPRESENTED and not data.get("represented_by"):
            self.add_error("represented_by", _("Dites par qui."))
        elif data.get("represented_by") and data.get("presence") != Presence.REPRESENTED:
            self.add_error("presence", _("Choisissez « Représenté·e », ou effacez le nom."))
        return data

    @property
    def is_in_page(self) -> bool:
        """Whether the page that was sent had this row: somebody added meanwhile is left as they are."""
        return self.add_prefix("presence") in self.data

    @property
    def filled(self) -> CommitteeMember:
        """The member as it now stands."""
        self.member.presence = self.cleaned_data["presence"]
        self.member.represented_by = self.cleaned_data["represented_by"]
        return self.member


class DecisionFields(forms.Form):
    """A decision to note: empty, it does not count."""

    text = Line(label=gettext_lazy("Nouvelle décision"), max_length=300, required=False)
    lead = LeadField(label=gettext_lazy("Qui s’en charge"), required=False)
    due_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future", required=False)
    item: AgendaItem | None = None

    def __init__(
        self,
        *args: Any,
        leads: Choices,
        meeting: CommitteeMeeting,
        taken: Sequence[CommitteeDecision] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.taken = meeting, taken
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A decision has a lead and a day to come."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        typed = [name for name in ("text", "lead", "due_on") if data.get(name) or name in self.errors]
        if typed:
            refused = {
                "text": _("Écrivez la décision."),
                "lead": _("Dites qui s’en charge."),
                "due_on": _("Dites pour quand."),
            }
            for name, words in refused.items():
                if name not in typed:
                    self.add_error(name, words)
        if data.get("due_on") and data["due_on"] < self.meeting.on:
            self.add_error("due_on", _("Cette date vient avant le comité : choisissez un jour à venir."))
        return data

    @property
    def decision(self) -> NewDecision | None:
        """What was decided, when something was."""
        data = self.cleaned_data
        if not data.get("text"):
            return None
        return NewDecision(self.item, data["text"], lead_facts(data["lead"]), data["due_on"])


class GeneralDecisionForm(DecisionFields):
    """A decision on no item of the agenda."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="g", **kwargs)


class ItemForm(DecisionFields):
    """What was said on an item, and what becomes of it; seen tells the notes that the writer had before them."""

    field_order = ["notes", "outcome", "done", "text", "lead", "due_on"]

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    notes = forms.CharField(
        label=gettext_lazy("Notes"), required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(label=gettext_lazy("Suite"), choices=ItemOutcome.choices, required=False)
    done = forms.BooleanField(label=gettext_lazy("La décision est faite"), required=False)

    def __init__(self, data: Any = None, *, item: AgendaItem, **kwargs: Any) -> None:
        initial = {"notes": item.notes, "outcome": item.outcome, "seen": digest(item.notes)}
        super().__init__(data, prefix=f"i-{item.pk.hex}", initial=initial, **kwargs)
        self.item: AgendaItem = item
        self.other_notes = ""
        if item.cause != ItemKind.DECISION or not item.decision or item.decision.status != "open":
            del self.fields["done"]

    def clean_notes(self) -> str:
        """Notes written by somebody else meanwhile are shown, not overwritten."""
        typed = self.cleaned_data["notes"].replace("\r\n", "\n").strip()
        stored = self.item.notes
        seen = self.data.get(self.add_prefix("seen"), "")
        if typed != stored and seen != digest(stored):
            self.other_notes = stored
            self.data = {**self.data.dict(), self.add_prefix("seen"): digest(stored)}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _("Quelqu’un a écrit ici entre-temps : « %(notes)s ». Vos mots sont gardés ; réunissez les deux."),
                params={"notes": stored},
            )
        return str(typed)

    @property
    def is_in_page(self) -> bool:
        """Whether the page that was sent had this item: one added meanwhile is left as it is."""
        return self.add_prefix("notes") in self.data

    @property
    def filled(self) -> AgendaItem:
        """The item as it now stands."""
        self.item.notes = self.cleaned_data["notes"]
        self.item.outcome = self.cleaned_data["outcome"]
        return self.item


class FreeItemForm(forms.Form):
    """An item that nobody could guess."""

    use_required_attribute = False

    title = Line(label=gettext_lazy("Ajouter un point"), max_length=200, required=False)


def digest(text: str) -> str:
    """A short mark of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
