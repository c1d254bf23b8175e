"""The summary of a file: what comes next and what is going on from one query; aims, alerts, last follow-ups."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateTimeField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Association, User
from accounts.roles import Permission
from beneficiaries.age_limit import AgeLimit
from beneficiaries.models import (
    Alert,
    Appointment,
    Beneficiary,
    Child,
    FollowUp,
    Goal,
    InformationSheet,
    JusticeMeasure,
    Layer,
    MeasureKind,
    Opened,
    ReleaseDateRevision,
    Step,
    StepStatus,
    Task,
)
from core.choices import label_of
from core.links import link_to
from core.written import A_PERSON, A_USER, MIDNIGHT, NOW, TODAY, Written
from programs.models import EnrolmentStatus, StayStatus
from referrals.models import Status
from referrals.models.states import ENDED
from referrals.models.states import TONES as REFERRAL_TONES

SHOWN = 5
KEPT = 256
APPOINTMENT, TASK, STEP = "appointment", "task", "step"
REFERRAL, ENROLMENT, STAY = "referral", "enrolment", "stay"
MEASURE, CHILD, SHEET, NEWS = "measure", "child", "sheet", "news"
NO_TEXT = Value("", CharField())
STATUSES: dict[str, Any] = {REFERRAL: Status, ENROLMENT: EnrolmentStatus, STAY: StayStatus}
TONES: dict[str, str] = {**REFERRAL_TONES, StayStatus.ARRIVED: "success"}


@dataclass(frozen=True)
class Entry:
    """One line of the union: an appointment, a task, a step, a referral, an enrolment, a stay, or a fact."""

    what: str
    item: UUID
    moment: datetime  # nothing for a measure without an end
    text: str
    where: str
    state: str

    @property
    def status_words(self) -> str:
        """The status as its model says it."""
        return str(STATUSES[self.what](self.state).label)

    @property
    def tone(self) -> str:
        """The colour that goes with the status."""
        return TONES.get(self.state, "neutral")

    @property
    def is_task(self) -> bool:
        """Whether it is a task or a step of the plan, else an appointment."""
        return self.what in (TASK, STEP)

    @property
    def done_url(self) -> str:
        """Where a task or a step is marked done."""
        return link_to(f"beneficiaries:{self.what}-done", self.item)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return timezone.localdate(self.moment) < timezone.localdate()


@dataclass(frozen=True)
class News:
    """The last change of the release date that the reader has not seen."""

    previous: date | None
    is_move: bool


@dataclass(frozen=True)
class Summary:
    """What is going on in a file, from one query."""

    entries: list[Entry]

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of some kinds, by date."""
        found = (entry for entry in self.entries if entry.what in kinds)
        return sorted(found, key=lambda entry: (entry.moment, str(entry.item)))

    @property
    def deadlines(self) -> list[Entry]:
        """Appointments since the beginning of the day that nobody has written up, tasks and steps still to do."""
        return self.of(APPOINTMENT, TASK, STEP)

    @property
    def referrals(self) -> list[Entry]:
        """Those that wait or were accepted, the latest first."""
        return self.of(REFERRAL)[::-1]

    @property
    def programs(self) -> list[Entry]:
        """Enrolments, then stays."""
        return self.of(ENROLMENT) + self.of(STAY)

    @property
    def measures(self) -> list[tuple[str, date | None]]:
        """What applies today, until when."""
        found = sorted((entry for entry in self.entries if entry.what == MEASURE), key=lambda entry: entry.text)
        ends = (timezone.localdate(entry.moment) if entry.moment else None for entry in found)
        return [(label_of(MeasureKind, entry.text), end) for entry, end in zip(found, ends, strict=True)]

    @property
    def age_limits(self) -> list[AgeLimit]:
        """Children who come near the age limit, the most urgent first."""
        settings = Association.current()
        return [AgeLimit.of(entry.text, timezone.localdate(entry.moment), settings) for entry in self.of(CHILD)]

    @property
    def has_sheet(self) -> bool:
        """Whether the person was given an information sheet."""
        return any(entry.what == SHEET for entry in self.entries)

    @property
    def news(self) -> News | None:
        """Whether others have changed the release date since the reader’s last visit; the last change."""
        found = self.of(NEWS)
        if not found:
            return None
        value, previous = found[-1].text, found[-1].where
        return News(date.fromisoformat(previous) if previous else None, bool(previous) and previous != value)


def summary_of(file: Opened, now: datetime) -> Summary:
    """Everything short that the page shows, in one statement; now is local."""
    units = Association.current()
    limits = (units.child_age_limit_months, *units.child_age_limit_warnings)
    statement = summary_statement(tuple(file.reader.roles), file.layers, *limits)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    given = {A_USER: file.reader.pk, A_PERSON: file.person.pk, TODAY: now.date(), MIDNIGHT: midnight, NOW: now}
    return Summary([Entry(**line) for line in statement.rows(given)])


