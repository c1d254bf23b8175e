"""Who may come and collect a child, and who must not."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from core.fields import LineField


class PickUpPerson(FileRecord):
    """A name to check at the door; is_allowed False is an interdiction, with its reason."""

    PERSON: ClassVar[str] = "child__beneficiary"

    child = models.ForeignKey("beneficiaries.Child", on_delete=models.PROTECT, related_name="pick_up_people")
    name = LineField(_("nom"), max_length=160)
    is_allowed = models.BooleanField(_("peut venir chercher l’enfant"))
    details = LineField(
        _("lien, raison"),
        max_length=200,
        blank=True,
        help_text=_("Lien avec l’enfant ; raison de l’interdiction, par exemple la date d’une ordonnance."),
    )

    objects = FileRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne qui vient chercher l’enfant")
        verbose_name_plural = _("personnes qui viennent chercher l’enfant")
        constraints = [
            removal_of("pickupperson"),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="pickupperson_named",
                violation_error_message=_("Indiquez un nom."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_allowed=True) | ~models.Q(details=""),
                name="pickupperson_forbidden_for_a_reason",
                violation_error_message=_("Dites pourquoi cette personne ne doit pas venir."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def file_id(self) -> UUID:
        """The file that holds the record."""
        return self.child.beneficiary_id
