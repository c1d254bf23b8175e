"""What is counted of the referrals: each measure is one condition, by which its figure is counted and its list opened.

All speak of the referrals sent in a period, whatever came of them since; a draft is never counted.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.models import ReferralEvent
from referrals.models.queries import ReferralQuerySet
from referrals.models.states import ACCEPTED, Status

STAYED = Exists(ReferralEvent.objects.filter(referral=OuterRef("pk"), to_status=Status.ATTENDING))


@dataclass(frozen=True)
class Measure:
    """One number: its name, the rows it counts, and what it says in plain words."""

    slug: str
    label: Promise
    condition: Q
    definition: Promise


ALL = (
    Measure(
        "envoyees",
        _("Envoyées"),
        Q(sent_at__isnull=False),
        _("Demandes parties pendant la période. Les brouillons ne comptent pas."),
    ),
    Measure(
        "sans_reponse",
        _("Sans réponse"),
        Q(status=Status.SENT),
        _("Demandes auxquelles personne n’a encore répondu, et que nous attendons toujours."),
    ),
    Measure(
        "a_l_etude",
        _("À l’étude ou en liste d’attente"),
        Q(status__in=[Status.UNDER_STUDY, Status.WAITLISTED]),
        _("Le partenaire a répondu, sans dire oui ni non."),
    ),
    Measure(
        "acceptees",
        _("Acceptées"),
        Q(status__in=ACCEPTED),
        _("Le partenaire a dit oui, avec ou sans rendez-vous, quoi qu’il soit arrivé ensuite."),
    ),
    Measure("refusees", _("Refusées"), Q(status=Status.DECLINED), _("Le partenaire a dit non, avec une raison.")),
    Measure(
        "sans_suite",
        _("Sans suite"),
        Q(status=Status.LAPSED),
        _("Demandes que nous avons cessé d’attendre, faute d’un oui ou d’un non."),
    ),
    Measure(
        "retirees",
        _("Retirées"),
        Q(status=Status.WITHDRAWN, sent_at__isnull=False),
        _("Demandes reprises par la personne ou par nous après l’envoi."),
    ),
    Measure(
        "repondues",
        _("Répondues"),
        Q(sent_at__isnull=False, replied_at__isnull=False),
        _("Demandes auxquelles le partenaire a répondu quelque chose, même sans dire encore oui ni non."),
    ),
    Measure(
        "recues",
        _("Reçues"),
        Q(status__in=ACCEPTED, received_at__isnull=False),
        _("Demandes acceptées dont la personne est venue et a été reçue."),
    ),
    Measure(
        "accompagnees",
        _("Toujours accompagnées à 30 jours"),
        Q(STAYED, status__in=ACCEPTED),
        _("Demandes dont le partenaire a dit, un mois après l’accueil, que la personne venait toujours."),
    ),
    Measure(
        "terminees",
        _("Terminées"),
        Q(status=Status.COMPLETED),
        _("Demandes acceptées dont ce qui était demandé est fait."),
    ),
    Measure(
        "perdues",
        _("Perdues de vue"),
        Q(status=Status.LOST),
        _("Demandes acceptées, puis plus de nouvelles de la personne chez le partenaire, avant ou après l’accueil."),
    ),
)  # fmt: skip
MEASURES = {measure.slug: measure for measure in ALL}
AFTER_YES = ("recues", "accompagnees", "terminees", "perdues")
# Each referral that was sent is in one of these and in one only.
PARTS = ("sans_reponse", "a_l_etude", "acceptees", "refusees", "sans_suite", "retirees")


def start_of(day: date) -> datetime:
    """The first instant of a day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def sent_from(rows: ReferralQuerySet, day: date) -> ReferralQuerySet:
    """Sent that day or later."""
    return rows.filter(sent_at__gte=start_of(day))


def sent_until(rows: ReferralQuerySet, day: date) -> ReferralQuerySet:
    """Sent that day or before."""
    return rows.filter(sent_at__lt=start_of(day + timedelta(days=1)))
