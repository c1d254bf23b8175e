"""Children of the people accompanied: each has a record of their own, kept in the file of one parent."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.age_limit import AgeLimit, SQLMonthsLater, age_words
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from core.constraints import one_of, ordered_dates
from core.fields import LineField

if TYPE_CHECKING:
    from accounts.models import Association


class ChildHome(models.TextChoices):
    """With whom the child lives; an address has its own place, in the file of whom it is."""

    UNKNOWN = "", gettext_lazy("Non renseigné")
    THIS_PARENT = "this_parent", gettext_lazy("Avec la personne accompagnée")
    MOTHER_CHILD_UNIT = "mother_child_unit", gettext_lazy("Avec sa mère, au quartier mère-enfant")
    OTHER_PARENT = "other_parent", gettext_lazy("Avec l’autre parent")
    IN_TURN = "in_turn", gettext_lazy("Chez l’un puis chez l’autre")
    RELATIVE = "relative", gettext_lazy("Chez un proche")
    PLACED = "placed", gettext_lazy("Confié·e à une famille ou à un établissement")
    OTHER = "other", gettext_lazy("Autre situation")


class ChildQuerySet(FileRecordQuerySet):
    """Reading the children."""

    def in_unit(self) -> "ChildQuerySet":
        """Living today in a mother-child unit."""
        return self.current().filter(unit_since__isnull=False, unit_left_on__isnull=True)

    def near_limit(self, day: date, settings: "Association") -> "ChildQuerySet":
        """In a mother-child unit, with limit_on, when its first warning has come; the most urgent first."""
        months, first = settings.child_age_limit_months, max(settings.child_age_limit_warnings, default=0)
        dated: ChildQuerySet = self.in_unit().annotate(limit_on=SQLMonthsLater("birth_date", months))
        return dated.filter(limit_on__lte=day + AgeLimit.days(first)).order_by("limit_on", "pk")


class Child(FileRecord):
    """A child, in the file of the parent who speaks of them: nothing here is shown with another parent’s file.

    has_allergy belongs to the health layer: only a flag, the details are for the health professionals.
    """

    DISCREET: ClassVar[frozenset[str]] = frozenset({"has_allergy"})

    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="children",
    )
    first_name = LineField(gettext_lazy("prénom"), max_length=120)
    birth_date = models.DateField(gettext_lazy("date de naissance"), null=True, blank=True)
    home = models.CharField(
        gettext_lazy("vit"), max_length=20, choices=ChildHome, blank=True, default=ChildHome.UNKNOWN
    )
    home_details = LineField(
        gettext_lazy("chez qui, où"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Ne s’imprime pas. Jamais l’adresse de l’autre parent."),
    )
    unit_since = models.DateField(gettext_lazy("au quartier mère-enfant depuis le"), null=True, blank=True)
    unit_left_on = models.DateField(gettext_lazy("en est parti·e le"), null=True, blank=True)
    has_allergy = models.BooleanField(gettext_lazy("allergie à signaler"), null=True, blank=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("enfant")
        verbose_name_plural = gettext_lazy("enfants")
        constraints = [
            removal_of("child"),
            one_of("child", "home", ChildHome),
            ordered_dates("child", "birth_date", "unit_since"),
            ordered_dates("child", "unit_since", "unit_left_on"),
            models.CheckConstraint(
                condition=~models.Q(first_name=""),
                name="child_named",
                violation_error_message=gettext_lazy("Indiquez le prénom."),
            ),
            models.CheckConstraint(
                condition=models.Q(birth_date__isnull=True)
                | models.Q(birth_date__gte=date(1950, 1, 1), birth_date__lte=date(2100, 1, 1)),
                name="child_birth_date_plausible",
                violation_error_message=gettext_lazy("Cette date de naissance n’est pas plausible."),
            ),
            models.CheckConstraint(
                condition=models.Q(unit_since__isnull=True) | models.Q(birth_date__isnull=False),
                name="child_in_unit_has_birth_date",
                violation_error_message=gettext_lazy(
                    "La date de naissance est nécessaire au quartier mère-enfant : l’âge limite en dépend."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(unit_left_on__isnull=True) | models.Q(unit_since__isnull=False),
                name="child_left_unit_after_entry",
                violation_error_message=gettext_lazy("Indiquez aussi depuis quand l’enfant y était."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["birth_date"],
                condition=models.Q(unit_since__isnull=False, unit_left_on__isnull=True, removed_at__isnull=True),
                name="child_in_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_in_unit(self) -> bool:
        """Whether the child lives today in a mother-child unit."""
        return self.unit_since is not None and self.unit_left_on is None

    def age_limit(self, settings: "Association") -> AgeLimit | None:
        """When the child reaches the age limit of the unit where they live."""
        if not self.is_in_unit or not self.birth_date:
            return None
        return AgeLimit.of(self.first_name, self.birth_date, settings)

    def age_words(self, day: date) -> str:
        """« 14 mois », « 6 ans »."""
        return age_words(self.birth_date, day) if self.birth_date else _("âge non renseigné")
