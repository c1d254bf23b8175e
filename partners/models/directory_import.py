"""Imports of the directory: the deposited files, their lines, where the work stands."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.constraints import one_of
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction

KEPT_DAYS = 30


class ImportState(models.TextChoices):
    """Where an import stands; reading, checking and writing go on by themselves."""

    COLUMNS = "columns", _("Colonnes à confirmer")
    READING = "reading", _("Lecture en cours")
    CHECKING = "checking", _("Vérification en cours")
    REVIEW = "review", _("À vérifier")
    WRITING = "writing", _("Import en cours")
    DONE = "done", _("Terminé")
    FAILED = "failed", _("Fichier refusé")
    DROPPED = "dropped", _("Abandonné")


S = ImportState
RUNNING = [S.READING, S.CHECKING, S.WRITING]
OVER = [S.DONE, S.FAILED, S.DROPPED]
TRANSITIONS: dict[str, set[ImportState]] = {
    S.COLUMNS: {S.READING, S.DROPPED},
    S.READING: {S.CHECKING, S.FAILED, S.DROPPED},
    S.CHECKING: {S.REVIEW, S.FAILED, S.DROPPED},
    S.REVIEW: {S.WRITING, S.DROPPED},
    S.WRITING: {S.DONE, S.FAILED},
    S.DONE: set(),
    S.FAILED: set(),
    S.DROPPED: set(),
}


class Verdict(models.TextChoices):
    """What the check says of a line."""

    ERROR = "error", _("Erreur")
    CONFLICT = "conflict", _("À choisir")
    NEW = "new", _("Nouvelle fiche")
    CHANGED = "changed", _("Fiche modifiée")
    UNCHANGED = "unchanged", _("Inchangée")


class LineKind(models.TextChoices):
    """What a line tells about; organisations come before the services that name them."""

    ORGANIZATION = "organization", _("Structure")
    SERVICE = "service", _("Service")


class Choice(models.TextChoices):
    """Which value stays when somebody corrected it here and the file has changed too."""

    OURS = "ours", _("Garder la nôtre")
    THEIRS = "theirs", _("Prendre celle du fichier")


class Outcome(models.TextChoices):
    """What was done with a line."""

    CREATED = "created", _("Créée")
    UPDATED = "updated", _("Modifiée")
    UNCHANGED = "unchanged", _("Inchangée")
    REFUSED = "refused", _("Refusée")


def import_storage() -> Storage:
    """Where deposited files wait, out of reach of the web."""
    return storages["imports"]


class DirectoryImportQuerySet(models.QuerySet["DirectoryImport"]):
    """Reading the imports."""

    def running(self) -> "DirectoryImportQuerySet":
        """Those that go on by themselves, oldest first."""
        return self.filter(state__in=RUNNING).order_by("created_at", "pk")

    def for_list(self) -> "DirectoryImportQuerySet":
        """The history, newest first."""
        return self.select_related("created_by").order_by("-created_at", "-pk")


class DirectoryImport(models.Model):
    """One import of the directory: its row is the work to do, of which a worker takes the next batch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("fichiers"), max_length=250)
    state = models.CharField(_("où en est-on"), max_length=10, choices=ImportState, default=ImportState.COLUMNS)
    parts = models.JSONField(_("fichiers et feuilles"), default=list)
    done = models.PositiveIntegerField(_("lignes faites"), default=0)
    total = models.PositiveIntegerField(_("lignes en tout"), default=0)
    counts = models.JSONField(_("nombres"), default=dict)
    failure = models.TextField(_("raison du refus"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("déposé le"), auto_now_add=True)
    finished_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    objects = DirectoryImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import de l’annuaire")
        verbose_name_plural = _("imports de l’annuaire")
        constraints = [
            one_of("directoryimport", "state", ImportState),
            models.CheckConstraint(
                condition=models.Q(state__in=OVER, finished_at__isnull=False)
                | (~models.Q(state__in=OVER) & models.Q(finished_at__isnull=True)),
                name="directoryimport_finished_when_over",
                violation_error_message=_("Un import fini a une date de fin, et lui seul."),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(state__in=RUNNING), name="directoryimport_running"),
            models.Index(fields=["-created_at"], name="directoryimport_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER

    def start_reading(self, *, by: User | None, at: datetime) -> None:
        """The columns are right: read the lines."""
        self._move_to(S.READING, by=by, at=at)

    def start_checking(self, *, total: int, at: datetime) -> None:
        """Every line is read: check them."""
        self._move_to(S.CHECKING, by=None, at=at, done=0, total=total)

    def await_review(self, *, at: datetime) -> None:
        """Every line is checked: somebody looks."""
        self._move_to(S.REVIEW, by=None, at=at, done=0)

    def start_writing(self, *, total: int, by: User | None, at: datetime) -> None:
        """Somebody has looked: write into the directory."""
        self._move_to(S.WRITING, by=by, at=at, done=0, total=total)

    def finish(self, *, counts: dict[str, Any], at: datetime) -> None:
        """Every line is written."""
        self._move_to(S.DONE, by=None, at=at, counts=counts, finished_at=at)

    def fail(self, reason: str, *, at: datetime) -> None:
        """The file cannot be read to its end."""
        self._move_to(S.FAILED, by=None, at=at, failure=reason, finished_at=at)

    def drop(self, *, by: User, at: datetime) -> None:
        """Somebody gives up: nothing was written."""
        self._move_to(S.DROPPED, by=by, at=at, finished_at=at)

    @transaction.atomic
    def _move_to(self, state: ImportState, *, by: User | None, at: datetime, **values: Any) -> None:
        stored = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if state not in TRANSITIONS[stored.state]:
            raise TransitionNotAllowed(
                _("Cet import est déjà plus loin\u00a0: « %(state)s ».") % {"state": ImportState(stored.state).label}
            )
        for name, value in {"state": state, **values}.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *values])
        if by is not None:
            record(by, AuditAction.CHANGED, self, fields=["state"])


class ImportLineQuerySet(models.QuerySet["ImportLine"]):
    """Reading the lines of an import."""

    def unchecked(self) -> "ImportLineQuerySet":
        """Those not checked yet, organisations first."""
        return self.filter(verdict="").order_by("kind", "pk")

    def unwritten(self) -> "ImportLineQuerySet":
        """Those to be written that are not yet, organisations first."""
        return self.filter(outcome="").exclude(verdict__in=[Verdict.ERROR, Verdict.UNCHANGED]).order_by("kind", "pk")

    def outlived(self, now: datetime) -> "ImportLineQuerySet":
        """Those of imports over for a month: the figures of the import are enough."""
        return self.filter(directory_import__finished_at__lt=now - timedelta(days=KEPT_DAYS))

    def for_review(self) -> "ImportLineQuerySet":
        """In the order of the file."""
        return self.order_by("part", "number", "pk")


class ImportLine(models.Model):
    """One record of a deposited file, in the words of data·inclusion, with what was found and done."""

    directory_import = models.ForeignKey(
        DirectoryImport, verbose_name=_("import"), on_delete=models.PROTECT, related_name="lines"
    )
    part = models.PositiveSmallIntegerField(_("fichier ou feuille"))
    number = models.PositiveIntegerField(_("ligne"))
    kind = models.CharField(_("nature"), max_length=12, choices=LineKind)
    data = models.JSONField(_("contenu"), encoder=DjangoJSONEncoder, default=dict)
    broken = LineField(_("illisible"), max_length=200, blank=True, default="")
    source = models.CharField(_("source"), max_length=60, blank=True, default="")
    source_id = models.CharField(_("identifiant"), max_length=120, blank=True, default="")
    verdict = models.CharField(
        _("vérification"), max_length=10, choices=[("", "—"), *Verdict.choices], blank=True, default=""
    )
    problems = models.JSONField(_("à corriger"), default=list)
    choice = models.CharField(_("choix"), max_length=6, choices=[("", "—"), *Choice.choices], blank=True, default="")
    outcome = models.CharField(
        _("résultat"), max_length=10, choices=[("", "—"), *Outcome.choices], blank=True, default=""
    )

    objects = ImportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne d’un import")
        verbose_name_plural = _("lignes d’un import")
        constraints = [
            one_of("importline", "kind", LineKind),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", *Verdict.values]),
                name="importline_verdict_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=models.Q(choice__in=["", *Choice.values]),
                name="importline_choice_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *Outcome.values]),
                name="importline_outcome_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["directory_import", "kind", "id"], condition=models.Q(verdict=""), name="importline_unchecked"
            ),
            models.Index(fields=["directory_import", "verdict", "part", "number"], name="importline_verdicts"),
            models.Index(fields=["directory_import", "kind", "source_id"], name="importline_key"),
        ]

    def __str__(self) -> str:
        return f"{self.part + 1}:{self.number}"
