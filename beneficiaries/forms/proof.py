"""Choosing what proves an obligation among what the file already holds."""

from typing import Any
from uuid import UUID

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import Appointment, Document, FollowUp, FollowUpMode, Obligation, ProofSource
from core.templatetags.french import date_words

OFFERED = 25


class SourcesField(forms.TypedMultipleChoiceField):
    """Some of the things offered, by their keys."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, coerce=UUID, empty_value=[], required=False, widget=forms.CheckboxSelectMultiple)


class ProofForm(forms.Form):
    """The latest documents, appointments that took place and follow-ups that are not yet proofs of this obligation."""

    documents = SourcesField(gettext_lazy("Documents"))
    appointments = SourcesField(gettext_lazy("Rendez-vous honorés"))
    follow_ups = SourcesField(gettext_lazy("Suivis"))

    def __init__(self, *args: Any, obligation: Obligation, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: dict[str, dict[UUID, ProofSource]] = {
            "documents": by_key(documents_for(obligation, reader)),
            "appointments": by_key(appointments_for(obligation, reader)),
            "follow_ups": by_key(follow_ups_for(obligation, reader)),
        }
        for name, things in self.offered.items():
            self.fields[name].choices = [(str(key), words_of(thing)) for key, thing in things.items()]  # type: ignore[attr-defined]
            if not things:
                del self.fields[name]
        self.helper = plain_helper(*(Field(name) for name in self.fields))

    def clean(self) -> dict[str, Any]:
        """Something is chosen."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Cochez au moins un justificatif."))
        return data

    @property
    def sources(self) -> list[ProofSource]:
        """What was chosen."""
        return [self.offered[name][key] for name, keys in self.cleaned_data.items() for key in keys]


def by_key(rows: Any) -> dict[UUID, ProofSource]:
    """The latest rows, by their key."""
    return {row.pk: row for row in rows[:OFFERED]}


def documents_for(obligation: Obligation, reader: User) -> Any:
    """Documents that the reader may read."""
    rows = Document.objects.visible_to(reader).for_list().filter(beneficiary=obligation.measure.beneficiary)
    return rows.exclude(proofs__obligation=obligation)


def appointments_for(obligation: Obligation, reader: User) -> Any:
    """Appointments whose follow-up says that the person came, and may be read."""
    attended = FollowUp.objects.visible_to(reader).exclude(mode=FollowUpMode.NO_SHOW)
    rows = Appointment.objects.visible_to(reader).filter(beneficiary=obligation.measure.beneficiary)
    rows = rows.filter(follow_up__in=attended).exclude(proofs__obligation=obligation)
    return rows.select_related("follow_up").order_by("-starts_at", "pk")


def follow_ups_for(obligation: Obligation, reader: User) -> Any:
    """Follow-ups where the person was there, but those that an appointment already tells."""
    rows = FollowUp.objects.visible_to(reader).filter(
        beneficiary=obligation.measure.beneficiary, appointment__isnull=True
    )
    return rows.exclude(mode=FollowUpMode.NO_SHOW).exclude(proofs__obligation=obligation).for_timeline()


def words_of(thing: ProofSource) -> str:
    """« 12 mars 2026 – Entretien – Emploi »."""
    if isinstance(thing, Document):
        return f"{date_words(thing.uploaded_at)} – {thing.title}"
    if isinstance(thing, Appointment):
        return f"{date_words(timezone.localdate(thing.starts_at))} – {thing.purpose}"
    return f"{date_words(thing.happened_on)} – {thing.title}"
