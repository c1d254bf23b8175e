"""Collective contacts: a workshop or a meeting that several people attended; each file says its own part."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models.follow_up import Topic
from core.constraints import subset_of
from core.fields import LineField


class CollectiveContactQuerySet(models.QuerySet["CollectiveContact"]):
    """Reading the contacts."""

    def visible_to(self, user: User) -> "CollectiveContactQuerySet":
        """One’s own: anybody else reads the part of a person in that person’s file."""
        return self.filter(author=user) if user.can(Permission.FOLLOW_UP_WRITE) else self.none()


class CollectiveContact(models.Model):
    """What is the same for all who came; one follow-up a person holds the rest and points here.

    people_count is all that one file says of the others.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+"
    )
    submission = models.UUIDField(unique=True, editable=False)
    happened_on = models.DateField(_("date"))
    title = LineField(_("intitulé"), max_length=120)
    place = LineField(_("lieu"), max_length=120, blank=True)
    topics = ArrayField(models.CharField(max_length=20, choices=Topic), verbose_name=_("sujets"), default=list)
    summary = models.TextField(_("texte commun"), max_length=20_000, blank=True)
    people_count = models.PositiveSmallIntegerField(_("nombre de personnes"))
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)

    objects = CollectiveContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencontre collective")
        verbose_name_plural = _("rencontres collectives")
        constraints = [
            subset_of("collectivecontact", "topics", Topic),
            models.CheckConstraint(
                condition=models.Q(happened_on__gte=date(1990, 1, 1), happened_on__lte=date(2100, 1, 1)),
                name="collectivecontact_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
            models.CheckConstraint(
                condition=models.Q(people_count__gte=2),
                name="collectivecontact_several_people",
                violation_error_message=_("Une rencontre collective réunit deux personnes au moins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.pk}"
