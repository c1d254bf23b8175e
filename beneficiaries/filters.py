"""Filters of the list of people, kept in the URL: nothing in it names anybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from accounts.roles import Permission, Role
from beneficiaries.models import OUTSIDE, CustomField, CustomKind, CustomValue, FileStatus, JusticeStatus, Prison
from beneficiaries.models.beneficiary import BeneficiaryQuerySet
from beneficiaries.models.layer import shared_layers
from core.dates import FrenchDateField
from core.sql import FrenchSort

MINE, NOBODY, CLOSED, EVERY = "moi", "personne", "termines", "tous"
SILENCES = (30, 60, 90)
CUSTOM = "champ_"
CONTENT_FILTERS = ("statut", "situation", "etablissement", "sortie_avant", "sans_contact")

Choices = list[tuple[str, str]]


class FrenchDateFilter(django_filters.Filter):  # type: ignore[misc]
    """A date typed as people write it."""

    field_class = FrenchDateField


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Who follows the person, and, for those who read files, where the person stands.

    A director, who sees identities only, is not offered to filter by what the list withholds.
    """

    referente = django_filters.ChoiceFilter(label=gettext_lazy("Référent·e"), method="by_lead")
    equipe = django_filters.ChoiceFilter(label=gettext_lazy("Équipe"), field_name="team")
    statut = django_filters.ChoiceFilter(label=gettext_lazy("Statut"), method="by_status")
    situation = django_filters.ChoiceFilter(
        label=gettext_lazy("Situation"), field_name="justice_status", choices=JusticeStatus.choices
    )
    etablissement = django_filters.ChoiceFilter(label=gettext_lazy("Établissement"), field_name="prison")
    sortie_avant = FrenchDateFilter(label=gettext_lazy("Sortie prévue avant le"), method="by_release", nearest="future")
    sans_contact = django_filters.ChoiceFilter(label=gettext_lazy("Sans contact depuis"), method="by_silence")

    def __init__(self, *args: Any, user: User, searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.searching = user, searching
        reads_content = user.can(Permission.FILE_CONTENT)
        everywhere = user.has_role(Role.DIRECTOR)
        if not reads_content:
            for name in CONTENT_FILTERS:
                del self.filters[name]
        else:
            self.offer("statut", status_choices(searching), _("Tous") if searching else _("Suivi en cours"))
            self.offer("etablissement", prison_choices, _("Tous"))
            self.offer(
                "sans_contact",
                [(str(days), _("%(days)d jours") % {"days": days}) for days in SILENCES],
                _("Peu importe"),
            )
            self.filters["situation"].extra["empty_label"] = _("Toutes")
            self._offer_custom()
        self.offer("referente", lambda: lead_choices(user, everywhere), _("Tout le monde"))
        if everywhere:
            self.offer("equipe", team_choices, _("Toutes"))
        else:
            del self.filters["equipe"]

    def offer(self, name: str, choices: "Choices | Callable[[], Choices]", empty: str) -> None:
        """Set the choices of a filter for this user; a function is called only when they are shown or checked."""
        self.filters[name].extra |= {"choices": choices, "empty_label": empty}

    def _offer_custom(self) -> None:
        """One filter for each of the association’s own fields that asks for it, in the layers that the user shares."""
        shared = shared_layers(self.user)
        for field in CustomField.filters_offered():
            if field.layer not in shared:
                continue
            yes_no = field.kind == CustomKind.YES_NO
            choices = [("oui", _("Oui")), ("non", _("Non"))] if yes_no else [(o, o) for o in field.options]
            self.filters[f"{CUSTOM}{field.pk.hex}"] = django_filters.ChoiceFilter(
                label=field.label, choices=choices, empty_label=_("Peu importe"), method=_by_custom(field, self.user)
            )

    @property
    def people(self) -> BeneficiaryQuerySet:
        """Supports that go on, unless a search or the filter asks for the others."""
        found: BeneficiaryQuerySet = self.qs
        chosen = self.is_bound and self.form.cleaned_data.get("statut")
        return found if chosen or self.searching or "statut" not in self.filters else found.active()

    @property
    def active(self) -> int:
        """How many filters are set."""
        return sum(bool(self.form[name].data) for name in self.filters) if self.is_bound else 0

    def by_lead(self, people: BeneficiaryQuerySet, name: str, value: str) -> BeneficiaryQuerySet:
        """Mine, nobody’s, or those of one colleague."""
        if value == NOBODY:
            return people.filter(lead_worker__isnull=True)
        return people.filter(lead_worker_id=self.user.pk if value == MINE else UUID(value))

    def by_status(self, people: BeneficiaryQuerySet, name: str, value: str) -> BeneficiaryQuerySet:
        """Those that ended, or all."""
        return people.filter(status=FileStatus.CLOSED) if value == CLOSED else people

    def by_release(self, people: BeneficiaryQuerySet, name: str, value: Any) -> BeneficiaryQuerySet:
        """Expected out by that day and not yet out."""
        if not value:
            return people
        return people.filter(expected_release_on__lte=value).exclude(justice_status__in=OUTSIDE)

    def by_silence(self, people: BeneficiaryQuerySet, name: str, value: str) -> BeneficiaryQuerySet:
        """No contact since that many days, or never."""
        limit = timezone.localdate() - timedelta(days=int(value))
        return people.filter(Q(last_contact_on__lt=limit) | Q(last_contact_on__isnull=True))


def _by_custom(field: CustomField, user: User) -> Any:
    """The people whose answer, as far as the user reads it, is the one chosen."""

    def narrow(people: BeneficiaryQuerySet, name: str, value: str) -> BeneficiaryQuerySet:
        answers = CustomValue.objects.visible_to(user).filter(field=field)
        if field.kind == CustomKind.YES_NO:
            answers = answers.filter(yes=value == "oui")
        else:
            answers = answers.filter(options__contains=[value])
        return people.filter(pk__in=answers.values("beneficiary_id"))

    return narrow


def status_choices(searching: bool) -> Choices:
    """The empty choice means the supports that go on, or all of them when words are searched."""
    ended = (CLOSED, _("Suivi terminé"))
    return [ended] if searching else [ended, (EVERY, _("Tous"))]


def lead_choices(user: User, everywhere: bool) -> Choices:
    """Me, nobody, then the colleagues who may lead a file, in one query."""
    colleagues = User.objects.filter(is_active=True, roles__overlap=[Role.CASEWORKER, Role.COORDINATOR])
    if not everywhere:
        colleagues = colleagues.filter(pk__in=User.objects.filter(teams__in=user.teams.values("pk")).values("pk"))
    names = colleagues.order_by(FrenchSort("first_name"), FrenchSort("last_name"), "pk")
    rows = names.values_list("pk", "first_name", "last_name")
    others = [(str(pk), f"{first_name} {last_name}".strip()) for pk, first_name, last_name in rows if pk != user.pk]
    mine = [] if everywhere else [(MINE, _("Mes personnes"))]
    return [*mine, (NOBODY, _("Sans référent·e")), *others]


def team_choices() -> Choices:
    """Every team, by name."""
    return [(str(pk), name) for pk, name in Team.objects.order_by(FrenchSort("name"), "pk").values_list("pk", "name")]


def prison_choices() -> Choices:
    """The establishments where somebody is held."""
    return [(str(pk), name) for pk, name in Prison.objects.in_use().values_list("pk", "name")]
