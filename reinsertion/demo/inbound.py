"""People whom a partner and the probation service send to us: two to read, one taken in, one refused."""

from typing import Any

from beneficiaries.models import ProbationService
from core.tokens import digest
from partners.models import Domain, Organization, PartnerMember
from referrals.models import Consent, InboundDecline, InboundLink, InboundReferral, InboundStatus
from reinsertion.demo.scene import Scene, own_dates

EMPTY = {
    "email": "",
    "precautions": "",
    "place": "Lille",
    "languages": ["français"],
    "prison": "",
    "expected_release_on": "",
    "birth_date": "",
    "birth_year": None,
    "message": "",
}
SOPHIE = {"sender_name": "Sophie, accueil", "sender_email": "accueil-pont@exemple.test"}
PROBATION = {"sender_name": "Laurent, CPIP", "sender_email": "spip@exemple.test"}
REQUESTS: list[tuple[int, dict[str, Any]]] = [
    (1, {"last_name": "Belkacem", "first_name": "Yanis", "birth_year": 1999, "needs": [Domain.HOUSING], **PROBATION,
         "message": "Sort bientôt, sans solution de logement. Souhaite rester près de sa sœur."}),
    (3, {"last_name": "Delattre", "first_name": "Corinne", "birth_date": "1981-04-09", "needs": [Domain.ADMINISTRATIVE],
         "message": "N’a plus de carte d’identité depuis un an.", "precautions": "Appeler le matin.", **SOPHIE}),
    (16, {"last_name": "Laurent", "first_name": "Karim", "birth_year": 1990, "needs": [Domain.EMPLOYMENT], **SOPHIE}),
    (20, {"last_name": "Morin", "first_name": "Pascal", "birth_year": 1975, "needs": [Domain.HOUSING], **SOPHIE}),
]  # fmt: skip


def create_inbound(scene: Scene) -> None:
    """Two links, what came by them, and somebody of the partner who has an account."""
    lea, team = scene.staff["lea"], scene.teams["lille"]
    partner = Organization.objects.get(name="CHRS du Pont (fictif)")
    PartnerMember.objects.create(user=scene.staff["nora"], organization=partner)
    probation = ProbationService.objects.get(name="SPIP des Trois-Rivières (fictif)")
    senders: list[dict[str, Any]] = [{"organization": partner}, {"probation_service": probation}]
    links = [
        InboundLink(
            id=scene.uid(),
            team=team,
            token_hash=digest(f"demo-{rank}-{scene.uid()}"),
            created_by=lea,
            created_at=scene.moment(scene.day(-40)),
            expires_at=scene.moment(scene.day(140)),
            **whose,
        )
        for rank, whose in enumerate(senders)
    ]
    with own_dates(InboundLink):
        InboundLink.objects.bulk_create(links)
    rows = []
    for age, said in REQUESTS:
        content = {**EMPTY, "phone": scene.phone(), **said}
        rows.append(
            InboundReferral(
                id=scene.uid(),
                submission=scene.uid(),
                link=links[said["sender_email"] == PROBATION["sender_email"]],
                consent=Consent.ORAL,
                content=content,
                received_at=scene.moment(scene.day(-age), 11),
            )
        )
    taken, refused = rows[2], rows[3]
    taken.status, taken.person = InboundStatus.ACCEPTED, scene.people["karim"]
    refused.status, refused.decline_reason = InboundStatus.DECLINED, InboundDecline.OUT_OF_AREA
    for row in (taken, refused):
        row.decided_by, row.decided_at = lea, scene.moment(scene.day(-14), 15)
    InboundReferral.objects.bulk_create(rows)
