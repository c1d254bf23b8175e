"""The association’s own fields, as one file shows and asks them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Beneficiary, CustomField, CustomKind, CustomValue
from beneficiaries.models.plan_item import layers_read_by
from core.templatetags.french import date_words
from programs.models import Enrolment, Program


def asked_of(person: Beneficiary, user: User) -> list[CustomField]:
    """The fields that concern the person, in the layers that the user reads: asked of everybody, or by a program."""
    enrolled = Enrolment.objects.of(person).active().values("program_id")
    by_program = Program.custom_fields.through.objects.filter(customfield=OuterRef("pk"), program__in=enrolled)
    answered = CustomValue.objects.of(person).filter(field=OuterRef("pk"))
    fields = CustomField.objects.active().filter(layer__in=layers_read_by(user, person))
    return list(fields.filter(Q(for_everybody=True) | Exists(by_program) | Exists(answered)).for_list())


def values_of(person: Beneficiary, user: User) -> dict[Any, CustomValue]:
    """The answers that the user may read, by field."""
    return {value.field_id: value for value in CustomValue.objects.visible_to(user).filter(beneficiary=person)}


def answers_of(person: Beneficiary, user: User) -> list[tuple[str, str]]:
    """Each question that concerns the person, and the answer in words, empty when nothing is known."""
    values = values_of(person, user)
    return [(field.label, words_of(values.get(field.pk))) for field in asked_of(person, user)]


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
