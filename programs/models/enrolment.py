"""Enrolments: a person in a program."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import Beneficiary
from core import audit
from core.constraints import one_of, ordered_dates
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from programs.models.meeting import would_meet
from programs.models.program import Program
from programs.models.states import EnrolmentStatus


def require_room(program: Program, person: Beneficiary, *, since: date) -> None:
    """Refuse a place, in the same words when none is left and when somebody is there whom the person must not meet."""
    if program.places_left() == 0 or would_meet(person, program, since=since):
        raise DomainError(_("Ce programme n’a pas de place pour cette personne en ce moment."))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reading the enrolments, and the one way to make one."""

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        """Those of visible people, and those in the programs that the user runs; nobody the user is kept from."""
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        run = models.Q(program__in=Program.objects.run_by(user).values("pk"))
        return self.filter(seen | run).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def of(self, person: Beneficiary) -> "EnrolmentQuerySet":
        """Those of a person already opened."""
        return self.filter(beneficiary=person)

    def active(self) -> "EnrolmentQuerySet":
        """Those that hold a place."""
        return self.filter(status=EnrolmentStatus.ACTIVE)

    def with_person_visibility(self, user: User) -> "EnrolmentQuerySet":
        """Tell on each row, as person_is_visible, whether the user may open the person’s file."""
        person = Beneficiary.objects.visible_to(user).filter(pk=models.OuterRef("beneficiary_id"))
        return self.annotate(person_is_visible=models.Exists(person))

    def for_list(self) -> "EnrolmentQuerySet":
        """In the order of French names, with the person."""
        return self.select_related("beneficiary").order_by("beneficiary__sort_key", "pk")

    @transaction.atomic
    def enrol(self, program: Program, beneficiary: Beneficiary, *, by: User, on: date) -> "Enrolment":
        """Give a person a place in a program.

        The program’s row is locked while its places are counted, so that the last place goes to one person only.
        Raises DomainError when the program is closed, the person already enrolled, or no place is left for them: none
        at all, or somebody is there whom they must not meet, which the words do not tell apart.
        """
        locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        if not locked.is_active:
            raise DomainError(_("Ce programme est fermé."))
        if self.active().filter(program=locked, beneficiary=beneficiary).exists():
            raise DomainError(_("Cette personne est déjà inscrite à ce programme."))
        require_room(locked, beneficiary, since=on)
        enrolment = self.create(program=locked, beneficiary=beneficiary, started_on=on, created_by=by)
        audit.record(by, AuditAction.CREATED, enrolment, person_id=beneficiary.pk)
        return enrolment


class Enrolment(models.Model):
    """A person’s participation in a program, with its dates and how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="enrolments"
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="enrolments"
    )
    status = models.CharField(_("statut"), max_length=20, choices=EnrolmentStatus, default=EnrolmentStatus.ACTIVE)
    started_on = models.DateField(_("depuis le"))
    ended_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    end_reason = LineField(_("raison de la fin"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        constraints = [
            one_of("enrolment", "status", EnrolmentStatus),
            ordered_dates("enrolment", "started_on", "ended_on"),
            models.CheckConstraint(
                condition=models.Q(status=EnrolmentStatus.ACTIVE, ended_on__isnull=True)
                | models.Q(~models.Q(status=EnrolmentStatus.ACTIVE), ended_on__isnull=False),
                name="enrolment_end_is_dated",
                violation_error_message=_(
                    "Une inscription finie porte une date de fin, une inscription en cours n’en porte pas."
                ),
            ),
            models.UniqueConstraint(
                fields=["program", "beneficiary"],
                condition=models.Q(status=EnrolmentStatus.ACTIVE),
                name="enrolment_once",
                violation_error_message=_("Cette personne est déjà inscrite à ce programme."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def end(self, *, status: EnrolmentStatus, reason: str, by: User, on: date) -> None:
        """Free the place; an enrolment already ended is refused."""
        if on < self.started_on:
            raise DomainError(_("La date de fin vient avant le début de l’inscription."))
        changed = Enrolment.objects.filter(pk=self.pk, status=EnrolmentStatus.ACTIVE).update(
            status=status, end_reason=reason, ended_on=on
        )
        if not changed:
            raise DomainError(_("Cette inscription est déjà terminée."))
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status"])
