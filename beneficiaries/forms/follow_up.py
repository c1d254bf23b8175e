"""The form of « Noter un suivi »: what happened, with whom, what comes next."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from beneficiaries.actions import NewAppointment, NewTask
from beneficiaries.forms.day import DayForm
from beneficiaries.forms.exchange import ExchangeForm, LineInput, Text
from beneficiaries.forms.people_choice import Audience
from beneficiaries.models import Appointment, Beneficiary, Topic
from beneficiaries.models.layer import visible_among
from core.dates import FrenchDateField, FrenchTimeField
from core.templatetags.french import ago_words

PEOPLE_AT_MOST = 20


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People whose file the user may open; any other id is « introuvable », whoever it names."""

    reader: User

    def clean(self, value: Any) -> list[Beneficiary]:  # type: ignore[override]
        """The people, in the order of their ids."""
        keys = {key for item in value or [] if (key := self._key(item))}
        if not value:
            raise ValidationError(_("Choisissez au moins une personne."), code="required")
        if len(value) > PEOPLE_AT_MOST:
            raise ValidationError(_("Un suivi concerne vingt personnes au plus."), code="max")
        people = visible_among(keys, self.reader)
        if len(people) < len(set(value)):
            raise ValidationError(_("Une des personnes choisies est introuvable dans vos dossiers."), code="unknown")
        return people

    @staticmethod
    def _key(item: str) -> UUID | None:
        try:
            return UUID(str(item))
        except ValueError:
            return None


class FollowUpForm(DayForm, ExchangeForm):
    """One page for what happened with one person or several, and what comes next."""

    people = PeopleField(
        queryset=Beneficiary.objects.none(), label=_("Personne(s)"), widget=forms.CheckboxSelectMultiple
    )
    confidential = Text(rows=4, label=_("Note confidentielle"))
    note_readers = forms.CharField(required=False, widget=forms.HiddenInput)
    task_title = LineInput(label=_("À faire"), required=False, max_length=160)
    task_assignee = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Par"), required=False)
    task_due = FrenchDateField(label=_("Pour le"), required=False, nearest="future")
    meeting_date = FrenchDateField(label=_("Date"), required=False, nearest="future")
    meeting_time = FrenchTimeField(label=_("Heure"), required=False)
    meeting_place = LineInput(label=_("Lieu"), required=False, max_length=160)
    meeting_purpose = LineInput(label=_("Objet"), required=False, max_length=160)
    refer = forms.BooleanField(label=_("Orienter vers un partenaire après l’enregistrement"), required=False)
    appointment = forms.ModelChoiceField(queryset=Appointment.objects.none(), required=False, widget=forms.HiddenInput)
    submission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.topic_hints: list[tuple[str, str]] = []
        self.reader_words = ""
        self._field("people").reader = user
        if self["appointment"].value():
            self._field("appointment").queryset = Appointment.objects.visible_to(user)
        assignee = self._field("task_assignee")
        assignee.queryset, assignee.empty_label = colleagues(user), gettext("moi")

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def hint_topics(self, last: Mapping[str, date]) -> None:
        """Say beside each topic when it was last spoken of; nothing when never."""
        self.topic_hints = [(value, last_words(last.get(value))) for value in Topic.values]
        self._field("topics").choices = [
            (
                value,
                format_html('{} <span class="choice-hint" id="hint-{}">{}</span>', Topic(value).label, value, hint),
            )
            for value, hint in self.topic_hints
        ]

    def name_readers(self, audience: Audience) -> None:
        """Say beside each text who will read it: the follow-up layer by layer, the note’s readers one by one."""
        self.name_layers(audience.layers)
        names = format_html_join(", ", "<bdi>{}</bdi>", ((user.get_full_name(),) for user in audience.readers[1:]))
        if not audience.chosen:
            names = format_html("{}", gettext("la coordination de l’équipe de la personne"))
        words = gettext("Visible par vous et {names}. Personne d’autre ne la lit, direction comprise.")
        alone = gettext("Visible par vous et personne d’autre : cette équipe n’a pas de coordination.")
        self.reader_words = format_html(words, names=names) if names else alone
        self.fields["confidential"].help_text = format_html('<span id="note-readers">{}</span>', self.reader_words)

    @property
    def plans_something(self) -> bool:
        """Whether « Suite à donner » holds something, so that it is shown open."""
        names = [name for name in self.fields if name.startswith(("task_", "meeting_")) or name == "refer"]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def chosen(self) -> list[UUID]:
        """Ids of the people chosen so far, valid or not yet checked."""
        keys = [PeopleField._key(item) for item in self["people"].value() or []]
        return [key for key in dict.fromkeys(keys) if key][:PEOPLE_AT_MOST]

    def clean(self) -> dict[str, Any]:
        """Check the fields together."""
        data = super().clean()
        self.clean_day(data)
        self._clean_task(data)
        self._clean_meeting(data)
        return data

    def _clean_task(self, data: dict[str, Any]) -> None:
        if data.get("task_title") and "task_due" in data and not data["task_due"]:
            self.add_error("task_due", _("Indiquez pour quel jour."))
        if (data.get("task_due") or data.get("task_assignee")) and "task_title" in data and not data["task_title"]:
            self.add_error("task_title", _("Écrivez ce qu’il y a à faire."))

    def _clean_meeting(self, data: dict[str, Any]) -> None:
        names = {
            "meeting_date": _("Indiquez la date du rendez-vous."),
            "meeting_time": _("Indiquez l’heure du rendez-vous."),
            "meeting_purpose": _("Écrivez l’objet du rendez-vous."),
        }
        if any(data.get(name) for name in [*names, "meeting_place"]):
            for name, words in names.items():
                if name in data and not data[name] and data[name] != time(0):
                    self.add_error(name, words)
        if data.get("meeting_date") and data["meeting_date"] < timezone.localdate():
            self.add_error("meeting_date", _("Un rendez-vous se fixe à partir d’aujourd’hui."))

    def to_log(self) -> dict[str, Any]:
        """Arguments of log_follow_up."""
        data = self.cleaned_data
        task = meeting = None
        if data["task_title"]:
            assignee = data["task_assignee"] or self.user
            task = NewTask(title=data["task_title"], due_on=data["task_due"], assignee=assignee)
        if data["meeting_date"]:
            starts_at = timezone.make_aware(datetime.combine(data["meeting_date"], data["meeting_time"]))
            meeting = NewAppointment(starts_at=starts_at, purpose=data["meeting_purpose"], place=data["meeting_place"])
        return {
            "people": data["people"],
            "submission": self.submission_id,
            "exchange": self.exchange_on(data["other_date"]),
            "confidential": data["confidential"],
            "readers_shown": data["note_readers"],
            "task": task,
            "appointment": meeting,
            "written_up": data["appointment"],
        }

    @cached_property
    def submission_id(self) -> UUID:
        """The identifier of this form: one saving, whatever is clicked."""
        try:
            return UUID(str(self["submission"].value()))
        except ValueError:
            return uuid4()


