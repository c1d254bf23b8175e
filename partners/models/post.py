"""Posts: jobs offered, community-service and external-placement posts."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import one_of, ordered_dates, paired
from core.fields import LineField
from core.sql import FrenchSort
from partners.models.post_kinds import Asked, Authority, ContractKind, PostKind, PostStatus
from partners.models.staged import Staged, StagedQuerySet

S = PostStatus


class PostQuerySet(StagedQuerySet):
    """Reading the posts."""

    def open_on(self, day: date) -> "PostQuerySet":
        """Those to which one can apply that day."""
        going = models.Q(open_until__isnull=True) | models.Q(open_until__gte=day)
        begun = models.Q(open_from__isnull=True) | models.Q(open_from__lte=day)
        return self.filter(going, begun, status=S.OPEN, employer__is_active=True)

    def for_list(self) -> "PostQuerySet":
        """Open ones first, those that close first at the top, with the employer."""
        going = models.Case(models.When(status=S.OPEN, then=0), default=1)
        rows = self.select_related("employer__organization")
        return rows.order_by(going, models.F("open_until").asc(nulls_last=True), FrenchSort("title"), "pk")


class Post(Staged):
    """One post or several alike, at an employer or a host; nothing of whoever takes it."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        S.OPEN: frozenset({S.FILLED, S.CLOSED}),
        S.FILLED: frozenset({S.OPEN, S.CLOSED}),
        S.CLOSED: frozenset({S.OPEN}),
    }
    TONES: ClassVar[dict[str, str]] = {S.OPEN: "success", S.FILLED: "info", S.CLOSED: "neutral"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        "partners.Employer", verbose_name=_("employeur ou structure d’accueil"), on_delete=models.PROTECT,
        related_name="posts",
    )  # fmt: skip
    kind = models.CharField(_("type"), max_length=12, choices=PostKind, default=PostKind.JOB)
    title = LineField(_("poste"), max_length=120)
    description = models.TextField(_("ce qu’on y fait"), max_length=4_000, blank=True)
    requirements = models.TextField(
        _("ce qu’il faut"), max_length=2_000, blank=True, help_text=_("Permis, expérience, diplôme, horaires…")
    )
    contract = models.CharField(
        _("contrat"), max_length=12, choices=ContractKind, blank=True, default=ContractKind.NONE
    )
    weekly_hours = models.DecimalField(
        _("heures par semaine"), max_digits=4, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(1)],
    )  # fmt: skip
    places = models.PositiveSmallIntegerField(_("nombre de postes"), default=1, validators=[MinValueValidator(1)])
    record_extract = models.CharField(
        _("extrait de casier judiciaire demandé"), max_length=8, choices=Asked, default=Asked.UNKNOWN
    )
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, editable=False)
    longitude = models.FloatField(_("longitude"), null=True, editable=False)
    open_from = models.DateField(_("à partir du"), null=True, blank=True)
    open_until = models.DateField(_("jusqu’au"), null=True, blank=True)
    authorised_by = models.CharField(
        _("habilité par"), max_length=10, choices=Authority, blank=True, default=Authority.NONE
    )
    authorised_on = models.DateField(_("habilité le"), null=True, blank=True)
    authorised_until = models.DateField(_("habilité jusqu’au"), null=True, blank=True)
    status = models.CharField(_("état"), max_length=12, choices=PostStatus, default=S.OPEN, editable=False)
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("poste")
        verbose_name_plural = _("postes")
        constraints = [
            one_of("post", "kind", PostKind),
            one_of("post", "contract", ContractKind),
            one_of("post", "record_extract", Asked),
            one_of("post", "authorised_by", Authority),
            one_of("post", "status", PostStatus),
            ordered_dates("post", "open_from", "open_until"),
            ordered_dates("post", "authorised_on", "authorised_until"),
            paired("post", "latitude", "longitude"),
            models.CheckConstraint(
                condition=models.Q(kind=PostKind.JOB, authorised_by="", authorised_on__isnull=True)
                | (~models.Q(kind=PostKind.JOB) & models.Q(contract="")),
                name="post_contract_or_authority",
                violation_error_message=_("Un emploi a un contrat ; un TIG ou un placement a une habilitation."),
            ),
            models.CheckConstraint(
                condition=models.Q(authorised_by="", authorised_on__isnull=True)
                | (~models.Q(authorised_by="") & models.Q(authorised_on__isnull=False)),
                name="post_authority_is_dated",
                violation_error_message=_("Une habilitation dit par qui et depuis quand."),
            ),
            models.CheckConstraint(
                condition=models.Q(places__gte=1)
                & (models.Q(weekly_hours__isnull=True) | models.Q(weekly_hours__gt=0, weekly_hours__lte=60)),
                name="post_numbers_plausible",
                violation_error_message=_("Au moins un poste, et entre 1 et 60 heures par semaine."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "status", "open_until"], name="post_open")]

    def __str__(self) -> str:
        return self.title

    def is_open_on(self, day: date) -> bool:
        """Whether one can apply."""
        begun = self.open_from is None or self.open_from <= day
        return self.status == S.OPEN and begun and (self.open_until is None or self.open_until >= day)

    def lacks_authority(self, day: date) -> bool:
        """Whether justice has not allowed it, or no longer does."""
        if self.kind == PostKind.JOB:
            return False
        return not self.authorised_by or (self.authorised_until is not None and self.authorised_until < day)

    def fill(self, *, by: User, at: datetime) -> None:
        """Take it off the open ones: somebody has it."""
        self.move_to(S.FILLED, by=by, at=at)

    def close(self, *, by: User, at: datetime) -> None:
        """The employer no longer offers it."""
        self.move_to(S.CLOSED, by=by, at=at)

    def reopen(self, *, by: User, at: datetime) -> None:
        """Offer it again."""
        self.move_to(S.OPEN, by=by, at=at)
