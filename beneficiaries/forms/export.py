"""Why the list of people is taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.person import plain_helper
from beneficiaries.models.people_export import REASON_AT_LEAST


class ExportForm(forms.Form):
    """The reason, which data protection reads."""

    reason = LineInput(
        label=_("Pourquoi exporter cette liste ?"),
        min_length=REASON_AT_LEAST,
        max_length=300,
        help_text=_("Une phrase, sans nom : à quoi sert le fichier, qui le lira, quand il sera effacé."),
        error_messages={"min_length": _("Donnez la raison en une phrase (15 signes au moins).")},
    )
    helper = plain_helper("reason")
