"""Documents of a person: a file kept apart, what it is, until when it holds, who reads it."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.document_kind import CONTENT_TYPES, REMIND_BEFORE, DocumentFormat, DocumentKind, to_renew
from beneficiaries.models.follow_up import FollowUp
from beneficiaries.models.layer import Layer, Opened, Reached, readable_by
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.templatetags.french import days_left

if TYPE_CHECKING:
    from uuid import UUID

FIRST_END, LAST_END = date(1990, 1, 1), date(2100, 1, 1)
LARGEST = 100 * 1024 * 1024  # far above what a form takes: a column that lies, not a rule of use
KEPT = models.Q(removed_at__isnull=True)


def document_storage() -> Storage:
    """Where the files are: outside what the web server hands over."""
    return storages["documents"]


def random_name(document: "Document", _name: str) -> str:
    """A name that says nothing of the person or of the document."""
    drawn = uuid.uuid4().hex
    return f"{drawn[:2]}/{drawn}.{document.format}"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reading the documents, and keeping new ones."""

    def visible_to(self, user: User) -> "DocumentQuerySet":
        """Those of the people whose content the user reads, in the layers and beside the follow-ups that they read."""
        own = readable_by(user, author="uploaded_by")
        beside = readable_by(user, layer="follow_up__layer", author="follow_up__author")
        beside |= models.Q(follow_up__isnull=True)
        return self.filter(own, beside, beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "DocumentQuerySet":
        """Those of files already reached, in the layers and beside the follow-ups that the reader reads."""
        own = file.readable(author="uploaded_by")
        beside = file.readable(layer="follow_up__layer", author="follow_up__author") | models.Q(follow_up__isnull=True)
        return self.filter(own, beside, file.holds())

    def kept(self) -> "DocumentQuerySet":
        """Those whose file is there."""
        return self.filter(KEPT)

    def removed(self) -> "DocumentQuerySet":
        """Those whose file was erased, latest first, with who did it."""
        gone = self.filter(removed_at__isnull=False).select_related("removed_by")
        return gone.order_by("-removed_at", "pk")

    def for_list(self) -> "DocumentQuerySet":
        """Newest first, with who brought it."""
        return self.kept().select_related("uploaded_by", "follow_up").order_by("-uploaded_at", "pk")

    def to_renew(self, day: date) -> "DocumentQuerySet":
        """Those that end soon or just ended, unless a later one of the same kind is there."""
        later = Document.objects.kept().filter(
            beneficiary=models.OuterRef("beneficiary"),
            kind=models.OuterRef("kind"),
            expires_on__gt=models.OuterRef("expires_on"),
        )
        return self.kept().filter(to_renew(day)).exclude(models.Exists(later))

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        by: User,
        content: bytes,
        format: str,
        sha256: str,
        submission: "UUID | None" = None,
        **facts: Any,
    ) -> "Document":
        """Keep a checked file; the same form sent twice keeps one, the same file twice is refused in words."""
        person.lock()
        if submission and (already := self.filter(beneficiary=person, submission=submission).first()):
            return already
        # of what the user may not read, nothing is said: not even that the same file is there
        if twin := self.visible_to(by).kept().filter(beneficiary=person, sha256=sha256).first():
            raise DomainError(_("Ce fichier est déjà là : « %(title)s ».") % {"title": twin.title})
        follow_up: FollowUp | None = facts.get("follow_up")
        if follow_up and follow_up.beneficiary_id != person.pk:
            raise DomainError(_("Ce suivi est celui d’une autre personne."))
        document = Document(
            beneficiary=person,
            uploaded_by=by,
            format=format,
            size=len(content),
            sha256=sha256,
            submission=submission or uuid.uuid4(),
            **facts,
        )
        document.file.save("", ContentFile(content), save=False)
        try:
            document.save(force_insert=True)
        except Exception:
            document.file.storage.delete(document.file.name or "")
            raise
        audit.record(by, AuditAction.CREATED, document, person_id=person.pk)
        return document


