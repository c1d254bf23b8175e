"""The lines of an event: programme, speakers, partners, preparation, materials."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from core.dates import FrenchDateField, FrenchTimeField
from core.fields import clean_line
from core.sql import FrenchSort
from partners.forms.organization import label_of, organization_called
from partners.forms.place import suggested
from partners.models import Contact
from programs.event_forms.about import moment
from programs.forms import FormBody
from programs.models import EventItem, EventMaterial, EventPartner, EventSpeaker, EventTask


def colleagues(chosen: Any) -> Any:
    """Those who work here, and the one already named."""
    rows = User.objects.filter(is_active=True).exclude(roles__contains=[Role.PARTNER_MEMBER])
    rows |= User.objects.filter(pk=chosen)
    return rows.order_by(FrenchSort("first_name"), FrenchSort("last_name"), "pk")


class PersonNamed(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by full name."""

    def label_from_instance(self, user: Any) -> str:
        """First and last name."""
        return str(user.get_full_name())


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line of an event."""

    use_required_attribute = False

    @property
    def many(self) -> dict[str, Any]:
        """The rows that it names."""
        return {}


class ItemForm(PartForm):
    """A moment of the programme."""

    day = FrenchDateField(label=gettext_lazy("Jour"), nearest="future")
    start = FrenchTimeField(label=gettext_lazy("Heure"))
    end = FrenchTimeField(label=gettext_lazy("Jusqu’à"), required=False)

    class Meta:
        model = EventItem
        fields = ["title", "details", "speakers"]
        widgets = {"details": forms.Textarea(attrs={"rows": 3}), "speakers": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        start = timezone.localtime(item.starts_at or item.event.starts_at)
        self.initial.setdefault("day", start.date())
        if not item._state.adding:
            self.initial.update(
                {
                    "start": start.time(),
                    "end": timezone.localtime(item.ends_at).time() if item.ends_at else None,
                }
            )
        speakers = item.event.speakers.select_related("user", "contact").order_by("pk")
        self.fields["speakers"].queryset = speakers  # type: ignore[attr-defined]
        asked = ["speakers"] if speakers else []
        self.fields["speakers"].required = False
        if not asked:
            del self.fields["speakers"]
        self.helper = FormBody(Div("day", "start", "end", css_class="inline-fields"), "title", *asked, "details")

    def clean(self) -> dict[str, Any]:
        """Within the event."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        event = self.instance.event
        for name, hour in (("starts_at", "start"), ("ends_at", "end")):
            if data.get("day") and data.get(hour):
                try:
                    setattr(self.instance, name, moment(data["day"], data[hour]))
                except ValidationError as error:
                    self.add_error(hour, error)
            elif hour == "end":
                self.instance.ends_at = None
        if self.errors:
            return data
        start, end = self.instance.starts_at, self.instance.ends_at
        if end and end <= start:
            self.add_error("end", _("La fin vient après le début."))
        elif start < event.starts_at or start > event.ends_at or (end and end > event.ends_at):
            self.add_error("start", _("Cette heure est en dehors de l’événement."))
        return data

    @property
    def many(self) -> dict[str, Any]:
        """Who speaks."""
        return {"speakers": self.cleaned_data["speakers"]} if "speakers" in self.cleaned_data else {}


class SpeakerForm(PartForm):
    """Who speaks, and whether their name may be public."""

    user = PersonNamed(queryset=User.objects.none(), label=gettext_lazy("Collègue"), required=False)

    class Meta:
        model = EventSpeaker
        fields = ["user", "contact", "name", "role", "bio", "may_be_named"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaker = self.instance
        contacts = Contact.objects.filter(
            organization__in=speaker.event.partners.values("organization"), is_active=True
        ) | Contact.objects.filter(pk=speaker.contact_id)
        contacts = contacts.order_by("name", "function", "pk")
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["user"].queryset = colleagues(speaker.user_id)  # type: ignore[attr-defined]
        for name in ("user", "contact"):
            self.fields[name].empty_label = _("Aucun")  # type: ignore[attr-defined]
        self.helper = FormBody("user", "contact", "name", "role", "bio", "may_be_named")


class PartnerForm(PartForm):
    """An organisation of the directory and its role."""

    head = forms.CharField(
        label=gettext_lazy("Structure de l’annuaire"),
        max_length=300,
        widget=forms.TextInput(attrs=suggested(reverse_lazy("partners:heads"), "head")),
    )

    class Meta:
        model = EventPartner
        fields = ["role"]
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["head"] = label_of(self.instance.organization)
        self.helper = FormBody("head", Field("role", wrapper_class="chips"))

    def clean_head(self) -> str:
        """The one organisation of that name."""
        typed = clean_line(self.cleaned_data["head"])
        found = organization_called(typed)
        if len(found) != 1:
            many = _("Plusieurs structures portent ce nom\u00a0: précisez la commune entre parenthèses.")
            raise ValidationError(many if found else _("Aucune structure de l’annuaire ne porte ce nom."))
        self.instance.organization = found[0]
        return typed

    def clean(self) -> dict[str, Any]:
        """Once in each role."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            same = EventPartner.objects.filter(
                event=self.instance.event, organization=self.instance.organization, role=data["role"]
            )
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("role", _("Cette structure a déjà ce rôle."))
        return data


class TaskForm(PartForm):
    """Something to prepare."""

    due_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future")
    assignee = PersonNamed(queryset=User.objects.none(), label=gettext_lazy("Par"), required=False)

    class Meta:
        model = EventTask
        fields = ["title", "due_on", "assignee"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues(self.instance.assignee_id)  # type: ignore[attr-defined]
        self.fields["assignee"].empty_label = _("Personne pour l’instant")  # type: ignore[attr-defined]
        self.helper = FormBody("title", Div("due_on", "assignee", css_class="inline-fields"))


class MaterialForm(PartForm):
    """A document at its address."""

    link = forms.URLField(label=gettext_lazy("Adresse"), max_length=500, assume_scheme="https")

    class Meta:
        model = EventMaterial
        fields = ["title", "link", "is_public"]

    helper = FormBody("title", "link", "is_public")
