"""The summary of a file: what comes next, what is going on, the last follow-ups; one query each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateTimeField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary, FollowUp, Goal, Step, StepStatus
from core.links import link_to
from programs.models import EnrolmentStatus, StayStatus
from referrals.models import Status

SHOWN = 5
APPOINTMENT, TASK, STEP = "appointment", "task", "step"
REFERRAL, ENROLMENT, STAY = "referral", "enrolment", "stay"
STATUSES: dict[str, Any] = {REFERRAL: Status, ENROLMENT: EnrolmentStatus, STAY: StayStatus}
TONES: dict[str, str] = {Status.SENT: "info", Status.ACCEPTED: "success", StayStatus.ARRIVED: "success"}


@dataclass(frozen=True)
class Entry:
    """One line of a union: an appointment, a task, a step, a referral, an enrolment or a stay."""

    kind: str
    item: UUID
    moment: datetime
    text: str
    where: str
    state: str

    @property
    def status_words(self) -> str:
        """The status as its model says it."""
        return str(STATUSES[self.kind](self.state).label)

    @property
    def tone(self) -> str:
        """The colour that goes with the status."""
        return TONES.get(self.state, "neutral")

    @property
    def is_task(self) -> bool:
        """Whether it is a task or a step of the plan, else an appointment."""
        return self.kind in (TASK, STEP)

    @property
    def done_url(self) -> str:
        """Where a task or a step is marked done."""
        return link_to(f"beneficiaries:{self.kind}-done", self.item)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return timezone.localdate(self.moment) < timezone.localdate()


def union_of(*parts: Any) -> list[Entry]:
    """The first lines of each part, in one query."""
    return [Entry(**line) for line in parts[0].union(*parts[1:], all=True)]


def part(rows: QuerySet[Any], kind: str, **columns: Any) -> Any:
    """One member of a union: the same columns whatever the model."""
    nothing = Value("", CharField())
    return rows.values(
        kind=Value(kind, CharField()),
        item=F("pk"),
        moment=columns["moment"],
        text=columns["text"],
        where=columns.get("where", nothing),
        state=columns.get("state", nothing),
    )[:SHOWN]


def deadlines(person: Beneficiary, reader: User, since: datetime) -> list[Entry]:
    """Appointments since the beginning of the day that nobody has written up, tasks and steps still to do, by date."""
    steps = Step.objects.visible_to(reader).open().filter(beneficiary=person, due_on__isnull=False)
    entries = union_of(
        part(
            person.appointments.open().upcoming(since).order_by("starts_at", "pk"),
            APPOINTMENT,
            moment=F("starts_at"),
            text=F("purpose"),
            where=F("place"),
        ),
        part(
            person.tasks.open().order_by("due_on", "pk"), TASK, moment=Cast("due_on", DateTimeField()), text=F("title")
        ),
        part(steps.order_by("due_on", "pk"), STEP, moment=Cast("due_on", DateTimeField()), text=F("title")),
    )
    return by_date(entries)


def aims(person: Beneficiary, reader: User) -> list[Any]:
    """The first goals aimed at, each with the count of all (total), of its steps (kept) and of those done (done)."""
    kept = Count("steps", filter=~Q(steps__status=StepStatus.DROPPED))
    done = Count("steps", filter=Q(steps__status=StepStatus.DONE))
    goals = Goal.objects.visible_to(reader).active().filter(beneficiary=person).for_list()
    return list(goals.annotate(kept=kept, done=done, total=Window(Count("*")))[:SHOWN])


@dataclass(frozen=True)
class Ongoing:
    """What is going on with partners and in programs."""

    referrals: list[Entry]
    programs: list[Entry]


def ongoing(person: Beneficiary, reader: User, now: datetime) -> Ongoing:
    """Referrals that wait or were accepted; enrolments and stays in force: those of a person whom the reader sees."""
    referrals = person.referrals.filter(status__in=[Status.DRAFT, Status.SENT, Status.ACCEPTED])
    if not reader.can(Permission.REFERRAL_READ):
        referrals = referrals.none()
    stays = person.stays.filter(period__endswith__gte=now.date())
    entries = union_of(
        part(
            referrals.order_by("-created_at", "pk"),
            REFERRAL,
            moment=Coalesce("sent_at", "created_at"),
            text=Coalesce("service__organization__name", "program__name"),
            where=Coalesce("service__name", Value("", CharField())),
            state=F("status"),
        ),
        part(
            person.enrolments.active().order_by("-started_on", "pk"),
            ENROLMENT,
            moment=Cast("started_on", DateTimeField()),
            text=F("program__name"),
            state=F("status"),
        ),
        part(
            stays.exclude(status__in=[StayStatus.CANCELLED, StayStatus.DEPARTED]).order_by("period", "pk"),
            STAY,
            moment=Cast("period__startswith", DateTimeField()),
            text=F("place__program__name"),
            where=F("place__name"),
            state=F("status"),
        ),
    )
    programs = sorted_kind(entries, ENROLMENT) + sorted_kind(entries, STAY)
    return Ongoing(sorted_kind(entries, REFERRAL)[::-1], programs)


def sorted_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    """The entries of one kind, by date."""
    return by_date(entry for entry in entries if entry.kind == kind)


def by_date(entries: Iterable[Entry]) -> list[Entry]:
    """The first comes first; two of the same moment keep the same order."""
    return sorted(entries, key=lambda entry: (entry.moment, str(entry.item)))


def last_follow_ups(person: Beneficiary, reader: User) -> list[FollowUp]:
    """The five most recent that the reader may read, without confidential notes."""
    return list(FollowUp.objects.visible_to(reader).filter(beneficiary=person).for_timeline()[:SHOWN])


def contact_facts(person: Beneficiary) -> list[tuple[str, str]]:
    """How to reach the person, and in which ways they agreed to be reached."""
    rule = person.rule
    ways = rule.channel_words if rule else ""
    return [
        (_("Ce que la personne accepte"), ways or _("Rien de noté : demander avant d’appeler ou d’écrire")),
        (_("Précautions"), person.contact_precautions),
    ]
