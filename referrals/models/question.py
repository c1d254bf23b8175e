"""Questions of a partner about a referral, and what the association answers."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.reaching import require_tellable
from core import audit
from core.constraints import paired
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from referrals.models.letters import send_link
from referrals.models.link import ReferralLink

if TYPE_CHECKING:
    from referrals.models.referral import Referral

MOST_OPEN = 5


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reading the questions, and asking one."""

    def open(self) -> "QuestionQuerySet":
        """Without an answer, oldest first."""
        return self.filter(answered_at__isnull=True).order_by("asked_at", "pk")

    def for_page(self) -> "QuestionQuerySet":
        """In the order they were asked, with who answered."""
        return self.select_related("answered_by").order_by("asked_at", "pk")

    @transaction.atomic
    def register(self, referral: "Referral", text: str, *, link: ReferralLink, at: datetime) -> "Question":
        """Keep a question of the partner; the same one, still open, is kept once, and not many at a time."""
        referral.lock()
        waiting = self.filter(referral=referral).open()
        if already := waiting.filter(text=text).first():
            return already
        if waiting.count() >= MOST_OPEN:
            raise DomainError(gettext("Vos questions précédentes attendent encore leur réponse."))
        question = self.create(referral=referral, text=text, link=link, asked_at=at)
        audit.record(None, AuditAction.CREATED, question, person_id=referral.beneficiary_id)
        return question


class Question(models.Model):
    """One question, answered once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="questions")
    link = models.ForeignKey("referrals.ReferralLink", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("question"), max_length=2_000)
    asked_at = models.DateTimeField(_("posée le"))
    answer = models.TextField(_("réponse"), max_length=2_000, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question d’un partenaire")
        verbose_name_plural = _("questions des partenaires")
        constraints = [
            paired("question", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="question_says_something",
                violation_error_message=_("Écrivez la question."),
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="question_answer_is_dated",
                violation_error_message=_("Une réponse porte sa date, et dit quelque chose."),
            ),
        ]
        indexes = [models.Index(fields=["referral", "asked_at"], name="question_referral")]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def reply(self, answer: str, *, by: User, at: datetime) -> None:
        """Answer the partner and write to them; nothing that the person keeps to themselves leaves this way."""
        person = self.referral.beneficiary
        if not answer.strip():
            raise DomainError(gettext("Écrivez la réponse."))
        require_tellable(person, answer, timezone.localdate(at))
        rows = Question.objects.filter(pk=self.pk, answered_at__isnull=True)
        if not rows.update(answer=answer, answered_at=at, answered_by=by):
            raise TransitionNotAllowed(gettext("Cette question a déjà sa réponse."))
        self.answer, self.answered_at, self.answered_by = answer, at, by
        audit.record(by, AuditAction.CHANGED, self, person_id=person.pk, fields=["answer"])
        key = f"answered:{self.pk}"
        send_link(self.referral, by=by, at=at, key=key, purpose=self.link.purpose, answered=True)
