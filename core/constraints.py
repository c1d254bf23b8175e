"""The constraints that every model repeats, written once."""

from django.db.models import CheckConstraint, F, Q
from django.db.models.enums import ChoicesType
from django.utils.translation import gettext_lazy as _


def one_of(model: str, field: str, choices: ChoicesType) -> CheckConstraint:
    """The stored value of field is one of the choices (or the choices’ own empty value)."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=f"{model}_{field}_known",
        violation_error_message=_("Cette valeur n’est pas dans la liste."),
    )


def subset_of(model: str, field: str, choices: ChoicesType) -> CheckConstraint:
    """Each item of the array field is one of the choices."""
    return CheckConstraint(
        condition=Q(**{f"{field}__contained_by": choices.values}),
        name=f"{model}_{field}_known",
        violation_error_message=_("Une de ces valeurs n’est pas dans la liste."),
    )


def paired(model: str, first: str, second: str) -> CheckConstraint:
    """Both fields are set or neither is: a date goes with its author."""
    empty = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    full = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    return CheckConstraint(
        condition=empty | full,
        name=f"{model}_{first}_with_{second}",
        violation_error_message=_("La date et l’auteur vont ensemble."),
    )


def one_among(*fields: str) -> Q:
    """Exactly one of these foreign keys is set."""
    conditions = Q()
    for field in fields:
        conditions |= Q(**{f"{other}__isnull": other != field for other in fields})
    return conditions


def ordered_dates(model: str, first: str, last: str) -> CheckConstraint:
    """The last date, when set, is not before the first."""
    return CheckConstraint(
        condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}) | Q(**{f"{first}__isnull": True}),
        name=f"{model}_{first}_before_{last}",
        violation_error_message=_("La date de fin vient avant la date de début."),
    )
