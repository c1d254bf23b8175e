"""Custom fields: what an association asks beside the rest, and what a file answers."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Layer, Opened, readable_by
from beneficiaries.models.states import FileStatus
from core import audit
from core.constraints import one_of
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort

KEPT_AT_MOST = 60


class CustomKind(models.TextChoices):
    """What an answer is made of."""

    TEXT = "text", _("Texte court")
    NUMBER = "number", _("Nombre")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Un choix dans une liste")
    CHOICES = "choices", _("Plusieurs choix dans une liste")
    YES_NO = "yes_no", _("Oui ou non")


CACHE_KEY, CACHE_SECONDS = "custom-filters", 60
LISTED = (CustomKind.CHOICE, CustomKind.CHOICES)
FILTERABLE = (*LISTED, CustomKind.YES_NO)
# The column of CustomValue that holds an answer of each kind.
COLUMN = {
    CustomKind.TEXT: "text",
    CustomKind.NUMBER: "number",
    CustomKind.DATE: "day",
    CustomKind.CHOICE: "options",
    CustomKind.CHOICES: "options",
    CustomKind.YES_NO: "yes",
}


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    """Reading the fields."""

    def active(self) -> "CustomFieldQuerySet":
        """Still asked."""
        return self.filter(is_active=True)

    def for_list(self) -> "CustomFieldQuerySet":
        """In the order the administration chose."""
        return self.order_by("position", FrenchSort("label"), "pk")


class CustomField(models.Model):
    """One question: for every file, or for the people of the programs that ask it.

    keep_months is how long an answer outlives the support; none means as long as the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = LineField(_("question"), max_length=80, unique=True)
    help_text = LineField(_("aide à la saisie"), max_length=200, blank=True)
    kind = models.CharField(_("type de réponse"), max_length=10, choices=CustomKind)
    options = ArrayField(
        models.CharField(max_length=80), verbose_name=_("choix proposés"), default=list, blank=True, size=50
    )
    layer = models.CharField(
        _("niveau de confidentialité"),
        max_length=10,
        choices=Layer,
        default=Layer.ORDINARY,
        help_text=_("Qui lit la réponse, comme pour les suivis."),
    )
    for_everybody = models.BooleanField(
        _("dans chaque dossier"),
        default=True,
        help_text=_("Sinon : seulement pour les personnes des programmes qui posent la question."),
    )
    is_filter = models.BooleanField(_("proposée dans les filtres des listes"), default=False)
    keep_months = models.PositiveSmallIntegerField(
        _("conservation après la fin du suivi (mois)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(KEPT_AT_MOST)],
        help_text=_("Vide : aussi longtemps que le dossier. Passé ce délai, la réponse est effacée."),
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=100)
    is_active = models.BooleanField(_("posée"), default=True)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("champ propre à l’association")
        verbose_name_plural = _("champs propres à l’association")
        constraints = [
            one_of("customfield", "kind", CustomKind),
            one_of("customfield", "layer", Layer),
            models.CheckConstraint(
                condition=(models.Q(kind__in=LISTED) & ~models.Q(options=[]))
                | (~models.Q(kind__in=LISTED) & models.Q(options=[])),
                name="customfield_options_when_listed",
                violation_error_message=_("Une liste a des choix, un autre type de réponse n’en a pas."),
            ),
            models.CheckConstraint(
                condition=models.Q(keep_months__isnull=True) | models.Q(keep_months__lte=KEPT_AT_MOST),
                name="customfield_kept_five_years_at_most",
                violation_error_message=_("Une réponse se garde cinq ans au plus après la fin du suivi."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the next list offer it."""
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)

    @classmethod
    def filters_offered(cls) -> "list[CustomField]":
        """The fields by which lists are narrowed; at most a minute old."""
        fields = cls.objects.active().filter(is_filter=True, kind__in=FILTERABLE)
        return cache.get_or_set(CACHE_KEY, lambda: list(fields.for_list()), CACHE_SECONDS) or []


class CustomValueQuerySet(models.QuerySet["CustomValue"]):
    """Reading the answers."""

    def visible_to(self, user: User) -> "CustomValueQuerySet":
        """Those of the files whose content the user may read, in the layers that the user reads."""
        people = Beneficiary.objects.content_visible_to(user)
        return self.filter(beneficiary__in=people).filter(readable_by(user, layer="field__layer"))

    def visible_in(self, file: Opened) -> "CustomValueQuerySet":
        """Those of a file already opened, in the layers of the reader."""
        return self.filter(file.readable(layer="field__layer"), file.holds())

    def of(self, person: Beneficiary) -> "CustomValueQuerySet":
        """Those of a person already opened."""
        return self.filter(beneficiary=person)

    def outlived(self, day: date) -> "CustomValueQuerySet":
        """Of supports that ended longer ago than the field keeps its answers (a month counts 31 days)."""
        lasts = models.ExpressionWrapper(
            models.F("field__keep_months") * models.Value(timedelta(days=31)), models.DurationField()
        )
        limit = models.ExpressionWrapper(models.Value(day, models.DateField()) - lasts, models.DateTimeField())
        rows = self.filter(beneficiary__status=FileStatus.CLOSED, field__keep_months__isnull=False)
        return rows.filter(beneficiary__exited_on__lt=limit)

    @transaction.atomic
    def erase(self) -> int:
        """Delete these answers and journal it, by nobody in particular; return how many."""
        rows = list(self)
        audit.record_each(None, AuditAction.DELETED, [(row, row.beneficiary_id) for row in rows])
        self.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)

    @transaction.atomic
    def register(self, person: Beneficiary, answers: "Iterable[tuple[CustomField, Any]]", *, by: User) -> int:
        """Write what changed, « nothing » removing an answer; journal the fields; return how many changed."""
        person.lock()
        stored = {value.field_id: value for value in self.filter(beneficiary=person).select_related("field")}
        changed = 0
        for field, given in answers:
            value = stored.get(field.pk)
            if (value.given if value else None) == given:
                continue
            changed += 1
            if given is None and value:
                audit.record(by, AuditAction.DELETED, value, person_id=person.pk)
                value.delete()
            elif value:
                value.put(given)
                value.updated_by = by
                value.save()
                audit.record(by, AuditAction.CHANGED, value, person_id=person.pk)
            else:
                value = CustomValue(beneficiary=person, field=field, kind=field.kind, updated_by=by)
                value.put(given)
                value.save()
                audit.record(by, AuditAction.CREATED, value, person_id=person.pk)
        return changed


class CustomValue(models.Model):
    """One file’s answer to one field, in the column of its kind; no row when nothing is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="custom_values"
    )
    field = models.ForeignKey(CustomField, verbose_name=_("champ"), on_delete=models.PROTECT, related_name="values")
    kind = models.CharField(_("type de réponse"), max_length=10, choices=CustomKind, editable=False)
    text = LineField(_("texte"), max_length=300, blank=True)
    number = models.DecimalField(_("nombre"), max_digits=12, decimal_places=2, null=True)
    day = models.DateField(_("date"), null=True)
    options = ArrayField(models.CharField(max_length=80), verbose_name=_("choix"), default=list)
    yes = models.BooleanField(_("oui ou non"), null=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CustomValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse à un champ propre")
        verbose_name_plural = _("réponses aux champs propres")
        constraints = [
            one_of("customvalue", "kind", CustomKind),
            models.CheckConstraint(
                condition=(models.Q(kind=CustomKind.TEXT) & ~models.Q(text=""))
                | (models.Q(kind=CustomKind.NUMBER, number__isnull=False))
                | (models.Q(kind=CustomKind.DATE, day__isnull=False))
                | (models.Q(kind__in=LISTED) & ~models.Q(options=[]))
                | (models.Q(kind=CustomKind.YES_NO, yes__isnull=False)),
                name="customvalue_in_its_column",
                violation_error_message=_("La réponse n’est pas du type de la question."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "field"],
                name="customvalue_one_answer",
                violation_error_message=_("Cette question a déjà sa réponse."),
            ),
        ]
        indexes = [models.Index(fields=["field", "beneficiary"], name="customvalue_field")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def given(self) -> Any:
        """The answer: text, Decimal, date, list of options or boolean."""
        return getattr(self, COLUMN[CustomKind(self.kind)])

    def put(self, given: Any) -> None:
        """Set the answer in its column."""
        setattr(self, COLUMN[CustomKind(self.kind)], given)
