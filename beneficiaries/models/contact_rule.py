"""Safe-contact rules: by which ways, when and with what care a person may be reached. reaching.py enforces them."""

import uuid
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import subset_of
from core.errors import Outdated
from core.fields import LineField
from core.models import AuditAction
from core.templatetags.french import date_words, time_words

if TYPE_CHECKING:
    from beneficiaries.models.beneficiary import Beneficiary


class ContactChannel(models.TextChoices):
    """A way to reach a person."""

    PHONE = "phone", gettext_lazy("Appeler")
    SMS = "sms", gettext_lazy("Envoyer un SMS")
    EMAIL = "email", gettext_lazy("Écrire un courriel")
    POST = "post", gettext_lazy("Écrire à l’adresse")
    IN_PERSON = "in_person", gettext_lazy("Remettre en main propre")


class ContactRuleQuerySet(models.QuerySet["ContactRule"]):
    """Laying the rules down; they are read with the person."""

    @transaction.atomic
    def keep(self, person: "Beneficiary", *, by: User, version: int | None = None, **facts: Any) -> "ContactRule":
        """Write the rules of a person and journal what changed; version is the one that the user was shown."""
        person.lock()
        rule = self.filter(beneficiary=person).first()
        if rule is None:
            rule = self.create(beneficiary=person, updated_by=by, **facts)
            audit.record(by, AuditAction.CREATED, rule, person_id=person.pk)
            return rule
        if version is not None and version != rule.version:
            raise Outdated(_("Ces règles ont été modifiées entre-temps : relisez-les avant d’enregistrer."))
        changed = sorted(name for name, value in facts.items() if getattr(rule, name) != value)
        if changed:
            for name in changed:
                setattr(rule, name, facts[name])
            rule.version, rule.updated_by = rule.version + 1, by
            rule.save(update_fields=[*changed, "version", "updated_by", "updated_at"])
            audit.record(by, AuditAction.CHANGED, rule, person_id=person.pk, fields=changed)
        return rule


class ContactRule(models.Model):
    """What one person agreed to; without it nothing leaves. Past valid_until the person is asked again first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.OneToOneField(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="contact_rule",
    )
    channels = ArrayField(
        models.CharField(max_length=10, choices=ContactChannel),
        verbose_name=gettext_lazy("ce que la personne accepte"),
        default=list,
        blank=True,
    )
    from_time = models.TimeField(gettext_lazy("appels et SMS à partir de"), null=True, blank=True)
    until_time = models.TimeField(gettext_lazy("jusqu’à"), null=True, blank=True)
    no_voicemail = models.BooleanField(gettext_lazy("ne pas laisser de message vocal"), default=False)
    neutral_sender = models.BooleanField(
        gettext_lazy("expéditeur neutre"),
        default=False,
        help_text=gettext_lazy("Le nom de l’association ne figure ni sur l’enveloppe ni dans le message."),
    )
    address_is_confidential = models.BooleanField(
        gettext_lazy("adresse confidentielle"),
        default=False,
        help_text=gettext_lazy("L’adresse ne figure sur rien de ce qui est remis ou envoyé à d’autres."),
    )
    forbidden_third_party = LineField(
        gettext_lazy("à qui ne rien dire"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("La personne qui ne doit rien apprendre, même par erreur."),
    )
    precautions = LineField(
        gettext_lazy("autres précautions"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Par exemple : son téléphone est partagé avec sa mère."),
    )
    valid_until = models.DateField(
        gettext_lazy("à revoir avec la personne le"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Passé ce jour, rien ne part tant que les règles n’ont pas été confirmées."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(gettext_lazy("mises à jour le"), auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ContactRuleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("règles de contact")
        verbose_name_plural = gettext_lazy("règles de contact")
        constraints = [
            subset_of("contactrule", "channels", ContactChannel),
            models.CheckConstraint(
                condition=models.Q(from_time__isnull=True, until_time__isnull=True)
                | models.Q(from_time__isnull=False, until_time__gt=models.F("from_time")),
                name="contactrule_hours_in_order",
                violation_error_message=gettext_lazy("Indiquez les deux heures, la première avant la seconde."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_outdated(self, day: date) -> bool:
        """Whether the person must be asked again before anything leaves."""
        return self.valid_until is not None and self.valid_until < day

    def allows_hour(self, hour: time) -> bool:
        """Whether the telephone may ring now."""
        if self.from_time is None or self.until_time is None:
            return True
        return self.from_time <= hour < self.until_time

    @property
    def hours_words(self) -> str:
        """« entre 13 h 00 et 15 h 00 »."""
        if not self.from_time:
            return ""
        hours = {"first": time_words(self.from_time), "last": time_words(self.until_time)}
        return _("entre %(first)s et %(last)s") % hours

    @property
    def channel_words(self) -> str:
        """« appeler, envoyer un SMS »."""
        return ", ".join(
            str(ContactChannel(channel).label).lower() for channel in ContactChannel if channel in self.channels
        )

    def stricter(self, other: "ContactRule") -> dict[str, Any]:
        """The rules of both files of one person: a way stays open, an hour allowed, only where both allow it."""
        channels = [channel for channel in self.channels if channel in other.channels]
        from_time = max(filter(None, (self.from_time, other.from_time)), default=None)
        until_time = min(filter(None, (self.until_time, other.until_time)), default=None)
        if from_time and until_time and from_time >= until_time:  # no hour suits both
            channels = [channel for channel in channels if channel not in (ContactChannel.PHONE, ContactChannel.SMS)]
            from_time, until_time = self.from_time, self.until_time
        return {
            "channels": channels,
            "from_time": from_time,
            "until_time": until_time,
            "no_voicemail": self.no_voicemail or other.no_voicemail,
            "neutral_sender": self.neutral_sender or other.neutral_sender,
            "address_is_confidential": self.address_is_confidential or other.address_is_confidential,
            "forbidden_third_party": both_said(self.forbidden_third_party, other.forbidden_third_party, 120),
            "precautions": both_said(self.precautions, other.precautions, 300),
            "valid_until": min(filter(None, (self.valid_until, other.valid_until)), default=None),
        }

    def words(self, day: date) -> list[str]:
        """What to respect, one phrase each, the most dangerous first."""
        outdated = _("règles de contact à revoir depuis le %(day)s") % {"day": date_words(self.valid_until)}
        said = [
            (bool(self.forbidden_third_party), _("ne rien dire à %(name)s") % {"name": self.forbidden_third_party}),
            (self.address_is_confidential, _("adresse confidentielle")),
            (self.no_voicemail, _("pas de message vocal")),
            (self.neutral_sender, _("expéditeur neutre")),
            (bool(self.hours_words), _("appels et SMS %(hours)s") % {"hours": self.hours_words}),
            (bool(self.precautions), self.precautions),
            (self.is_outdated(day), outdated),
        ]
        return [words for holds, words in said if holds]


def both_said(one: str, other: str, limit: int) -> str:
    """Two remarks in one line, each once."""
    text = " · ".join(dict.fromkeys(filter(None, (one, other))))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
