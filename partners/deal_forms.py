"""Forms about agreements, grants, employers and posts."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from core.dates import FrenchDateField
from core.fields import clean_line
from core.money import EuroField
from core.sql import FrenchSort
from partners.models import (
    Agreement,
    AgreementStatus,
    Commune,
    Contact,
    Employer,
    Funder,
    Grant,
    GrantReport,
    PostKind,
)
from partners.models.post import Post

RUNS_MONEY = [Role.COORDINATOR, Role.DIRECTOR, Role.PROGRAM_LEAD]


def fields_alone(*layout: Any) -> FormHelper:
    """The fields; the page writes the form’s tag and its buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


def side_by_side(*names: str) -> Div:
    """Short fields on one line where there is room."""
    return Div(*names, css_class="inline-fields")


def section(title: Any, *layout: Any) -> Fieldset:
    """A titled part of a long form."""
    return Fieldset(title, *layout, css_class="form-section")


def followed_by(chosen: Any) -> Any:
    """Colleagues who follow agreements and grants, and the one already named."""
    able = User.objects.filter(is_active=True, roles__overlap=RUNS_MONEY) | User.objects.filter(pk=chosen)
    return able.order_by(FrenchSort("first_name"), FrenchSort("last_name"), "pk")


class DealForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose facts the domain writes."""

    use_required_attribute = False

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the record."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def say_none(self, *names: str) -> None:
        """« Aucune » for a choice left empty."""
        for name in names:
            self.fields[name].empty_label = _("Aucun")  # type: ignore[attr-defined]


class AgreementForm(DealForm):
    """What is agreed with an organisation, and until when."""

    starts_on = FrenchDateField(label=gettext_lazy("À partir du"), nearest="future")
    ends_on = FrenchDateField(
        label=gettext_lazy("Jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Vide : sans date de fin."),
    )

    class Meta:
        model = Agreement
        fields = [
            "title", "kind", "starts_on", "ends_on", "remind_days", "contact", "responsible", "their_commitments",
            "our_commitments", "signed_copy",
        ]  # fmt: skip
        widgets = {
            "their_commitments": forms.Textarea(attrs={"rows": 4}),
            "our_commitments": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = Contact.objects.filter(organization=self.instance.organization_id)
        self.fields["contact"].queryset = contacts.order_by("function", "name", "pk")  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = followed_by(self.instance.responsible_id)  # type: ignore[attr-defined]
        self.say_none("contact", "responsible")
        self.fields["remind_days"].widget.attrs["class"] = "input-tiny"
        self.helper = fields_alone(
            "title",
            "kind",
            side_by_side("starts_on", "ends_on", "remind_days"),
            section(_("Engagements"), "their_commitments", "our_commitments"),
            section(_("Qui suit la convention"), "responsible", "contact", "signed_copy"),
        )


class SignForm(forms.Form):
    """When both sides signed."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Signée le"), refuse_future=True)
    helper = fields_alone("on")


class ReasonForm(forms.Form):
    """Why, when it is worth saying."""

    reason = forms.CharField(label=gettext_lazy("Raison"), max_length=200, required=False)
    helper = fields_alone("reason")

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])


class EndForm(ReasonForm):
    """When and why it ends."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Terminée le"), refuse_future=True)
    helper = fields_alone("on", "reason")


class FunderForm(DealForm):
    """Who pays."""

    class Meta:
        model = Funder
        fields = ["name", "kind"]

    helper = fields_alone("name", "kind")


class GrantForm(DealForm):
    """What is asked of a funder."""

    asked_on = FrenchDateField(label=gettext_lazy("Demandée le"), refuse_future=True)
    starts_on = FrenchDateField(label=gettext_lazy("À partir du"), nearest="future")
    ends_on = FrenchDateField(label=gettext_lazy("Jusqu’au"), nearest="future")

    class Meta:
        model = Grant
        fields = [
            "funder", "title", "reference", "amount_asked", "asked_on", "starts_on", "ends_on", "conditions",
            "agreement", "responsible",
        ]  # fmt: skip
        widgets = {"conditions": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.instance
        funders = Funder.objects.filter(is_active=True) | Funder.objects.filter(pk=rows.funder_id)
        self.fields["funder"].queryset = funders.for_list()  # type: ignore[attr-defined]
        live = Agreement.objects.exclude(status=AgreementStatus.ABANDONED) | Agreement.objects.filter(
            pk=rows.agreement_id
        )
        self.fields["agreement"].queryset = live.order_by(FrenchSort("title"), "pk")  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = followed_by(rows.responsible_id)  # type: ignore[attr-defined]
        self.say_none("agreement", "responsible")
        self.helper = fields_alone(
            "funder", "title", side_by_side("amount_asked", "asked_on", "reference"),
            side_by_side("starts_on", "ends_on"), "conditions", "agreement", "responsible",
        )  # fmt: skip


class GrantedForm(forms.Form):
    """The funder’s yes."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Décision du"), refuse_future=True)
    amount = EuroField(label=gettext_lazy("Montant accordé"))
    helper = fields_alone(side_by_side("on", "amount"))


