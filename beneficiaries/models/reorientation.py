"""Requests to move a person to another team or lead worker, and what the coordination decides."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.roles import Permission
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened
from beneficiaries.models.states import FileStatus
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction

LONGEST_REASON = 2_000


class ReorientationStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Demande envoyée")
    MAINTAINED = "maintained", _("Refusée : accompagnement maintenu")
    REORIENTED = "reoriented", _("Acceptée")
    WITHDRAWN = "withdrawn", _("Retirée")


S = ReorientationStatus
TRANSITIONS: dict[str, set[str]] = {
    S.OPEN: {S.MAINTAINED, S.REORIENTED, S.WITHDRAWN},
    S.MAINTAINED: set(),
    S.REORIENTED: set(),
    S.WITHDRAWN: set(),
}
TONES: dict[str, str] = {S.OPEN: "info", S.MAINTAINED: "warning", S.REORIENTED: "success", S.WITHDRAWN: "neutral"}
RELATED = ("from_team", "from_lead", "recommended_team", "recommended_lead", "to_team", "to_lead")


class ReorientationQuerySet(models.QuerySet["Reorientation"]):
    """Reading the requests, and asking."""

    def visible_to(self, user: User) -> "ReorientationQuerySet":
        """Those of the files whose content the user reads, and those about the user as asker or former lead worker."""
        if not user.can(Permission.FILE_CONTENT):
            return self.none()
        about_user = models.Q(requested_by=user) | models.Q(from_lead=user)
        seen = models.Q(beneficiary__in=Beneficiary.objects.content_visible_to(user))
        return self.filter(seen | about_user).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def visible_in(self, file: Opened) -> "ReorientationQuerySet":
        """Those of a file already opened."""
        return self.filter(file.holds())

    def decidable_by(self, user: User) -> "ReorientationQuerySet":
        """Open, about a person of the teams that the user coordinates."""
        if not user.can(Permission.PERSON_ASSIGN):
            return self.none()
        return self.open().filter(beneficiary__in=Beneficiary.objects.of_teams_visible_to(user))

    def open(self) -> "ReorientationQuerySet":
        """Nobody has decided."""
        return self.filter(status=S.OPEN)

    def told_to(self, user: User) -> "ReorientationQuerySet":
        """Asked for by the user, decided by another, and not marked as read."""
        decided = self.filter(status__in=[S.MAINTAINED, S.REORIENTED], requested_by=user, seen_at__isnull=True)
        return decided.exclude(decided_by=user)

    def left_without_lead(self) -> "ReorientationQuerySet":
        """Accepted towards a team, without naming who leads the file there."""
        return self.filter(status=S.REORIENTED, to_lead__isnull=True)

    def for_list(self) -> "ReorientationQuerySet":
        """Those to decide first, the oldest of them at the top; then the latest decided; with every name shown."""
        rows = self.select_related("beneficiary", "requested_by", "decided_by", *RELATED)
        return rows.order_by(models.F("decided_at").desc(nulls_first=True), "requested_at", "pk")

    @transaction.atomic
    def register(
        self, person: Beneficiary, *, by: User, at: datetime, reason: str, team: Team, lead: User | None
    ) -> "Reorientation":
        """Ask for another team or lead worker; one request at a time, the same sent twice is one."""
        person.lock()
        now = Beneficiary.objects.select_related("team", "lead_worker").get(pk=person.pk)
        asked: dict[str, Any] = {"reason": reason, "recommended_team": team, "recommended_lead": lead}
        if already := self.open().filter(beneficiary=person).first():
            if self.filter(pk=already.pk, requested_by=by, **asked).exists():
                return already
            raise DomainError(_("Une demande de réorientation est déjà ouverte pour cette personne."))
        if now.status == FileStatus.CLOSED:
            raise DomainError(_("Ce suivi est terminé."))
        require_of_team(lead, team)
        origin = {"from_team": now.team, "from_lead": now.lead_worker}
        request = self.create(beneficiary=person, **origin, **asked, requested_by=by, requested_at=at)
        audit.record(by, AuditAction.CREATED, request, person_id=person.pk)
        return request


class Reorientation(models.Model):
    """One request: why, towards whom, who asked; then the decision. It is never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="reorientations"
    )
    from_team = models.ForeignKey(
        "accounts.Team", verbose_name=_("équipe au moment de la demande"), on_delete=models.PROTECT, related_name="+"
    )
    from_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("référent·e au moment de la demande"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.TextField(_("motif de la demande"), max_length=LONGEST_REASON)
    recommended_team = models.ForeignKey(
        "accounts.Team", verbose_name=_("équipe recommandée"), on_delete=models.PROTECT, related_name="+"
    )
    recommended_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("référent·e recommandé·e"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status = models.CharField(_("statut"), max_length=10, choices=ReorientationStatus, default=S.OPEN, editable=False)
    requested_at = models.DateTimeField(_("demandée le"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("demandée par"), on_delete=models.PROTECT, related_name="+"
    )
    decision_reason = models.TextField(_("motif de la décision"), max_length=LONGEST_REASON, blank=True)
    decided_at = models.DateTimeField(_("décidée le"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    to_team = models.ForeignKey(
        "accounts.Team", verbose_name=_("nouvelle équipe"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nouveau ou nouvelle référent·e"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    seen_at = models.DateTimeField(_("décision lue le"), null=True, editable=False)

    objects = ReorientationQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de réorientation")
        verbose_name_plural = _("demandes de réorientation")
        constraints = [
            one_of("reorientation", "status", ReorientationStatus),
            paired("reorientation", "decided_at", "decided_by"),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=models.Q(status=S.OPEN),
                name="reorientation_open_once",
                violation_error_message=_("Une demande de réorientation est déjà ouverte pour cette personne."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=S.OPEN, decided_at__isnull=True)
                | (~models.Q(status=S.OPEN) & models.Q(decided_at__isnull=False)),
                name="reorientation_decision_dated",
                violation_error_message=_("Une décision porte sa date et son auteur, une demande ouverte n’en a pas."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="") & (~models.Q(status=S.MAINTAINED) | ~models.Q(decision_reason="")),
                name="reorientation_reasoned",
                violation_error_message=_("Une demande et un refus disent pourquoi."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=S.REORIENTED, to_team__isnull=False)
                | (~models.Q(status=S.REORIENTED) & models.Q(to_team__isnull=True, to_lead__isnull=True)),
                name="reorientation_goes_somewhere",
                violation_error_message=_("Une réorientation acceptée dit vers quelle équipe, et elle seule."),
            ),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "requested_at"], name="reorientation_history"),
            models.Index(fields=["requested_by", "status"], name="reorientation_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"

    @property
    def tone(self) -> str:
        """The colour that goes with the status."""
        return TONES[self.status]

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status == S.OPEN

    @property
    def settled_reason(self) -> str:
        """Why the person is where they are since the decision: said by who decided, else by who asked."""
        return self.decision_reason or self.reason

    @transaction.atomic
    def maintain(self, *, by: User, at: datetime, reason: str) -> None:
        """Refuse, and say why: the person stays with the same team and lead worker."""
        if not reason.strip():
            raise DomainError(_("Dites pourquoi l’accompagnement est maintenu."))
        self.decision_reason = reason
        self._move_to(S.MAINTAINED, by=by, at=at, fields=["decision_reason"])

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take the request back before it is decided."""
        self._move_to(S.WITHDRAWN, by=by, at=at)

    @transaction.atomic
    def grant(self, *, by: User, at: datetime, team: Team, lead: User | None, reason: str) -> None:
        """Accept: towards which team, which lead worker if one is named. The file itself is moved by reorienting."""
        self.to_team, self.to_lead, self.decision_reason = team, lead, reason
        self._move_to(S.REORIENTED, by=by, at=at, fields=["to_team", "to_lead", "decision_reason"])

    @transaction.atomic
    def mark_seen(self, *, by: User, at: datetime) -> None:
        """The asker has read the decision; marking twice changes nothing."""
        if Reorientation.objects.told_to(by).filter(pk=self.pk).update(seen_at=at):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["seen_at"])

    def _move_to(self, status: ReorientationStatus, *, by: User, at: datetime, fields: list[str] | None = None) -> None:
        """The one door: read again under lock, refuse what the table does not allow, write, journal."""
        current = Reorientation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if status not in TRANSITIONS[current.status]:
            words = {"status": current.get_status_display()}
            raise TransitionNotAllowed(_("Cette demande est déjà close (%(status)s) : rien n’a changé.") % words)
        self.status, self.decided_at, self.decided_by = status, at, by
        self.save(update_fields=["status", "decided_at", "decided_by", *(fields or [])])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status"])


def require_of_team(lead: User | None, team: Team) -> None:
    """Refuse a lead worker who is not of the team."""
    if lead and not (lead.is_active and lead.teams.filter(pk=team.pk).exists()):
        raise DomainError(_("Cette personne n’est pas de l’équipe choisie."))
