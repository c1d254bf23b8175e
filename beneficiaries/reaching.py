"""The one door: whatever reaches a person, or tells others how to reach them, passes here.

Before a call, a message or a letter: may_leave. A verb that sends asks ask_to_leave, which journals a refusal. On what
is printed or exported for others, outgoing() is the only phone, e-mail and address that may stand. A text written by
hand passes require_tellable. tests/test_outgoing.py lists every place that lets something out, and fails on a new one.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Beneficiary, ContactChannel, ContactRule
from core import audit
from core.errors import DomainError
from core.models import AuditAction, OutgoingMail
from core.templatetags.french import date_words
from partners.models.folding import fold

__all__ = [
    "Allowed", "Answer", "ContactChannel", "HeldBack", "Outgoing", "Refused", "ask_to_leave", "closed_to", "is_neutral",
    "may_leave", "note_refusal", "outgoing", "outgoing_address", "outgoing_email", "outgoing_phone", "require_tellable",
]  # fmt: skip

RINGS = {ContactChannel.PHONE, ContactChannel.SMS}
FIELDS = {
    ContactChannel.PHONE: "phone",
    ContactChannel.SMS: "phone",
    ContactChannel.EMAIL: "email",
    ContactChannel.POST: "address",
}


@dataclass(frozen=True)
class Allowed:
    """It may leave, with this care."""

    precautions: str = ""
    leave_voicemail: bool = True
    neutral_sender: bool = False

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True)
class Refused:
    """It must not leave; reason is a sentence for the user."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


Answer = Allowed | Refused


def may_leave(person: Beneficiary, channel: ContactChannel, at: datetime) -> Answer:
    """Whether something may reach the person by this way at this moment."""
    rule, moment = person.rule, timezone.localtime(at)
    if refused := _closed(person, rule, channel, moment.date()):
        return Refused(refused)
    if rule and channel in RINGS and not rule.allows_hour(moment.time()):
        return Refused(_("La personne accepte les appels et les SMS %(hours)s.") % {"hours": rule.hours_words})
    return Allowed(
        precautions=person.contact_precautions,
        leave_voicemail=not (rule and rule.no_voicemail),
        neutral_sender=bool(rule and rule.neutral_sender),
    )


def ask_to_leave(person: Beneficiary, channel: ContactChannel, *, by: User, at: datetime) -> Answer:
    """The same question, asked by whoever is about to send: a refusal stays in the journal."""
    answer = may_leave(person, channel, at)
    if not answer:
        audit.record(by, AuditAction.REFUSED, person, person_id=person.pk, fields=[FIELDS.get(channel, "contact_rule")])
    return answer


class HeldBack(DomainError):
    """A text gives away what the person keeps to themselves: it does not leave."""

    def __init__(self, person: Beneficiary, fields: list[str]) -> None:
        super().__init__(_held_back(fields))
        self.person, self.fields = person, fields


def require_tellable(person: Beneficiary, text: str, day: date) -> None:
    """Refuse a text written by hand that tells others what they may not be given of the person."""
    if fields := _told_in(person, text, outgoing(person, day)):
        raise HeldBack(person, fields)


def is_neutral(person: Beneficiary, text: str) -> bool:
    """Whether a text says neither who the person is nor how to reach them, even what others may be told."""
    names = {fold(name) for name in (person.first_name, person.last_name, person.nickname) if len(name) > 2}
    named = any(name in fold(text) for name in names)
    return not named and not _told_in(person, text, Outgoing())


def closed_to(mail: OutgoingMail, at: datetime) -> str:
    """Asked of each mail about to leave, whoever wrote it: what reaches a person follows what they agreed to.

    The answer says nothing of the person: those who look after the mails may not know them.
    """
    if User.objects.filter(email__iexact=mail.to).exists():
        return ""
    people = Beneficiary.objects.filter(email__iexact=mail.to).select_related("contact_rule")
    for person in people:
        allowed = may_leave(person, ContactChannel.EMAIL, at)
        if not allowed or allowed.neutral_sender or not is_neutral(person, f"{mail.subject}\n{mail.body}"):
            return _("Les règles de contact s’y opposent.")
    return ""


def note_refusal(error: DomainError, *, by: User) -> None:
    """Journal what was held back, once the act has been undone; other refusals leave no entry."""
    if isinstance(error, HeldBack):
        audit.record(by, AuditAction.REFUSED, error.person, person_id=error.person.pk, fields=error.fields)


