"""The people of a caseworker: releases to come, long silences."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, F, Q, QuerySet, Value, Window
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import Beneficiary, JusticeStatus
from beneficiaries.models.reach import in_teams_of
from casework.calendar import closing_words
from casework.day.block import HORIZONS, Block, Day, Link, Row, total_of, with_total
from core.templatetags.french import ago_words, date_words, days_left, weekday_short
from partners.models import Domain
from programs.models import ProgramKind, StayStatus
from referrals.models import Status

RELEASES, QUIET = "sorties", "sans-contact"
ROOF, MEETING = "roof", "meeting"
KEPT = [StayStatus.PROVISIONAL, StayStatus.CONFIRMED, StayStatus.ARRIVED]
NAMES = ["first_name", "last_name", "nickname"]
STILL_SHOWN_DAYS = 7  # a release that has just passed and that nobody has confirmed


def followed_by(user: User) -> QuerySet[Beneficiary]:
    """The people whose day is the user’s concern: the whole team for a coordinator, else those the user leads."""
    people = Beneficiary.objects.visible_to(user).active()
    if user.has_role(Role.COORDINATOR):
        return people.filter(in_teams_of(user) | Q(lead_worker=user))
    return people.filter(lead_worker=user)


def releases(day: Day) -> Block:
    """Who comes out soon, on which day of the week, and what is missing."""
    coming = (
        followed_by(day.user)
        .exclude(justice_status=JusticeStatus.RELEASED)
        .filter(
            expected_release_on__gte=day.today - timedelta(days=STILL_SHOWN_DAYS),
            expected_release_on__lte=day.today + timedelta(days=max(HORIZONS)),
        )
        .annotate(**{f"within_{days}": count_within(day.today, days) for days in HORIZONS})
        .order_by("expected_release_on", "pk")
        .only(*NAMES, "expected_release_on", "lead_worker_id")
    )
    people = list(coming[: day.limit(RELEASES)])
    counts = {days: getattr(people[0], f"within_{days}") if people else 0 for days in HORIZONS}
    last = day.today + timedelta(days=day.horizon)
    shown = [person for person in people if person.expected_release_on and person.expected_release_on <= last]
    found = preparations(day.user, shown)
    return Block(
        slug=RELEASES,
        title=_("Sorties à venir"),
        rows=[release_row(person, found[person.pk]) for person in shown],
        count=counts[day.horizon],
        empty=ngettext(
            "Pas de sortie prévue dans les %(days)d\u00a0jours.",
            "Pas de sortie prévue dans les %(days)d\u00a0jours.",
            day.horizon,
        )
        % {"days": day.horizon},
        aside=True,
        links=[
            Link(
                _("%(days)d\u00a0j\u00a0: %(count)d") % {"days": days, "count": counts[days]},
                f"?sorties={days}#{RELEASES}",
                days == day.horizon,
            )
            for days in HORIZONS
        ],
    )


def preparations(user: User, people: list[Beneficiary]) -> dict[UUID, set[str]]:
    """Of these few people, who has a roof for the day of the release and who a meeting in the week after."""
    shown = Beneficiary.objects.visible_to(user).filter(pk__in=[person.pk for person in people])
    release = F("expected_release_on")
    meetings = shown.filter(
        appointments__starts_at__date__gte=release,
        appointments__starts_at__date__lte=release + timedelta(days=7),
    )
    stays = shown.filter(stays__period__contains=release, stays__status__in=KEPT)
    housed = Q(referrals__service__domains__contains=[Domain.HOUSING]) | Q(referrals__program__kind=ProgramKind.SHELTER)
    accepted = shown.filter(housed, referrals__status=Status.ACCEPTED)
    found: dict[UUID, set[str]] = {person.pk: set() for person in people}
    for pk, fact in known(meetings, MEETING).union(known(stays, ROOF), known(accepted, ROOF)) if people else []:
        found[pk].add(fact)
    return found


def known(people: QuerySet[Beneficiary], fact: str) -> Any:
    """One member of the union: these people have that."""
    return people.values_list("pk", Value(fact, CharField()))


def count_within(today: date, days: int) -> Window:
    """How many come out within so many days, carried by each row."""
    return Window(Count("pk", filter=Q(expected_release_on__lte=today + timedelta(days=days))))


def release_row(person: Any, found: set[str]) -> Row:
    """Day and distance, closed doors, then what is there and what is missing."""
    day = person.expected_release_on
    points = [
        (ROOF in found, _("hébergement : trouvé"), _("hébergement : rien de noté")),
        (MEETING in found, _("rendez-vous : pris"), _("rendez-vous : à fixer")),
        (person.lead_worker_id, "", _("référent·e : à désigner")),
    ]
    missing = sum(not there for there, _yes, _no in points)
    facts = [days_left(day), closing_words(day)]
    facts += [yes if there else format_html("<strong>{}</strong>", no) for there, yes, no in points]
    words = [fact for fact in facts if fact]
    name = person.short_name
    return Row(
        when=weekday_short(day),
        title=name,
        url=reverse("casework:person-file", args=[person.pk]),
        about=format_html(" · ".join(["{}"] * len(words)), *words),
        tag=ngettext("%(count)d point à préparer", "%(count)d points à préparer", missing) % {"count": missing}
        if missing
        else "",
        tone="warning",
        action_label=_("Préparer"),
        action_url=reverse("casework:person-file", args=[person.pk]),
        action_name=_("la sortie de %(name)s") % {"name": name},
        person=person.pk,
    )


def long_silences(day: Day) -> Block:
    """People whom the user leads and nobody has met or called for a month."""
    limit = day.today - timedelta(days=settings.CONTACT_WARNING_DAYS)
    quiet = (
        Beneficiary.objects.visible_to(day.user)
        .active()
        .filter(lead_worker=day.user)
        .filter(Q(last_contact_on__lt=limit) | Q(last_contact_on__isnull=True, created_at__date__lt=limit))
        .order_by(F("last_contact_on").asc(nulls_first=True), "pk")
    )
    people = list(with_total(quiet.only(*NAMES, "last_contact_on"))[: day.limit(QUIET)])
    return Block(
        slug=QUIET,
        title=_("Sans contact depuis %(days)d\u00a0jours") % {"days": settings.CONTACT_WARNING_DAYS},
        rows=[quiet_row(person) for person in people],
        count=total_of(people),
        empty=_("Chaque personne a eu un contact récent."),
    )


def quiet_row(person: Beneficiary) -> Row:
    """Since when, and how to take up contact again."""
    name = person.short_name
    seen = person.last_contact_on
    return Row(
        when=ago_words(seen).capitalize() if seen else _("Jamais noté"),
        title=name,
        url=reverse("casework:person-file", args=[person.pk]),
        about=_("dernier contact le %(day)s") % {"day": date_words(seen)} if seen else _("aucun suivi pour l’instant"),
        action_label=_("Appeler et noter"),
        action_url=f"{reverse('beneficiaries:follow-up-new')}?personne={person.pk}",
        action_name=name,
    )