class Document(models.Model):
    """One document; removed, its file is erased and the line says by whom and when.

    sha256 is that of the file as received: the same file is recognised whatever was cleaned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="documents",
    )
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(gettext_lazy("nature"), max_length=20, choices=DocumentKind)
    layer = models.CharField(
        gettext_lazy("niveau de confidentialité"), max_length=10, choices=Layer, default=Layer.ORDINARY
    )
    title = LineField(gettext_lazy("titre"), max_length=120)
    expires_on = models.DateField(gettext_lazy("valable jusqu’au"), null=True, blank=True)
    follow_up = models.ForeignKey(
        "beneficiaries.FollowUp",
        verbose_name=gettext_lazy("suivi"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="documents",
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=gettext_lazy("remplace"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="replacement",
    )
    file = models.FileField(
        gettext_lazy("fichier"), storage=document_storage, upload_to=random_name, max_length=60, editable=False
    )
    format = models.CharField(gettext_lazy("format"), max_length=5, choices=DocumentFormat, editable=False)
    size = models.PositiveIntegerField(gettext_lazy("taille en octets"), editable=False)
    sha256 = models.CharField(gettext_lazy("empreinte"), max_length=64, editable=False)
    uploaded_at = models.DateTimeField(gettext_lazy("ajouté le"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(gettext_lazy("supprimé le"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("document")
        verbose_name_plural = gettext_lazy("documents")
        constraints = [
            one_of("document", "kind", DocumentKind),
            one_of("document", "layer", Layer),
            one_of("document", "format", DocumentFormat),
            paired("document", "removed_at", "removed_by"),
            models.CheckConstraint(
                condition=(KEPT & ~models.Q(file="")) | models.Q(removed_at__isnull=False, file="", sha256=""),
                name="document_file_until_removed",
                violation_error_message=gettext_lazy("Un document a son fichier jusqu’à ce qu’il soit supprimé."),
            ),
            models.CheckConstraint(
                condition=models.Q(size__gte=1, size__lte=LARGEST),
                name="document_size_plausible",
                violation_error_message=gettext_lazy("La taille de ce fichier n’est pas plausible."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="document_has_title",
                violation_error_message=gettext_lazy("Donnez un titre à ce document."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=FIRST_END, expires_on__lte=LAST_END),
                name="document_end_plausible",
                violation_error_message=gettext_lazy("Cette date n’est pas plausible."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "submission"],
                name="document_once_per_submission",
                violation_error_message=gettext_lazy("Ce document est déjà enregistré."),
            ),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "-uploaded_at"], name="document_person"),
            models.Index(fields=["expires_on"], condition=KEPT, name="document_end"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def content_type(self) -> str:
        """The type that its format has, whatever was sent."""
        return CONTENT_TYPES[self.format]

    @property
    def download_name(self) -> str:
        """« carte-d-identite.pdf »: the title, in letters that every system takes."""
        return f"{slugify(self.title.replace('’', ' ')) or 'document'}.{self.format}"

    @property
    def size_words(self) -> str:
        """« 240 ko », « 1,2 Mo »."""
        kilobytes = max(round(self.size / 1024), 1)
        return f"{kilobytes}\u00a0ko" if kilobytes < 1000 else f"{self.size / 1024**2:.1f}\u00a0Mo".replace(".", ",")

    def end_words(self, day: date) -> str:
        """« expire dans 40 jours », « expirée depuis 3 jours »; nothing without an end."""
        if not self.expires_on:
            return ""
        days = (self.expires_on - day).days
        if days < 0:
            return ngettext("expiré depuis %(days)d jour", "expiré depuis %(days)d jours", -days) % {"days": -days}
        return _("expire %(when)s") % {"when": days_left(self.expires_on)}

    def end_tone(self, day: date) -> str:
        """The colour that goes with the words."""
        if not self.expires_on:
            return "neutral"
        left, before = (self.expires_on - day).days, REMIND_BEFORE.get(self.kind, 0)
        return "danger" if left < 0 else "warning" if left <= before else "neutral"

    def opened(self, *, by: User) -> None:
        """Journal that the file was read."""
        audit.record(by, AuditAction.OPENED, self, person_id=self.beneficiary_id)

    def again(self) -> "Document":
        """The document as it is now, locked; refused when its file is gone."""
        stored = Document.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.removed_at:
            raise DomainError(_("Ce document a été supprimé entre-temps."))
        return stored

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Correct what is said of it, and journal the names of the fields."""
        stored = self.again()
        changed = sorted(name for name, value in facts.items() if getattr(stored, name) != value)
        for name, value in facts.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=[*changed, "updated_at"])
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Erase the file; the line stays, without what would recognise the content."""
        stored = self.again()
        storage, name = stored.file.storage, stored.file.name or ""
        Document.objects.filter(pk=self.pk).update(file="", sha256="", removed_at=at, removed_by=by, updated_at=at)
        audit.record(by, AuditAction.DELETED, self, person_id=self.beneficiary_id)
        transaction.on_commit(lambda: storage.delete(name))

    @transaction.atomic
    def replace(self, *, by: User, at: datetime, submission: "UUID | None" = None, **upload: Any) -> "Document":
        """Put a newer file in its place: the former is erased, its proofs and its follow-up go with the newer."""
        again = Document.objects.filter(beneficiary=self.beneficiary_id, submission=submission) if submission else None
        if again and (already := again.first()):
            return already
        stored = self.again()
        kept: dict[str, Any] = {name: getattr(stored, name) for name in ("kind", "layer", "title", "follow_up")}
        newer = Document.objects.register(
            self.beneficiary, by=by, replaces=stored, submission=submission, **kept, **upload
        )
        stored.proofs.update(document=newer)
        stored.remove(by=by, at=at)
        return newer


def orphans(before: datetime) -> "list[str]":
    """Files that nothing names, older than the moment: what an undone transaction left behind.

    None when there is no document at all: the files of another database are not ours to throw away.
    """
    storage = document_storage()
    if not Document.objects.exists():
        return []
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:
        return []
    found = [f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]]
    known = {
        name
        for model, field in kept_there()
        for name in model._default_manager.filter(**{f"{field}__in": found}).values_list(field, flat=True)
    }
    return [name for name in found if name not in known and storage.get_modified_time(name) < before]


def kept_there() -> "list[tuple[type[models.Model], str]]":
    """The models, of any app, whose files are among the documents."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FileField) and field.deconstruct()[3].get("storage") is document_storage
    ]
