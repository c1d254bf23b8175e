"""Mails that leave: a row is the work to do, of which a worker takes the next; it remembers what became of it."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.logs import TOKEN
from core.sealed import seal, unseal

KEPT = timedelta(days=90)


class MailStatus(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("En attente")
    CLAIMED = "claimed", _("En cours d’envoi")
    TRANSMITTING = "transmitting", _("Remis au serveur")
    SENT = "sent", _("Parti")
    DOUBTFUL = "doubtful", _("Envoi à vérifier")
    FAILED = "failed", _("Échec")
    CANCELLED = "cancelled", _("Annulé")


S = MailStatus
# Transmitting: from the moment after which the server may have kept it. What dies before goes back to waiting; what
# dies after is for somebody to verify, unless the transport knows again what it was already given.
TRANSITIONS: Mapping[str, set[MailStatus]] = {
    S.WAITING: {S.CLAIMED, S.CANCELLED, S.DOUBTFUL},
    S.CLAIMED: {S.TRANSMITTING, S.WAITING, S.FAILED, S.CANCELLED},
    S.TRANSMITTING: {S.SENT, S.WAITING, S.FAILED, S.DOUBTFUL},
    S.DOUBTFUL: {S.SENT, S.WAITING, S.FAILED},
    S.FAILED: {S.WAITING},
    S.SENT: set(),
    S.CANCELLED: set(),
}
IN_HAND = [S.CLAIMED, S.TRANSMITTING]
OVER = [S.SENT, S.CANCELLED]
NEEDS_SOMEBODY = [S.FAILED, S.DOUBTFUL]
TONES: Mapping[str, str] = {
    S.WAITING: "info",
    S.CLAIMED: "info",
    S.TRANSMITTING: "info",
    S.SENT: "success",
    S.DOUBTFUL: "warning",
    S.FAILED: "danger",
    S.CANCELLED: "neutral",
}


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Reading the mails."""

    def due(self, at: datetime) -> "OutgoingMailQuerySet":
        """Those whose hour has come, oldest first."""
        return self.filter(status=S.WAITING, not_before__lte=at).order_by("not_before", "pk")

    def about(self, target: models.Model) -> "OutgoingMailQuerySet":
        """Those about something, newest first."""
        rows = self.filter(about_type=target._meta.label_lower, about_id=str(target.pk))
        return rows.order_by("-created_at", "pk")

    def needing_somebody(self) -> "OutgoingMailQuerySet":
        """Those that will not go further by themselves."""
        return self.filter(status__in=NEEDS_SOMEBODY)

    def for_list(self) -> "OutgoingMailQuerySet":
        """Newest first, with who sent them."""
        return self.select_related("by").order_by("-created_at", "pk")

    def outlived(self, at: datetime) -> "OutgoingMailQuerySet":
        """Gone or cancelled so long ago that nobody asks."""
        return self.filter(status__in=OVER, created_at__lt=at - KEPT)


class OutgoingMail(models.Model):
    """One mail to one address. key: whoever asks twice for the same mail gets the first one.

    The text lies encrypted, since it may hold a link that opens a page; once the mail has left, the link is taken out.
    """

    TRANSITIONS: ClassVar = TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True, editable=False)
    to = models.EmailField(_("à"))
    subject = LineField(_("objet"), max_length=150)
    sealed_body = models.TextField(editable=False)
    about_type = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.CharField(max_length=40, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("écrit le"))
    not_before = models.DateTimeField(_("part à partir de"))
    status = models.CharField(_("état"), max_length=12, choices=MailStatus, default=S.WAITING, editable=False)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0, editable=False)
    problem = LineField(_("problème"), max_length=300, blank=True, editable=False)
    worker = models.PositiveIntegerField(null=True, editable=False)
    sent_at = models.DateTimeField(_("parti le"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        constraints = [
            one_of("outgoingmail", "status", MailStatus),
            models.CheckConstraint(
                condition=Q(status__in=IN_HAND, worker__isnull=False) | (~Q(status__in=IN_HAND) & Q(worker=None)),
                name="outgoingmail_in_hand_has_worker",
                violation_error_message=_("Un courriel en cours d’envoi est pris en charge, et lui seul."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.SENT, sent_at__isnull=False) | (~Q(status=S.SENT) & Q(sent_at=None)),
                name="outgoingmail_sent_dated",
                violation_error_message=_("Un courriel parti porte sa date, et lui seul."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.CANCELLED, cancelled_at__isnull=False)
                | (~Q(status=S.CANCELLED) & Q(cancelled_at=None, cancelled_by=None)),
                name="outgoingmail_cancelled_dated",
                violation_error_message=_("Un courriel annulé porte sa date, et lui seul."),
            ),
            models.CheckConstraint(
                condition=~Q(to__regex=r"[\x01-\x20\x7f]") & ~Q(subject__regex=r"[\x01-\x1f\x7f]"),
                name="outgoingmail_one_line_headers",
                violation_error_message=_("L’adresse et l’objet tiennent sur une ligne."),
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(status=S.WAITING), name="outgoingmail_waiting"),
            models.Index(fields=["worker"], condition=Q(worker__isnull=False), name="outgoingmail_in_hand"),
            models.Index(fields=["about_type", "about_id"], name="outgoingmail_about"),
            models.Index(fields=["by", "-created_at"], name="outgoingmail_by"),
            models.Index(fields=["-created_at"], name="outgoingmail_newest"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def body(self) -> str:
        """The text; empty when the key that sealed it is lost."""
        return unseal(self.sealed_body)

    @property
    def shown_body(self) -> str:
        """The text as staff read it: a link is the recipient’s, and nobody else’s."""
        return self.body if settings.KEEP_MAIL_LINKS else TOKEN.sub("(lien)", self.body)

    @property
    def tone(self) -> str:
        """Colour of the state."""
        return TONES[self.status]

    @property
    def message_id(self) -> str:
        """The same at each try, so that whoever receives it twice may know it again."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        return f"<{self.pk}@{domain}>"

    @property
    def can_become(self) -> set[MailStatus]:
        """Where it may go from here."""
        return TRANSITIONS[self.status]

    @property
    def needs_somebody(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.status in NEEDS_SOMEBODY

    @property
    def can_be_undone(self) -> bool:
        """Whether nobody has begun to send it."""
        return self.status == S.WAITING

    def move_to(self, status: MailStatus, *, at: datetime, held_by: int | None = None, **changes: Any) -> None:
        """The one door: one statement that finds the row where the table allows the step, and writes it.

        held_by: the worker that believes it has the mail in hand; whoever was thought dead no longer has.
        """
        if status not in IN_HAND:
            changes["worker"] = None
        if status == S.SENT:
            changes |= {"sent_at": at, "problem": ""}
        if status == S.CANCELLED:
            changes["cancelled_at"] = at
        if status in OVER and not settings.KEEP_MAIL_LINKS:
            changes["sealed_body"] = seal(self.shown_body)
        changes["status"] = status
        rows = OutgoingMail.objects.filter(
            pk=self.pk, status__in=[old for old, new in TRANSITIONS.items() if status in new]
        )
        if held_by is not None:
            rows = rows.filter(Q(worker=held_by) | Q(worker=None))
        if not rows.update(**changes):
            current = OutgoingMail.objects.get(pk=self.pk).get_status_display()
            raise TransitionNotAllowed(
                _("Ce courriel est déjà « %(status)s » : rien n’a changé.") % {"status": current}
            )
        for name, value in changes.items():
            setattr(self, name, value)