@lru_cache(KEPT)
def summary_statement(roles: tuple[str, ...], layers: frozenset[Layer], months: int, *warnings: int) -> Written:
    """The union, as written once for readers of these roles and layers."""
    file = Opened(Beneficiary(pk=A_PERSON), User(pk=A_USER, roles=list(roles)), layers)
    units = Association(child_age_limit_months=months, child_age_limit_warnings=list(warnings))
    parts = [*deadline_parts(file, MIDNIGHT), *ongoing_parts(file, TODAY), *fact_parts(file, TODAY, units)]
    return Written.of(parts[0].union(*parts[1:], all=True))


def part(rows: QuerySet[Any], kind: str, **columns: Any) -> Any:
    """One member of the union: the same columns whatever the model."""
    return rows.values(
        what=Value(kind, CharField()),
        item=F("pk"),
        moment=columns["moment"],
        text=columns.get("text", NO_TEXT),
        where=columns.get("where", NO_TEXT),
        state=columns.get("state", NO_TEXT),
    )[:SHOWN]


def as_moment(name: str) -> Cast:
    """A day, among moments."""
    return Cast(name, DateTimeField())


def deadline_parts(file: Opened, since: datetime) -> list[Any]:
    """What comes next: the first of each kind."""
    meetings = Appointment.objects.visible_in(file).open().upcoming(since).order_by("starts_at", "pk")
    tasks = Task.objects.visible_in(file).open().order_by("due_on", "pk")
    steps = Step.objects.visible_in(file).open().filter(due_on__isnull=False).order_by("due_on", "pk")
    return [
        part(meetings, APPOINTMENT, moment=F("starts_at"), text=F("purpose"), where=F("place")),
        part(tasks, TASK, moment=as_moment("due_on"), text=F("title")),
        part(steps, STEP, moment=as_moment("due_on"), text=F("title")),
    ]


def ongoing_parts(file: Opened, today: date) -> list[Any]:
    """Referrals that wait or were accepted, enrolments and stays in force; each named by its partner or program."""
    person = file.person
    referrals = person.referrals.exclude(status__in=[Status.LAPSED, *ENDED])
    stays = person.stays.filter(period__endswith__gte=today)
    stays = stays.exclude(status__in=[StayStatus.CANCELLED, StayStatus.DEPARTED])
    parts = [
        part(
            person.enrolments.holding().order_by("-started_on", "pk"),
            ENROLMENT,
            moment=as_moment("started_on"),
            text=F("program__name"),
            state=F("status"),
        ),
        part(
            stays.order_by("period", "pk"),
            STAY,
            moment=as_moment("period__startswith"),
            text=F("place__program__name"),
            where=F("place__name"),
            state=F("status"),
        ),
    ]
    if file.reader.can(Permission.REFERRAL_READ):
        sent = part(
            referrals.order_by("-created_at", "pk"),
            REFERRAL,
            moment=Coalesce("sent_at", "created_at"),
            text=Coalesce("service__organization__name", "program__name"),
            where=Coalesce("service__name", NO_TEXT),
            state=F("status"),
        )
        parts.append(sent)
    return parts


def fact_parts(file: Opened, today: date, units: Association) -> list[Any]:
    """Measures, children near the age limit, whether a sheet was given, changes of the release date."""
    measures = JusticeMeasure.objects.visible_in(file).current(today).order_by("kind", "pk")
    children = Child.objects.visible_in(file).near_limit(today, units)
    sheets = InformationSheet.objects.visible_in(file).current().order_by("pk")[:1]
    news = ReleaseDateRevision.objects.visible_in(file).unseen_by(file.reader, NOW).order_by("-at", "-pk")
    return [
        part(measures, MEASURE, moment=as_moment("ends_on"), text=F("kind")),
        part(children, CHILD, moment=as_moment("birth_date"), text=F("first_name")),
        part(sheets, SHEET, moment=F("created_at")),
        part(
            news,
            NEWS,
            moment=F("at"),
            text=Coalesce(Cast("value", CharField()), NO_TEXT),
            where=Coalesce(Cast("previous", CharField()), NO_TEXT),
        ),
    ]


def aims(file: Opened) -> QuerySet[Goal]:
    """The first goals aimed at, each with the count of all (total), of its steps (kept) and of those done (done)."""
    kept = Count("steps", filter=~Q(steps__status=StepStatus.DROPPED))
    done = Count("steps", filter=Q(steps__status=StepStatus.DONE))
    goals = Goal.objects.visible_in(file).active().for_list()
    return goals.annotate(kept=kept, done=done, total=Window(Count("*")))[:SHOWN]


def last_follow_ups(file: Opened) -> QuerySet[FollowUp]:
    """The five most recent that the reader may read, without confidential notes."""
    return FollowUp.objects.visible_in(file).for_timeline()[:SHOWN]


def current_alerts(file: Opened) -> QuerySet[Alert]:
    """What to know before acting, with who said it."""
    return Alert.objects.visible_in(file).current(TODAY).select_related("created_by")


def contact_facts(person: Beneficiary) -> list[tuple[str, str]]:
    """How to reach the person, and in which ways they agreed to be reached."""
    rule = person.rule
    ways = rule.channel_words if rule else ""
    return [
        (_("Ce que la personne accepte"), ways or _("Rien de noté : demander avant d’appeler ou d’écrire")),
        (_("Précautions"), person.contact_precautions),
    ]
