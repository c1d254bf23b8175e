"""Requests for another team or lead worker: one to decide, one refused, one accepted and waiting for a lead worker."""

from beneficiaries.models import Beneficiary, Reorientation, ReorientationStatus
from reinsertion.demo.scene import Scene

WAITING = (
    "Une chambre trouvée à Roubaix, et les démarches s’y font désormais. "
    "L’antenne de Roubaix est à dix minutes à pied ; venir à Lille prend une demi-journée."
)
REFUSED = "Aimerait quelqu’un qui reçoive plus tard le soir, après sa journée de travail."
KEPT = "Les rendez-vous passent à 18 h le jeudi avec Inès. Le lien est bon : on refait le point dans deux mois."
ACCEPTED = "La famille s’est rapprochée de Roubaix et l’accueil de l’enfant y est organisé."


def create_reorientations(scene: Scene) -> None:
    """Away from the people whose story is told on the first pages."""
    quiet = sorted(
        (
            person
            for key, person in scene.people.items()
            if key not in {"karim", "nadia", "le-grand", "awa"} and person.team == scene.teams["lille"]
            if not (person.closed_at or person.is_restricted)
        ),
        key=lambda person: person.file_number,
    )
    ines = [person for person in quiet if person.lead_worker == scene.staff["ines"]]
    thomas = [person for person in quiet if person.lead_worker == scene.staff["thomas"]]
    lille, roubaix, lea = scene.teams["lille"], scene.teams["roubaix"], scene.staff["lea"]
    asked(scene, thomas[-1], -2, reason=WAITING, recommended_team=roubaix, recommended_lead=scene.staff["fatou"])
    decided = {"decided_by": lea, "decided_at": scene.office_moment(scene.working_day(-4))}
    refused = {"status": ReorientationStatus.MAINTAINED, "decision_reason": KEPT, **decided}
    asked(scene, ines[-1], -9, reason=REFUSED, recommended_team=lille, **refused)
    moved = asked(
        scene,
        thomas[-2],
        -12,
        reason=ACCEPTED,
        recommended_team=roubaix,
        status=ReorientationStatus.REORIENTED,
        to_team=roubaix,
        **decided,
    )
    Beneficiary.objects.filter(pk=moved.beneficiary_id).update(team=roubaix, lead_worker=None)


def asked(scene: Scene, person: Beneficiary, day: int, **facts: object) -> Reorientation:
    """A request of the lead worker, so many days ago."""
    return Reorientation.objects.create(
        id=scene.uid(),
        beneficiary=person,
        from_team=person.team,
        from_lead=person.lead_worker,
        requested_by=person.lead_worker or person.created_by,
        requested_at=scene.office_moment(scene.working_day(day)),
        **facts,
    )
