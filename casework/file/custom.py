"""The association’s own fields, as one file shows and asks them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from beneficiaries.models import CustomField, CustomKind, CustomValue, Opened
from core.templatetags.french import date_words
from programs.models import Enrolment, Program


def asked_of(file: Opened) -> list[CustomField]:
    """The fields that concern the person, in the layers that the user reads: asked of everybody, or by a program."""
    person = file.person
    enrolled = Enrolment.objects.of(person).active().values("program_id")
    by_program = Program.custom_fields.through.objects.filter(customfield=OuterRef("pk"), program__in=enrolled)
    answered = CustomValue.objects.of(person).filter(field=OuterRef("pk"))
    fields = CustomField.objects.active().filter(layer__in=sorted(file.layers))
    return list(fields.filter(Q(for_everybody=True) | Exists(by_program) | Exists(answered)).for_list())


def values_of(file: Opened) -> dict[Any, CustomValue]:
    """The answers that the user may read, by field."""
    return {value.field_id: value for value in CustomValue.objects.visible_in(file)}


def answers_of(file: Opened) -> list[tuple[str, str]]:
    """Each question that concerns the person, and the answer in words, empty when nothing is known."""
    values = values_of(file)
    return [(field.label, words_of(values.get(field.pk))) for field in asked_of(file)]


def words_of(value: CustomValue | None) -> str:
    """An answer as a reader says it."""
    if not value:
        return ""
    given = value.given
    if value.kind == CustomKind.YES_NO:
        return _("oui") if given else _("non")
    if value.kind == CustomKind.DATE:
        return date_words(given)
    if value.kind == CustomKind.NUMBER:
        return f"{given:f}".rstrip("0").rstrip(".").replace(".", ",")
    return ", ".join(given) if isinstance(given, list) else str(given)
