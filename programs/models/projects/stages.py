"""Where a project and each of its fundings stand, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The columns of the board, in their order."""

    IDEA = "idea", _("Idée")
    STUDY = "study", _("Étude")
    PLAN = "plan", _("Montage")
    FUNDING = "funding", _("Financement")
    LAUNCH = "launch", _("Lancement")
    ACTIVITY = "activity", _("Activité")
    STOPPED = "stopped", _("Arrêté")


# A project goes forwards, backwards, and may be taken up again: any other stage may follow, each move being told.
STAGE_TRANSITIONS: dict[str, list[Stage]] = {stage: [other for other in Stage if other != stage] for stage in Stage}
STAGE_TONES = {Stage.LAUNCH: "info", Stage.ACTIVITY: "success", Stage.STOPPED: "neutral"}


class LegalForm(models.TextChoices):
    """The legal form of the activity, chosen late."""

    UNDECIDED = "", _("Pas encore choisie")
    MICRO = "micro", _("Micro-entreprise")
    SOLE_TRADER = "sole_trader", _("Entreprise individuelle")
    COMPANY = "company", _("Société (EURL, SARL, SASU, SAS)")
    COOPERATIVE = "cooperative", _("Coopérative (Scop, Scic)")
    EMPLOYED = "employed", _("Coopérative d’activité, couveuse, portage")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Autre")


class FundingKind(models.TextChoices):
    """Where the money comes from."""

    GRANT = "grant", _("Subvention")
    LOAN = "loan", _("Prêt bancaire")
    HONOUR_LOAN = "honour_loan", _("Prêt d’honneur")
    MICROCREDIT = "microcredit", _("Microcrédit")
    OWN_MONEY = "own_money", _("Apport personnel")
    CROWDFUNDING = "crowdfunding", _("Financement participatif")


class FundingStatus(models.TextChoices):
    """Where one funding stands."""

    SOUGHT = "sought", _("Recherché")
    SUBMITTED = "submitted", _("Dossier déposé")
    OBTAINED = "obtained", _("Obtenu")
    REFUSED = "refused", _("Refusé")
    WITHDRAWN = "withdrawn", _("Abandonné")


DECIDED = [FundingStatus.OBTAINED, FundingStatus.REFUSED, FundingStatus.WITHDRAWN]
WAITING = [FundingStatus.SOUGHT, FundingStatus.SUBMITTED]
# Own money is never submitted; a decision noted by mistake, or asked again, goes back to the submitted file.
FUNDING_TRANSITIONS: dict[str, list[FundingStatus]] = {
    FundingStatus.SOUGHT: [FundingStatus.SUBMITTED, *DECIDED],
    FundingStatus.SUBMITTED: [*DECIDED],
    **{status: [FundingStatus.SUBMITTED] for status in DECIDED},
}
FUNDING_TONES = {
    FundingStatus.SOUGHT: "neutral",
    FundingStatus.SUBMITTED: "info",
    FundingStatus.OBTAINED: "success",
    FundingStatus.REFUSED: "warning",
    FundingStatus.WITHDRAWN: "neutral",
}


class Act(models.TextChoices):
    """What the history of a project tells."""

    STARTED = "started", _("Projet ouvert")
    MOVED = "moved", _("Étape")
    FUNDING_MOVED = "funding_moved", _("Financement")
    PAGE_PUBLISHED = "page_published", _("Page publique ouverte")
    PAGE_WITHDRAWN = "page_withdrawn", _("Page publique fermée")
