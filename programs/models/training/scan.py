"""Signed sheets scanned back: a file that names several people, kept with the session."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import Beneficiary, DocumentFormat
from beneficiaries.models.document import document_storage
from beneficiaries.models.document_kind import CONTENT_TYPES
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError
from core.models import AuditAction
from programs.models.enrolment import Enrolment
from programs.models.session import Session
from programs.models.training.attendance import expected_at


def scan_name(scan: "SessionScan", _name: str) -> str:
    """A name that says nothing of the session."""
    drawn = uuid.uuid4().hex
    return f"{drawn[:2]}/{drawn}.{scan.format}"


class SessionScanQuerySet(models.QuerySet["SessionScan"]):
    """Reading the signed sheets, and keeping new ones."""

    def visible_to(self, user: User) -> "SessionScanQuerySet":
        """Those whose file is there, of the sessions that the user sees to."""
        return self.kept().filter(session__in=Session.objects.run_by(user).values("pk"))

    def kept(self) -> "SessionScanQuerySet":
        """Those whose file is there, oldest first."""
        return self.filter(removed_at__isnull=True).select_related("uploaded_by").order_by("uploaded_at", "pk")

    @transaction.atomic
    def keep(self, session: Session, *, by: User, content: bytes, format: str, sha256: str) -> "SessionScan":
        """Keep a checked file; the same one twice is kept once."""
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if already := self.kept().filter(session=session, sha256=sha256).first():
            return already
        scan = SessionScan(session=session, uploaded_by=by, format=format, size=len(content), sha256=sha256)
        scan.file.save("", ContentFile(content), save=False)
        try:
            scan.save(force_insert=True)
        except Exception:
            scan.file.storage.delete(scan.file.name or "")
            raise
        scan.journal(by, AuditAction.CREATED)
        return scan


class SessionScan(models.Model):
    """One signed sheet; removed, its file is erased and the line says by whom and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "programs.Session", verbose_name=_("séance"), on_delete=models.PROTECT, related_name="scans"
    )
    file = models.FileField(
        _("fichier"), storage=document_storage, upload_to=scan_name, max_length=60, blank=True, editable=False
    )
    format = models.CharField(_("format"), max_length=5, choices=DocumentFormat, editable=False)
    size = models.PositiveIntegerField(_("taille en octets"), editable=False)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("ajoutée le"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    removed_at = models.DateTimeField(_("supprimée le"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SessionScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("feuille signée")
        verbose_name_plural = _("feuilles signées")
        constraints = [
            one_of("sessionscan", "format", DocumentFormat),
            paired("sessionscan", "removed_at", "removed_by"),
            models.CheckConstraint(
                condition=(models.Q(removed_at__isnull=True) & ~models.Q(file=""))
                | models.Q(removed_at__isnull=False, file="", sha256=""),
                name="sessionscan_file_until_removed",
                violation_error_message=_("Une feuille signée a son fichier jusqu’à ce qu’elle soit supprimée."),
            ),
        ]
        indexes = [models.Index(fields=["session", "uploaded_at"], name="sessionscan_session")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def content_type(self) -> str:
        """The type that its format has, whatever was sent."""
        return CONTENT_TYPES[self.format]

    @property
    def download_name(self) -> str:
        """« emargement-2026-10-20.pdf »."""
        return f"emargement-{self.session.starts_at:%Y-%m-%d}.{self.format}"

    def journal(self, by: User, action: AuditAction) -> None:
        """One entry for each person whose name the sheet bears, one for the sheet when it bears none."""
        people = Enrolment.objects.filter(pk__in=expected_at(self.session).values("pk"))
        named = list(people.values_list("beneficiary", flat=True))
        audit.record_each(by, action, [(self, person) for person in named])
        if not named:
            audit.record(by, action, self)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Erase the file; the line stays, without what would recognise the content."""
        stored = SessionScan.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.removed_at:
            raise DomainError(_("Cette feuille est déjà supprimée."))
        storage, name = stored.file.storage, stored.file.name or ""
        SessionScan.objects.filter(pk=self.pk).update(file="", sha256="", removed_at=at, removed_by=by)
        self.journal(by, AuditAction.DELETED)
        transaction.on_commit(lambda: storage.delete(name))


def is_kept_from_somebody(user: User, session: Session) -> bool:
    """Whether the sheet of a session names somebody whom the user must not know of: one cannot read half of it."""
    return expected_at(session).filter(beneficiary__in=Beneficiary.objects.kept_from(user)).exists()
