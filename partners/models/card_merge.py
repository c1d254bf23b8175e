"""Two cards of one partner made one, and cards that only look alike."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of, paired

UNDO_WITHIN = timedelta(days=30)


class CardKind(models.TextChoices):
    """What the two cards are."""

    ORGANIZATION = "organization", _("structure")
    SERVICE = "service", _("service")


class CardMergeQuerySet(models.QuerySet["CardMerge"]):
    """Reading the merges."""

    def standing(self) -> "CardMergeQuerySet":
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def kept_for(self, cards: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
        """Where what concerns each of these cards belongs now: itself, or the one kept, however many times merged."""
        kept = {card: card for card in cards}
        ends = set(kept)
        while step := dict(self.standing().filter(absorbed_id__in=ends).values_list("absorbed_id", "kept_id")):
            kept = {card: step.get(end, end) for card, end in kept.items()}
            ends = set(step.values())
        return kept

    def for_list(self) -> "CardMergeQuerySet":
        """Latest first, with who did it."""
        return self.select_related("by", "undone_by").order_by("-at", "pk")


class CardMerge(models.Model):
    """One card absorbed by another: which rows moved and what each card said, so that everything can be put back.

    moved lists [model label, key of the row, fields as they were, fields as written]; stayed lists the models of the
    rows that a constraint kept on the absorbed card; before and after hold the fields of the two cards.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("sorte"), max_length=12, choices=CardKind)
    kept_id = models.UUIDField(_("fiche gardée"))
    absorbed_id = models.UUIDField(_("fiche réunie"))
    absorbed_name = models.CharField(max_length=150)
    kept_name = models.CharField(max_length=150)
    at = models.DateTimeField(_("réunies le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=list)
    stayed = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("séparées le"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CardMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("réunion de deux fiches")
        verbose_name_plural = _("réunions de fiches")
        constraints = [
            one_of("cardmerge", "kind", CardKind),
            paired("cardmerge", "undone_at", "undone_by"),
            models.CheckConstraint(
                condition=~Q(kept_id=models.F("absorbed_id")),
                name="cardmerge_two_cards",
                violation_error_message=_("Une fiche ne se réunit pas à elle-même."),
            ),
            models.UniqueConstraint(
                fields=["absorbed_id"],
                condition=Q(undone_at__isnull=True),
                name="cardmerge_absorbed_once",
                violation_error_message=_("Cette fiche est déjà réunie à une autre."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def undo_until(self) -> datetime:
        """After this moment the two cards stay one."""
        return self.at + UNDO_WITHIN


class DistinctCards(models.Model):
    """Two cards that look alike and are not the same: no longer proposed as duplicates."""

    first_id = models.UUIDField()
    second_id = models.UUIDField()
    at = models.DateTimeField(_("noté le"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("paire de fiches distinctes")
        verbose_name_plural = _("paires de fiches distinctes")
        constraints = [
            models.UniqueConstraint(
                fields=["first_id", "second_id"],
                name="distinctcards_once",
                violation_error_message=_("C’est déjà noté."),
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=models.F("second_id")),
                name="distinctcards_two",
                violation_error_message=_("Il faut deux fiches différentes."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
