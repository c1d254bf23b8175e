"""Which blocks a user’s roles open, in the order of the page."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Permission, Role
from casework.day.agenda import agenda
from casework.day.block import Block, Day, Link
from casework.day.caseload import QUIET, RELEASES, long_silences, releases
from casework.day.children import CHILDREN
from casework.day.deadlines import DEADLINES, deadlines
from casework.day.program import (
    ENDING,
    RECEIVED,
    SESSIONS,
    UNRECORDED,
    requests_received,
    sessions_to_record,
    sessions_today,
    stays_ending,
)
from casework.day.slots import SLOTS, slots_today
from casework.day.team import UNASSIGNED, unassigned
from casework.day.waiting import SILENT, silent_referrals
from casework.day.worklist import TO_RESUME, TODAY
from core.links import link_to

Build = Callable[[Day], Block | list[Block]]


def builders(day: Day) -> list[tuple[set[str], Build]]:
    """The blocks that the roles open, with the slugs each builder makes."""
    user = day.user
    chosen: list[tuple[set[str], Build]] = []
    if user.can(Permission.FOLLOW_UP_WRITE):
        chosen.append(({TODAY, TO_RESUME, CHILDREN, *DEADLINES}, agenda))
    elif any(user.can(kind.permission) for kind in DEADLINES.values()):
        chosen.append((set(DEADLINES), deadlines))
    if user.can(Permission.REFERRAL_ANSWER) and not user.has_role(Role.COORDINATOR):
        chosen.append(({SLOTS}, slots_today))
    if user.can(Permission.PERSON_ASSIGN):
        chosen.append(({UNASSIGNED}, unassigned))
    if user.has_role(Role.PROGRAM_LEAD) or user.has_role(Role.SHELTER_STAFF):
        chosen += [
            ({SESSIONS}, sessions_today),
            ({UNRECORDED}, sessions_to_record),
            ({RECEIVED}, requests_received),
            ({ENDING}, stays_ending),
        ]
    if user.can(Permission.FILE_CONTENT):
        chosen += [
            ({RELEASES}, releases),
            ({SILENT}, silent_referrals),
            ({QUIET}, long_silences),
        ]
    return chosen


def blocks_of(day: Day) -> list[Block]:
    """The blocks of the day; only the one asked in full when there is one."""
    chosen = builders(day)
    asked = [(slugs, build) for slugs, build in chosen if day.expanded in slugs]
    blocks: list[Block] = []
    for _slugs, build in asked or chosen:
        built = build(day)
        blocks += built if isinstance(built, list) else [built]
    if asked:
        return [block for block in blocks if block.slug == day.expanded]
    # what has a date at the partners’ comes after the people
    return sorted(blocks, key=lambda block: block.slug in DEADLINES)


def summary(blocks: list[Block]) -> str:
    """« 4 rendez-vous, 2 tâches en retard »."""
    by_slug = {block.slug: block for block in blocks}
    facts = []
    if TODAY in by_slug and (count := by_slug[TODAY].count):
        facts.append(ngettext("%(count)d rendez-vous", "%(count)d rendez-vous", count) % {"count": count})
    if TO_RESUME in by_slug and (count := by_slug[TO_RESUME].late):
        facts.append(ngettext("%(count)d tâche en retard", "%(count)d tâches en retard", count) % {"count": count})
    if SESSIONS in by_slug and (count := by_slug[SESSIONS].count):
        facts.append(ngettext("%(count)d séance", "%(count)d séances", count) % {"count": count})
    return ", ".join(facts)


def first_steps(day: Day, blocks: list[Block]) -> list[Link]:
    """Four things to try in the demonstration, each on the real page."""
    if not day.user.can(Permission.FOLLOW_UP_WRITE):
        return []
    rows = {block.slug: block.rows[0] for block in blocks if block.rows}
    coming, silent = rows.get(RELEASES), rows.get(SILENT)
    steps = [Link(_("Noter un suivi"), link_to("beneficiaries:follow-up-new"))]
    if coming and coming.person:
        words = _("Trouver un hébergement pour %(name)s") % {"name": coming.title}
        steps.append(Link(words, link_to("casework:find-partner", coming.person)))
        steps.append(Link(_("Préparer la sortie de %(name)s") % {"name": coming.title}, coming.action_url))
    if silent:
        steps.append(Link(_("Relancer une orientation"), silent.action_url))
    return steps
