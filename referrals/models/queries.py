"""Reading the referrals, and writing a draft once."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.sql import IsOneOf
from partners.models import Service
from programs.models import Program
from referrals.models.event import ReferralEvent
from referrals.models.question import Question
from referrals.models.states import ENDED, UNDECIDED, Status

if TYPE_CHECKING:
    from referrals.models.agreement import Terms
    from referrals.models.referral import Referral


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reading the referrals."""

    def visible_to(self, user: User, *, among: "models.QuerySet[Any, Any] | None" = None) -> "ReferralQuerySet":
        """Those of visible people, and those that a program which the user runs has received.

        among: ids of the people whom the referrals asked for are about, so that PostgreSQL looks at no other.
        """
        if not user.can(Permission.REFERRAL_READ):
            return self.none()
        people = Beneficiary.objects.visible_to(user)
        if among is not None:
            people = people.filter(models.Q(IsOneOf("pk", ArraySubquery(among))))
        seen = models.Q(beneficiary__in=people)
        received = models.Q(program__in=Program.objects.run_by(user).values("pk"), sent_at__isnull=False)
        return self.filter(seen | received).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def writable_by(self, user: User) -> "ReferralQuerySet":
        """Those that the user may send, close or take back: the people’s files are theirs to open."""
        if not user.can(Permission.REFERRAL_WRITE):
            return self.none()
        return self.filter(beneficiary__in=Beneficiary.objects.visible_to(user))

    def with_person_visibility(self, user: User) -> "ReferralQuerySet":
        """Tell on each row, as person_is_visible, whether the user may open the person’s file."""
        person = Beneficiary.objects.visible_to(user).filter(pk=models.OuterRef("beneficiary_id"))
        return self.annotate(person_is_visible=models.Exists(person))  # type: ignore[no-redef]

    def of(self, people: "Iterable[uuid.UUID]") -> "ReferralQuerySet":
        """Those of people whom a door keeps apart: read by it, shown to nobody as they are."""
        return self.filter(beneficiary__in=list(people))

    def awaiting_reply(self) -> "ReferralQuerySet":
        """Sent, and nobody has answered."""
        return self.filter(status=Status.SENT)

    def undecided(self) -> "ReferralQuerySet":
        """Sent, and neither accepted nor refused nor given up."""
        return self.filter(status__in=UNDECIDED)

    def silent_since(self, moment: datetime) -> "ReferralQuerySet":
        """Nothing said since before the moment, no question of theirs open; since when, as quiet_since."""
        rows = self.filter(status__in=[Status.SENT, Status.UNDER_STUDY], sent_at__lt=moment)
        said = ReferralEvent.objects.filter(referral=models.OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
        quiet = models.Case(
            models.When(status=Status.UNDER_STUDY, then=Coalesce(models.Subquery(said), "sent_at")), default="sent_at"
        )
        asks = models.Exists(Question.objects.filter(referral=models.OuterRef("pk"), answered_at__isnull=True))
        known: Any = rows.filter(~asks).annotate(quiet_since=quiet)  # type: ignore[no-redef]
        silent: ReferralQuerySet = known.filter(quiet_since__lt=moment).order_by("quiet_since", "pk")
        return silent

    def silent_to(self, user: User, moment: datetime) -> "ReferralQuerySet":
        """The same among those visible to the user."""
        people = self.silent_since(moment).order_by().values("beneficiary_id")
        return self.visible_to(user, among=people).silent_since(moment)

    def open_between(self, beneficiary: Beneficiary, recipient: Service | Program) -> "ReferralQuerySet":
        """For the same person and recipient, prepared or sent, without an end yet."""
        to = {"service": recipient} if isinstance(recipient, Service) else {"program": recipient}
        rows = self.filter(beneficiary=beneficiary, **to).exclude(status__in=[Status.LAPSED, *ENDED])
        return rows.order_by("-created_at", "pk")

    def for_list(self) -> "ReferralQuerySet":
        """Newest first, with the names a row shows."""
        return self.select_related("beneficiary", "service__organization", "program").order_by("-created_at", "pk")

    def for_page(self) -> "ReferralQuerySet":
        """With what the page of one referral shows."""
        return self.select_related(
            "beneficiary__lead_worker",
            "beneficiary__prison",
            "beneficiary__team",
            "beneficiary__contact_rule",
            "service__organization",
            "program__site",
            "created_by",
            "sent_by",
            "agreement",
            "snapshot",
            "group",
        )

    @transaction.atomic
    def prepare(
        self,
        *,
        submission: uuid.UUID,
        beneficiary: Beneficiary,
        recipient: Service | Program,
        by: User,
        at: datetime,
        terms: "Terms | None" = None,
        documents: "Iterable[uuid.UUID] | None" = None,
        **content: Any,
    ) -> "Referral":
        """Write a draft from the form known by its submission.

        The same form posted again finds its referral: a draft takes what was typed last, one already sent stays.
        """
        service, program = (recipient, None) if isinstance(recipient, Service) else (None, recipient)
        identity = {"beneficiary": beneficiary, "service": service, "program": program, "created_by": by}
        referral, is_new = self.get_or_create(submission=submission, defaults={**identity, **content})
        if is_new:
            audit.record(by, AuditAction.CREATED, referral, person_id=beneficiary.pk)
            referral.settle(by=by, at=at, terms=terms, documents=documents)
        elif any(getattr(referral, name) != value for name, value in identity.items()):
            raise DomainError(_("Ce formulaire a déjà servi à une autre orientation : rechargez la page."))
        elif referral.status == Status.DRAFT:
            referral.amend(by=by, at=at, terms=terms, documents=documents, **content)
        return referral
