"""Who else takes part in an appointment: a colleague, a partner’s contact, or somebody named by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from core.errors import DomainError
from core.fields import LineField
from partners.models import Contact

if TYPE_CHECKING:
    from beneficiaries.models.appointment import Appointment

EACH = ("user", "contact")


@dataclass(frozen=True, kw_only=True)
class Company:
    """Those who come beside the person and the worker; never another person accompanied."""

    colleagues: Sequence[User] = ()
    contacts: Sequence[Contact] = ()
    names: Sequence[str] = ()


class AppointmentParticipantQuerySet(models.QuerySet["AppointmentParticipant"]):
    """Reading and writing who takes part."""

    def visible_to(self, user: User) -> "AppointmentParticipantQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(appointment__beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def for_list(self) -> "AppointmentParticipantQuerySet":
        """Colleagues, contacts, names; in the order in which they were written."""
        return self.select_related("user", "contact__organization").order_by("pk")

    @transaction.atomic
    def replace(self, appointment: "Appointment", company: Company) -> bool:
        """Write who takes part; answer whether that has changed. A colleague must be able to open the file."""
        for colleague in company.colleagues:
            if not Beneficiary.objects.content_visible_to(colleague).filter(pk=appointment.beneficiary_id).exists():
                words = {"name": colleague.get_short_name()}
                raise DomainError(_("%(name)s n’a pas accès à ce dossier : choisissez quelqu’un d’autre.") % words)
        wanted: set[tuple[UUID | None, UUID | None, str]] = set()
        wanted |= {(user.pk, None, "") for user in company.colleagues}
        wanted |= {(None, contact.pk, "") for contact in company.contacts}
        wanted |= {(None, None, name) for name in company.names}
        rows = self.filter(appointment=appointment)
        stored: set[tuple[Any, Any, str]] = set(rows.values_list("user_id", "contact_id", "name"))
        if stored == wanted:
            return False
        rows.delete()
        ordered: list[dict[str, Any]] = [
            *({"user": user} for user in company.colleagues),
            *({"contact": contact} for contact in company.contacts),
            *({"name": name} for name in dict.fromkeys(company.names)),
        ]
        self.bulk_create(self.model(appointment=appointment, **one) for one in ordered)
        return True


class AppointmentParticipant(models.Model):
    """Exactly one of user, contact and name is given."""

    appointment = models.ForeignKey("beneficiaries.Appointment", on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("collègue"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    contact = models.ForeignKey(
        "partners.Contact", verbose_name=_("contact"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = LineField(_("nom"), max_length=120, blank=True)

    objects = AppointmentParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant au rendez-vous")
        verbose_name_plural = _("participants au rendez-vous")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, contact__isnull=True, name="")
                | models.Q(user__isnull=True, contact__isnull=False, name="")
                | (models.Q(user__isnull=True, contact__isnull=True) & ~models.Q(name="")),
                name="appointmentparticipant_is_one",
                violation_error_message=_("Un participant est un collègue, un contact ou un nom."),
            ),
            models.UniqueConstraint(
                fields=["appointment", "user", "contact", "name"],
                name="appointmentparticipant_once",
                nulls_distinct=False,
                violation_error_message=_("Cette personne participe déjà au rendez-vous."),
            ),
        ]

    def __str__(self) -> str:
        if self.user:
            return self.user.get_full_name()
        return f"{self.contact} ({self.contact.organization})" if self.contact else self.name
