"""Two files of one person made one, and pairs that only look alike."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from core.constraints import paired

UNDO_WITHIN = timedelta(days=30)


class MergeQuerySet(models.QuerySet["Merge"]):
    """Reading the merges."""

    def visible_to(self, user: User) -> "MergeQuerySet":
        """Those of the files that the user may open."""
        return self.filter(kept__in=Beneficiary.objects.visible_to(user))

    def standing(self) -> "MergeQuerySet":
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def for_list(self) -> "MergeQuerySet":
        """Latest first, with both files and who did it."""
        return self.select_related("kept", "absorbed", "by", "undone_by").order_by("-at", "pk")


class Merge(models.Model):
    """One file absorbed by another: what each said, which rows moved, so that everything can be put back.

    moved lists [model label, key of the row, fields as they were, fields as written]; stayed lists the models of the
    rows that a constraint kept on the absorbed file; before and after hold the fields of the two people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("dossier gardé"), on_delete=models.PROTECT, related_name="+"
    )
    absorbed = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("dossier réuni"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("réunis le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=list)
    stayed = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("séparés le"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("réunion de deux dossiers")
        verbose_name_plural = _("réunions de dossiers")
        constraints = [
            paired("merge", "undone_at", "undone_by"),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("absorbed")),
                name="merge_two_files",
                violation_error_message=_("Un dossier ne se réunit pas à lui-même."),
            ),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at__isnull=True),
                name="merge_absorbed_once",
                violation_error_message=_("Ce dossier est déjà réuni à un autre."),
            ),
        ]
        indexes = [models.Index(fields=["kept", "-at"], name="merge_kept")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def undo_until(self) -> datetime:
        """After this moment the two files stay one."""
        return self.at + UNDO_WITHIN


class DistinctPeople(models.Model):
    """Two people who look alike and are not the same: no longer proposed as duplicates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("noté le"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("paire de personnes distinctes")
        verbose_name_plural = _("paires de personnes distinctes")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="distinctpeople_once",
                violation_error_message=_("C’est déjà noté."),
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="distinctpeople_two",
                violation_error_message=_("Il faut deux dossiers différents."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
