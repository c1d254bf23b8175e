"""What may follow what in a stay, what is said when it ends, and the acts that its history keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.states import StayStatus as S

TRANSITIONS: dict[str, frozenset[str]] = {
    S.PROVISIONAL: frozenset({S.CONFIRMED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.ARRIVED, S.NOT_ARRIVED, S.CANCELLED}),
    S.ARRIVED: frozenset({S.DEPARTED}),
    S.DEPARTED: frozenset(),
    S.CANCELLED: frozenset(),
    S.NOT_ARRIVED: frozenset(),
}
TONES: dict[str, str] = {
    S.PROVISIONAL: "warning",
    S.CONFIRMED: "info",
    S.ARRIVED: "success",
    S.DEPARTED: "neutral",
    S.CANCELLED: "neutral",
    S.NOT_ARRIVED: "neutral",
}


class CancelReason(models.TextChoices):
    """Why a booking was cancelled, or the person did not come."""

    NONE = "", _("Non renseigné")
    DECLINED = "declined", _("La personne a préféré autre chose")
    HOUSED = "housed", _("Hébergée ou logée ailleurs")
    RELEASE_MOVED = "release_moved", _("La date de sortie a changé")
    NO_NEWS = "no_news", _("Sans nouvelles de la personne")
    HOUSE = "house", _("La maison ne peut plus accueillir")
    ERROR = "error", _("Réservation faite par erreur")
    OTHER = "other", _("Autre raison")


class DepartureReason(models.TextChoices):
    """Why a stay ended."""

    NONE = "", _("Non renseigné")
    PLANNED = "planned", _("Fin prévue")
    MOVED_ON = "moved_on", _("Une solution a été trouvée")
    CHOICE = "choice", _("Départ choisi avant la fin")
    HOUSE = "house", _("Fin décidée par la maison")
    CUSTODY = "custody", _("Retour en détention")
    HOSPITAL = "hospital", _("Hospitalisation")
    NO_NEWS = "no_news", _("Sans nouvelles")
    DEATH = "death", _("Décès")
    OTHER = "other", _("Autre raison")


class MoveOn(models.TextChoices):
    """Where the person went to live."""

    NONE = "", _("Non renseigné")
    OWN_HOME = "own_home", _("Logement à son nom")
    SOCIAL_HOUSING = "social_housing", _("Logement social")
    SUPPORTED = "supported", _("Logement accompagné (pension de famille, résidence sociale)")
    SHELTER = "shelter", _("Autre hébergement")
    FAMILY = "family", _("Famille")
    FRIENDS = "friends", _("Amis ou tiers")
    HEALTH = "health", _("Établissement de soins")
    CUSTODY = "custody", _("Détention")
    STREET = "street", _("Rue, abri, squat")
    UNKNOWN = "unknown", _("Ne sait pas")


class UnavailableReason(models.TextChoices):
    """Why a place cannot be slept in for some nights."""

    NONE = "", _("Non renseigné")
    WORKS = "works", _("Travaux ou réparation")
    CLEANING = "cleaning", _("Désinfection, nettoyage")
    SAFETY = "safety", _("Sécurité de la maison")
    STAFF = "staff", _("Équipe insuffisante")
    KEPT = "kept", _("Gardée pour une urgence")
    OTHER = "other", _("Autre raison")


class RequestStatus(models.TextChoices):
    """Where a request for a place stands."""

    SUBMITTED = "submitted", _("Reçue")
    ASSESSED = "assessed", _("À l’étude")
    READY = "ready", _("Prête à placer")
    PLACED = "placed", _("Placée")
    REJECTED = "rejected", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")


R = RequestStatus
REQUEST_TRANSITIONS: dict[str, frozenset[str]] = {
    R.SUBMITTED: frozenset({R.ASSESSED, R.READY, R.REJECTED, R.WITHDRAWN}),
    R.ASSESSED: frozenset({R.READY, R.REJECTED, R.WITHDRAWN}),
    R.READY: frozenset({R.PLACED, R.REJECTED, R.WITHDRAWN}),
    R.PLACED: frozenset(),
    R.REJECTED: frozenset(),
    R.WITHDRAWN: frozenset(),
}
REQUEST_TONES: dict[str, str] = {R.SUBMITTED: "warning", R.ASSESSED: "info", R.READY: "success"}
OPEN_REQUESTS = [R.SUBMITTED, R.ASSESSED, R.READY]


class RejectReason(models.TextChoices):
    """Why a request for a place was refused."""

    NONE = "", _("Non renseigné")
    NO_PLACE = "no_place", _("Pas de place à ces dates")
    PUBLIC = "public", _("La maison n’accueille pas cette situation")
    NEEDS = "needs", _("La maison ne répond pas aux besoins (accessibilité, enfants)")
    DISTANCE = "distance", _("Trop loin de la vie de la personne")
    OTHER = "other", _("Autre raison")


class Act(models.TextChoices):
    """What was done, as the history of a place, a stay or a request says it."""

    BOOKED = "booked", _("Réservation")
    CONFIRMED = "confirmed", _("Confirmation")
    ARRIVED = "arrived", _("Arrivée")
    ARRIVAL_CORRECTED = "arrival_corrected", _("Arrivée corrigée")
    EXTENDED = "extended", _("Prolongation")
    OVERSTAYED = "overstayed", _("Dépassement")
    DEPARTED = "departed", _("Départ")
    DEPARTURE_CORRECTED = "departure_corrected", _("Départ corrigé")
    CANCELLED = "cancelled", _("Annulation")
    CANCELLATION_CORRECTED = "cancellation_corrected", _("Annulation corrigée")
    NOT_ARRIVED = "not_arrived", _("Non-arrivée")
    TURNAROUND = "turnaround", _("Remise en état changée")
    NAMED = "named", _("Adresse confiée")
    UNNAMED = "unnamed", _("Adresse retirée")
    UNAVAILABLE = "unavailable", _("Indisponibilité")
    UNAVAILABLE_CORRECTED = "unavailable_corrected", _("Indisponibilité modifiée")
    AVAILABLE = "available", _("Indisponibilité annulée")
    CARE_NOTED = "care_noted", _("Repas noté")
    GATE_REFUSED = "gate_refused", _("Remise refusée")
    REQUESTED = "requested", _("Demande")
    ASSESSED = "assessed", _("Mise à l’étude")
    READY = "ready", _("Prête à placer")
    PLACED = "placed", _("Placement")
    REJECTED = "rejected", _("Refus")
    WITHDRAWN = "withdrawn", _("Retrait")