@dataclass(frozen=True)
class Outgoing:
    """How to reach a person, as others may read it; empty texts mean: through the association."""

    phone: str = ""
    phone_use: str = ""
    email: str = ""
    address: str = ""
    precautions: str = ""

    @property
    def ways(self) -> list[str]:
        """The ways that are open, one a line."""
        return [way for way in (f"{self.phone} {self.phone_use}".strip(), self.email, self.address) if way]


def outgoing(person: Beneficiary, day: date | None = None) -> Outgoing:
    """What a sheet, an export or a message to others may say of how to reach the person."""
    day = day or timezone.localdate()
    call, text, mail, post = (
        not _closed(person, person.rule, channel, day)
        for channel in (ContactChannel.PHONE, ContactChannel.SMS, ContactChannel.EMAIL, ContactChannel.POST)
    )
    use = {
        (True, True): _("(appel ou SMS)"),
        (True, False): _("(appel seulement, pas de SMS)"),
        (False, True): _("(SMS seulement, ne pas appeler)"),
    }.get((call, text), "")
    told = {
        "phone": str(person.phone.as_national) if use else "",
        "phone_use": use,
        "email": person.email if mail else "",
        "address": person.address if post and not _keeps_address(person) else "",
    }
    return Outgoing(**told, precautions=person.contact_precautions if any(told.values()) else "")


def outgoing_phone(person: Beneficiary) -> str:
    """The telephone that others may be given, or nothing."""
    return outgoing(person).phone


def outgoing_email(person: Beneficiary) -> str:
    """The e-mail that others may be given, or nothing."""
    return outgoing(person).email


def outgoing_address(person: Beneficiary) -> str:
    """The address that others may be given, or nothing."""
    return outgoing(person).address


def _closed(person: Beneficiary, rule: ContactRule | None, channel: ContactChannel, day: date) -> str:
    """Why this way is closed whatever the hour; an empty text when it is open."""
    if channel in FIELDS and not getattr(person, FIELDS[channel]):
        return {
            "phone": _("Aucun téléphone n’est noté."),
            "email": _("Aucun courriel n’est noté."),
            "address": _("Aucune adresse n’est notée."),
        }[FIELDS[channel]]
    if rule is None:
        # Nothing noted yet: the way to ask is to meet the person.
        return "" if channel == ContactChannel.IN_PERSON else _("Rien de noté : demander d’abord à la personne.")
    if rule.is_outdated(day):
        words = _("Les règles de contact étaient valables jusqu’au %(day)s : revoyez-les avec la personne.")
        return words % {"day": date_words(rule.valid_until)}
    return "" if channel in rule.channels else _REFUSALS[channel]()


_REFUSALS = {
    ContactChannel.PHONE: lambda: _("La personne n’accepte pas les appels."),
    ContactChannel.SMS: lambda: _("La personne n’accepte pas les SMS."),
    ContactChannel.EMAIL: lambda: _("La personne n’accepte pas les courriels."),
    ContactChannel.POST: lambda: _("La personne n’accepte pas de courrier à son adresse."),
    ContactChannel.IN_PERSON: lambda: _("La personne ne veut rien recevoir en main propre."),
}


def _keeps_address(person: Beneficiary) -> bool:
    """Whether the address is told to nobody."""
    return bool(person.rule and person.rule.address_is_confidential)


def _told_in(person: Beneficiary, text: str, told: Outgoing) -> list[str]:
    """The fields that the text gives away and that others may not be given."""
    figures, words = re.sub(r"(?<=\d)[\s.\-/()]+(?=\d)", "", text), fold(" ".join(text.split()))
    phone = person.phone.national_number if person.phone else ""
    street = fold(" ".join(person.address.partition(",")[0].split()))
    gives = {
        "phone": not told.phone and bool(phone) and str(phone) in figures,
        "email": not told.email and bool(person.email) and fold(person.email) in words,
        "address": not told.address and len(street) > len("rue") and street in words,
    }
    return [field for field, given in gives.items() if given]


def _held_back(fields: list[str]) -> str:
    """« Le texte donne le téléphone et l’adresse… »."""
    names = {"phone": _("le téléphone"), "email": _("le courriel"), "address": _("l’adresse")}
    listed = _(" et ").join(names[field] for field in fields)
    words = _("Le texte donne %(what)s de la personne, qui ne le veut pas : retirez-le avant l’envoi.")
    return words % {"what": listed}
