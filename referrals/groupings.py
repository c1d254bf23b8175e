"""By what the figures are told apart: the key of each group, the same in the count and in the list, and its name."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncMonth, TruncQuarter, TruncYear
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.choices import label_of
from core.dates import months_later
from partners.models import Commune, Department, Domain, Organization

OURS, NONE, OTHERS = "programmes", "aucun", "autres"
NO_DOMAIN = _("Nos programmes, ou sans domaine")
NO_PLACE = _("Nos programmes, ou lieu non précisé")
# Their groups share no referral: what is said of one is not said of another.
APART = ("structure", "departement", "commune", "equipe")
CODES = ArrayField(CharField(max_length=20))
# The domains of the service asked; a program of ours, or a service without any, has the one called NONE.
DOMAINS = Coalesce(
    NullIf("service__domains", Value([], output_field=CODES), output_field=CODES), Value([NONE], output_field=CODES)
)
OF_COMMUNE = Commune.objects.filter(pk=OuterRef("service__insee_code")).values("department_code")


class Each(Func):
    """One row for each item of an array."""

    function, output_field, set_returning = "unnest", CharField(), True


KEYS: dict[str, Any] = {
    "structure": Coalesce(Cast("service__organization_id", TextField()), Value(OURS), output_field=TextField()),
    "domaine": Each(DOMAINS),
    "departement": Coalesce(Subquery(OF_COMMUNE), Value(NONE), output_field=TextField()),
    "commune": Coalesce(NullIf("service__insee_code", Value("")), Value(NONE), output_field=TextField()),
    "equipe": Cast("beneficiary__team_id", TextField()),
    "mois": TruncMonth("sent_at"),
    "trimestre": TruncQuarter("sent_at"),
    "annee": TruncYear("sent_at"),
}
GROUPINGS = [
    ("domaine", _("Domaine")),
    ("structure", _("Partenaire")),
    ("departement", _("Département du service")),
    ("commune", _("Commune du service")),
    ("equipe", _("Équipe")),
    ("mois", _("Mois d’envoi")),
    ("trimestre", _("Trimestre d’envoi")),
    ("annee", _("Année d’envoi")),
]
MONTHS = {"mois": 1, "trimestre": 3, "annee": 12}


def keyed(rows: Any, name: str, value: str) -> Any:
    """The rows of one group."""
    if name == "domaine":
        return rows.alias(domains=DOMAINS).filter(domains__contains=[value])
    return rows.alias(**{f"key_{name}": KEYS[name]}).filter(**{f"key_{name}": value})


def key_text(name: str, key: Any) -> str:
    """A key as it stands in a URL: a period by its first day."""
    return f"{timezone.localdate(key):%Y-%m-%d}" if isinstance(key, datetime) else str(key)


def days_of(name: str, first: date) -> tuple[date, date]:
    """The first and the last day of a period."""
    return first, months_later(first, MONTHS[name]) - timedelta(days=1)


def labels(name: str, keys: Collection[str], *, outside: bool = False) -> dict[str, str]:
    """The names of groups by their keys, in one query at most; outside, a sensitive organisation is « Autre »."""
    if name in MONTHS:
        return {key: period_words(name, date.fromisoformat(key)) for key in keys}
    found = {key: key for key in keys} | {
        NONE: str(NO_DOMAIN if name == "domaine" else NO_PLACE),
        OURS: _now("Nos programmes"),
        OTHERS: _now("Autres"),
    }
    if name == "structure":
        partners = Organization.objects.filter(pk__in=uuids(keys))
        return found | {str(one.pk): one.outside_name if outside else one.name for one in partners}
    if name == "departement":
        return found | {one.pk: f"{one.name} ({one.pk})" for one in Department.objects.filter(pk__in=keys)}
    if name == "commune":
        return found | {one.pk: one.label for one in Commune.objects.filter(pk__in=keys)}
    if name == "equipe":
        return found | {str(one.pk): one.name for one in Team.objects.filter(pk__in=uuids(keys))}
    return found | {key: label_of(Domain, key) for key in keys if key in Domain.values}


def uuids(keys: Collection[str]) -> list[UUID]:
    """The keys that are identifiers."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


def period_words(name: str, first: date) -> str:
    """« mars 2026 », « 1er trimestre 2026 », « 2026 »."""
    if name == "mois":
        return format_date(first, "F Y")
    if name == "annee":
        return str(first.year)
    quarters = (_now("1er trimestre"), _now("2e trimestre"), _now("3e trimestre"), _now("4e trimestre"))
    return f"{quarters[(first.month - 1) // 3]} {first.year}"