def last_words(day: date | None) -> str:
    """« dernier : il y a 3 semaines », nothing when never."""
    return gettext("dernier\u00a0: %(ago)s") % {"ago": ago_words(day)} if day else ""


def colleagues(user: User) -> QuerySet[User]:
    """Who may be given a task beside oneself: the case workers and coordination of the user’s teams."""
    roles = Q(roles__contains=[Role.CASEWORKER]) | Q(roles__contains=[Role.COORDINATOR])
    same = User.teams.through.objects.filter(team__in=user.teams.values("pk")).values("user_id")
    return (
        User.objects.filter(roles, pk__in=same, is_active=True)
        .exclude(pk=user.pk)
        .order_by("first_name", "last_name", "pk")
    )


def kept_values(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What a draft keeps of a form: nothing when nobody has written or chosen anything."""
    fields = FollowUpForm.base_fields
    kept = {
        name: [value.replace("\x00", "") for value in values[name]]
        for name in fields
        if name in values and name != "submission"
    }
    # a layer is always chosen: it says nothing by itself
    visible = (n for n, field in fields.items() if n != "layer" and not isinstance(field.widget, forms.HiddenInput))
    return kept if any("".join(kept.get(name, [])).strip() for name in visible) else {}


def initial_from(values: Mapping[str, list[str]]) -> dict[str, Any]:
    """Values as typed, for showing a form again without judging it."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    return {
        name: values[name] if isinstance(field, several) else values[name][-1]
        for name, field in FollowUpForm.base_fields.items()
        if values.get(name)
    }
