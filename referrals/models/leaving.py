"""What leaves with a referral: one text, shown before the sending, frozen at it, and read by the recipient.

Nobody sends what they do not read: a field or a document of a layer closed to the sender is refused, not left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import Association, User
from beneficiaries.models import Beneficiary, Child, Document, JusticeMeasure, Need
from beneficiaries.models.layer import Layer, Opened, opened
from beneficiaries.reaching import outgoing
from core.choices import label_of
from core.errors import DomainError
from core.templatetags.french import date_words
from referrals.models.shared import SharedField, layer_of
from referrals.models.states import Consent

if TYPE_CHECKING:
    from referrals.models.agreement import ReferralConsent
    from referrals.models.referral import Referral

Lines = list[str]


@dataclass(frozen=True)
class Leaving:
    """The content, as a page shows it: the preview and the partner’s page give the same object to one template."""

    content: dict[str, Any]

    @property
    def rows(self) -> list[tuple[str, Lines]]:
        """Each field that leaves, in the reader’s language, with its lines."""
        return [(str(label_of(SharedField, field)), lines) for field, lines in self.content["fields"]]

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The files that leave, each with its title and format."""
        rows: list[dict[str, Any]] = self.content["documents"]
        return rows

    @property
    def consent_words(self) -> str:
        """How the person agreed."""
        form = self.content["consent"]["form"]
        return str(label_of(Consent, form)) if form else ""

    @cached_property
    def ends_on(self) -> date:
        """Until when the agreement holds."""
        return date.fromisoformat(self.content["consent"]["ends_on"])


def fields_offered(file: Opened | None) -> list[SharedField]:
    """What this reader of the file may choose to tell."""
    if file is None:
        return [SharedField.IDENTITY, SharedField.CONTACT]
    return [field for field in SharedField if layer_of(field) in file.layers]


def leaving_of(
    referral: "Referral", agreement: "ReferralConsent", documents: Iterable[Document], *, by: User, at: datetime
) -> dict[str, Any]:
    """What would leave now, were this user to send it; the agreement says which fields. Nothing here is written."""
    person, today = referral.beneficiary, timezone.localdate(at)
    file = opened(Beneficiary.objects.visible_to, by, person.pk)
    allowed = fields_offered(file)
    if closed := [field for field in agreement.fields if field not in allowed]:
        names = ", ".join(str(label_of(SharedField, field)) for field in closed)
        words = _("Vous ne lisez pas ceci du dossier, et ne pouvez pas l’envoyer : %(names)s.")
        raise DomainError(words % {"names": names})
    told = [(field, FIELDS[field](file, person, today)) for field in agreement.fields]
    association = Association.current()
    return {
        "recipient": referral.recipient_words,
        "sender": {
            "name": str(by),
            "phone": str(by.phone or ""),
            "email": by.email,
            "association": association.name,
            "association_phone": association.phone,
            "association_address": association.address,
        },
        "fields": [[str(field), lines] for field, lines in told if lines],
        "message": referral.message,
        "consent": {
            "form": agreement.form,
            "purpose": agreement.purpose,
            "given_on": agreement.given_on.isoformat(),
            "ends_on": agreement.ends_on.isoformat(),
        },
        "documents": [_document(row) for row in documents],
    }


def documents_leaving(referral: "Referral", *, by: User) -> list[Document]:
    """The files chosen, read by the sender and still there; else the sending is refused."""
    chosen = list(referral.joined.values_list("document_id", flat=True))
    if not chosen:
        return []
    found = Document.objects.visible_to(by).kept().filter(pk__in=chosen, beneficiary=referral.beneficiary_id)
    documents = list(found.order_by("uploaded_at", "pk"))
    if len(documents) < len(chosen):
        raise DomainError(
            _("Un document choisi n’est plus au dossier, ou vous ne le lisez pas : revoyez les documents.")
        )
    return documents


def _document(row: Document) -> dict[str, Any]:
    return {"id": str(row.pk), "title": row.title, "kind": row.kind, "format": row.format, "size": row.size}


def _contact(_file: Opened | None, person: Beneficiary, today: date) -> Lines:
    reach = outgoing(person, today)
    ways = reach.ways or [_("En passant par l’association.")]
    return [*ways, reach.precautions] if reach.precautions else ways


def _birth(_file: Opened | None, person: Beneficiary, _today: date) -> Lines:
    told = date_words(person.birth_date) if person.birth_date else str(person.birth_year or "")
    return [told] if told else []


def _languages(_file: Opened | None, person: Beneficiary, _today: date) -> Lines:
    spoken: Any = person.languages
    return list(spoken or [])


def _needs(layer: Layer) -> Callable[[Opened | None, Beneficiary, date], Lines]:
    def _told(file: Opened | None, _person: Beneficiary, _today: date) -> Lines:
        needs: Iterable[Need] = Need.objects.visible_in(file).open().filter(layer=layer).for_list() if file else []
        return [need.title for need in needs]

    return _told


def _family(file: Opened | None, _person: Beneficiary, today: date) -> Lines:
    children = Child.objects.visible_in(file).current().order_by("birth_date", "pk") if file else []
    return [
        f"{child.first_name}, {date_words(child.birth_date)}" if child.birth_date else child.first_name
        for child in children
    ]


def _detention(_file: Opened | None, person: Beneficiary, _today: date) -> Lines:
    lines = [person.get_justice_status_display()] if person.justice_status else []
    if person.prison:
        lines.append(str(person.prison))
    if person.expected_release_on:
        lines.append(_("Sortie prévue le %(day)s") % {"day": date_words(person.expected_release_on)})
    return lines


def _offence(file: Opened | None, _person: Beneficiary, today: date) -> Lines:
    measures = JusticeMeasure.objects.visible_in(file).current(today).order_by("starts_on", "pk") if file else []
    return [measure.get_kind_display() for measure in measures]


FIELDS: dict[str, Callable[[Opened | None, Beneficiary, date], Lines]] = {
    SharedField.IDENTITY: lambda _file, person, _today: [person.display_name],
    SharedField.CONTACT: _contact,
    SharedField.BIRTH: _birth,
    SharedField.LANGUAGES: _languages,
    SharedField.NEEDS: _needs(Layer.ORDINARY),
    SharedField.FAMILY: _family,
    SharedField.DETENTION: _detention,
    SharedField.OFFENCE: _offence,
    SharedField.HEALTH: _needs(Layer.HEALTH),
}
