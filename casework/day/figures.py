"""Numbers of the day: each states its period and its definition, and opens its list when the reader may see one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncHour
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.roles import Permission, Role
from beneficiaries.models import Beneficiary, EmergencyAccess
from casework.day.block import Day
from casework.day.tally import tally
from casework.day.team import services_to_check
from core.links import link_to
from core.models import AuditAction, AuditEntry
from core.sql import IsOneOf
from core.templatetags.french import date_words
from referrals.models import Referral, ReferralConsent
from referrals.models.states import ACCEPTED

MOST_COUNTED = 1_000
# Files opened within an hour by one person: beyond, somebody asks why.
MANY_FILES = 60


@dataclass(frozen=True)
class Figure:
    """A number with what it counts, over which period, and where its rows are."""

    label: str
    rows: QuerySet[Any]
    definition: str
    url: str = ""
    value: int = 0
    capped: bool = False

    @property
    def words(self) -> str:
        """The number, or « plus de 1 000 » where the count stops there."""
        if self.capped and self.value > MOST_COUNTED:
            return _("plus de %(count)s") % {"count": number_format(MOST_COUNTED, force_grouping=True)}
        return number_format(self.value, force_grouping=True)


@dataclass(frozen=True)
class FigureSet:
    """Figures under one heading."""

    slug: str
    title: str
    figures: list[Figure]
    more: str = ""
    more_url: str = ""


def figure_sets(day: Day) -> list[FigureSet]:
    """The numbers that the user’s roles open, counted in one query."""
    sets = [build(day) for role, build in SETS.items() if day.user.has_role(role)]
    named = {f"{group.slug}_{rank}": figure for group in sets for rank, figure in enumerate(group.figures)}
    values = tally(**{name: figure.rows for name, figure in named.items()})
    return [replace(group, figures=list(with_values(group, values))) for group in sets]


def with_values(group: FigureSet, values: dict[str, int]) -> Iterable[Figure]:
    """The figures once counted."""
    for rank, figure in enumerate(group.figures):
        yield replace(figure, value=values[f"{group.slug}_{rank}"])


def direction(day: Day) -> FigureSet:
    """Acts and people of the whole association; no name, no content."""
    month, year = first_of_month(day), first_of_year(day)
    this_month = {"from": date_words(month), "to": date_words(day.today)}
    this_year = {"from": date_words(year), "to": date_words(day.today)}
    people = Beneficiary.objects.visible_to(day.user)
    sent = Referral.objects.visible_to(day.user).filter(sent_at__gte=year)
    referrals = f"{link_to('referrals:list')}?{urlencode({'du': f'{timezone.localdate(year):%d/%m/%Y}'})}&etat="
    return FigureSet(
        "activite",
        _("L’association en chiffres"),
        [
            Figure(
                _("Personnes accompagnées"),
                people.active(),
                _("Dossiers dont le suivi est en cours aujourd’hui."),
                link_to("beneficiaries:list"),
            ),
            Figure(
                _("Suivis du mois"),
                # one row a follow-up: the director counts the acts without reading any
                people.filter(follow_ups__happened_on__range=(timezone.localdate(month), day.today)),
                _("Échanges et démarches datés du %(from)s au %(to)s, absences comprises.") % this_month,
            ),
            Figure(
                _("Orientations envoyées"),
                sent,
                _("Demandes envoyées du %(from)s au %(to)s, quelle que soit la réponse.") % this_year,
                f"{referrals}envoyees",
            ),
            Figure(
                _("Orientations acceptées"),
                sent.filter(status__in=ACCEPTED),
                _("Parmi celles-ci, les demandes acceptées à ce jour."),
                f"{referrals}acceptees",
            ),
            sent_without_agreement(day),
        ],
        _("Délais, réponses et accueils des orientations"),
        link_to("referrals:figures"),
    )


def coordination(day: Day) -> FigureSet:
    """The directory that the coordination keeps right."""
    week = day.midnight - timedelta(days=7)
    period = {"from": date_words(week), "to": date_words(day.today)}
    members = User.objects.filter(teams__in=day.user.teams.values("pk")).distinct()
    return FigureSet(
        "annuaire",
        _("Annuaire et lectures"),
        [stale_services(day), unusual_readers(members, week, period)],
        _("Délais, réponses et accueils des orientations"),
        link_to("referrals:figures"),
    )


def unusual_readers(members: QuerySet[User], week: datetime, period: dict[str, str]) -> Figure:
    """Who opened so many files within one hour that somebody should ask why."""
    hours = AuditEntry.objects.filter(
        Q(IsOneOf("actor_id", ArraySubquery(members.values("pk")))), at__gte=week, action=AuditAction.OPENED
    )
    many = hours.values("actor", hour=TruncHour("at")).annotate(files=Count("person_id", distinct=True))
    return Figure(
        _("Lectures inhabituelles"),
        User.objects.filter(pk__in=many.filter(files__gte=MANY_FILES).values("actor")),
        _("Membres qui ont ouvert soixante dossiers ou plus en une heure, du %(from)s au %(to)s.") % period,
    )


def stale_services(day: Day) -> Figure:
    """Services to check."""
    return Figure(
        _("Services à vérifier"),
        services_to_check()[: MOST_COUNTED + 1],
        _("Fiches que personne n’a vérifiées ni mises à jour depuis plus de six mois."),
        f"{link_to('partners:directory')}?a_verifier=on&commune=",
        capped=True,
    )


def technique(day: Day) -> FigureSet:
    """What the technical administration keeps in order; nobody’s file."""
    return FigureSet(
        "administration",
        _("Administration"),
        [
            Figure(_("Comptes ouverts"), User.objects.filter(is_active=True), _("Personnes qui peuvent se connecter.")),
            Figure(_("Équipes"), Team.objects.all(), _("Équipes de l’association.")),
            stale_services(day),
        ],
    )


def data_protection(day: Day) -> FigureSet:
    """How files are read, without saying whose."""
    week = day.midnight - timedelta(days=7)
    period = {"from": date_words(week), "to": date_words(day.today)}
    recent = AuditEntry.objects.filter(at__gte=week)
    return FigureSet(
        "journal",
        _("Journal de la semaine"),
        [
            Figure(
                _("Ouvertures de dossier"),
                recent.filter(action=AuditAction.OPENED),
                _("Consultations du %(from)s au %(to)s.") % period,
            ),
            Figure(
                _("Créations et modifications"),
                recent.filter(action__in=[AuditAction.CREATED, AuditAction.CHANGED, AuditAction.DELETED]),
                _("Écritures du %(from)s au %(to)s.") % period,
            ),
            Figure(
                _("Accès d’urgence à relire"),
                EmergencyAccess.objects.visible_to(day.user).to_review(),
                _("Ouvertures que personne n’a encore relues ; chacune l’est dans les sept jours."),
                link_to("beneficiaries:protections"),
            ),
            Figure(
                _("Relectures en retard"),
                EmergencyAccess.objects.visible_to(day.user).overdue(day.now),
                _("Accès d’urgence de plus de sept jours sans relecture."),
                link_to("beneficiaries:protections"),
            ),
            sent_without_agreement(day),
            unusual_readers(User.objects.all(), week, period),
            Figure(
                _("Accès refusés"),
                recent.filter(action=AuditAction.REFUSED),
                _("Refus notés du %(from)s au %(to)s.") % period,
            ),
        ],
    )


def sent_without_agreement(day: Day) -> Figure:
    """Referrals that left without the person’s agreement, and that nobody has read again."""
    return Figure(
        _("Envois sans accord à relire"),
        ReferralConsent.objects.visible_to(day.user).to_review(),
        _("Orientations parties sans accord, pour une raison écrite que personne n’a encore relue."),
        link_to("referrals:override-list"),
    )


def first_of_month(day: Day) -> datetime:
    """The first instant of the month."""
    return timezone.make_aware(datetime(day.today.year, day.today.month, 1))  # noqa: DTZ001


def first_of_year(day: Day) -> datetime:
    """The first instant of the year."""
    return timezone.make_aware(datetime(day.today.year, 1, 1))  # noqa: DTZ001


SETS = {
    Role.COORDINATOR: coordination,
    Role.DIRECTOR: direction,
    Role.TECHNICAL_ADMIN: technique,
    Role.DATA_PROTECTION_OFFICER: data_protection,
}


def latest_entries(day: Day, number: int = 5) -> list[AuditEntry]:
    """The last lines of the journal, for those who read it whole."""
    if not day.user.has_role(Role.DATA_PROTECTION_OFFICER) or not day.user.can(Permission.AUDIT_READ):
        return []
    return list(AuditEntry.objects.select_related("actor").order_by("-pk")[:number])
