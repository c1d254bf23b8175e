"""Follow-ups: the trace of a meeting, a call, a step taken."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import COORDINATOR_LAYERS, Layer, Opened, Reached, readable_by
from core import audit
from core.choices import label_of
from core.constraints import one_of, subset_of
from core.errors import DomainError, Outdated
from core.fields import LineField
from core.models import AuditAction

if TYPE_CHECKING:
    from collections.abc import Mapping

# About three lines on a wide screen; a rest shorter than the slack is not worth a click.
PREVIEW_LINES, PREVIEW_LENGTH, PREVIEW_SLACK = 3, 260, 40


class FollowUpMode(models.TextChoices):
    """How the contact took place."""

    INTERVIEW = "interview", _("Entretien")
    VISIT = "visit", _("Parloir")
    PHONE = "phone", _("Téléphone")
    ACCOMPANIED = "accompanied_visit", _("Accompagnement")
    OUTREACH = "outreach_round", _("Maraude")
    LETTER = "letter", _("Courrier")
    GROUP = "group", _("Atelier, réunion")
    NO_SHOW = "no_show", _("Absence")


class Topic(models.TextChoices):
    """What it was about."""

    HOUSING = "housing", _("Hébergement")
    PAPERS = "papers", _("Papiers")
    RIGHTS = "rights", _("Droits")
    HEALTH = "health", _("Santé")
    EMPLOYMENT = "employment", _("Emploi")
    TRAINING = "training", _("Formation")
    FAMILY = "family", _("Famille")
    JUSTICE = "justice", _("Justice")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Reading the follow-ups."""

    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """Those of the people whose content the user may read."""
        people = Beneficiary.objects.content_visible_to(user)
        return self.filter(beneficiary__in=people).filter(readable_by(user, author="author"))

    def visible_in(self, file: "Opened | Reached") -> "FollowUpQuerySet":
        """Those of files already reached, in the layers of the reader, and one’s own."""
        return self.filter(file.readable(author="author"), file.holds())

    def for_timeline(self) -> "FollowUpQuerySet":
        """Newest first, with the author and what is shared with others."""
        return self.select_related("author", "collective").order_by("-happened_on", "-happened_at", "-created_at", "pk")

    def editable_by(self, user: User) -> "FollowUpQuerySet":
        """Of those visible to the user, the ones that they wrote, or all when they coordinate the team."""
        return self if user.has_role(Role.COORDINATOR) else self.filter(author=user)

    def last_by_topic(self) -> dict[str, date]:
        """The last day each topic was spoken of."""
        topic = models.Func("topics", function="unnest", output_field=models.CharField())
        days = self.annotate(topic=topic).values("topic").annotate(last=models.Max("happened_on")).order_by()
        return dict(days.values_list("topic", "last"))


class FollowUp(models.Model):
    """What happened with one person on one day; several people met together have one record each.

    submission is the identifier of the form sent: the same form sent twice makes one record a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="follow_ups"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="follow_ups"
    )
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    collective = models.ForeignKey(
        "beneficiaries.CollectiveContact", on_delete=models.PROTECT, null=True, editable=False, related_name="parts"
    )
    happened_on = models.DateField(_("date"))
    happened_at = models.TimeField(_("heure"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(_("durée en minutes"), null=True, blank=True)
    layer = models.CharField(_("niveau de confidentialité"), max_length=10, choices=Layer, default=Layer.ORDINARY)
    mode = models.CharField(_("comment"), max_length=20, choices=FollowUpMode)
    place = LineField(_("lieu"), max_length=120, blank=True)
    topics = ArrayField(
        models.CharField(max_length=20, choices=Topic), verbose_name=_("sujets"), default=list, blank=True
    )
    absence_reason = LineField(_("raison de l’absence"), max_length=200, blank=True)
    summary = models.TextField(_("compte rendu"), max_length=20_000, blank=True)
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")
        constraints = [
            one_of("followup", "mode", FollowUpMode),
            one_of("followup", "layer", Layer),
            subset_of("followup", "topics", Topic),
            models.UniqueConstraint(
                fields=["submission", "beneficiary"],
                name="followup_once_per_submission",
                violation_error_message=_("Ce suivi est déjà enregistré."),
            ),
            models.CheckConstraint(
                condition=models.Q(happened_on__gte=date(1990, 1, 1), happened_on__lte=date(2100, 1, 1)),
                name="followup_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
            models.CheckConstraint(
                condition=models.Q(duration_minutes__isnull=True)
                | models.Q(duration_minutes__gte=1, duration_minutes__lte=1440),
                name="followup_duration_plausible",
                violation_error_message=_("La durée va de 1 minute à 24 heures."),
            ),
            models.CheckConstraint(
                condition=models.Q(mode=FollowUpMode.NO_SHOW) | ~models.Q(topics=[]),
                name="followup_topics_unless_no_show",
                violation_error_message=_("Cochez au moins un sujet."),
            ),
        ]
        indexes = [
            models.Index(
                "beneficiary",
                models.F("happened_on").desc(),
                models.F("happened_at").desc(),
                models.F("created_at").desc(),
                "id",
                name="followup_timeline",
            ),
            models.Index(fields=["author", "-created_at"], name="followup_author"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.mode}"

    @property
    def title(self) -> str:
        """« Entretien – Hébergement, Papiers »."""
        topics = ", ".join(label_of(Topic, topic) for topic in self.topics)
        mode = label_of(FollowUpMode, self.mode)
        return f"{mode} – {topics}" if topics else mode

    @cached_property
    def summary_parts(self) -> tuple[str, str]:
        """The first three lines or so, and the rest, which may be empty."""
        lines = self.summary.split("\n")
        head = "\n".join(lines[:PREVIEW_LINES])
        if len(head) > PREVIEW_LENGTH:
            head = head[:PREVIEW_LENGTH].rpartition(" ")[0] or head[:PREVIEW_LENGTH]
        rest = self.summary[len(head) :].strip()
        return (head, rest) if len(rest) > PREVIEW_SLACK else (self.summary, "")

    @transaction.atomic
    def amend(self, *, by: User, version: int, changes: "Mapping[str, Any]") -> None:
        """Change the follow-up as it was when read at this version, and journal the names of the fields."""
        current = FollowUp.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.version != version:
            raise Outdated(_("Ce suivi a été modifié entre-temps : rien n’est enregistré, comparez les deux textes."))
        if changes.get("layer", current.layer) not in COORDINATOR_LAYERS and hasattr(current, "confidential_note"):
            raise DomainError(_("Ce suivi porte une note confidentielle que la coordination lit : gardez ce niveau."))
        changed = sorted(name for name, value in changes.items() if getattr(current, name) != value)
        if not changed:
            return
        if "layer" in changed and (told := getattr(current, "appointment", None)):
            told.require_told_in(changes["layer"])
        for name in changed:
            setattr(self, name, changes[name])
        self.version = version + 1
        self.save(update_fields=[*changed, "version", "updated_at"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)
        if "happened_on" in changed or "mode" in changed:
            self.recount_last_contact()

    def recount_last_contact(self) -> None:
        """The person’s last contact is the latest follow-up where they were there."""
        met = FollowUp.objects.filter(beneficiary=self.beneficiary_id).exclude(mode=FollowUpMode.NO_SHOW)
        last = met.aggregate(last=models.Max("happened_on"))["last"]
        Beneficiary.objects.filter(pk=self.beneficiary_id).update(last_contact_on=last)
