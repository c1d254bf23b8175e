"""The referral: its verbs, and the one door through which its status changes.

by is somebody of the association, or the link of a partner; the clock alone has neither.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import Document
from beneficiaries.reaching import require_tellable
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from programs.models import Enrolment, Program
from programs.models.enrolment import require_room
from referrals.models.agreement import ReferralConsent, Terms
from referrals.models.document import ReferralDocument
from referrals.models.event import ReferralEvent
from referrals.models.late_reply import LateReply
from referrals.models.leaving import documents_leaving, leaving_of
from referrals.models.letters import write_request
from referrals.models.link import ReferralLink
from referrals.models.outcomes import count_outcomes
from referrals.models.queries import ReferralQuerySet
from referrals.models.request import Request, refusal
from referrals.models.rules import RULES
from referrals.models.snapshot import Snapshot
from referrals.models.states import ANSWERS, TRANSITIONS, Channel, DeclineReason, Status

Actor = User | ReferralLink
# Where what is told with an answer stands on the referral itself.
COLUMNS = {"reason": "decline_reason", "comment": "reply_comment", "position": "waitlist_position"}


class Referral(Request):
    """A request, for one person, to a partner’s service or to one of our programs.

    The status changes through the verbs below only; each writes its event in the same transaction.
    """

    objects = ReferralQuerySet.as_manager()
    person_is_visible: bool  # on rows read with_person_visibility()
    quiet_since: datetime  # on rows read by silent_since()

    class Meta:
        verbose_name = _("orientation")
        verbose_name_plural = _("orientations")
        constraints = RULES
        indexes = [
            models.Index(fields=["beneficiary", "-created_at"], name="referral_person"),
            models.Index(fields=["status", "sent_at"], name="referral_waiting"),
            models.Index(fields=["service", "status"], name="referral_service"),
            models.Index(fields=["status", "received_at"], name="referral_welcomed"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def lock(self) -> "Referral":
        """The row as it is now, kept for this transaction."""
        return Referral.objects.select_for_update(of=("self",)).get(pk=self.pk)

    @transaction.atomic
    def amend(
        self,
        *,
        by: User,
        at: datetime,
        terms: Terms | None = None,
        documents: Iterable[UUID] | None = None,
        **content: Any,
    ) -> None:
        """Rewrite a draft; what is sent no longer changes."""
        current = self.lock()
        if current.status != Status.DRAFT:
            raise TransitionNotAllowed(_("Cette orientation n’est plus un brouillon : elle ne se modifie plus."))
        changed = [name for name, value in content.items() if getattr(current, name) != value]
        for name, value in content.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=changed)
        changed += self.settle(by=by, at=at, terms=terms, documents=documents)
        if changed:
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)

    def settle(self, *, by: User, at: datetime, terms: Terms | None, documents: Iterable[UUID] | None) -> list[str]:
        """Write what a draft will tell: its agreement and its documents; returns what changed."""
        changed, agreement = [], getattr(self, "agreement", None)
        if terms or agreement is None or agreement.form != self.consent:
            said, today = terms or Terms.of(agreement), timezone.localdate(at)
            self.agreement = ReferralConsent.objects.note(self, self.consent, said, by=by, today=today)
            changed.append("agreement")
        if documents is not None:
            chosen, joined = set(documents), set(self.joined.values_list("document_id", flat=True))
            readable = Document.objects.visible_to(by).kept().filter(beneficiary=self.beneficiary_id, pk__in=chosen)
            if len(found := set(readable.values_list("pk", flat=True))) < len(chosen):
                raise DomainError(_("Un document choisi n’est pas de ce dossier, ou vous ne le lisez pas."))
            self.joined.exclude(document__in=found).delete()
            ReferralDocument.objects.bulk_create(
                ReferralDocument(referral=self, document_id=pk, added_by=by) for pk in found - joined
            )
            changed += ["documents"] if found != joined else []
        return changed

    @transaction.atomic
    def send(self, *, by: User, at: datetime) -> None:
        """Send the request: what leaves is frozen in the same transaction."""
        if not self.consent:
            raise DomainError(_("Notez l’accord de la personne avant l’envoi."))
        require_tellable(self.beneficiary, self.message, timezone.localdate(at))
        self._move_to(Status.SENT, by=by, at=at, sent_at=at, sent_by=by)
        self.settle(by=by, at=at, terms=None, documents=None)
        if not self.agreement.is_in_force(timezone.localdate(at)):
            raise DomainError(_("L’accord de la personne a pris fin : demandez-le de nouveau."))
        documents = documents_leaving(self, by=by)
        content = leaving_of(self, self.agreement, documents, by=by, at=at)
        Snapshot.objects.create(referral=self, content=content, made_at=at)
        if self.channel == Channel.EMAIL:
            write_request(self, by=by, at=at)

    def study(self, *, by: Actor, at: datetime, comment: str = "") -> bool:
        """Note that the recipient looks at the request."""
        return self._answer(Status.UNDER_STUDY, by=by, at=at, comment=comment)

    def waitlist(
        self, *, by: Actor, at: datetime, position: int | None = None, expected_on: Any = None, comment: str = ""
    ) -> bool:
        """Note that the person waits for a place, at a rank or until a day when they are known."""
        return self._answer(
            Status.WAITLISTED, by=by, at=at, comment=comment, position=position, expected_on=expected_on
        )

    @transaction.atomic
    def accept(self, *, by: Actor, at: datetime, comment: str = "") -> bool:
        """Note that the recipient says yes, even after the request had lapsed.

        One of our programs does not promise a place that it would then refuse.
        """
        self._require_room(at)
        return self._answer(Status.ACCEPTED, by=by, at=at, comment=comment)

    @transaction.atomic
    def fix_appointment(
        self, *, by: Actor, at: datetime, starts_at: datetime, place: str = "", comment: str = ""
    ) -> bool:
        """Note a first appointment: a yes with its day and hour."""
        self._require_room(at)
        told = {"appointment_at": starts_at, "appointment_place": place, "comment": comment}
        return self._answer(Status.APPOINTMENT, by=by, at=at, **told)

    def decline(
        self, *, by: Actor, at: datetime, reason: DeclineReason, comment: str = "", alternative: str = ""
    ) -> bool:
        """Note that the recipient says no, why, and what else could be tried."""
        if reason == DeclineReason.OTHER and not comment.strip():
            raise DomainError(_("Précisez la raison du refus."))
        return self._answer(Status.DECLINED, by=by, at=at, reason=reason, comment=comment, alternative=alternative)

    def receive(self, *, by: Actor, at: datetime, comment: str = "") -> None:
        """Note that the person came and was received."""
        self._move_to(Status.RECEIVED, by=by, at=at, told={"comment": comment}, received_at=at)

    def attend(self, *, by: Actor, at: datetime, comment: str = "") -> None:
        """Note that the person is still accompanied, a month later."""
        self._move_to(Status.ATTENDING, by=by, at=at, told={"comment": comment})

    def complete(self, *, by: Actor, at: datetime, comment: str = "") -> None:
        """Note that what was asked for is done."""
        self._move_to(Status.COMPLETED, by=by, at=at, told={"comment": comment})

    def lose(self, *, by: Actor, at: datetime, comment: str = "") -> None:
        """Note that nobody sees the person any more, though the recipient had said yes."""
        self._move_to(Status.LOST, by=by, at=at, told={"comment": comment})

    def lapse(self, *, by: User | None, at: datetime) -> None:
        """Stop waiting for a reply; without by, the clock does."""
        self._move_to(Status.LAPSED, by=by, at=at)

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime, comment: str = "") -> None:
        """Take the request back: its links close; an answer that came since it was read is not swept away."""
        read, current = self.status, self.lock().status
        if current != read and current in TRANSITIONS[read]:
            raise TransitionNotAllowed(
                _("Entre-temps, cette orientation est passée à « %(status)s » : rien n’a changé.")
                % {"status": Status(current).label}
            )
        self._move_to(Status.WITHDRAWN, by=by, at=at, told={"comment": comment}, withdrawn_at=at, withdrawn_by=by)
        self.links.all().revoke(by=by, at=at)

    @transaction.atomic
    def reopen(self, reply: LateReply, *, by: User, at: datetime) -> None:
        """Take up a lapsed referral with the answer that came too late."""
        if not LateReply.objects.filter(pk=reply.pk, referral=self, settled_at__isnull=True).update(
            settled_at=at, settled_by=by
        ):
            raise TransitionNotAllowed(_("Cette réponse tardive a déjà été traitée."))
        self._answer(Status(reply.to_status), by=by, at=at, **reply.told)

    @transaction.atomic
    def leave(self, reply: LateReply, *, by: User, at: datetime) -> None:
        """Leave a late answer where it is; twice changes nothing."""
        rows = LateReply.objects.filter(pk=reply.pk, referral=self, settled_at__isnull=True)
        if rows.update(settled_at=at, settled_by=by):
            audit.record(by, AuditAction.CHANGED, reply, person_id=self.beneficiary_id, fields=["settled_at"])

    def _require_room(self, at: datetime) -> None:
        """Refuse a yes of a program that is full, unless the person already has their place."""
        if self.program_id and not Enrolment.objects.of(self.beneficiary).holding().filter(program=self.program_id):
            program = Program.objects.select_for_update(of=("self",)).get(pk=self.program_id)
            require_room(program, self.beneficiary, since=timezone.localdate(at))

    @transaction.atomic
    def _answer(self, status: Status, *, by: Actor, at: datetime, **told: Any) -> bool:
        """Write an answer; False when it comes from a partner after the wait was over, and is kept aside."""
        current = self.lock()
        if isinstance(by, ReferralLink) and current.status == Status.LAPSED:
            late = {"referral": current, "to_status": status, **_said(told)}
            if not LateReply.objects.open().filter(**late).exists():
                reply = LateReply.objects.create(link=by, at=at, **late)
                audit.record(None, AuditAction.CREATED, reply, person_id=current.beneficiary_id)
            return False
        replied = {"replied_at": at, "replied_by": _user(by)} if current.replied_at is None else {}
        self._move_to(status, by=by, at=at, told=told, **replied)
        return True

    @transaction.atomic
    def _move_to(
        self, status: Status, *, by: Actor | None, at: datetime, told: dict[str, Any] | None = None, **fields: Any
    ) -> None:
        """The one door: lock the row, check the table, write the status, its fields and its event."""
        current, told = self.lock(), told or {}
        if status not in TRANSITIONS[current.status] or (
            isinstance(by, ReferralLink) and not _may_say(current, status)
        ):
            raise TransitionNotAllowed(refusal(current.status))
        written = {"status": status, **{COLUMNS.get(name, name): value for name, value in told.items()}, **fields}
        for name, value in written.items():
            setattr(self, name, value)
        self.save(update_fields=written)
        link = by if isinstance(by, ReferralLink) else None
        ReferralEvent.objects.create(
            referral=current,
            from_status=current.status,
            to_status=status,
            at=at,
            by=_user(by),
            link=link,
            **_said(told),
        )
        audit.record(_user(by), AuditAction.CHANGED, self, person_id=current.beneficiary_id, fields=written)
        if current.service_id:
            count_outcomes(at, service_id=current.service_id)


def _user(by: Actor | None) -> User | None:
    return by if isinstance(by, User) else None


def _may_say(referral: "Referral", status: Status) -> bool:
    """Whether a partner may lead the referral there: an answer or its outcome, never a lapse nor a withdrawal."""
    return status in ANSWERS | {Status.RECEIVED, Status.ATTENDING, Status.COMPLETED, Status.LOST} and (
        referral.status != Status.LAPSED
    )


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """What was told, nothing else."""
    return {name: value for name, value in told.items() if value not in ("", None)}
