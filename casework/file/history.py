"""Who read and changed what in a file, said in the words of the screens."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary, Exclusion, NoContactLink
from core.models import AuditEntry
from referrals.answering.readings import OBJECT_TYPE

# Who must not meet whom is shown on the pages of protection, to those who may know it.
SAID_ELSEWHERE = [Exclusion._meta.label_lower, NoContactLink._meta.label_lower]


@dataclass(frozen=True)
class Line:
    """One entry of the journal, in words."""

    entry: AuditEntry
    target: str
    fields: str
    who: str = ""


def entries_for(person: Beneficiary, reader: User) -> QuerySet[AuditEntry]:
    """The journal of the file and of those it absorbed; without the right to read it whole, the reader’s own acts."""
    files = person.files().values("pk")
    entries = AuditEntry.objects.about(files).exclude(object_type__in=SAID_ELSEWHERE)
    return entries if reader.can(Permission.AUDIT_READ) else entries.filter(actor=reader)


def line_of(entry: AuditEntry) -> Line:
    """« la personne accompagnée », « téléphone, adresse »."""
    who = "" if entry.actor_id else _("le partenaire") if entry.object_type == OBJECT_TYPE else _("le système")
    return Line(entry, target_words(entry.object_type), ", ".join(field_words(entry.object_type, entry.fields)), who)


def target_words(object_type: str) -> str:
    """The name of the thing concerned."""
    if object_type == Beneficiary._meta.label_lower:
        return _("le dossier")
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def field_words(object_type: str, fields: list[str]) -> list[str]:
    """The fields changed, by the name they have in forms; who did it is said elsewhere, a layer nowhere."""
    return [field_name(object_type, name) for name in fields if not name.endswith("_by") and name != "layer"]


@cache
def known_field(object_type: str, name: str) -> object:
    """The field’s own name, translated when it is shown; None when the model no longer has it."""
    try:
        return getattr(apps.get_model(object_type)._meta.get_field(name), "verbose_name", None)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def field_name(object_type: str, name: str) -> str:
    """The name of one field; a document that a partner took is not named here."""
    if name.startswith("document:"):
        return _("un document joint")
    return str(known_field(object_type, name) or name)
