"""Events: when, where, for whom, and where they stand."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.tokens import draw
from programs.models.event.states import TONES, TRANSITIONS, EventKind, EventStatus, Visibility

S = EventStatus
TWICE = timedelta(minutes=2)  # the same words by the same hand within so long are one click too many
MEETING = {"starts_at", "ends_at", "site", "address", "online_link"}  # what those who come must know
NO_SECRET_PLACE = gettext_lazy(
    "L’adresse de ce site est protégée : un événement y conduirait du monde. Choisissez un autre lieu."
)
NOT_AT_A_SECRET_PLACE = pgtrigger.Trigger(
    name="not_at_a_secret_place",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("site_id"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("NEW.site_id IS NOT NULL"),
    func="""
    IF EXISTS (SELECT FROM programs_site WHERE id = NEW.site_id AND has_secret_address) THEN
        RAISE EXCEPTION 'event: a secret address is no public place' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
SEATS_BY_REGISTRATIONS = pgtrigger.Trigger(
    name="seats_by_registrations_alone",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("seats_taken"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Q(old__seats_taken__df=pgtrigger.F("new__seats_taken")),
    func="""
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'event: seats taken are those of its registrations' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)


class EventQuerySet(models.QuerySet["Event"]):
    """Reading the events; preparing one is register()."""

    def shown(self) -> "EventQuerySet":
        """Those that have a page for everybody who knows its address."""
        return self.exclude(status=S.DRAFT)

    def to_come(self, now: datetime) -> "EventQuerySet":
        """Not ended yet, soonest first."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "EventQuerySet":
        """Ended, latest first."""
        return self.filter(ends_at__lt=now).order_by("-starts_at", "pk")

    def locked(self, pk: uuid.UUID) -> "Event":
        """The event as it is now, kept to this transaction: its seats are given by one hand at a time."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    @transaction.atomic
    def register(self, *, by: User, **facts: Any) -> "Event":
        """Prepare an event and journal it; the same form sent twice prepares one."""
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=by.pk)
        if already := self.filter(created_by=by, created_at__gte=timezone.now() - TWICE, **facts).first():
            return already
        event = self.model(created_by=by, **facts)
        event.slug = event.free_slug()
        event.require_open_place()
        event.save()
        audit.record(by, AuditAction.CREATED, event)
        return event


class Event(models.Model):
    """A meeting open to others: its page, its programme, who comes.

    seats_taken is written by a trigger of the registrations and by nothing else: PostgreSQL refuses the one that would
    take it beyond the capacity, however many come at the same instant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    kind = models.CharField(gettext_lazy("type"), max_length=20, choices=EventKind)
    title = LineField(gettext_lazy("titre"), max_length=150)
    presentation = models.TextField(gettext_lazy("présentation"), max_length=5_000, blank=True)
    starts_at = models.DateTimeField(gettext_lazy("début"))
    ends_at = models.DateTimeField(gettext_lazy("fin"))
    site = models.ForeignKey(
        "programs.Site",
        verbose_name=gettext_lazy("dans nos murs"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    address = LineField(gettext_lazy("ou ailleurs : lieu et adresse"), max_length=200, blank=True)
    online_link = models.URLField(
        gettext_lazy("lien pour suivre en ligne"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("Donné seulement à qui s’est inscrit."),
    )
    visibility = models.CharField(
        gettext_lazy("pour qui"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    with_registration = models.BooleanField(gettext_lazy("sur inscription"), default=True)
    capacity = models.PositiveSmallIntegerField(
        gettext_lazy("nombre de places"), null=True, blank=True, help_text=gettext_lazy("Vide : sans limite.")
    )
    registration_until = models.DateField(
        gettext_lazy("inscription jusqu’au"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Vide : jusqu’au début."),
    )
    seats_taken = models.PositiveIntegerField(gettext_lazy("places prises"), default=0, editable=False)
    walk_ins = models.PositiveIntegerField(gettext_lazy("venues sans inscription"), default=0, editable=False)
    status = models.CharField(gettext_lazy("état"), max_length=10, choices=EventStatus, default=S.DRAFT, editable=False)
    cancel_reason = LineField(gettext_lazy("raison de l’annulation"), max_length=200, blank=True, editable=False)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, editable=False, related_name="next")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("événement")
        verbose_name_plural = gettext_lazy("événements")
        constraints = [
            one_of("event", "kind", EventKind),
            one_of("event", "visibility", Visibility),
            one_of("event", "status", EventStatus),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=gettext_lazy("La fin vient après le début."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="event_capacity_positive",
                violation_error_message=gettext_lazy("Le nombre de places commence à 1."),
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__gte=0) & (Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity"))),
                name="event_seats_within_capacity",
                violation_error_message=gettext_lazy("Il y a plus d’inscriptions que de places."),
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(address=""),
                name="event_one_place",
                violation_error_message=gettext_lazy("Choisissez un site ou écrivez une adresse : l’un des deux."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[S.DRAFT, S.CANCELLED])
                | Q(site__isnull=False)
                | ~Q(address="")
                | ~Q(online_link=""),
                name="event_announced_has_a_place",
                violation_error_message=gettext_lazy("Dites d’abord où l’événement a lieu."),
            ),
            models.CheckConstraint(
                condition=(Q(status=S.CANCELLED) & ~Q(cancel_reason=""))
                | (~Q(status=S.CANCELLED) & Q(cancel_reason="")),
                name="event_cancelled_has_a_reason",
                violation_error_message=gettext_lazy("Une annulation porte sa raison, et elle seule."),
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="event_dates")]
        triggers = [NOT_AT_A_SECRET_PLACE, SEATS_BY_REGISTRATIONS]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return TONES[self.status]

    @property
    def can_become(self) -> frozenset[EventStatus]:
        """Statuses that may follow the present one."""
        return TRANSITIONS[self.status]

    @property
    def place(self) -> str:
        """Where it is, as anybody may read it: a site whose address has since become secret is told to nobody."""
        if self.site and self.site.has_secret_address:
            return ""
        if self.site:
            town = f"{self.site.postal_code} {self.site.city}".strip()
            return ", ".join(filter(None, [self.site.name, self.site.address, town]))
        return self.address

    @property
    def seats_left(self) -> int | None:
        """Seats still free; None without a limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)

    def takes_registrations(self, now: datetime) -> bool:
        """Whether somebody may still register."""
        in_time = self.registration_until is None or timezone.localdate(now) <= self.registration_until
        return self.status == S.ANNOUNCED and self.with_registration and now < self.starts_at and in_time

    def free_slug(self) -> str:
        """An address in words; one that nobody guesses when the page is for those invited."""
        year = f"-{timezone.localtime(self.starts_at).year}"
        words = (slugify(self.title)[:80].strip("-_").removesuffix(year) or "evenement") + year
        if self.visibility == Visibility.INVITATION:
            return f"{words}-{draw()[:20]}"
        return f"{words}-{draw()[:6]}" if Event.objects.filter(slug=words).exists() else words

    def require_open_place(self) -> None:
        """Refuse the house whose address is protected."""
        if self.site and self.site.has_secret_address:
            raise DomainError(str(NO_SECRET_PLACE))

    @transaction.atomic
    def amend(self, *, by: User, at: datetime, **facts: Any) -> None:
        """Write what changed; those who registered are told of another place or hour, and get the seats added."""
        stored = Event.objects.locked(self.pk)
        if stored.status == S.CANCELLED:
            raise TransitionNotAllowed(_("Cet événement est annulé : il ne change plus."))
        capacity = facts.get("capacity", stored.capacity)
        if capacity is not None and capacity < stored.seats_taken:
            raise DomainError(
                _("%(taken)d places sont déjà prises : le nombre de places ne peut pas descendre en dessous.")
                % {"taken": stored.seats_taken}
            )
        changed = sorted(name for name, value in facts.items() if getattr(stored, name) != value)
        for name, value in facts.items():
            setattr(self, name, value)
        self.require_open_place()
        self.require_a_place()
        if "visibility" in changed and self.visibility == Visibility.INVITATION:
            self.slug = self.free_slug()
            changed.append("slug")
        if not changed:
            return
        self.save(update_fields=changed)
        audit.record(by, AuditAction.CHANGED, self, fields=changed)
        if MEETING & set(changed):
            self.registrations.tell_moved(self, at=at)
        self.registrations.fill_seats(self, at=at)

    def require_a_place(self) -> None:
        """An event announced says where it is."""
        if self.status not in {S.DRAFT, S.CANCELLED} and not (self.site or self.address or self.online_link):
            raise DomainError(_("Dites d’abord où l’événement a lieu."))

    def announce(self, *, by: User, at: datetime) -> None:
        """Open the page."""
        if not (self.site or self.address or self.online_link):
            raise DomainError(_("Dites d’abord où l’événement a lieu."))
        self._move_to(S.ANNOUNCED, by=by, at=at)

    def hold(self, *, by: User, at: datetime) -> None:
        """Say that it took place."""
        if at < self.starts_at:
            raise DomainError(_("Cet événement n’a pas encore commencé."))
        self._move_to(S.HELD, by=by, at=at)

    @transaction.atomic
    def cancel(self, *, by: User, at: datetime, reason: str) -> None:
        """Call it off; the page says so and why, and those who registered are told."""
        if not reason.strip():
            raise DomainError(_("Dites pourquoi l’événement est annulé."))
        self._move_to(S.CANCELLED, by=by, at=at, cancel_reason=reason)
        self.registrations.tell_cancelled(self, at=at)

    @transaction.atomic
    def note_walk_ins(self, number: int, *, by: User) -> None:
        """How many came who had not registered."""
        self.walk_ins = number
        self.save(update_fields=["walk_ins"])
        audit.record(by, AuditAction.CHANGED, self, fields=["walk_ins"])

    @transaction.atomic
    def _move_to(self, status: EventStatus, *, by: User, at: datetime, **fields: Any) -> None:
        """The one door: lock the row, check the table, write the status and its line of history."""
        stored = Event.objects.locked(self.pk)
        if status not in TRANSITIONS[stored.status]:
            words = {"status": stored.get_status_display()}
            raise TransitionNotAllowed(_("Cet événement est déjà « %(status)s » : rien n’a changé.") % words)
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])
        self.changes.create(
            from_status=stored.status, to_status=status, at=at, by=by, reason=fields.get("cancel_reason", "")
        )
        audit.record(by, AuditAction.CHANGED, self, fields=["status", *fields])
