"""Public pages: what a holder agrees, on a day and until a day, to let everybody read."""

import secrets
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Beneficiary
from core import audit
from core.choices import label_of
from core.constraints import one_of, paired, subset_of
from core.dates import months_later
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from partners.models.employer import Sector
from programs.models.projects.project import Project
from programs.models.projects.public_words import require_public
from programs.models.projects.row import ProjectRow, ProjectRowQuerySet
from programs.models.projects.shown import Line, ShownAs
from programs.models.projects.stages import Act, Stage

LONGEST = timedelta(days=366)
RECIPIENT = gettext_lazy("le public, sur internet")
PURPOSE = gettext_lazy("faire connaître son projet")


def document_storage() -> Any:
    """Where the files of people are kept."""
    return storages["documents"]


def picture_name(page: "PublicPage", _name: str) -> str:
    """Nothing of the person, nothing of the name it had."""
    return f"projets/{uuid.uuid4()}"


class PublicPageQuerySet(ProjectRowQuerySet):
    """Reading the pages."""

    def standing(self) -> "PublicPageQuerySet":
        """Neither withdrawn nor replaced."""
        return self.filter(withdrawn_at__isnull=True)

    def for_list(self) -> "PublicPageQuerySet":
        """Latest first."""
        return self.order_by("-created_at", "pk")

    def open(self, day: date) -> "PublicPageQuerySet":
        """What everybody may read on the day."""
        rows = self.standing().filter(published_at__isnull=False)
        return rows.filter(agreed_on__lte=day, ends_on__gte=day)

    def published(self) -> "PublicPageQuerySet":
        """Published and not withdrawn, even when the day of the end has passed."""
        return self.standing().filter(published_at__isnull=False)

    def drafts(self) -> "PublicPageQuerySet":
        """Prepared, not yet agreed to."""
        return self.standing().filter(published_at__isnull=True)

    @transaction.atomic
    def prepare(
        self, project: Project, *, by: User, today: date, picture: bytes | None = None, no_picture: bool = False,
        **facts: Any,
    ) -> "PublicPage":  # fmt: skip
        """Write the draft with the words of today, in place of the former draft; nobody else reads it yet."""
        project.lock()
        person = Beneficiary.objects.select_related("contact_rule").get(pk=project.person_id)
        former = self.published().filter(project=project).first()
        page = self.drafts().filter(project=project).first() or PublicPage(project=project, created_by=by)
        if page._state.adding and former and former.picture:
            page.picture.save("", ContentFile(former.picture.read()), save=False)
        for name, value in {**facts, **frozen(project, person, facts)}.items():
            setattr(page, name, value)
        check_agreement(page, today=today)
        require_public(person, page.words, page.shown_as)
        if page.picture and (no_picture or picture):
            page.picture.delete(save=False)
        if picture:
            page.picture.save("", ContentFile(picture), save=False)
        page.picture_text = page.picture_text if page.picture else ""
        page.save()
        audit.record(by, AuditAction.CHANGED, page, person_id=project.person_id, fields=["draft"])
        return page


