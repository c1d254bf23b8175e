"""Agreements with partners: what each promises, for how long, and when to renew."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.constraints import one_of, ordered_dates
from core.errors import DomainError
from core.fields import LineField
from core.sql import FrenchSort
from partners.models.staged import Staged, StagedQuerySet, remind_on


class AgreementKind(models.TextChoices):
    """What the agreement is about."""

    PARTNERSHIP = "partnership", gettext_lazy("Partenariat")
    PLACES = "places", gettext_lazy("Places réservées")
    COSTS = "costs", gettext_lazy("Prise en charge de frais")
    POSTS = "posts", gettext_lazy("Accueil en TIG ou en placement extérieur")
    HIRING = "hiring", gettext_lazy("Recrutement")
    PREMISES = "premises", gettext_lazy("Locaux ou matériel")
    OTHER = "other", gettext_lazy("Autre")


class AgreementStatus(models.TextChoices):
    """Where the agreement stands."""

    PREPARED = "prepared", gettext_lazy("En préparation")
    SIGNED = "signed", gettext_lazy("Signée")
    ENDED = "ended", gettext_lazy("Terminée")
    ABANDONED = "abandoned", gettext_lazy("Abandonnée")


S = AgreementStatus


class AgreementQuerySet(StagedQuerySet):
    """Reading the agreements."""

    def in_force(self, day: date) -> "AgreementQuerySet":
        """Signed, begun and not over."""
        going = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        return self.filter(going, status=S.SIGNED, starts_on__lte=day)

    def to_renew(self, day: date) -> "AgreementQuerySet":
        """Signed, the day of the reminder has come, and no later agreement takes over."""
        return self.filter(status=S.SIGNED, remind_on__lte=day, renewal__isnull=True)

    def for_list(self) -> "AgreementQuerySet":
        """Those that end first at the top, with the names that a row shows."""
        going = models.Case(models.When(status__in=[S.PREPARED, S.SIGNED], then=0), default=1)
        rows = self.select_related("organization", "responsible", "renewal")
        return rows.order_by(going, models.F("ends_on").asc(nulls_last=True), FrenchSort("title"), "pk")


class Agreement(Staged):
    """A written agreement with one organisation; renews names the one that it follows."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        S.PREPARED: frozenset({S.SIGNED, S.ABANDONED}),
        S.SIGNED: frozenset({S.ENDED}),
        S.ENDED: frozenset(),
        S.ABANDONED: frozenset({S.PREPARED}),
    }
    TONES: ClassVar[dict[str, str]] = {
        S.PREPARED: "info", S.SIGNED: "success", S.ENDED: "neutral", S.ABANDONED: "neutral"
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization",
        verbose_name=gettext_lazy("structure"),
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    title = LineField(gettext_lazy("intitulé"), max_length=150)
    kind = models.CharField(gettext_lazy("objet"), max_length=12, choices=AgreementKind)
    starts_on = models.DateField(gettext_lazy("à partir du"))
    ends_on = models.DateField(
        gettext_lazy("jusqu’au"), null=True, blank=True, help_text=gettext_lazy("Vide : sans date de fin.")
    )
    remind_days = models.PositiveSmallIntegerField(
        gettext_lazy("rappel, en jours avant la fin"), default=90, validators=[MaxValueValidator(730)]
    )
    remind_on = remind_on("ends_on")
    contact = models.ForeignKey(
        "partners.Contact",
        verbose_name=gettext_lazy("interlocuteur chez le partenaire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("suivie ici par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    our_commitments = models.TextField(gettext_lazy("ce à quoi nous nous engageons"), max_length=4_000, blank=True)
    their_commitments = models.TextField(gettext_lazy("ce à quoi le partenaire s’engage"), max_length=4_000, blank=True)
    signed_copy = LineField(
        gettext_lazy("où est l’exemplaire signé"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Classeur, dossier partagé…"),
    )
    renews = models.OneToOneField(
        "self",
        verbose_name=gettext_lazy("renouvelle"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="renewal",
    )
    status = models.CharField(
        gettext_lazy("état"), max_length=12, choices=AgreementStatus, default=S.PREPARED, editable=False
    )
    signed_on = models.DateField(gettext_lazy("signée le"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("convention")
        verbose_name_plural = gettext_lazy("conventions")
        constraints = [
            one_of("agreement", "kind", AgreementKind),
            one_of("agreement", "status", AgreementStatus),
            ordered_dates("agreement", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=models.Q(status__in=[S.PREPARED, S.ABANDONED]) | models.Q(signed_on__isnull=False),
                name="agreement_signature_is_dated",
                violation_error_message=gettext_lazy("Une convention signée porte la date de sa signature."),
            ),
            models.CheckConstraint(
                condition=models.Q(remind_days__lte=730),
                name="agreement_reminder_plausible",
                violation_error_message=gettext_lazy("Le rappel vient au plus deux ans avant la fin."),
            ),
            models.CheckConstraint(
                condition=models.Q(renews__isnull=True) | ~models.Q(renews=models.F("id")),
                name="agreement_renews_another",
                violation_error_message=gettext_lazy("Une convention ne se renouvelle pas elle-même."),
            ),
        ]
        indexes = [models.Index(fields=["remind_on"], condition=models.Q(status="signed"), name="agreement_to_renew")]

    def __str__(self) -> str:
        return self.title

    def is_to_renew(self, day: date) -> bool:
        """Whether the reminder has come and nothing follows yet."""
        due = self.status == S.SIGNED and self.remind_on is not None and self.remind_on <= day
        return due and self.later is None

    @property
    def later(self) -> "Agreement | None":
        """The agreement that takes over, when there is one."""
        return getattr(self, "renewal", None)

    def sign(self, *, by: User, at: datetime, on: date) -> None:
        """Note the signature of both sides; the agreement that it renews keeps its own end."""
        self.move_to(S.SIGNED, by=by, at=at, signed_on=on)

    def end(self, *, by: User, at: datetime, on: date, reason: str = "") -> None:
        """Note that it is over, at its end or before."""
        if on < self.starts_on:
            raise DomainError(_("La date de fin vient avant la date de début."))
        self.move_to(S.ENDED, by=by, at=at, reason=reason, ends_on=on)

    def abandon(self, *, by: User, at: datetime, reason: str = "") -> None:
        """Give up preparing it."""
        self.move_to(S.ABANDONED, by=by, at=at, reason=reason)

    def resume(self, *, by: User, at: datetime) -> None:
        """Prepare it again."""
        self.move_to(S.PREPARED, by=by, at=at)
