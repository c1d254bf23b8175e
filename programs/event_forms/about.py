"""What an event is, when and where; why it is called off."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import FrenchDateField, FrenchTimeField
from core.fields import clean_line
from core.sql import FrenchSort
from programs.forms import FormBody
from programs.models import Event, Site
from programs.models.event.event import NO_SECRET_PLACE


def moment(day: date, hour: time) -> datetime:
    """The hour of a day; one that the clock skips, the night summer time begins, is refused in words."""
    wall = datetime.combine(day, hour)
    there = timezone.make_aware(wall)
    if timezone.localtime(there.astimezone(UTC)).replace(tzinfo=None) != wall:
        raise ValidationError(_("Cette heure n’existe pas : l’heure d’été commence cette nuit-là."), code="skipped")
    return there


class EventForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the event is, when, where and for whom."""

    use_required_attribute = False
    day = FrenchDateField(label=gettext_lazy("Date"), nearest="future")
    start = FrenchTimeField(label=gettext_lazy("Début"), help_text=gettext_lazy("9h30, 18:00"))
    last_day = FrenchDateField(
        label=gettext_lazy("Dernier jour"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("S’il y en a plusieurs."),
    )
    end = FrenchTimeField(label=gettext_lazy("Fin"))
    is_past = forms.BooleanField(label=gettext_lazy("Cet événement a déjà eu lieu"), required=False)
    online_link = forms.URLField(
        label=gettext_lazy("Lien pour suivre en ligne"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Donné seulement à qui s’est inscrit."),
    )
    registration_until = FrenchDateField(
        label=gettext_lazy("Inscription jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Vide : jusqu’au début."),
    )

    class Meta:
        model = Event
        fields = [
            "kind", "title", "presentation", "site", "address", "online_link", "visibility", "with_registration",
            "capacity", "registration_until",
        ]  # fmt: skip
        widgets = {
            "presentation": forms.Textarea(attrs={"rows": 5}),
            "visibility": forms.RadioSelect,
            "capacity": forms.NumberInput(attrs={"class": "input-tiny"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance
        if not event._state.adding:
            first, last = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
            several = last.date() if last.date() != first.date() else None
            self.initial.update({"day": first.date(), "start": first.time(), "last_day": several, "end": last.time()})
            self.initial["is_past"] = event.starts_at < timezone.now()
        sites = Site.objects.filter(is_active=True) | Site.objects.filter(pk=event.site_id)
        self.fields["site"].queryset = sites.order_by(FrenchSort("name"), "pk")  # type: ignore[attr-defined]
        self.fields["site"].empty_label = _("Ailleurs, ou en ligne")  # type: ignore[attr-defined]
        self.helper = FormBody(
            "title",
            "kind",
            "presentation",
            Fieldset(
                _("Quand"), Div("day", "start", "end", "last_day", css_class="inline-fields"), "is_past",
                css_class="form-section",
            ),
            Fieldset(_("Où"), "site", "address", "online_link", css_class="form-section"),
            Fieldset(
                _("Qui peut venir"),
                Field("visibility", wrapper_class="chips"),
                "with_registration",
                Div("capacity", "registration_until", css_class="inline-fields"),
                css_class="form-section",
            ),
        )  # fmt: skip

    def clean_site(self) -> Site | None:
        """Never the house whose address is protected."""
        site: Site | None = self.cleaned_data["site"]
        if site and site.has_secret_address:
            raise ValidationError(str(NO_SECRET_PLACE))
        return site

    def clean(self) -> dict[str, Any]:
        """In order, on hours that exist; a day gone by is meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if {"day", "start", "end"} <= set(data):
            for name, day, hour in (
                ("starts_at", data["day"], "start"),
                ("ends_at", data.get("last_day") or data["day"], "end"),
            ):
                try:
                    data[name] = moment(day, data[hour])
                except ValidationError as error:
                    self.add_error(hour, error)
        if "starts_at" in data and "ends_at" in data:
            self._in_order(data)
        if data.get("site") and data.get("address"):
            self.add_error("address", _("Choisissez un site ou écrivez une adresse : l’un des deux."))
        return data

    def _in_order(self, data: dict[str, Any]) -> None:
        """The end after the start, registration before it, the past on purpose."""
        if data["ends_at"] <= data["starts_at"]:
            self.add_error("last_day" if data.get("last_day") else "end", _("La fin vient après le début."))
        if data["ends_at"] - data["starts_at"] > timedelta(days=60):
            self.add_error("last_day", _("Un événement dure soixante jours au plus."))
        until = data.get("registration_until")
        if until and until > data["day"]:
            self.add_error("registration_until", _("Les inscriptions se ferment au plus tard le jour de l’événement."))
        if data["starts_at"] < timezone.now() and not data.get("is_past"):
            self.add_error("day", _("Cette date est passée : cochez « déjà eu lieu » si c’est voulu."))

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the record."""
        names = [*(self._meta.fields or ()), "starts_at", "ends_at"]
        return {name: self.cleaned_data[name] for name in names}


class CancelForm(forms.Form):
    """Why it is called off."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        max_length=200,
        help_text=gettext_lazy("Elle se lit sur la page de l’événement, et dans le courriel aux personnes inscrites."),
    )
    helper = FormBody("reason")

    def clean_reason(self) -> str:
        """One visible line."""
        if not (said := clean_line(self.cleaned_data["reason"])):
            raise ValidationError(_("Ce champ est obligatoire."))
        return said
