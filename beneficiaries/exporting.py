"""The list of people as a table for a spreadsheet: what the list shows, and the answers that the reader may read.

No way to reach anybody stands in it. Each file taken away is an entry of the journal, written before the first line.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Beneficiary, CustomField, CustomValue, PeopleExport
from beneficiaries.models.beneficiary import BeneficiaryQuerySet
from beneficiaries.models.layer import shared_layers
from core import audit
from core.errors import DomainError
from core.models import AuditAction

BY_NAME = ("sort_key", "pk")
AT_ONCE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def export(people: BeneficiaryQuerySet, *, by: User, reason: str) -> Iterator[str]:
    """Journal the export of these people, one entry a file, and give the lines of the table."""
    ids = list(people.order_by(*BY_NAME).values_list("pk", flat=True))
    if not ids:
        raise DomainError(_("Il n’y a personne à exporter."))
    record = PeopleExport.objects.create(by=by, reason=reason, people_count=len(ids))
    audit.record(by, AuditAction.EXPORTED, record)
    for part in parts(ids):
        audit.record_each(by, AuditAction.EXPORTED, [(Beneficiary(pk=pk), pk) for pk in part])
    return table(ids, by, fields_read(people, by))


def fields_read(people: BeneficiaryQuerySet, user: User) -> list[CustomField]:
    """The association’s questions that make a column: of shared layers, or answered where the user may read it."""
    answered = CustomValue.objects.visible_to(user).filter(beneficiary__in=people.order_by().values("pk"))
    shown = models.Q(layer__in=shared_layers(user)) | models.Q(pk__in=answered.values("field"))
    return list(CustomField.objects.active().filter(shown).for_list())


def table(ids: list[UUID], user: User, fields: list[CustomField]) -> Iterator[str]:
    """The head, then the people by some hundreds, so that any number of them takes the same memory."""
    yield "\ufeff" + line([*headings(), *(field.label for field in fields)])
    for part in parts(ids):
        rows = Beneficiary.objects.content_visible_to(user).filter(pk__in=part)
        answers = answers_of(part, user)
        for person in rows.select_related("lead_worker", "prison", "team").order_by(*BY_NAME):
            yield line([*cells(person), *(answers[person.pk].get(field.pk) for field in fields)])


def answers_of(ids: list[UUID], user: User) -> dict[UUID, dict[UUID, Any]]:
    """The answers of these people that the user may read, by person and field."""
    found: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for value in CustomValue.objects.visible_to(user).filter(beneficiary__in=ids):
        found[value.beneficiary_id][value.field_id] = value.given
    return found


def headings() -> list[str]:
    """What each column holds."""
    return [
        *(_("Dossier"), _("Nom"), _("Prénom"), _("Surnom"), _("Naissance"), _("Équipe"), _("Référent·e"), _("Statut")),
        *(_("Situation"), _("Établissement"), _("Sortie prévue"), _("Début de l’accompagnement")),
        *(_("Dernier contact"), _("Fin de l’accompagnement"), _("Motif de fin")),
    ]


def cells(person: Beneficiary) -> list[Any]:
    """One person, in the order of the headings."""
    lead = person.lead_worker.get_full_name() if person.lead_worker else ""
    return [
        *(person.file_number, person.last_name, person.first_name, person.nickname),
        *(person.birth_date or person.birth_year, person.team.name, lead, person.get_status_display()),
        *(person.get_justice_status_display(), person.prison.name if person.prison else ""),
        *(person.expected_release_on, person.intake_on, person.last_contact_on, person.exited_on),
        person.get_exit_reason_display() if person.exit_reason else "",
    ]


def line(values: Iterable[Any]) -> str:
    """One line as a French spreadsheet reads it."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerow([inert(value) for value in values])
    return buffer.getvalue()


def inert(value: Any) -> str:
    """The text of a cell: an apostrophe stands before what a spreadsheet would calculate."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = ", ".join(value) if isinstance(value, list) else str(value)
    if isinstance(value, str | list):
        return f"'{text}" if text.startswith(FORMULA) else text
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    """Some hundreds at a time."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
