"""Referrals that wait for an answer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import Beneficiary
from casework.day.block import Block, Day, Row, short_name, with_total
from core.templatetags.french import date_words, days_between
from partners.models import Service
from programs.models import Program
from referrals.models import Referral

SILENT = "orientations"


def silent_referrals(day: Day) -> Block:
    """Referrals sent more than a week ago that nobody has answered."""
    user = day.user
    waiting = Referral.objects.visible_to(user).silent_since(day.now - timedelta(days=settings.REFERRAL_REMINDER_DAYS))
    seen = Beneficiary.objects.visible_to(user)
    if user.has_role(Role.COORDINATOR):
        waiting = waiting.filter(beneficiary__in=seen)
    else:
        waiting = waiting.filter(Q(beneficiary__in=seen.filter(lead_worker=user)) | Q(sent_by=user))
    lines = list(with_total(waiting).values("pk", "sent_at", "total", **names(user))[: day.limit(SILENT)])
    return Block(
        slug=SILENT,
        title=_("Orientations sans réponse"),
        rows=[silent_row(line["pk"], line["sent_at"], line["person"], line["recipient"]) for line in lines],
        count=lines[0]["total"] if lines else 0,
        empty=_("Toutes les orientations ont une réponse, ou sont récentes."),
        aside=True,
    )


def names(user: User) -> dict[str, Any]:
    """Who waits for whom, read for the few rows shown only: a join would read it for all those counted."""
    person = Beneficiary.objects.visible_to(user).filter(pk=OuterRef("beneficiary_id"))
    service = Service.objects.filter(pk=OuterRef("service_id")).values("organization__name")
    program = Program.objects.filter(pk=OuterRef("program_id")).values("name")
    parts = {"first_name": F("first_name"), "last_name": F("last_name"), "nickname": F("nickname")}
    return {
        "person": Subquery(person.values(names=JSONObject(**parts))),
        "recipient": Coalesce(Subquery(service), Subquery(program)),
    }


def silent_row(pk: UUID, sent_at: datetime, person: dict[str, str] | None, recipient: str) -> Row:
    """Who waits for whom, and since when."""
    days = int(days_between(sent_at))
    name = short_name(**person) if person else _("Personne d’une autre équipe")
    url = reverse("referrals:detail", args=[pk])
    return Row(
        when=ngettext("%(days)d\u00a0jour", "%(days)d\u00a0jours", days) % {"days": days},
        title=name,
        url=url,
        detail=recipient,
        about=_("envoyée le %(day)s") % {"day": date_words(sent_at)},
        action_label=_("Relancer"),
        action_url=url,
        action_name=_("%(recipient)s pour %(name)s") % {"recipient": recipient, "name": name},
    )