class PublicPage(ProjectRow):
    """A dated agreement of the holder: purpose and recipient are said above, these lines, these words, until this day.

    The words are frozen when they are prepared: what the holder has read is what the public reads, whatever the project
    becomes. A published page is never changed; another draft takes its place, and its address.
    """

    slug = models.SlugField(gettext_lazy("adresse"), max_length=80, blank=True, editable=False)
    shown_as = models.CharField(gettext_lazy("sous quel nom"), max_length=12, choices=ShownAs)
    holder = LineField(gettext_lazy("nom montré"), max_length=250, blank=True)
    lines = ArrayField(
        models.CharField(max_length=10, choices=Line), verbose_name=gettext_lazy("ce qui est montré"), default=list,
        blank=True,
    )  # fmt: skip
    title = LineField(gettext_lazy("titre"), max_length=100)
    pitch = models.TextField(gettext_lazy("présentation"), max_length=1_500, blank=True)
    sector = models.CharField(max_length=20, blank=True, editable=False)
    place = LineField(gettext_lazy("lieu"), max_length=120, blank=True, editable=False)
    stage = models.CharField(max_length=20, blank=True, editable=False)
    picture = models.FileField(upload_to=picture_name, storage=document_storage, blank=True, editable=False)
    picture_text = LineField(gettext_lazy("ce que montre l’image"), max_length=160, blank=True)
    may_be_found = models.BooleanField(gettext_lazy("les moteurs de recherche peuvent la montrer"), default=False)
    agreed_on = models.DateField(gettext_lazy("accord donné le"))
    ends_on = models.DateField(gettext_lazy("jusqu’au"))
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: Any = PublicPageQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("page publique")
        verbose_name_plural = gettext_lazy("pages publiques")
        constraints = [
            one_of("publicpage", "shown_as", ShownAs),
            subset_of("publicpage", "lines", Line),
            paired("publicpage", "published_at", "published_by"),
            paired("publicpage", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("agreed_on"))
                & models.Q(ends_on__lte=models.F("agreed_on") + LONGEST),
                name="publicpage_lasts_a_year_at_most",
                violation_error_message=gettext_lazy(
                    "Un accord dure un an au plus, et ne finit pas avant d’être donné."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | ~models.Q(slug=""),
                name="publicpage_published_has_address",
                violation_error_message=gettext_lazy("Une page publiée a une adresse."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="publicpage_slug_unique",
                violation_error_message=gettext_lazy("Cette adresse est déjà prise."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="publicpage_one_published",
                violation_error_message=gettext_lazy("Ce projet a déjà une page publique."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(published_at__isnull=True, withdrawn_at__isnull=True),
                name="publicpage_one_draft",
                violation_error_message=gettext_lazy("Une page est déjà en préparation."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def words(self) -> str:
        """All that is written by hand."""
        return "\n".join([self.title, self.pitch, self.place, self.picture_text, self.typed_holder])

    @property
    def typed_holder(self) -> str:
        """The other name that was chosen; the person’s own comes from the file."""
        return self.holder if self.shown_as == ShownAs.PSEUDONYM else ""

    @property
    def purpose(self) -> str:
        """What the agreement is for."""
        return str(PURPOSE)

    @property
    def recipient(self) -> str:
        """Whom the holder lets read."""
        return str(RECIPIENT)

    @property
    def sector_words(self) -> str:
        """« Commerce », as frozen."""
        return label_of(Sector, self.sector) if self.sector else ""

    @property
    def stage_words(self) -> str:
        """« Lancement », as frozen."""
        return label_of(Stage, self.stage) if self.stage else ""

    @property
    def shows_contact(self) -> bool:
        """Whether the association is named as the way to write."""
        return Line.CONTACT in self.lines

    def is_open(self, day: date) -> bool:
        """Whether everybody may read it on the day."""
        standing = self.published_at is not None and self.withdrawn_at is None
        return standing and self.agreed_on <= day <= self.ends_on

    @transaction.atomic
    def publish(self, *, by: User, at: datetime, today: date) -> None:
        """Open the page to everybody, in place of the former one, whose address it takes."""
        self.project.lock()
        held: PublicPage = PublicPage.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if held.withdrawn_at or held.published_at:
            raise DomainError(_("Cette page est déjà publiée ou retirée : préparez-en une autre."))
        check_agreement(held, today=today)
        former = PublicPage.objects.published().filter(project=self.project_id).first()
        if former:
            former._close(by=by, at=at)
        self.slug = former.slug if former else draw_slug(held.title)
        self.published_at, self.published_by = at, by
        self.save(update_fields=["slug", "published_at", "published_by"])
        self.project.tell(Act.PAGE_PUBLISHED, by=by, at=at)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.project.person_id, fields=["published_at"])

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime) -> None:
        """The holder takes the agreement back: closed at once, its address is never given again; twice is once."""
        self.project.lock()
        was_published = self.published_at is not None
        if self._close(by=by, at=at):
            if was_published:
                self.project.tell(Act.PAGE_WITHDRAWN, by=by, at=at)
            audit.record(by, AuditAction.CHANGED, self, person_id=self.project.person_id, fields=["withdrawn_at"])

    def _close(self, *, by: User, at: datetime) -> bool:
        """Withdraw the row, and keep no picture."""
        closed = PublicPage.objects.filter(pk=self.pk, withdrawn_at__isnull=True)
        if not closed.update(withdrawn_at=at, withdrawn_by=by, picture=""):
            return False
        if self.picture:
            stored, storage = self.picture.name, self.picture.storage
            transaction.on_commit(lambda: storage.delete(stored or ""))
        return True


def frozen(project: Project, person: Beneficiary, facts: dict[str, Any]) -> dict[str, str]:
    """The words that the project and the file bring today, only for the lines that were chosen."""
    lines, names = facts["lines"], {
        ShownAs.NAME: f"{person.first_name} {person.last_name}".strip(),
        ShownAs.FIRST_NAME: person.first_name,
        ShownAs.PSEUDONYM: facts.get("holder", ""),
    }  # fmt: skip
    if facts["shown_as"] == ShownAs.PSEUDONYM and not facts.get("holder"):
        raise DomainError(_("Écrivez le nom choisi."))
    return {
        "holder": names.get(facts["shown_as"], ""),
        "pitch": facts.get("pitch", "") if Line.PITCH in lines else "",
        "sector": project.sector if Line.SECTOR in lines else "",
        "place": project.place if Line.PLACE in lines else "",
        "stage": project.stage if Line.STAGE in lines else "",
    }


def check_agreement(page: PublicPage, *, today: date) -> None:
    """Refuse an agreement to come, over, or longer than a year."""
    if page.agreed_on > today:
        raise DomainError(_("L’accord est donné aujourd’hui ou avant."))
    if page.ends_on < page.agreed_on:
        raise DomainError(_("La fin de l’accord vient avant son début."))
    if page.ends_on < today:
        raise DomainError(_("Cet accord est déjà fini : demandez-le de nouveau à la personne."))
    if page.ends_on > months_later(page.agreed_on, 12):
        raise DomainError(_("Un accord dure un an au plus."))


def draw_slug(title: str) -> str:
    """« le-camion-bleu-7gk2p9xw »: the title, and what nobody guesses."""
    tail = secrets.token_hex(5)
    return f"{slugify(title)[:60].strip('-') or 'projet'}-{tail}"
