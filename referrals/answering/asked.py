"""One referral as a partner reads it: what was frozen at the sending, what stands, what can be said."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from beneficiaries.models import Document
from core import audit
from core.models import AuditAction
from referrals.answering.answers import Answer, offered
from referrals.models import LinkPurpose, Question, Referral, ReferralLink, SharedField, Snapshot, Status
from referrals.models.leaving import Leaving

# Once nothing more is expected, the partner keeps its answer in view, and nothing of the person.
CLOSED = {Status.DECLINED, Status.COMPLETED, Status.LOST}


@dataclass(frozen=True)
class Asked:
    """A referral, the purposes for which the reader came, the link or the member by which they read."""

    referral: Referral
    purposes: set[str]
    reader: ReferralLink | User

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.referral.status == Status.SENT

    @property
    def is_late(self) -> bool:
        """Whether the association has stopped waiting."""
        return self.referral.status == Status.LAPSED

    @property
    def is_closed(self) -> bool:
        """Whether nothing of the person is shown any more."""
        return self.referral.status in CLOSED

    @property
    def asks_later(self) -> bool:
        """Whether the reader came to say what became of the welcome."""
        return LinkPurpose.OUTCOME in self.purposes

    @property
    def only_later(self) -> bool:
        """Whether the reader came for that alone."""
        return self.purposes == {LinkPurpose.OUTCOME}

    @property
    def is_accepted(self) -> bool:
        """Whether the reader’s side has said yes, and nobody has said yet whether the person came."""
        return self.referral.status in {Status.ACCEPTED, Status.APPOINTMENT}

    @property
    def leaving(self) -> Leaving | None:
        """What was frozen, while the partner needs it."""
        snapshot: Snapshot | None = getattr(self.referral, "snapshot", None)
        return None if snapshot is None or self.is_closed else snapshot.leaving

    @property
    def name(self) -> str:
        """Of whom it is, as it was frozen."""
        fields = dict(self.leaving.content["fields"]) if self.leaving else {}
        return ", ".join(fields.get(SharedField.IDENTITY, []))

    @property
    def answers(self) -> list[Answer]:
        """What can be said today."""
        return offered(self.referral, self.purposes)

    @property
    def questions(self) -> list[Question]:
        """What was asked of the association, with what it answered."""
        return [] if self.is_closed else list(self.referral.questions.order_by("asked_at", "pk"))

    @property
    def may_ask(self) -> bool:
        """Whether a question still makes sense."""
        return self.referral.is_undecided and LinkPurpose.ANSWER in self.purposes

    def document(self, pk: UUID) -> Document | None:
        """A document that left with the referral, while its file is there."""
        leaving = self.leaving
        if leaving is None or str(pk) not in {row["id"] for row in leaving.content["documents"]}:
            return None
        row = self.referral.joined.filter(document=pk).select_related("document").first()
        return row.document if row and row.document.removed_at is None else None

    def journal(self, action: AuditAction, **fields: Any) -> None:
        """Note the reading: by the member’s name, or by the link alone."""
        by_link = isinstance(self.reader, ReferralLink)
        audit.record(
            None if by_link else self.reader,
            action,
            self.reader if isinstance(self.reader, ReferralLink) else self.referral,
            person_id=self.referral.beneficiary_id,
            fields=[f"{name}:{value}" for name, value in fields.items()],
        )


def asked_by_link(link: ReferralLink) -> Asked:
    """What a link lets read and say: its own purpose, and nothing else."""
    return Asked(link.referral, {link.purpose}, link)
