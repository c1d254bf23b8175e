"""Children and relatives of some of the ten, what everybody was told of their rights, and a few agreements."""

from datetime import timedelta
from typing import Any

from beneficiaries.models import (
    AuthorityState,
    Beneficiary,
    Calling,
    Child,
    ChildHome,
    Consent,
    ConsentPurpose,
    InformationSheet,
    Kinship,
    ParentalAuthority,
    ParentKind,
    PickUpPerson,
    Relative,
    SeparationStep,
    Shared,
)
from core.dates import months_later
from reinsertion.demo.scene import Scene

DAYS_TO_THE_LIMIT = 26
SHEET, WITHOUT_SHEET = "2025-09", 7  # one file in seven still waits for its sheet
CHILDREN: dict[str, dict[str, Any]] = {
    "sofia": {
        "first_name": "Lina",
        "home": ChildHome.THIS_PARENT,
        "state": AuthorityState.FULL,
        "has_allergy": True,
        "parents": [
            {"name": "Rui L.", "state": AuthorityState.SUPERVISED, "address_is_secret": True},
        ],
        "pick_up": [("Maria L.", True, "grand-mère"), ("Rui L.", False, "visites en présence d’un tiers seulement")],
        "steps": [],
    },
    "nadia": {
        "first_name": "Ilyès",
        "home": ChildHome.MOTHER_CHILD_UNIT,
        "state": AuthorityState.FULL,
        "has_allergy": False,
        "parents": [{"name": "Mehdi R.", "state": AuthorityState.FULL}],
        "pick_up": [("Samia R.", True, "sœur de Nadia, chez qui il ira")],
        "steps": [
            (-12, "Rencontre de Samia avec l’équipe du quartier", "Samia R., sa tante", True),
            (5, "Premier week-end chez sa tante", "Samia R., sa tante", False),
            (18, "Inscription à la crèche du quartier de sa tante", "PMI", False),
        ],
    },
}
RELATIVES: dict[str, list[tuple[str, Kinship, Calling, str, bool | None]]] = {
    "karim": [
        ("Fatiha B.", Kinship.PARENT, Calling.YES, "", True),
        ("Yanis B.", Kinship.SIBLING, Calling.NEVER, "brouillés depuis deux ans, à la demande de Karim", True),
    ],
    "sofia": [
        ("Maria L.", Kinship.PARENT, Calling.YES, "garde Lina le mercredi", True),
        ("Rui L.", Kinship.FORMER_PARTNER, Calling.NEVER, "ne doit pas savoir où elles vivent", True),
    ],
    "nadia": [("Samia R.", Kinship.SIBLING, Calling.YES, "le soir", True)],
    "marc": [("Luc T.", Kinship.CHILD, Calling.ASK, "croit son père en déplacement", False)],
    "awa": [("Mariama D.", Kinship.OTHER_FAMILY, Calling.ASK, "", None)],
}
CONSENTS = [
    ("marc", ConsentPurpose.REFERRAL, "CCAS de Lille (fictif)", [Shared.IDENTITY, Shared.SITUATION], -20, False),
    ("sofia", ConsentPurpose.REFERRAL, "Crèche des Petits Pas (fictive)", [Shared.IDENTITY, Shared.FAMILY], -8, False),
    ("nadia", ConsentPurpose.JOINT_REVIEW, "PMI (fictive)", [Shared.IDENTITY, Shared.FAMILY], -15, False),
    ("elodie", ConsentPurpose.JUSTICE, "SPIP", [Shared.IDENTITY, Shared.DOCUMENTS], -30, False),
    ("elodie", ConsentPurpose.REFERRAL, "Centre de soins (fictif)", [], -12, True),
    ("awa", ConsentPurpose.REFERRAL, "Résidence du Canal (fictive)", [Shared.IDENTITY, Shared.CONTACT], -120, False),
]


def create_family(scene: Scene) -> None:
    """Lay the children, the relatives, the sheets and the agreements."""
    for key, facts in CHILDREN.items():
        create_child(scene, scene.people[key], facts)
    Relative.objects.bulk_create(
        Relative(
            **noted(scene, scene.people[key]), beneficiary=scene.people[key], name=name, kinship=kinship,
            may_call=may_call, call_reason=reason, knows_of_detention=knows, phone=scene.phone(),
        )
        for key, relatives in RELATIVES.items()
        for name, kinship, may_call, reason, knows in relatives
    )  # fmt: skip
    create_sheets(scene)
    Consent.objects.bulk_create(
        Consent(
            **noted(scene, scene.people[key]), beneficiary=scene.people[key], purpose=purpose, recipient=recipient,
            covers=covers, given_on=scene.day(day), ends_on=scene.day(day + 90), is_refusal=refused,
        )
        for key, purpose, recipient, covers, day, refused in CONSENTS
    )  # fmt: skip


def noted(scene: Scene, person: Beneficiary) -> dict[str, Any]:
    """Identifier and author of a record."""
    return {"id": scene.uid(), "created_by": person.lead_worker or person.created_by}


def birth_date(scene: Scene, key: str) -> Any:
    """Lina is fourteen months old; Ilyès nears the age limit of the unit."""
    if key == "sofia":
        return months_later(scene.day(-9), -14)
    return months_later(scene.day(DAYS_TO_THE_LIMIT), -18)


def create_child(scene: Scene, person: Beneficiary, facts: dict[str, Any]) -> None:
    """One child and what surrounds them."""
    born = birth_date(scene, next(key for key, one in scene.people.items() if one is person))
    in_unit = facts["home"] == ChildHome.MOTHER_CHILD_UNIT
    child = Child.objects.create(
        **noted(scene, person),
        beneficiary=person,
        first_name=facts["first_name"],
        birth_date=born,
        home=facts["home"],
        has_allergy=facts["has_allergy"],
        unit_since=born + timedelta(days=40) if in_unit else None,
    )
    holders = [{"holder": person, "kind": ParentKind.MOTHER, "state": facts["state"]}]
    holders += [{"kind": ParentKind.FATHER, **parent} for parent in facts["parents"]]
    ParentalAuthority.objects.bulk_create(
        ParentalAuthority(**noted(scene, person), child=child, **holder) for holder in holders
    )
    PickUpPerson.objects.bulk_create(
        PickUpPerson(**noted(scene, person), child=child, name=name, is_allowed=allowed, details=details)
        for name, allowed, details in facts["pick_up"]
    )
    SeparationStep.objects.bulk_create(
        SeparationStep(
            **noted(scene, person), child=child, planned_on=scene.day(day), text=text, taken_over_by=relay,
            done_at=scene.moment(scene.day(day), 15) if done else None, done_by=person.lead_worker if done else None,
        )
        for day, text, relay, done in facts["steps"]
    )  # fmt: skip


def create_sheets(scene: Scene) -> None:
    """Most people got their sheet on the first day; some files still wait for it."""
    told = [person for rank, person in enumerate(scene.people.values()) if rank % WITHOUT_SHEET != WITHOUT_SHEET - 1]
    sheets = []
    for person in told:
        by = person.lead_worker or person.created_by
        language = (person.languages or ["français"])[0]
        given_on = person.intake_on or person.created_at.date()
        facts = {"beneficiary": person, "given_on": given_on, "given_by": by, "language": language, "version": SHEET}
        sheets.append(InformationSheet(**noted(scene, person), **facts))
    InformationSheet.objects.bulk_create(sheets)