class RefusedForm(ReasonForm):
    """The funder’s no."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Décision du"), refuse_future=True)
    helper = fields_alone("on", "reason")


class InstalmentForm(forms.Form):
    """A payment to expect."""

    use_required_attribute = False

    due_on = FrenchDateField(label=gettext_lazy("Attendu le"), nearest="future")
    amount = EuroField(label=gettext_lazy("Montant"))
    helper = fields_alone(side_by_side("due_on", "amount"))


class ReportForm(DealForm):
    """A report to send."""

    due_on = FrenchDateField(label=gettext_lazy("À remettre le"), nearest="future")

    class Meta:
        model = GrantReport
        fields = ["kind", "due_on", "remind_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remind_days"].widget.attrs["class"] = "input-tiny"
        self.helper = fields_alone("kind", side_by_side("due_on", "remind_days"))


class DoneOnForm(forms.Form):
    """The day on which something came or was sent."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Le"), refuse_future=True)
    helper = fields_alone("on")


class EmployerForm(DealForm):
    """An organisation as an employer or a host."""

    hosts = forms.MultipleChoiceField(
        label=gettext_lazy("Accueille pour"),
        choices=PostKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Employer
        fields = ["sector", "size", "hosts", "openness", "contact", "notes", "is_active"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 3}), "openness": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = Contact.objects.filter(organization=self.instance.organization_id)
        self.fields["contact"].queryset = contacts.order_by("function", "name", "pk")  # type: ignore[attr-defined]
        self.say_none("contact")
        self.helper = fields_alone(
            side_by_side("sector", "size"), Field("hosts", wrapper_class="chips"),
            Field("openness", wrapper_class="chips"), "contact", "notes", "is_active",
        )  # fmt: skip


class PostForm(DealForm):
    """A post: what, where, when; who allows it when justice decides the hours."""

    open_from = FrenchDateField(label=gettext_lazy("À pourvoir à partir du"), nearest="future", required=False)
    open_until = FrenchDateField(label=gettext_lazy("Candidater jusqu’au"), nearest="future", required=False)
    authorised_on = FrenchDateField(label=gettext_lazy("Habilité le"), required=False, refuse_future=True)
    authorised_until = FrenchDateField(label=gettext_lazy("Habilité jusqu’au"), nearest="future", required=False)

    class Meta:
        model = Post
        fields = [
            "kind", "title", "description", "requirements", "contract", "weekly_hours", "places", "record_extract",
            "postal_code", "city", "open_from", "open_until", "authorised_by", "authorised_on", "authorised_until",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "requirements": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "record_extract": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("weekly_hours", "places", "postal_code"):
            self.fields[name].widget.attrs["class"] = "input-short"
        self.helper = fields_alone(
            Field("kind", wrapper_class="chips"),
            "title",
            "description",
            "requirements",
            section(
                _("Le poste"),
                side_by_side("contract", "weekly_hours", "places"),
                side_by_side("open_from", "open_until"),
                Field("record_extract", wrapper_class="chips"),
            ),
            section(_("Où"), side_by_side("postal_code", "city")),
            section(
                _("Habilitation (TIG, travail non rémunéré, placement extérieur)"),
                "authorised_by",
                side_by_side("authorised_on", "authorised_until"),
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Each kind keeps to its own: a job has a contract, the others an authority."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == PostKind.JOB and data.get("authorised_by"):
            self.add_error("authorised_by", _("Un emploi n’a pas d’habilitation."))
        if data.get("kind") not in (None, PostKind.JOB) and data.get("contract"):
            self.add_error("contract", _("Il n’y a pas de contrat : choisissez « Sans objet »."))
        if bool(data.get("authorised_by")) != bool(data.get("authorised_on")) and not self.errors:
            self.add_error("authorised_on", _("Dites par qui et depuis quand le poste est habilité."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """The columns, with the point of the commune, from which distances are counted."""
        facts = super().facts
        commune = Commune.objects.of_address(facts["postal_code"], facts["city"])
        point = {"latitude": commune.latitude, "longitude": commune.longitude} if commune else {}
        return {**facts, "latitude": None, "longitude": None, **point}


def today() -> dict[str, Any]:
    """What most dates are."""
    return {"on": timezone.localdate()}
