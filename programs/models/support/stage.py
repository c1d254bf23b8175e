"""Before or after the release: read from the stays in prison of a person, at the day of a session."""

from django.db import models
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Beneficiary, CustodyEpisode
from beneficiaries.models.custody_episode import HELD_NOW
from beneficiaries.models.states import HELD, JusticeStatus


class Stage(models.TextChoices):
    """Where a session falls in the way out of prison; unsaid when no stay in prison tells."""

    UNSAID = "", _("Non renseigné")
    BEFORE = "before", _("Avant la sortie")
    AFTER = "after", _("Après la sortie")


def on_day(moment: str) -> TruncDate:
    """The day, on the clock of the association, to be annotated as stage_day before stage_of is asked."""
    return TruncDate(moment)


def stage_of(person: str, *, said: str = "") -> models.Expression:
    """The stage of a row that carries stage_day, as SQL: what somebody said, else what the stays in prison tell.

    A release foreseen before a day to come is believed; one foreseen for a day gone by is not, until it is noted.
    """
    day, today = models.OuterRef("stage_day"), timezone.localdate()
    begun = CustodyEpisode.objects.filter(
        models.Q(entered_on__isnull=True) | models.Q(entered_on__lte=day), beneficiary=models.OuterRef(person)
    )
    foreseen = models.Q(beneficiary__expected_release_on__gte=today, beneficiary__expected_release_on__lte=day)
    inside = begun.filter((HELD_NOW & ~foreseen) | models.Q(exited_on__gt=day))
    status = Beneficiary.objects.filter(pk=models.OuterRef(person))
    told = models.Case(
        models.When(models.Exists(inside), then=models.Value(Stage.BEFORE)),
        models.When(models.Exists(begun), then=models.Value(Stage.AFTER)),
        models.When(models.Exists(status.filter(justice_status__in=HELD)), then=models.Value(Stage.BEFORE)),
        models.When(
            models.Exists(status.filter(justice_status=JusticeStatus.RELEASED)), then=models.Value(Stage.AFTER)
        ),
        default=models.Value(Stage.UNSAID),
        output_field=models.CharField(),
    )
    return Coalesce(NullIf(said, models.Value("")), told, output_field=models.CharField()) if said else told
