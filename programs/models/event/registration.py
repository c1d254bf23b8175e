"""Who registered for an event: kept to prepare it and to write to them, forgotten some weeks after."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.sealed_field import SealedJSONField
from core.sql import FrenchSort
from core.tokens import digest
from programs.models.event.event import Event
from programs.models.event.letters import News, tell
from programs.models.event.states import AudienceKind, EventStatus, RegistrationStatus

S = RegistrationStatus
MOST_SEATS = 10
ASKED_AGAIN = timedelta(hours=1)
# The event’s row is written, hence locked, by PostgreSQL itself, whatever writes the registrations.
SEATS_COUNTED = pgtrigger.Trigger(
    name="seats_counted",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("status", "seats", "event_id"),  # type: ignore[no-untyped-call]
    func="""
    IF TG_OP <> 'INSERT' AND OLD.status = 'confirmed' THEN
        UPDATE programs_event SET seats_taken = seats_taken - OLD.seats WHERE id = OLD.event_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.status = 'confirmed' THEN
        UPDATE programs_event SET seats_taken = seats_taken + NEW.seats WHERE id = NEW.event_id;
    END IF;
    RETURN NULL;
    """,
)


class EventRegistrationQuerySet(models.QuerySet["EventRegistration"]):
    """Registering, and reading who did."""

    def visible_to(self, user: User) -> "EventRegistrationQuerySet":
        """For those who prepare the events."""
        return self.all() if user.can(Permission.EVENT_WRITE) else self.none()

    def standing(self) -> "EventRegistrationQuerySet":
        """Confirmed or waiting."""
        return self.exclude(status=S.CANCELLED)

    def for_list(self) -> "EventRegistrationQuerySet":
        """In the order of names, those who wait after the others, in their turn."""
        rank = models.Case(models.When(status=S.CONFIRMED, then=0), models.When(status=S.WAITING, then=1), default=2)
        turn = models.Case(models.When(status=S.WAITING, then=F("created_at")))
        return self.order_by(rank, turn, FrenchSort("name"), "pk")

    def opened_by(self, token: str) -> "EventRegistration | None":
        """The registration of this token, as long as it says anything."""
        rows = self.filter(token_hashes__contains=[digest(token)], erased_at__isnull=True)
        return rows.select_related("event__site").first()

    def outlived(self, now: datetime) -> "EventRegistrationQuerySet":
        """Those of events ended so long ago that nobody needs to be written to."""
        ended = now - timedelta(days=settings.EVENT_KEEP_DAYS)
        return self.filter(erased_at__isnull=True, event__ends_at__lt=ended)

    def erase(self, now: datetime) -> int:
        """Forget who they were; how many came, and from what kind of organisation, stays for the figures."""
        nobody: dict[str, Any] = {"name": "", "email": "", "organization": "", "needs": {}, "token_hashes": []}
        return self.update(**nobody, erased_at=now)

    @transaction.atomic
    def register(self, event: Event, *, at: datetime, by: User | None = None, **facts: Any) -> "EventRegistration":
        """Give seats, or a turn on the waiting list, and write so; an address already registered is told again.

        The event’s row is locked while its seats are counted. by: a colleague who notes somebody, even on the day.
        """
        locked = Event.objects.select_related("site").locked(event.pk)
        if not (by or locked.takes_registrations(at)) or locked.status != EventStatus.ANNOUNCED:
            raise DomainError(_("Les inscriptions sont closes."))
        known = self.standing().filter(event=locked, email__iexact=facts["email"]).first() if facts["email"] else None
        if known:
            known.event = locked
            known.tell_again(at=at)
            return known
        status = S.CONFIRMED if locked.seats_left is None or facts["seats"] <= locked.seats_left else S.WAITING
        row = self.create(event=locked, status=status, created_at=at, created_by=by, **facts)
        audit.record(by, AuditAction.CREATED, row)
        tell(row, News.CONFIRMED if status == S.CONFIRMED else News.WAITING, at=at)
        return row

    def fill_seats(self, event: Event, *, at: datetime) -> int:
        """Give the free seats to those who wait, the first who fits first, and tell them; how many were told.

        The caller holds the event’s row.
        """
        stored, told = Event.objects.get(pk=event.pk), 0
        if stored.status != EventStatus.ANNOUNCED or at >= stored.starts_at:
            return 0
        left = stored.seats_left
        for row in self.filter(event=event, status=S.WAITING).order_by("created_at", "pk"):
            if left is None or row.seats <= left:
                row.event = event
                row.confirm(at=at)
                left = None if left is None else left - row.seats
                told += 1
        return told

    def tell_moved(self, event: Event, *, at: datetime) -> None:
        """Say where and when it is now."""
        if event.status == EventStatus.ANNOUNCED and at < event.ends_at:
            self._tell_each(event, News.MOVED, at=at)

    def tell_cancelled(self, event: Event, *, at: datetime) -> None:
        """Say that it will not take place."""
        self._tell_each(event, News.CANCELLED, at=at)

    def _tell_each(self, event: Event, news: News, *, at: datetime) -> None:
        for row in self.standing().filter(event=event).exclude(email="").order_by("created_at", "pk"):
            row.event = event
            tell(row, news, at=at)


class EventRegistration(models.Model):
    """Somebody who wants to come, known by what they gave; never a person accompanied, never tied to a file.

    Purpose: prepare the event, write to them about it. Kept EVENT_KEEP_DAYS days after its end, then only counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="registrations")
    name = LineField(gettext_lazy("nom"), max_length=120, blank=True)
    email = models.EmailField(gettext_lazy("courriel"), blank=True)
    organization = LineField(gettext_lazy("structure"), max_length=150, blank=True)
    organization_kind = models.CharField(gettext_lazy("vous venez"), max_length=20, choices=AudienceKind)
    seats = models.PositiveSmallIntegerField(gettext_lazy("combien de personnes"), default=1)
    needs = SealedJSONField(gettext_lazy("besoins pour venir"))
    status = models.CharField(gettext_lazy("état"), max_length=10, choices=RegistrationStatus)
    token_hashes = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(gettext_lazy("inscrite le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    told_again_at = models.DateTimeField(null=True, editable=False)
    came_at = models.DateTimeField(gettext_lazy("arrivée à"), null=True, editable=False)
    came_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    erased_at = models.DateTimeField(gettext_lazy("effacée le"), null=True, editable=False)

    objects = EventRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("inscription à un événement")
        verbose_name_plural = gettext_lazy("inscriptions à un événement")
        constraints = [
            one_of("eventregistration", "status", RegistrationStatus),
            one_of("eventregistration", "organization_kind", AudienceKind),
            paired("eventregistration", "came_at", "came_by"),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS),
                name="eventregistration_seats_plausible",
                violation_error_message=gettext_lazy("De 1 à 10 personnes."),
            ),
            models.CheckConstraint(
                condition=Q(came_at__isnull=True) | Q(status=S.CONFIRMED),
                name="eventregistration_who_came_had_a_seat",
                violation_error_message=gettext_lazy("Une personne qui est venue avait sa place."),
            ),
            models.CheckConstraint(
                condition=(Q(erased_at__isnull=True) & ~Q(name=""))
                | Q(erased_at__isnull=False, name="", email="", organization="", needs="", token_hashes=[]),
                name="eventregistration_erased_is_empty",
                violation_error_message=gettext_lazy("Une inscription porte un nom, jusqu’à ce qu’elle soit effacée."),
            ),
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(email="") & ~Q(status=S.CANCELLED),
                name="eventregistration_one_an_address",
                violation_error_message=gettext_lazy("Cette adresse est déjà inscrite."),
            ),
        ]
        triggers = [SEATS_COUNTED]

    def __str__(self) -> str:
        return str(self.pk)

    def tell_again(self, *, at: datetime) -> None:
        """The mail was lost, or the form sent twice: write where they stand, once an hour at most."""
        if at - (self.told_again_at or self.created_at) < ASKED_AGAIN:
            return
        self.told_again_at = at
        self.save(update_fields=["told_again_at"])
        tell(self, News.CONFIRMED if self.status == S.CONFIRMED else News.WAITING, at=at)

    def confirm(self, *, at: datetime) -> None:
        """Give a seat to somebody who waits, and tell them."""
        self.status = S.CONFIRMED
        self.save(update_fields=["status"])
        audit.record(None, AuditAction.CHANGED, self, fields=["status"])
        tell(self, News.FREED, at=at)

    @transaction.atomic
    def cancel(self, *, at: datetime, by: User | None = None) -> None:
        """Give the seats back to those who wait; twice changes nothing."""
        event = Event.objects.select_related("site").locked(self.event_id)
        rows = EventRegistration.objects.standing().filter(pk=self.pk, came_at__isnull=True)
        if not rows.update(status=S.CANCELLED):
            return
        self.status = S.CANCELLED
        audit.record(by, AuditAction.CHANGED, self, fields=["status"])
        EventRegistration.objects.fill_seats(event, at=at)

    @transaction.atomic
    def check_in(self, *, by: User, at: datetime) -> None:
        """Somebody is there; who waited takes a seat if one is left. Twice changes nothing."""
        event = Event.objects.locked(self.event_id)
        row = EventRegistration.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if event.status not in {EventStatus.ANNOUNCED, EventStatus.HELD} or row.status == S.CANCELLED:
            raise TransitionNotAllowed(_("Cette inscription ne tient plus."))
        if row.status == S.WAITING and event.seats_left is not None and row.seats > event.seats_left:
            raise DomainError(_("Toutes les places sont prises."))
        if row.came_at:
            return
        row.status, row.came_at, row.came_by = S.CONFIRMED, at, by
        row.save(update_fields=["status", "came_at", "came_by"])
        audit.record(by, AuditAction.CHANGED, row, fields=["came_at"])

    @transaction.atomic
    def take_back_check_in(self, *, by: User) -> None:
        """It was somebody else."""
        EventRegistration.objects.filter(pk=self.pk).update(came_at=None, came_by=None)
        audit.record(by, AuditAction.CHANGED, self, fields=["came_at"])
