"""Requests for a place: who asks for whom, what is needed, and what came of it."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission, Role
from beneficiaries.models import Beneficiary, Layer
from beneficiaries.models.layer import people_read_in
from core import audit
from core.constraints import one_of
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from programs.models.childcare.booking import Booked, Reason, book_hours
from programs.models.childcare.booking_states import BookingReason
from programs.models.childcare.hours import Slot
from programs.models.place import Place
from programs.models.place_event import changed, write_event
from programs.models.place_taker import require_said
from programs.models.program import Program, ProgramKind
from programs.models.stay import Stay, require_dates
from programs.models.stay_states import OPEN_REQUESTS, REQUEST_TRANSITIONS, Act, RejectReason, RequestStatus


class PlaceRequestQuerySet(models.QuerySet["PlaceRequest"]):
    """Reading the requests, and making one."""

    def visible_to(self, user: User) -> "PlaceRequestQuerySet":
        """Those of visible people, and those for the houses that the user runs; nobody the user is kept from.

        What is asked of a crèche is about children: care_visible_to.
        """
        houses = Program.objects.run_by(user).filter(kind=ProgramKind.SHELTER).order_by()
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        run = models.Q(program__in=houses.values("pk"))
        anywhere = models.Q(program__isnull=True) & models.Q(models.Exists(houses))
        rows = self.filter(seen | run | anywhere).exclude(program__kind=ProgramKind.CHILDCARE)
        return rows.exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def managed_by(self, user: User) -> "PlaceRequestQuerySet":
        """Those that the user decides on."""
        if not user.can(Permission.STAY_WRITE):
            return self.none()
        rows = self.visible_to(user)
        if user.has_role(Role.COORDINATOR):
            return rows
        return rows.filter(models.Q(program__isnull=True) | models.Q(program__in=Program.objects.run_by(user)))

    def care_visible_to(self, user: User) -> "PlaceRequestQuerySet":
        """Those made to crèches, of people whose family the user reads and in the crèches whose places they give."""
        seen = models.Q(beneficiary__in=people_read_in(user, Layer.FAMILY))
        run = models.Q(program__in=Program.objects.managed_by(user).order_by())
        rows = self.filter(program__kind=ProgramKind.CHILDCARE).filter(seen | run)
        return rows.exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def made_to(self, program: Program, user: User) -> "PlaceRequestQuerySet":
        """Those made to a crèche, for whoever gives its places: about children, never about the parent."""
        rows = self.filter(program__in=Program.objects.managed_by(user).filter(pk=program.pk))
        return rows.exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def open(self) -> "PlaceRequestQuerySet":
        """Neither placed nor refused nor taken back."""
        return self.filter(status__in=OPEN_REQUESTS)

    @transaction.atomic
    def register(
        self, person: Beneficiary, *, by: User, at: datetime, children: Sequence[Any] = (), **fields: Any
    ) -> "PlaceRequest":
        """Ask for a place for a person and the children who come with them."""
        require_dates(fields["since"], fields["until"])
        row = self.create(beneficiary=person, created_by=by, created_at=at, **fields)
        row.children.set(children)
        write_event(row, Act.REQUESTED, by=by, at=at, changes={})
        audit.record(by, AuditAction.CREATED, row, person_id=person.pk)
        return row


class PlaceRequest(models.Model):
    """A place asked for a person, alone or with children, for given nights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=gettext_lazy("personne"), on_delete=models.PROTECT,
        related_name="place_requests",
    )  # fmt: skip
    program = models.ForeignKey(
        "programs.Program", verbose_name=gettext_lazy("maison"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="place_requests",
    )  # fmt: skip
    children = models.ManyToManyField(
        "beneficiaries.Child", verbose_name=gettext_lazy("enfants"), blank=True, related_name="place_requests"
    )
    since = models.DateField(gettext_lazy("à partir du"))
    until = models.DateField(gettext_lazy("jusqu’au"))
    needs_accessible = models.BooleanField(gettext_lazy("place accessible en fauteuil"), default=False)
    message = models.TextField(gettext_lazy("ce qui aide à accueillir"), max_length=2_000, blank=True)
    from_hour = models.TimeField(gettext_lazy("de"), null=True, blank=True)
    to_hour = models.TimeField(gettext_lazy("à"), null=True, blank=True)
    care_reason = models.CharField(
        gettext_lazy("pendant ce temps"), max_length=12, choices=[("", ""), *BookingReason.choices], blank=True,
        default="",
    )  # fmt: skip
    care_note = LineField(gettext_lazy("autre, en quelques mots"), max_length=160, blank=True)
    status = models.CharField(
        gettext_lazy("statut"), max_length=20, choices=RequestStatus, default=RequestStatus.SUBMITTED
    )
    reject_reason = models.CharField(
        gettext_lazy("raison du refus"), max_length=20, choices=RejectReason, blank=True, default=""
    )
    decision_note = models.TextField(gettext_lazy("notes de la décision"), max_length=1_000, blank=True)
    created_at = models.DateTimeField(gettext_lazy("demandée le"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = PlaceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("demande de place")
        verbose_name_plural = gettext_lazy("demandes de place")
        constraints = [
            one_of("placerequest", "status", RequestStatus),
            one_of("placerequest", "reject_reason", RejectReason),
            models.CheckConstraint(
                condition=models.Q(from_hour__isnull=True, to_hour__isnull=True, care_reason="")
                | models.Q(from_hour__isnull=False, to_hour__isnull=False, care_reason__in=BookingReason.values),
                name="placerequest_care_reason_with_hours",
                violation_error_message=gettext_lazy("Des heures de crèche disent aussi pourquoi."),
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")),
                name="placerequest_since_before_until",
                violation_error_message=gettext_lazy("Le départ vient au moins une nuit après l’arrivée."),
            ),
            models.CheckConstraint(
                condition=models.Q(models.Q(status=RequestStatus.REJECTED) & ~models.Q(reject_reason=""))
                | models.Q(~models.Q(status=RequestStatus.REJECTED), reject_reason=""),
                name="placerequest_refusal_told",
                violation_error_message=gettext_lazy("Une demande refusée, et elle seule, porte une raison de refus."),
            ),
        ]
        indexes = [models.Index(fields=["status", "since"], name="placerequest_status")]

    def __str__(self) -> str:
        return str(self.pk)

    def assess(self, *, by: User, at: datetime) -> None:
        """Say that somebody looks at it."""
        self._move_to(RequestStatus.ASSESSED, Act.ASSESSED, by=by, at=at)

    def make_ready(self, *, by: User, at: datetime) -> None:
        """Say that a place may be given."""
        self._move_to(RequestStatus.READY, Act.READY, by=by, at=at)

    def reject(self, *, by: User, at: datetime, reason: str, note: str = "") -> None:
        """Refuse, with a reason; another one is told in the notes."""
        require_said(reason, RejectReason.OTHER, note)
        self._move_to(
            RequestStatus.REJECTED, Act.REJECTED, by=by, at=at, reject_reason=reason, decision_note=note.strip()
        )

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take it back."""
        self._move_to(RequestStatus.WITHDRAWN, Act.WITHDRAWN, by=by, at=at)

    @transaction.atomic
    def place(
        self, places: Sequence[Place], *, by: User, at: datetime, since: date | None = None, until: date | None = None
    ) -> list[Stay]:
        """Book these places for the person and the children, one each, with nothing typed again."""
        children = list(self.children.order_by("birth_date", "pk"))
        if len(places) != 1 + len(children):
            raise DomainError(_("Il faut une place pour chaque personne de la demande."))
        if self.program_id and {place.program_id for place in places} != {self.program_id}:
            raise DomainError(_("La demande est pour une autre maison."))
        stays = Stay.objects.book_together(
            list(zip(places, [None, *children], strict=True)),
            self.beneficiary,
            by=by,
            since=since or self.since,
            until=until or self.until,
            request=self,
        )
        self._move_to(RequestStatus.PLACED, Act.PLACED, by=by, at=at)
        return stays

    @transaction.atomic
    def place_children(self, *, by: User, at: datetime, slots: Sequence[Slot], leave_taken: bool = False) -> Booked:
        """Book these hours for each child of the request, with nothing typed again."""
        if self.program is None or self.from_hour is None:
            raise DomainError(_("Cette demande n’est pas pour une crèche."))
        reason = Reason(self.care_reason, note=self.care_note or _("Voir la demande"))
        children = list(self.children.order_by("birth_date", "pk"))
        booked = book_hours(self.program, children, slots, by=by, reason=reason, leave_taken=leave_taken, request=self)
        self._move_to(RequestStatus.PLACED, Act.PLACED, by=by, at=at)
        return booked

    @transaction.atomic
    def _move_to(self, status: RequestStatus, act: Act, *, by: User, at: datetime, **fields: Any) -> None:
        """The one door."""
        current = PlaceRequest.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if status not in REQUEST_TRANSITIONS[current.status]:
            raise TransitionNotAllowed(
                _("Cette demande est « %(status)s » : rien n’a changé.")
                % {"status": RequestStatus(current.status).label}
            )
        written = {"status": status, **fields}
        changes = changed(current, written)
        for name, value in written.items():
            setattr(self, name, value)
        self.save(update_fields=written)
        write_event(self, act, by=by, at=at, changes=changes)
        audit.record(by, AuditAction.CHANGED, self, person_id=current.beneficiary_id, fields=changes)
