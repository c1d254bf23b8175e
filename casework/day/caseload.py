"""The people of a caseworker: releases to come, long silences."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Window
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import OUTSIDE, Beneficiary
from beneficiaries.models.beneficiary import short_name
from beneficiaries.models.reach import in_teams_of
from beneficiaries.models.release_date import moved_since_visit
from casework.calendar import closing_words
from casework.day.block import HORIZONS, Block, Day, Link, Row, total_of, with_total
from casework.day.written import asked
from casework.readiness import Prepared, readiness_of, roof_words
from casework.release_board import SHORT_QUESTIONS
from core.links import link_to
from core.templatetags.french import ago_words, date_words, days_left, weekday_short
from core.written import Written

RELEASES, QUIET = "sorties", "sans-contact"
NAMES = ["first_name", "last_name", "nickname"]
STILL_SHOWN_DAYS = 7  # a release that has just passed and that nobody has confirmed


def followed_by(user: User) -> QuerySet[Beneficiary]:
    """The people whose day is the user’s concern: the whole team for a coordinator, else those the user leads."""
    people = Beneficiary.objects.visible_to(user).active()
    if user.has_role(Role.COORDINATOR):
        return people.filter(in_teams_of(user) | Q(lead_worker=user))
    return people.filter(lead_worker=user)


@dataclass(frozen=True)
class Person:
    """What a row says of somebody."""

    pk: UUID
    first_name: str
    last_name: str
    nickname: str

    @property
    def short_name(self) -> str:
        """« Karim B. »."""
        return short_name(self.first_name, self.last_name, self.nickname)


@dataclass(frozen=True)
class Coming(Person):
    """Somebody who comes out soon; within: how many come out within 30, 60, 90 days."""

    expected_release_on: date
    lead_worker_id: UUID | None
    moved: bool
    within_30: int
    within_60: int
    within_90: int


@dataclass(frozen=True)
class Quiet(Person):
    """Somebody whom nobody has met for a while; total: how many they are."""

    last_contact_on: date | None
    total: int


def coming_statement(day: Day) -> Written:
    """The first to come out among those whose day is the user’s concern."""
    coming = (
        followed_by(day.user)
        .exclude(justice_status__in=OUTSIDE)
        .filter(
            expected_release_on__gte=day.today - timedelta(days=STILL_SHOWN_DAYS),
            expected_release_on__lte=day.today + timedelta(days=max(HORIZONS)),
        )
        .annotate(moved=moved_since_visit(day.user, day.now))
        .annotate(**{f"within_{days}": count_within(day.today, days) for days in HORIZONS})
        .order_by("expected_release_on", "pk")
        .values(
            "pk", *NAMES, "expected_release_on", "lead_worker_id", "moved", *(f"within_{days}" for days in HORIZONS)
        )
    )
    return Written.of(coming[: day.limit(RELEASES)])


def releases(day: Day) -> Block:
    """Who comes out soon, on which day of the week, and what is missing."""
    people = [Coming(**line) for line in asked(coming_statement, day)]
    counts = {days: getattr(people[0], f"within_{days}") if people else 0 for days in HORIZONS}
    last = day.today + timedelta(days=day.horizon)
    shown = [person for person in people if person.expected_release_on <= last]
    found = readiness_of(day.user, [person.pk for person in shown])
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
        ]
        + [Link(_("Jour J"), link_to("casework:release-board"))],
    )


def count_within(today: date, days: int) -> Window:
    """How many come out within so many days, carried by each row."""
    return Window(Count("pk", filter=Q(expected_release_on__lte=today + timedelta(days=days))))


def release_row(person: Coming, prepared: Prepared) -> Row:
    """Day and distance, closed doors, then what is there and what is missing, in words."""
    day = person.expected_release_on
    points = [
        (f"{label}\u00a0: {prepared.word(*themes)}", prepared.lacks(*themes)) for label, themes in SHORT_QUESTIONS
    ]
    if not person.lead_worker_id:
        points.append((_("référent·e : à désigner"), True))
    missing = sum(lacks for _words, lacks in points)
    moved = _("date modifiée depuis votre dernière visite") if person.moved else ""
    facts = [fact for fact in (days_left(day), moved, closing_words(day)) if fact]
    facts += [format_html("<strong>{}</strong>", words) if lacks else words for words, lacks in points]
    roof, name = roof_words(prepared, day), person.short_name
    todo = ngettext("%(count)d point à préparer", "%(count)d points à préparer", missing) % {"count": missing}
    return Row(
        when=weekday_short(day),
        title=name,
        url=link_to("casework:person-file", person.pk),
        about=format_html(" · ".join(["{}"] * len(facts)), *facts),
        tag=roof or (todo if missing else ""),
        tone="danger" if roof and closing_words(day) else "warning",
        action_label=_("Préparer"),
        action_url=link_to("casework:person-release", person.pk),
        action_name=_("la sortie de %(name)s") % {"name": name},
        person=person.pk,
    )


def quiet_statement(day: Day) -> Written:
    """The longest silences among those whom the user leads."""
    limit = day.today - timedelta(days=settings.CONTACT_WARNING_DAYS)
    quiet = (
        Beneficiary.objects.visible_to(day.user)
        .active()
        .filter(lead_worker=day.user)
        .filter(Q(last_contact_on__lt=limit) | Q(last_contact_on__isnull=True, created_at__date__lt=limit))
        .order_by(F("last_contact_on").asc(nulls_first=True), "pk")
    )
    return Written.of(with_total(quiet).values("pk", *NAMES, "last_contact_on", "total")[: day.limit(QUIET)])


def long_silences(day: Day) -> Block:
    """People whom the user leads and nobody has met or called for a month."""
    people = [Quiet(**line) for line in asked(quiet_statement, day)]
    return Block(
        slug=QUIET,
        title=_("Sans contact depuis %(days)d\u00a0jours") % {"days": settings.CONTACT_WARNING_DAYS},
        rows=[quiet_row(person) for person in people],
        count=total_of(people),
        empty=_("Chaque personne a eu un contact récent."),
    )


def quiet_row(person: Quiet) -> Row:
    """Since when, and how to take up contact again."""
    name = person.short_name
    seen = person.last_contact_on
    return Row(
        when=ago_words(seen).capitalize() if seen else _("Jamais noté"),
        title=name,
        url=link_to("casework:person-file", person.pk),
        about=_("dernier contact le %(day)s") % {"day": date_words(seen)} if seen else _("aucun suivi pour l’instant"),
        action_label=_("Appeler et noter"),
        action_url=f"{link_to('beneficiaries:follow-up-new')}?personne={person.pk}",
        action_name=name,
    )
