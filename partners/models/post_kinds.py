"""What a post is: a job, or hours of work decided by justice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostKind(models.TextChoices):
    """The kinds of post."""

    JOB = "job", _("Emploi")
    COMMUNITY_SERVICE = "tig", _("TIG")
    UNPAID_WORK = "tnr", _("Travail non rémunéré")
    EXTERNAL_PLACEMENT = "external", _("Placement extérieur")


BY_HOURS = [PostKind.COMMUNITY_SERVICE, PostKind.UNPAID_WORK]


class ContractKind(models.TextChoices):
    """The contract of a job."""

    NONE = "", _("Sans objet")
    PERMANENT = "cdi", _("CDI")
    FIXED_TERM = "cdd", _("CDD")
    TEMPORARY = "temporary", _("Intérim")
    INTEGRATION = "cddi", _("CDD d’insertion")
    APPRENTICESHIP = "apprentice", _("Alternance")
    SEASONAL = "seasonal", _("Saisonnier")
    OTHER = "other", _("Autre")


class Asked(models.TextChoices):
    """Whether something is asked for: unknown is not no."""

    UNKNOWN = "unknown", _("On ne sait pas")
    NO = "no", _("Non")
    YES = "yes", _("Oui")


class Authority(models.TextChoices):
    """Who allows a post decided by justice."""

    NONE = "", _("Pas encore")
    JUDGE = "judge", _("Juge de l’application des peines")
    PROBATION = "probation", _("SPIP")


class PostStatus(models.TextChoices):
    """Where the post stands."""

    OPEN = "open", _("Ouvert")
    FILLED = "filled", _("Pourvu")
    CLOSED = "closed", _("Retiré")
