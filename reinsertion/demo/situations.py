"""Detention and measures of everybody, what the ten must do, and release dates that have moved."""

from datetime import date, timedelta
from typing import Any

from beneficiaries.establishments import load_establishments
from beneficiaries.models import (
    HELD,
    Beneficiary,
    CustodyEpisode,
    CustodyStatus,
    ExitKind,
    JusticeMeasure,
    JusticeStatus,
    MeasureKind,
    Obligation,
    ObligationKind,
    ObligationState,
    ProbationService,
    ReleaseDateRevision,
)
from reinsertion.demo.scene import Scene, own_dates

OFFICERS = ["Dominique Aubert", "Maxime Perrin", "Camille Joly"]
ORDINARY = [MeasureKind.PROBATION_SENTENCE, MeasureKind.PAROLE, MeasureKind.COMMUNITY_SERVICE]
NAMED_MEASURES: dict[str, tuple[MeasureKind, int, int, list[tuple[ObligationKind, str, ObligationState]]]] = {
    "sofia": (MeasureKind.ELECTRONIC_HOME_DETENTION, -70, 110, [
        (ObligationKind.HOURS, "Chez elle de 18 h à 8 h", ObligationState.ONGOING),
        (ObligationKind.WORK_OR_TRAINING, "Attestation de formation chaque mois", ObligationState.TO_DO),
    ]),
    "elodie": (MeasureKind.PROBATION_SENTENCE, -200, 530, [
        (ObligationKind.APPOINTMENTS, "Une convocation par mois au SPIP", ObligationState.ONGOING),
        (ObligationKind.WORK_OR_TRAINING, "Parcours CléA", ObligationState.MET),
    ]),
}  # fmt: skip


def create_establishments(scene: Scene) -> None:
    """Load the published lists; nobody of the demo is held in a prison that exists."""
    load_establishments()


def create_situations(scene: Scene) -> None:
    """Give each file the records from which its situation follows."""
    service = ProbationService(
        id=scene.uid(), name="SPIP des Trois-Rivières (fictif)", city="Lille", phone=scene.phone()
    )
    service.save()
    stays, measures, lines, dates = [], [], [], []
    for key, person in scene.people.items():
        if person.justice_status in HELD:
            stays += detention(scene, person, service)
        if person.justice_status == JusticeStatus.DAY_RELEASE:
            measures.append(measure(scene, person, service, MeasureKind.DAY_RELEASE, -20, 60))
        if key in NAMED_MEASURES:
            kind, start, end, duties = NAMED_MEASURES[key]
            measures.append(measure(scene, person, service, kind, start, end))
            lines += [duty(scene, measures[-1], *told) for told in duties]
        elif person.justice_status == JusticeStatus.COMMUNITY:
            kind = scene.dice.choice(
                [MeasureKind.PROBATION_SENTENCE, MeasureKind.PAROLE, MeasureKind.COMMUNITY_SERVICE]
            )
            measures.append(measure(scene, person, service, kind, -scene.dice.randint(30, 200), 200))
        if person.expected_release_on:
            dates += history(scene, key, person)
    with own_dates(CustodyEpisode, JusticeMeasure):
        CustodyEpisode.objects.bulk_create(stays)
        JusticeMeasure.objects.bulk_create(measures)
    Obligation.objects.bulk_create(lines)
    ReleaseDateRevision.objects.bulk_create(dates)


def facts(scene: Scene, person: Beneficiary, service: ProbationService) -> dict[str, Any]:
    """What both kinds of records have."""
    return {
        "id": scene.uid(),
        "beneficiary": person,
        "probation_service": service,
        "officer_name": scene.dice.choice(OFFICERS),
        "officer_phone": scene.phone(),
        "source": scene.dice.choice(["SPIP", "greffe", "la personne elle-même"]),
        "review_on": scene.day(scene.dice.randint(-5, 120)),
        "created_at": person.created_at,
        "updated_at": person.created_at,
        "created_by": person.created_by,
    }


def detention(scene: Scene, person: Beneficiary, service: ProbationService) -> list[CustodyEpisode]:
    """The stay that goes on; one in three came by transfer."""
    entered = scene.day(-scene.dice.randint(90, 900))
    told = {"status": scene.dice.choice([CustodyStatus.SENTENCED, CustodyStatus.SENTENCED, CustodyStatus.REMANDED])}
    if scene.dice.random() < 0.35:
        moved = entered + timedelta(days=60)
        first = CustodyEpisode(
            **facts(scene, person, service), **told, **whole("entered", entered), **whole("exited", moved),
            exit_kind=ExitKind.TRANSFER, prison=scene.prisons["tilleuls"],
        )  # fmt: skip
        last = CustodyEpisode(**facts(scene, person, service), **told, **whole("entered", moved), prison=person.prison)
        return [first, last]
    return [CustodyEpisode(**facts(scene, person, service), **told, **whole("entered", entered), prison=person.prison)]


def whole(name: str, day: date) -> dict[str, date]:
    """Both columns of a date known to the day."""
    return {f"{name}_on": day, f"{name}_latest": day}


def measure(
    scene: Scene, person: Beneficiary, service: ProbationService, kind: MeasureKind, start: int, end: int
) -> JusticeMeasure:
    """A measure that goes on."""
    return JusticeMeasure(
        **facts(scene, person, service),
        kind=kind,
        court="Juge de l’application des peines (tribunal fictif)",
        starts_on=scene.day(start),
        ends_on=scene.day(end),
    )


def duty(scene: Scene, of: JusticeMeasure, kind: ObligationKind, details: str, state: ObligationState) -> Obligation:
    """One line of a measure."""
    return Obligation(id=scene.uid(), measure=of, kind=kind, details=details, state=state, created_by=of.created_by)


def history(scene: Scene, key: str, person: Beneficiary) -> list[ReleaseDateRevision]:
    """The date as it was first known, and its move for some; Léa has just brought Tarek’s forward."""
    now = person.expected_release_on
    noted = person.release_date_noted_on or person.created_at.date()
    known = max(noted, person.created_at.date())
    at = scene.moment(known, 16, 30)
    last = {"beneficiary": person, "value": now, "source": person.release_date_source, "noted_on": noted}
    if key not in {"karim", "tarek", "nadia"} or not now:
        return [ReleaseDateRevision(id=scene.uid(), **last, at=at, by=person.lead_worker or person.created_by)]
    before = now + timedelta(days=21)
    opened = max(person.created_at, scene.moment(scene.day(-60)))
    first = ReleaseDateRevision(
        id=scene.uid(), beneficiary=person, value=before, source="greffe", noted_on=opened.date(), at=opened,
        by=person.lead_worker or person.created_by,
    )  # fmt: skip
    moved_at = scene.moment(scene.day(-1), 17, 10) if key == "tarek" else at
    second = ReleaseDateRevision(id=scene.uid(), **last, previous=before, at=moved_at, by=scene.staff["lea"])
    return [first, second]
