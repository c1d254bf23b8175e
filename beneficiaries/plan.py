"""The plan of a person as one reader sees it: needs, goals and steps by domain, progress and reviews in words."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import (
    HELD,
    Beneficiary,
    CustodyEpisode,
    CustodyStatus,
    DomainCheck,
    Goal,
    GoalStatus,
    JusticeStatus,
    Layer,
    Need,
    Opened,
    PlanReview,
    ReviewHold,
    Step,
)
from beneficiaries.models.goal import GoalQuerySet
from beneficiaries.models.need import NeedQuerySet
from beneficiaries.models.plan_states import OPEN_NEED, progress_words
from beneficiaries.review_rhythm import NOT_TRIED, ReviewWindow, between, review_window
from core.templatetags.french import date_words, days_left
from partners.models import Domain


@dataclass
class DomainPlan:
    """What the plan holds in one domain."""

    domain: str
    needs: list[Need] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name of the domain."""
        return str(Domain(self.domain).label)

    @property
    def open_needs(self) -> list[Need]:
        """Those to be worked on."""
        return [need for need in self.needs if need.status in OPEN_NEED]

    @property
    def closed_needs(self) -> list[Need]:
        """Those met, declined or put aside."""
        return [need for need in self.needs if need.status not in OPEN_NEED]

    @property
    def active_goals(self) -> list[Goal]:
        """Those still aimed at."""
        return [goal for goal in self.goals if goal.status == GoalStatus.ACTIVE]

    @property
    def ended_goals(self) -> list[Goal]:
        """Those reached or abandoned."""
        return [goal for goal in self.goals if goal.status != GoalStatus.ACTIVE]

    @property
    def ended_count(self) -> int:
        """How many needs and goals are over."""
        return len(self.closed_needs) + len(self.ended_goals)

    @property
    def unfold(self) -> bool:
        """Whether everything here is over: then nothing is left to fold."""
        return not self.open_needs and not self.active_goals


@dataclass
class Plan:
    """The plan of one person, in the layers of one reader."""

    domains: list[DomainPlan]
    checks: dict[str, bool]

    @property
    def goals(self) -> list[Goal]:
        """Every goal, domain by domain."""
        return [goal for domain in self.domains for goal in domain.goals]

    def on_paper(self, *, with_health: bool) -> list[DomainPlan]:
        """What the person takes away: what is going on, never of violence, of health only when they want it."""
        unsaid = {Layer.VIOLENCE} if with_health else {Layer.VIOLENCE, Layer.HEALTH}
        parts = [
            DomainPlan(
                part.domain,
                [need for need in part.open_needs if need.layer not in unsaid],
                [goal for goal in part.active_goals if goal.layer not in unsaid],
            )
            for part in self.domains
        ]
        return [part for part in parts if part.needs or part.goals]

    @property
    def without_need(self) -> list[str]:
        """The domains talked about where the person needs nothing."""
        held = {domain.domain for domain in self.domains if domain.open_needs}
        return [str(label) for value, label in Domain.choices if self.checks.get(value) is False and value not in held]

    @property
    def words(self) -> str:
        """« 3 objectifs en cours, 2 démarches faites sur 5 »."""
        active = [goal for goal in self.goals if goal.status == GoalStatus.ACTIVE]
        facts = [ngettext("%(count)d objectif en cours", "%(count)d objectifs en cours", len(active))
                 % {"count": len(active)}]  # fmt: skip
        if progress := progress_words(step.status for goal in active for step in goal.steps.all()):
            facts.append(progress)
        return ", ".join(facts)


def plan_of(file: Opened) -> Plan:
    """Needs, goals and steps that the reader may see, in the order of the domains; five queries."""
    needs = Need.objects.visible_in(file).for_list()
    goals = with_steps(Goal.objects.visible_in(file), Need.objects.visible_in(file))
    checks = DomainCheck.objects.visible_in(file).values_list("domain", "has_need")
    by_domain = {domain: DomainPlan(domain) for domain in Domain.values}
    for need in needs:
        by_domain[need.domain].needs.append(need)
    for goal in goals:
        by_domain[goal.domain].goals.append(goal)
    return Plan([part for part in by_domain.values() if part.needs or part.goals], dict(checks))


def words_of(domains: list[DomainPlan]) -> str:
    """Everything that somebody wrote in these parts of the plan, one text a line."""
    texts = [need.title for part in domains for need in part.needs]
    for goal in [goal for part in domains for goal in part.goals]:
        texts += [goal.title, goal.person_words]
        texts += [text for step in goal.steps.all() for text in (step.title, step.partner)]
    return "\n".join(texts)


def goals_with_steps(reader: User) -> GoalQuerySet:
    """The goals that the reader may see, each with its steps and the needs it serves."""
    return with_steps(Goal.objects.visible_to(reader), Need.objects.visible_to(reader))


def with_steps(goals: GoalQuerySet, needs: NeedQuerySet) -> GoalQuerySet:
    """The goals with their steps, and those of these needs that each serves."""
    steps: Any = Prefetch("steps", Step.objects.for_list())
    served: Any = Prefetch("needs", needs.order_by("created_at", "pk"))
    return goals.for_list().prefetch_related(steps, served)


def window_for(person: Beneficiary, reader: User, since: date) -> ReviewWindow | None:
    """When to look at the plan again: by the time left inside, every two or three months outside."""
    if person.justice_status not in HELD and person.justice_status != JusticeStatus.UNKNOWN:
        return between(since, *NOT_TRIED)
    stays = CustodyEpisode.objects.visible_to(reader).filter(beneficiary=person).open()
    stay = stays.order_by("-entered_on", "pk").first()
    release = person.expected_release_on
    return review_window(
        since,
        release if release and release > since else None,
        sentenced=not stay or stay.status != CustodyStatus.REMANDED,
        moved_on=stay.entered_on if stay and stay.entered_on and stay.entered_on > since else None,
    )


@dataclass(frozen=True)
class Reviews:
    """When the plan was last looked at, and when it is to be looked at again."""

    last: Any  # a PlanReview read with_deadline(), or None
    hold: ReviewHold | None
    words: str
    is_late: bool = False


def reviews_of(file: Opened, today: date) -> Reviews:
    """The last review, what puts the next one off, and the deadline in words."""
    last: Any = PlanReview.objects.visible_in(file).with_deadline().for_list().first()
    hold = ReviewHold.objects.visible_in(file).current().first()
    if last is None:
        return Reviews(None, hold, "")
    if last.expected is None:
        return Reviews(last, hold, _("Pas de date fixée pour le prochain bilan."))
    deadline = last.deadline
    if deadline is None:
        return Reviews(last, hold, _("Bilan reporté : sa date sera fixée à la fin du report."))
    words = {"day": date_words(deadline), "left": days_left(deadline)}
    if deadline < today:
        return Reviews(last, hold, _("Bilan en retard : il était prévu le %(day)s, %(left)s.") % words, is_late=True)
    return Reviews(last, hold, _("Prochain bilan le %(day)s, %(left)s.") % words)
