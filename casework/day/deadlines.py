"""What partners, money and jobs ask for by a day: agreements, reports, aid, news of a job.

Each block is for those who may act on it, and is there only when it holds something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission, Role
from beneficiaries.models import AidKind, AidPayment, JobCheck, Milestone, Reached
from casework.day.block import Block, Day, Link, Row
from casework.day.line import Item, as_moment, part
from casework.day.reorientation import DECIDED, TO_DECIDE, decision_lines, decision_row, request_lines, request_row
from casework.day.written import asked
from core.choices import label_of
from core.links import link_to
from core.money import euros
from core.templatetags.french import ago_words, day_short, days_left
from core.written import Written
from partners.models import Agreement, GrantReport, ReportKind
from referrals.models import Delivery

JOBS, AID, AGREEMENTS, REPORTS, SUPPORTS = "emplois", "aides", "conventions", "bilans", "fins"


@dataclass(frozen=True)
class Deadline:
    """One block: who may act on it, its lines, what a row says, and where the whole list is."""

    permission: Permission
    title: Promise
    list_name: str
    list_label: Promise
    lines: Callable[[Day, Reached], Any]
    row: Callable[[Item, Day], Row]
    query: str = ""


def deadline_parts(day: Day, reached: Reached) -> list[Any]:
    """The members of the union that the roles open; reached: stands at the head of the statement."""
    return [kind.lines(day, reached) for kind in DEADLINES.values() if day.user.can(kind.permission)]


def deadlines_statement(day: Day) -> Written:
    """The same alone, for those who have no agenda."""
    parts = deadline_parts(day, Reached(day.user))
    return Written.of(parts[0].union(*parts[1:], all=True))


def deadlines(day: Day) -> list[Block]:
    """The blocks of somebody who has no agenda."""
    return deadline_blocks([Item(**line) for line in asked(deadlines_statement, day)], day)


def deadline_blocks(items: list[Item], day: Day) -> list[Block]:
    """One block for each kind that holds something, the most urgent first."""
    found = {slug: [item for item in items if item.what == slug] for slug in DEADLINES}
    return [block_of(slug, rows, day) for slug, rows in found.items() if rows]


def block_of(slug: str, items: list[Item], day: Day) -> Block:
    """The first lines, and a way to the page where all of it is kept."""
    kind = DEADLINES[slug]
    items = sorted(items, key=lambda item: (item.moment, str(item.item)))[: day.limit(slug)]
    return Block(
        slug=slug,
        title=str(kind.title),
        rows=[kind.row(item, day) for item in items],
        count=items[0].total,
        empty="",
        links=[Link(str(kind.list_label), link_to(kind.list_name) + kind.query)],
    )


def agreement_lines(day: Day, reached: Reached) -> Any:
    """Agreements whose reminder has come."""
    rows = Agreement.objects.to_renew(day.today)
    names: dict[str, Any] = {"text": F("title"), "where": F("organization__name")}
    return part(rows, AGREEMENTS, day.limit(AGREEMENTS), person="", moment=as_moment("ends_on"), **names)


def agreement_row(item: Item, day: Day) -> Row:
    """Which agreement ends, with whom, and when."""
    return Row(
        when=day_short(item.moment),
        title=item.text,
        url=link_to("partners:agreement", item.item),
        detail=item.where,
        about=end_words(item, day),
        action_label=_("Renouveler"),
        action_url=link_to("partners:agreement-renew", item.item),
        action_name=f"{item.text}, {item.where}",
    )


def end_words(item: Item, day: Day) -> str:
    """« finit dans 12 jours », « finie il y a 3 jours »."""
    words = _("finie %(when)s") if timezone.localdate(item.moment) < day.today else _("finit %(when)s")
    return words % {"when": days_left(item.moment)}


def report_lines(day: Day, reached: Reached) -> Any:
    """Reports whose reminder has come."""
    rows = GrantReport.objects.to_send(day.today)
    names: dict[str, Any] = {"text": F("kind"), "where": F("grant__title"), "more": F("grant__funder__name")}
    return part(rows, REPORTS, day.limit(REPORTS), person="", moment=as_moment("due_on"), **names)


def report_row(item: Item, day: Day) -> Row:
    """Which report, for which grant, to whom."""
    kind, late = label_of(ReportKind, item.text), timezone.localdate(item.moment) < day.today
    return Row(
        when=day_short(item.moment),
        title=item.where,
        detail=kind,
        about=_("pour %(funder)s · %(when)s") % {"funder": item.more, "when": days_left(item.moment)},
        tag=_("en retard") if late else "",
        tone="danger",
        action_label=_("Noter l’envoi"),
        action_url=link_to("programs:report-sent", item.item),
        action_name=f"{kind}, {item.where}",
    )


def aid_lines(day: Day, reached: Reached) -> Any:
    """Aid that a colleague has asked for: nobody checks what they asked for themselves."""
    rows = AidPayment.objects.visible_to(day.user).to_check().exclude(created_by=day.user)
    facts: dict[str, Any] = {"text": F("kind"), "where": Cast("amount", CharField())}
    return part(rows, AID, day.limit(AID), moment=F("created_at"), **facts)


def aid_row(item: Item, day: Day) -> Row:
    """For whom, how much, for what, asked when."""
    amount, kind = euros(Decimal(item.where)), label_of(AidKind, item.text)
    url = link_to("beneficiaries:aid", item.item)
    return Row(
        when=day_short(item.moment),
        title=item.name,
        url=url,
        detail=amount,
        about=_("%(kind)s · demandée %(when)s") % {"kind": kind, "when": ago_words(item.moment)},
        action_label=_("Contrôler"),
        action_url=url,
        action_name=f"{item.name}, {amount}",
    )


def job_lines(day: Day, reached: Reached) -> Any:
    """Jobs to ask about: whoever leads the file, the coordination when nobody does."""
    user = day.user
    mine = Q(placement__beneficiary__lead_worker=user)
    if user.has_role(Role.COORDINATOR):
        mine |= Q(placement__beneficiary__lead_worker__isnull=True)
    rows = JobCheck.objects.visible_in(reached).due(day.today).filter(mine)
    facts: dict[str, Any] = {"text": F("milestone"), "where": F("placement__title")}
    person = "placement__beneficiary"
    return part(rows, JOBS, day.limit(JOBS), person=person, moment=as_moment("due_on"), **facts)


def job_row(item: Item, day: Day) -> Row:
    """Whom to ask, about which job, so long after it began."""
    moment = Milestone(item.text).label
    return Row(
        when=day_short(item.moment),
        title=item.name,
        url=link_to("casework:person-programs", item.person),
        detail=item.where,
        about=_("après l’embauche : %(moment)s") % {"moment": moment.lower()},
        action_label=_("Noter"),
        action_url=link_to("beneficiaries:job-check-record", item.item),
        action_name=_("l’emploi de %(name)s, %(moment)s") % {"name": item.name, "moment": moment.lower()},
    )


def support_lines(day: Day, reached: Reached) -> Any:
    """Supports whose report is due: whoever leads the file, the coordination when nobody does."""
    user, person = day.user, "referral__beneficiary"
    mine = Q(referral__beneficiary__lead_worker=user)
    if user.has_role(Role.COORDINATOR):
        mine |= Q(referral__beneficiary__lead_worker__isnull=True)
    rows = Delivery.objects.visible_in(reached).awaiting_report().filter(mine)
    recipient = Coalesce(F("referral__service__organization__name"), F("referral__program__name"))
    since = Coalesce(F("end_requested_at"), F("approved_at"))
    facts: dict[str, Any] = {"item": F("referral_id"), "text": recipient}
    return part(rows, SUPPORTS, day.limit(SUPPORTS), person=person, moment=since, **facts)


def support_row(item: Item, day: Day) -> Row:
    """Whose support, with whom, and the report to write."""
    return Row(
        when="",
        title=item.name,
        url=link_to("referrals:detail", item.item),
        detail=item.text,
        about=_("le bilan reste à remettre"),
        action_label=_("Écrire le bilan"),
        action_url=link_to("referrals:end-report", item.item),
        action_name=f"{item.name}, {item.text}",
    )


# In the order of the page. Who writes follow-ups reads the files of those they lead: JOBS, SUPPORTS stand on reached.
DEADLINES: dict[str, Deadline] = {
    TO_DECIDE: Deadline(
        Permission.PERSON_ASSIGN,
        gettext_lazy("Réorientations à décider"),
        "beneficiaries:reorientations",
        gettext_lazy("Réorientations"),
        request_lines,
        request_row,
    ),
    DECIDED: Deadline(
        Permission.FOLLOW_UP_WRITE,
        gettext_lazy("Réorientations : décision rendue"),
        "beneficiaries:reorientations",
        gettext_lazy("Réorientations"),
        decision_lines,
        decision_row,
    ),
    AID: Deadline(
        Permission.AID_CHECK,
        gettext_lazy("Aides à contrôler"),
        "beneficiaries:envelope-list",
        gettext_lazy("Toutes les aides"),
        aid_lines,
        aid_row,
    ),
    JOBS: Deadline(
        Permission.FOLLOW_UP_WRITE,
        gettext_lazy("Emplois : nouvelles à demander"),
        "beneficiaries:job-check-list",
        gettext_lazy("Emplois gardés"),
        job_lines,
        job_row,
    ),
    SUPPORTS: Deadline(
        Permission.FOLLOW_UP_WRITE,
        gettext_lazy("Bilans de fin d’accompagnement"),
        "referrals:list",
        gettext_lazy("Orientations"),
        support_lines,
        support_row,
    ),
    AGREEMENTS: Deadline(
        Permission.AGREEMENT_WRITE,
        gettext_lazy("Conventions à renouveler"),
        "partners:agreement-list",
        gettext_lazy("Conventions"),
        agreement_lines,
        agreement_row,
        query="?etat=renouveler",
    ),
    REPORTS: Deadline(
        Permission.GRANT_WRITE,
        gettext_lazy("Bilans à remettre"),
        "programs:grant-list",
        gettext_lazy("Subventions"),
        report_lines,
        report_row,
    ),
}
