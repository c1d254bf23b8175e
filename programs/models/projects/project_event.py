"""What happened to a project: who, when, from where to where, and in which words."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import label_of
from core.constraints import one_of
from core.fields import LineField
from programs.models.projects.stages import Act, FundingStatus, Stage


class ProjectEventQuerySet(models.QuerySet["ProjectEvent"]):
    """Reading the history."""

    def for_history(self) -> "ProjectEventQuerySet":
        """Latest first, with who did it."""
        return self.select_related("by").order_by("-at", "-pk")


class ProjectEvent(models.Model):
    """One line of the history, never rewritten; before and after are stages, or statuses of the funding named."""

    project = models.ForeignKey("programs.Project", on_delete=models.PROTECT, related_name="events")
    act = models.CharField(_("acte"), max_length=20, choices=Act)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    about = LineField(_("sur"), max_length=200, blank=True)
    before = models.CharField(_("avant"), max_length=20, blank=True)
    after = models.CharField(_("après"), max_length=20, blank=True)
    comment = models.TextField(_("commentaire"), max_length=500, blank=True)

    objects = ProjectEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape d’un projet")
        verbose_name_plural = _("étapes d’un projet")
        constraints = [one_of("projectevent", "act", Act)]
        indexes = [models.Index(fields=["project", "-at"], name="projectevent_project")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.pk)

    def words(self, code: str) -> str:
        """What before or after says."""
        known = FundingStatus if self.act == Act.FUNDING_MOVED else Stage
        return label_of(known, code) if code in known.values else ""

    @property
    def before_words(self) -> str:
        """« Idée »."""
        return self.words(self.before)

    @property
    def after_words(self) -> str:
        """« Étude »."""
        return self.words(self.after)
