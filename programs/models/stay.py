"""Stays: who occupies which place, and when."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import Beneficiary
from core import audit
from core.constraints import one_of
from core.errors import DomainError
from core.models import AuditAction
from programs.models.meeting import would_meet
from programs.models.place import Place
from programs.models.program import Program
from programs.models.states import StayStatus

TAKEN = _("Cette place est déjà prise sur une partie de ces dates.")


class StayQuerySet(models.QuerySet["Stay"]):
    """Reading the stays."""

    def visible_to(self, user: User) -> "StayQuerySet":
        """Those of visible people, and those in the programs that the user runs; nobody the user is kept from."""
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        run = models.Q(place__program__in=Program.objects.run_by(user).values("pk"))
        return self.filter(seen | run).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    @transaction.atomic
    def book(self, place: Place, beneficiary: Beneficiary, *, by: User, since: date, until: date) -> "Stay":
        """Give a place to a person from the first evening until the morning of the last day.

        The place is locked while its nights are read. A place where the person would meet somebody whom they must not
        meet is refused in the words of a place already taken.
        """
        place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        nights = DateRange(since, until)
        taken = self.filter(place=place, period__overlap=nights).exclude(status=StayStatus.CANCELLED).exists()
        if taken or would_meet(beneficiary, place.program, since=since, until=until, place=place):
            raise DomainError(TAKEN)
        stay = self.create(place=place, beneficiary=beneficiary, period=nights, created_by=by)
        audit.record(by, AuditAction.CREATED, stay, person_id=beneficiary.pk)
        return stay


class Stay(models.Model):
    """A person in a place for a period of nights: from the first evening, until the morning of the last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("programs.Place", verbose_name=_("place"), on_delete=models.PROTECT, related_name="stays")
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="stays"
    )
    period = DateRangeField(_("période"))
    status = models.CharField(_("statut"), max_length=20, choices=StayStatus, default=StayStatus.PROVISIONAL)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("séjour")
        verbose_name_plural = _("séjours")
        constraints = [
            one_of("stay", "status", StayStatus),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=[("place", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=~models.Q(status=StayStatus.CANCELLED),
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=models.Q(
                    period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False
                ),
                name="stay_period_bounded",
                violation_error_message=_(
                    "Un séjour a une date d’arrivée et une date de départ, au moins une nuit plus tard."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
