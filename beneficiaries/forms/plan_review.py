"""Reviews of the plan, and what puts the next one off."""

from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.exchange import LineInput, Text
from beneficiaries.forms.person import plain_helper
from beneficiaries.forms.plan_fields import PLAIN_WORDS, day_to_come, person_words, submission_field
from beneficiaries.models import HoldKind
from beneficiaries.review_rhythm import ReviewWindow
from core.dates import FrenchDateField
from core.templatetags.french import date_words


class PlanReviewForm(forms.Form):
    """What changed since the last time, what the person says of it, when to look again."""

    use_required_attribute = False

    held_on = FrenchDateField(label=gettext_lazy("Date du bilan"), refuse_future=True)
    what_changed = Text(
        rows=5,
        label=gettext_lazy("Ce qui a changé"),
        help_text=PLAIN_WORDS,
    )
    person_words = person_words()
    next_on = day_to_come(label=gettext_lazy("Prochain bilan"), required=False)
    submission = submission_field()

    def __init__(self, *args: Any, window: ReviewWindow | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4
        self.fields["held_on"].initial = timezone.localdate()
        self.fields["what_changed"].required = True
        if window:
            words = {"first": date_words(window.first), "last": date_words(window.last)}
            self.fields["next_on"].initial = window.last
            self.fields["next_on"].help_text = _("Selon le temps qui reste : du %(first)s au %(last)s.") % words
        else:
            self.fields["next_on"].help_text = _("La sortie est proche : sa préparation tient lieu de bilan.")
        self.helper = plain_helper(
            "submission", "held_on", "what_changed", "person_words", Div("next_on", css_class="inline-fields")
        )

    def clean(self) -> dict[str, Any]:
        """The next one comes after this one."""
        data = super().clean() or self.cleaned_data
        held, following = data.get("held_on"), data.get("next_on")
        if held and following and following <= held:
            self.add_error("next_on", _("Le prochain bilan vient après celui-ci."))
        return data


class ReviewHoldForm(forms.Form):
    """Why the review is put off."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Pourquoi le bilan attend"), choices=HoldKind.choices, widget=forms.RadioSelect
    )
    reason = LineInput(
        label=gettext_lazy("Précision"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Par exemple : extraction, permission, service fermé. Pas de donnée de santé."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(Field("kind"), "reason")
