"""The four steps of a referral, and what a draft says of each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.french import date_words
from referrals.models import Referral
from referrals.models.shared import BY_DEFAULT, SharedField

STEP_LABELS: list[Promise] = [
    gettext_lazy("Conformité"),
    gettext_lazy("Personne et référente"),
    gettext_lazy("Message et pièces"),
    gettext_lazy("Vérifier"),
]


@dataclass(frozen=True)
class Line:
    """One line of what is checked, and the step where it is changed."""

    slug: str
    label: str
    text: str


def recap_of(referral: Referral) -> list[Line]:
    """What stands in a draft, step by step; the usual when it is not written yet."""
    new = referral._state.adding
    agreement = None if new else getattr(referral, "agreement", None)
    fields = agreement.fields if agreement else BY_DEFAULT
    names = ", ".join(str(field.label) for field in SharedField if field in fields)
    papers = 0 if new else referral.joined.count()
    joined = ngettext("%(count)d document", "%(count)d documents", papers) % {"count": papers}
    lead = referral.beneficiary.lead_worker
    until = _("accord valable jusqu’au %(day)s") % {"day": date_words(agreement.ends_on)} if agreement else ""
    person = ", ".join(filter(None, [str(lead) if lead else _("sans référent·e"), until]))
    return [
        Line("conformite", str(STEP_LABELS[0]), referral.get_conformity_display()),
        Line("personne", str(STEP_LABELS[1]), person),
        Line("message", str(STEP_LABELS[2]), f"{names} ; {joined if papers else _('aucun document')}"),
    ]
