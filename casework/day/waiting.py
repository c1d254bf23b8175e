"""Referrals that wait for an answer."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role
from beneficiaries.models.beneficiary import short_name
from casework.day.block import Block, Day, Link, Row, with_total
from casework.day.written import asked
from core.links import link_to
from core.templatetags.french import date_words, days_between
from core.written import Written
from partners.models import Service
from programs.models import Program
from referrals.models import Referral

SILENT = "orientations"
# The recipient is read for the few rows shown: a join would read it for all those counted.
SERVICE = Service.objects.filter(pk=OuterRef("service_id")).values("organization__name")
PROGRAM = Program.objects.filter(pk=OuterRef("program_id")).values("name")
NAMES: dict[str, Any] = {
    "first": F("beneficiary__first_name"),
    "last": F("beneficiary__last_name"),
    "nick": F("beneficiary__nickname"),
    "recipient": Coalesce(Subquery(SERVICE), Subquery(PROGRAM)),
}


def silent_statement(day: Day) -> Written:
    """Those that concern the user, the oldest first."""
    user = day.user
    late = day.now - timedelta(days=settings.REFERRAL_REMINDER_DAYS[0])
    waiting = Referral.objects.silent_to(user, late)
    if not user.has_role(Role.COORDINATOR):
        waiting = waiting.filter(Q(beneficiary__lead_worker=user) | Q(sent_by=user))
    return Written.of(with_total(waiting).values("pk", "sent_at", "quiet_since", "total", **NAMES)[: day.limit(SILENT)])


def silent_referrals(day: Day) -> Block:
    """Referrals sent more than a week ago that nobody has answered."""
    lines = list(asked(silent_statement, day))
    return Block(
        slug=SILENT,
        title=_("Orientations sans réponse"),
        rows=[silent_row(line) for line in lines],
        count=lines[0]["total"] if lines else 0,
        empty=_("Toutes les orientations ont une réponse, ou sont récentes."),
        aside=True,
        links=[Link(_("Tout relancer, par structure"), f"{link_to('referrals:unanswered')}?tri=structure", False)],
    )


def silent_row(line: dict[str, Any]) -> Row:
    """Who waits for whom, and since when."""
    days = int(days_between(line["quiet_since"]))
    name, recipient = short_name(line["first"], line["last"], line["nick"]), line["recipient"]
    url = link_to("referrals:detail", line["pk"])
    return Row(
        when=ngettext("%(days)d\u00a0jour", "%(days)d\u00a0jours", days) % {"days": days},
        title=name,
        url=url,
        detail=recipient,
        about=_("envoyée le %(day)s") % {"day": date_words(line["sent_at"])},
        action_label=_("Relancer"),
        action_url=link_to("referrals:remind", line["pk"]),
        action_name=_("%(recipient)s pour %(name)s") % {"recipient": recipient, "name": name},
    )
