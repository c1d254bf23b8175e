"""Applications, placements, hours, whether a job lasts."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.family import RecordForm
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import JobCheck, JobState, Placement, PlacementEnd, RefusalReason, WorkHours
from beneficiaries.models.checkpoint import Source
from core.dates import FrenchDateField
from partners.models import ContractKind, Employer, Post, PostKind
from partners.models.post_kinds import BY_HOURS


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An open post, with its employer."""

    def label_from_instance(self, obj: Any) -> str:
        """« Commis de cuisine – Le Bon Coin »."""
        return f"{obj.title} – {obj.employer}"


class ApplicationForm(forms.Form):
    """For which post, and when it went."""

    use_required_attribute = False

    post = PostField(queryset=Post.objects.none(), label=gettext_lazy("Poste"), empty_label=gettext_lazy("Choisir"))
    sent_on = FrenchDateField(label=gettext_lazy("Envoyée le"), refuse_future=True)
    comment = LineInput(
        label=gettext_lazy("À savoir"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Par exemple : déposée en main propre. Rien sur le passé judiciaire."),
    )
    helper = plain_helper("post", "sent_on", "comment")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Post.objects.open_on(timezone.localdate()).select_related("employer__organization")
        self.fields["post"].queryset = rows.order_by("title", "pk")  # type: ignore[attr-defined]
        self.fields["sent_on"].initial = timezone.localdate()


class InterviewForm(forms.Form):
    """The day of the interview."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Entretien le"), nearest="future")
    helper = plain_helper("on")


class RefusalForm(forms.Form):
    """Why the employer said no, as far as is known."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi ?"),
        choices=RefusalReason.choices,
        initial=RefusalReason.UNKNOWN,
        widget=forms.RadioSelect,
    )
    comment = LineInput(label=gettext_lazy("À savoir"), max_length=200, required=False)
    helper = plain_helper(Field("reason", wrapper_class="chips"), "comment")


class PlacementForm(RecordForm):
    """A job, hours to do or a placement outside; from an application, only what it does not say."""

    started_on = FrenchDateField(label=gettext_lazy("Depuis le"))
    planned_end_on = FrenchDateField(label=gettext_lazy("Fin prévue le"), nearest="future", required=False)

    class Meta:
        model = Placement
        fields = ["kind", "title", "employer", "contract", "hours_due", "started_on", "planned_end_on"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, post: Post | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["started_on"].initial = timezone.localdate()
        self.fields["hours_due"].widget.attrs["class"] = "input-short"
        self.fields["hours_due"].help_text = _("Pour un TIG ou un travail non rémunéré.")
        dates = Div("started_on", "planned_end_on", css_class="inline-fields")
        self.post = post
        if post:
            for name in ("kind", "title", "employer"):
                del self.fields[name]
            del self.fields["contract" if post.kind in BY_HOURS else "hours_due"]
            first = ["hours_due"] if post.kind in BY_HOURS else ["contract"]
            self.helper = plain_helper(*first, dates)
            return
        self.fields["employer"].queryset = Employer.objects.active().for_list()  # type: ignore[attr-defined]
        self.fields["employer"].empty_label = _("Pas dans l’annuaire")  # type: ignore[attr-defined]
        self.helper = plain_helper(
            Field("kind", wrapper_class="chips"),
            "title",
            "employer",
            Div("contract", "hours_due", css_class="inline-fields"),
            dates,
        )

    def clean(self) -> dict[str, Any]:
        """Each kind keeps to its own: a contract for a job, a number of hours for a TIG."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = self.post.kind if self.post else data.get("kind")
        if kind != PostKind.JOB and data.get("contract"):
            if self.post:
                data["contract"] = ContractKind.NONE
            else:
                self.add_error("contract", _("Il n’y a pas de contrat : choisissez « Sans objet »."))
        if kind not in BY_HOURS and data.get("hours_due"):
            self.add_error("hours_due", _("Les heures à faire sont celles d’un TIG ou d’un travail non rémunéré."))
        return data


class PlacementEndForm(forms.Form):
    """When and how it ended."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Comment ?"),
        choices=PlacementEnd.choices[1:],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez comment cela s’est terminé.")},
    )
    on = FrenchDateField(label=gettext_lazy("Le"), refuse_future=True)
    helper = plain_helper(Field("reason", wrapper_class="chips"), "on")


class WorkHoursForm(RecordForm):
    """Hours done on one day."""

    day = FrenchDateField(label=gettext_lazy("Le"), refuse_future=True)

    class Meta:
        model = WorkHours
        fields = ["day", "hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["hours"] = HoursField(label=_("Heures"))
        self.helper = plain_helper(Div("day", "hours", css_class="inline-fields"))


class HoursField(forms.DecimalField):
    """« 3,5 » or « 3.5 »: hours and their decimals."""

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "input-short", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_digits=4, decimal_places=2, **options)

    def to_python(self, value: Any) -> Any:
        """A comma is a point."""
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class JobCheckForm(forms.ModelForm):  # type: ignore[type-arg]
    """What became of the job; « on ne sait pas » is an answer."""

    class Meta:
        model = JobCheck
        fields = ["state", "source"]
        widgets = {"state": forms.RadioSelect, "source": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ended_on = self.instance.placement.ended_on
        if ended_on and ended_on < self.instance.due_on:
            left = [choice for choice in JobState.choices if choice[0] != JobState.KEPT]
            self.fields["state"].choices = left  # type: ignore[attr-defined]
        self.fields["source"].choices = Source.choices  # type: ignore[attr-defined]
        chips = [Field(name, wrapper_class="chips") for name in ("state", "source")]
        self.helper = plain_helper(*chips)
