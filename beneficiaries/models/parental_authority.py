"""Who holds parental authority over a child, and in what state; some parents are people followed too."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from core.constraints import one_of
from core.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Iterable


class ParentKind(models.TextChoices):
    """What the holder is to the child."""

    MOTHER = "mother", gettext_lazy("Mère")
    FATHER = "father", gettext_lazy("Père")
    OTHER = "other", gettext_lazy("Autre (tutelle, tiers, service)")


class AuthorityState(models.TextChoices):
    """What the holder may decide and how they may meet the child."""

    UNKNOWN = "unknown", gettext_lazy("Non renseignée")
    FULL = "full", gettext_lazy("Entière")
    SUPERVISED = "supervised", gettext_lazy("Visites en présence d’un tiers")
    WITHDRAWN = "withdrawn", gettext_lazy("Retirée")


class ParentalAuthorityQuerySet(FileRecordQuerySet):
    """Reading the holders."""

    def beside(self, person: Beneficiary) -> "ParentalAuthorityQuerySet":
        """The children kept in other files, of which this person is a parent."""
        rows = self.current().filter(holder=person, child__removed_at__isnull=True).exclude(child__beneficiary=person)
        return rows.select_related("child").order_by("child__birth_date", "pk")


class ParentalAuthority(FileRecord):
    """One holder for one child: somebody followed, or a name. The address of one is never told to the other.

    holder links to a person followed; their name is shown only to whoever may open their file.
    """

    PERSON: ClassVar[str] = "child__beneficiary"

    child = models.ForeignKey("beneficiaries.Child", on_delete=models.PROTECT, related_name="parents")
    holder = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne accompagnée"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parental_authorities",
    )
    name = LineField(gettext_lazy("nom"), max_length=160, blank=True)
    kind = models.CharField(gettext_lazy("lien"), max_length=10, choices=ParentKind)
    state = models.CharField(
        gettext_lazy("autorité parentale"), max_length=12, choices=AuthorityState, default=AuthorityState.UNKNOWN
    )
    address_is_secret = models.BooleanField(
        gettext_lazy("adresse à ne jamais lui donner"),
        default=False,
        help_text=gettext_lazy("Ni celle de l’enfant, ni celle de l’autre parent."),
    )

    objects = ParentalAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("autorité parentale")
        verbose_name_plural = gettext_lazy("autorités parentales")
        constraints = [
            removal_of("parentalauthority"),
            one_of("parentalauthority", "kind", ParentKind),
            one_of("parentalauthority", "state", AuthorityState),
            models.CheckConstraint(
                condition=models.Q(holder__isnull=False) | ~models.Q(name=""),
                name="parentalauthority_somebody",
                violation_error_message=gettext_lazy("Indiquez un nom, ou le dossier de la personne."),
            ),
            models.UniqueConstraint(
                fields=["child", "holder"],
                condition=models.Q(removed_at__isnull=True),
                name="parentalauthority_once",
                violation_error_message=gettext_lazy("Cette personne est déjà notée pour cet enfant."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def file_id(self) -> UUID:
        """The file that holds the record."""
        return self.child.beneficiary_id

    @property
    def fallback_name(self) -> str:
        """The name noted, when the file of the holder is not the reader’s."""
        return self.name or _("nom connu de son équipe")


def open_holders(authorities: "Iterable[Any]", user: User) -> dict[UUID, Beneficiary]:
    """Of the holders who are people followed, those whose file the user may open; one query."""
    ids = {row.holder_id for row in authorities if row.holder_id}
    return Beneficiary.objects.visible_to(user).in_bulk(ids) if ids else {}
