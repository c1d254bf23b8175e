"""Fixing an appointment, moving it, saying what came of it."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import plain_helper
from beneficiaries.forms.plans import not_past, offer
from beneficiaries.models import Appointment, AppointmentParticipant, Beneficiary, Company, Outcome
from beneficiaries.models.appointment_states import NEEDS_REASON
from beneficiaries.reaching import is_neutral
from beneficiaries.search import search
from core.dates import FrenchDateField, FrenchTimeField
from core.fields import clean_line
from partners.models import Contact

FACTS = ("purpose", "place", "place_in_calendar", "worker", "mode", "duration_minutes")
OFFERED, NAMES_AT_MOST = 8, 5


class ContactsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Contacts of the directory, each with where they work."""

    def label_from_instance(self, contact: Any) -> str:
        """« Camille Exemple – Le Pont »."""
        return format_html("<bdi>{}</bdi> – <bdi>{}</bdi>", str(contact), contact.organization)


class ColleaguesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Colleagues, by full name."""

    def label_from_instance(self, user: Any) -> str:
        """First and last name."""
        return str(user.get_full_name())


def contacts_named(words: str) -> QuerySet[Contact]:
    """Contacts whose name, function or organisation holds each of the words."""
    rows = Contact.objects.all()
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(function__icontains=word) | Q(organization__name__icontains=word)
        )
    return rows


class AppointmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """When, where, why, how and with whom."""

    use_required_attribute = False

    day = FrenchDateField(label=gettext_lazy("Date"), nearest="future")
    time = FrenchTimeField(label=gettext_lazy("Heure"), help_text=gettext_lazy("9h30, 14:00"))
    duration_minutes = forms.IntegerField(
        label=gettext_lazy("Durée en minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )
    worker = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Avec"), empty_label=None)
    colleagues = ColleaguesField(
        queryset=User.objects.none(),
        label=gettext_lazy("Collègues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contacts = ContactsField(
        queryset=Contact.objects.none(),
        label=gettext_lazy("Contacts de l’annuaire"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_words = LineInput(
        label=gettext_lazy("Ajouter un contact de l’annuaire"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Son nom, sa fonction ou sa structure : la liste se propose à l’enregistrement."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    names = LineInput(
        label=gettext_lazy("Autres personnes"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Séparées par des virgules. Jamais une autre personne accompagnée."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    class Meta:
        model = Appointment
        fields = list(FACTS)
        widgets = {"mode": forms.RadioSelect}
        help_texts = {
            "place_in_calendar": gettext_lazy(
                "À cocher pour un lieu public. Jamais pour un domicile ou un hébergement protégé."
            )
        }

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.user = person, user
        offer(self.fields["worker"], person, user, self.instance.worker_id)
        self._field("colleagues").queryset = self._field("worker").queryset
        if self.instance.starts_at:
            start = timezone.localtime(self.instance.starts_at)
            self.fields["day"].initial, self.fields["time"].initial = start.date(), start.time()
            self._show_company()
        self._offer_contacts()
        contacts = ["contacts"] if self._field("contacts").queryset else []
        self.helper = plain_helper(
            Div("day", "time", "duration_minutes", css_class="inline-fields"),
            "purpose",
            Field("mode", wrapper_class="chips"),
            "place",
            "place_in_calendar",
            Div("worker", css_class="inline-fields"),
            Fieldset(
                _("Qui d’autre participe"),
                Field("colleagues", wrapper_class="chips"),
                *contacts,
                "contact_words",
                "names",
                css_class="form-section",
            ),
        )

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _show_company(self) -> None:
        """Those who already take part."""
        rows = list(AppointmentParticipant.objects.visible_to(self.user).filter(appointment=self.instance).for_list())
        users = [row.user_id for row in rows if row.user_id]
        field = self._field("colleagues")
        field.queryset = field.queryset | User.objects.filter(pk__in=users).order_by()
        field.initial = users
        self._field("contacts").initial = [row.contact_id for row in rows if row.contact_id]
        self._field("names").initial = ", ".join(row.name for row in rows if row.name)

    def _offer_contacts(self) -> None:
        """Those chosen so far, then those whom the words typed may mean."""
        chosen = [pk for pk in self["contacts"].value() or [] if _is_uuid(pk)]
        words = clean_line(str(self["contact_words"].value() or "")).replace("\x00", "")
        found = (
            list(contacts_named(words).order_by("name", "pk").values_list("pk", flat=True)[:OFFERED]) if words else []
        )
        self.found = found
        rows = Contact.objects.filter(pk__in=[*chosen[:OFFERED], *found]).select_related("organization")
        self._field("contacts").queryset = rows.order_by("name", "function", "pk")

    def clean_day(self) -> Any:
        """A day to come, or the day already noted."""
        day = self.cleaned_data["day"]
        return day if day == self.fields["day"].initial else not_past(day)

    def clean_names(self) -> list[str]:
        """Names one by one; none of them a person whom the user knows to be accompanied."""
        names = list(dict.fromkeys(filter(None, map(clean_line, self.cleaned_data["names"].split(",")))))
        if len(names) > NAMES_AT_MOST:
            raise ValidationError(_("Cinq personnes au plus."))
        for name in names:
            if len(name) > 120:
                raise ValidationError(_("Ce nom est trop long."))
            if len(name.split()) > 1 and search(Beneficiary.objects.visible_to(self.user), name).exists():
                raise ValidationError(
                    _(
                        "« %(name)s » ressemble à une personne accompagnée : elle a ses propres rendez-vous."
                        " S’il s’agit de quelqu’un d’autre, ajoutez son lien, par exemple « (frère) »."
                    )
                    % {"name": name}
                )
        return names

    def clean(self) -> dict[str, Any]:
        """Take the only contact found, or ask which."""
        data = super().clean() or self.cleaned_data
        words, chosen = data.get("contact_words"), data.get("contacts")
        if words and chosen is not None and not {contact.pk for contact in chosen} & set(self.found):
            if not self.found:
                self.add_error("contact_words", _("Aucun contact de l’annuaire ne porte ces mots."))
            elif len(self.found) > 1:
                self.add_error("contacts", _("Plusieurs contacts portent ces mots : cochez le bon."))
            else:
                data["contacts"] = [*chosen, *Contact.objects.filter(pk=self.found[0])]
        if data.get("place_in_calendar") and "place" in data:
            if not data["place"]:
                data["place_in_calendar"] = False
            elif not is_neutral(self.person, data["place"]):
                self.add_error("place_in_calendar", _("Ce lieu dit qui est la personne ou comment la joindre."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """Arguments of register and amend."""
        data = self.cleaned_data
        colleagues = [user for user in data["colleagues"] if user != data["worker"]]
        company = Company(colleagues=colleagues, contacts=list(data["contacts"]), names=data["names"])
        return {"starts_at": self.starts_at, "company": company, **{name: data[name] for name in FACTS}}

    @property
    def starts_at(self) -> datetime:
        """Day and time together, on the clock of the association."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["day"], data["time"]))


def _is_uuid(value: Any) -> bool:
    try:
        return bool(forms.UUIDField().clean(str(value)))
    except ValidationError:
        return False


class OutcomeForm(forms.Form):
    """What came of the meeting; before its day, only that it is cancelled."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("Comment cela s’est-il passé ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Cochez ce qui s’est passé.")},
    )
    reason = LineInput(
        label=gettext_lazy("Raison"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Pour une absence, si la personne l’a dite. Pourquoi, si le rendez-vous n’a pas eu lieu."
        ),
    )

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        future = timezone.localdate(appointment.starts_at) > timezone.localdate()
        offered = [Outcome.CANCELLED] if future else [outcome for outcome in Outcome if outcome]
        field: Any = self.fields["outcome"]
        field.choices = [(outcome.value, outcome.label) for outcome in offered]
        if future:
            field.initial = Outcome.CANCELLED
        self.helper = plain_helper("outcome", "reason")

    def clean(self) -> dict[str, Any]:
        """A meeting that did not take place has a reason."""
        data = super().clean() or self.cleaned_data
        if data.get("outcome") in NEEDS_REASON and "reason" in data and not data["reason"]:
            self.add_error("reason", _("Dites pourquoi."))
        return data
