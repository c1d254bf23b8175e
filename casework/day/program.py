"""The day of those who run programs and shelters: sessions, requests received, stays that end, places left."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.day.block import Block, Day, Row, total_of, with_total
from core.links import link_to
from core.templatetags.french import date_words, days_left, time_words, weekday_short
from programs.models import Program, Session, Stay, StayStatus
from programs.models.program import ProgramQuerySet
from programs.room import with_room
from referrals.models import Referral

SESSIONS, UNRECORDED, RECEIVED, ENDING = "seances", "a-saisir", "recues", "sejours"
UNRECORDED_DAYS = 31
STAYS_AHEAD_DAYS = 7


@dataclass(frozen=True)
class Room:
    """How much room a program has."""

    name: str
    url: str
    free: int
    capacity: int

    @property
    def words(self) -> str:
        """« 2 libres sur 8 », « complet, 8 places »."""
        if not self.free:
            return ngettext("complet, %(count)d place", "complet, %(count)d places", self.capacity) % {
                "count": self.capacity
            }
        free = ngettext("%(free)d libre", "%(free)d libres", self.free) % {"free": self.free}
        return _("%(free)s sur %(capacity)d") % {"free": free, "capacity": self.capacity}


def own_programs(day: Day) -> ProgramQuerySet:
    """The programs that the user answers for."""
    return Program.objects.active().filter(staff=day.user)


def sessions_today(day: Day) -> Block:
    """The meetings of the day."""
    rows = Session.objects.filter(
        program__in=own_programs(day).values("pk"),
        is_cancelled=False,
        starts_at__gte=day.midnight,
        starts_at__lt=day.next_midnight,
    ).order_by("starts_at", "pk")
    sessions = list(with_total(rows).select_related("program")[: day.limit(SESSIONS)])
    return Block(
        slug=SESSIONS,
        title=_("Séances du jour"),
        rows=[session_row(session) for session in sessions],
        count=total_of(sessions),
        empty=_("Pas de séance aujourd’hui."),
    )


def sessions_to_record(day: Day) -> list[Block]:
    """The meetings of the last month whose presences nobody has noted; nothing when all are."""
    rows = Session.objects.filter(
        program__in=own_programs(day).values("pk"),
        starts_at__lt=day.midnight,
        starts_at__gte=day.midnight - timedelta(days=UNRECORDED_DAYS),
    ).to_record(day.now)
    sessions = list(with_total(rows).select_related("program")[: day.limit(UNRECORDED)])
    if not sessions:
        return []
    return [
        Block(
            slug=UNRECORDED,
            title=_("Présences à saisir"),
            rows=[session_row(session, when=weekday_short(session.starts_at)) for session in sessions],
            count=total_of(sessions),
            empty="",
        )
    ]


def session_row(session: Session, when: str = "") -> Row:
    """When, what and in which room; who came is noted there."""
    url = link_to("programs:attendance", session.pk)
    hours = {"start": time_words(session.starts_at), "end": time_words(session.ends_at)}
    facts = [_("de %(start)s à %(end)s") % hours, session.room]
    return Row(
        when=when or time_words(session.starts_at),
        title=session.program.name,
        url=url,
        detail=session.title,
        about=" · ".join(fact for fact in facts if fact),
        action_label=_("Noter les présences"),
        action_url=url,
        action_name=f"{session.program.name}, {hours['start']}",
    )


def requests_received(day: Day) -> Block:
    """Referrals to the user’s programs that wait for a yes or a no, oldest first."""
    rows = (
        Referral.objects.visible_to(day.user)
        .awaiting_reply()
        .filter(program__in=own_programs(day).values("pk"))
        .order_by("sent_at", "pk")
    )
    received = list(with_total(rows).select_related("beneficiary", "program")[: day.limit(RECEIVED)])
    return Block(
        slug=RECEIVED,
        title=_("Demandes reçues"),
        rows=[received_row(referral) for referral in received],
        count=total_of(received),
        empty=_("Toutes les demandes ont une réponse."),
    )


def received_row(referral: Referral) -> Row:
    """Who asks for which program, and since when."""
    url, name = link_to("referrals:detail", referral.pk), referral.beneficiary.short_name
    program = referral.program.name if referral.program else ""
    return Row(
        when=weekday_short(referral.sent_at),
        title=name,
        url=url,
        detail=program,
        about=_("reçue le %(day)s") % {"day": date_words(referral.sent_at)},
        action_label=_("Répondre"),
        action_url=url,
        action_name=_("%(recipient)s pour %(name)s") % {"recipient": program, "name": name},
    )


def stays_ending(day: Day) -> Block:
    """Stays of the user’s shelters that end within a week."""
    rows = (
        Stay.objects.visible_to(day.user)
        .filter(
            place__program__in=own_programs(day).values("pk"),
            status__in=[StayStatus.CONFIRMED, StayStatus.ARRIVED],
            period__endswith__gte=day.today,
            period__endswith__lte=day.today + timedelta(days=STAYS_AHEAD_DAYS),
        )
        .order_by("period__endswith", "pk")
    )
    stays = list(with_total(rows).select_related("beneficiary", "place__program")[: day.limit(ENDING)])
    return Block(
        slug=ENDING,
        title=_("Séjours qui se terminent"),
        rows=[stay_row(stay) for stay in stays],
        count=total_of(stays),
        empty=_("Pas de départ prévu dans les 7\u00a0jours."),
        aside=True,
    )


def stay_row(stay: Any) -> Row:
    """Which place, who, and when the stay ends."""
    url, name = link_to("programs:detail", stay.place.program_id), stay.beneficiary.short_name
    return Row(
        when=weekday_short(stay.period.upper),
        title=f"{stay.place.name} – {name}",
        url=url,
        about=_("%(program)s · fin %(left)s")
        % {
            "program": stay.place.program.name,
            "left": days_left(stay.period.upper),
        },
        action_label=_("Ouvrir"),
        action_url=url,
        action_name=f"{stay.place.name}, {name}",
    )


def rooms(day: Day) -> list[Room]:
    """Free places of the user’s programs: beds tonight, or seats of a group of limited size."""
    programs: Any = with_room(own_programs(day).for_list(), day=day.today, now=day.now)
    return [room_of(program) for program in programs.filter(room__isnull=False)[: day.limit("places")]]


def room_of(program: Any) -> Room:
    """What is left once those who are there are counted."""
    taken = program.nights if program.beds else program.enrolled
    url = link_to("programs:detail", program.pk)
    return Room(program.name, url, free=max(program.room - taken, 0), capacity=program.room)
