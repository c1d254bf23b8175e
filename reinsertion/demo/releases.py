"""Releases: what is prepared for those who come out soon, news of those who are out."""

from datetime import timedelta
from typing import Any

from beneficiaries.models import (
    HELD,
    Answer,
    Appointment,
    Beneficiary,
    Milestone,
    OutcomeCheckpoint,
    Readiness,
    ReadinessItem,
    ReadinessItemKind,
    Release,
    ReleaseImpact,
)
from beneficiaries.models.checkpoint import QUESTIONS, Source, due_after
from beneficiaries.models.readiness_kind import Concerns
from beneficiaries.models.release_impact import ImpactReason
from beneficiaries.readiness_list import first_kinds
from reinsertion.demo.scene import Scene, own_dates

ROOF, IDENTITY, COVER = "Toit pour la première nuit", "Papiers d’identité", "Couverture santé"
NOTED: dict[str, dict[str, tuple[Readiness, str]]] = {
    "karim": {
        ROOF: (Readiness.NOT_STARTED, "Aucune place proposée pour l’instant"),
        IDENTITY: (Readiness.NOT_POSSIBLE, "Carte périmée : rendez-vous en mairie après la sortie"),
        COVER: (Readiness.READY, ""),
        "Inscription à France Travail": (Readiness.READY, ""),
        "Revenus et droits ouverts": (Readiness.READY, "Demande de RSA prête à signer"),
        "Compte bancaire": (Readiness.NOT_NEEDED, ""),
        "Premier rendez-vous dehors": (Readiness.READY, ""),
        "Transport du jour": (Readiness.IN_PROGRESS, "Un bénévole vient peut-être le chercher"),
    },
    "tarek": {
        ROOF: (Readiness.IN_PROGRESS, "Son oncle répond cette semaine"),
        IDENTITY: (Readiness.READY, ""),
        COVER: (Readiness.IN_PROGRESS, ""),
    },
    "nadia": {ROOF: (Readiness.IN_PROGRESS, "Une place pour elle et son fils"), COVER: (Readiness.READY, "")},
}
# (person, days since the release, moments noted)
OUT = [("awa", 43, 1), ("marc", 95, 2), ("jean-noel", 44, 1), ("moussa", 200, 4)]


def create_releases(scene: Scene) -> None:
    """Create the preparations, the effects of a change of date, the news."""
    ReadinessItemKind.objects.lay(first_kinds())
    kinds = list(ReadinessItemKind.objects.filter(concerns=Concerns.EVERYBODY).for_list())
    releases, items = [], []
    for key, person in scene.people.items():
        if person.expected_release_on and person.justice_status in HELD and not person.closed_at:
            release = staged(scene, person, expected_on=person.expected_release_on)
            releases.append(release)
            items += [item(scene, key, release, kind) for kind in kinds]
    with own_dates(Release, ReadinessItem):
        Release.objects.bulk_create(releases)
        ReadinessItem.objects.bulk_create(items)
    create_move(scene, items)
    create_news(scene)


def staged(scene: Scene, person: Beneficiary, **dates: Any) -> Release:
    """One release, prepared since its date is known."""
    known = person.release_date_noted_on or scene.day(-20)
    by = person.lead_worker or person.created_by
    return Release(id=scene.uid(), beneficiary=person, created_by=by, created_at=scene.moment(known, 11), **dates)


def item(scene: Scene, key: str, release: Release, kind: ReadinessItemKind) -> ReadinessItem:
    """One item, as told for the named people, else by the dice: the nearer the day, the more is ready."""
    told = NOTED.get(key, {}).get(kind.label)
    near = max(0.0, 1 - (release.expected_on - scene.today).days / 90) if release.expected_on else 0.0
    state, note = told or (Readiness.UNKNOWN, "")
    if not told and scene.dice.random() < near:
        state = scene.dice.choice([Readiness.READY, Readiness.IN_PROGRESS, Readiness.NOT_STARTED])
    noted: dict[str, Any] = {}
    if state:
        noted = {"state_at": scene.moment(scene.day(-2), 15), "state_by": release.created_by}
    return ReadinessItem(
        id=scene.uid(), release=release, kind=kind, state=state, note=note, created_by=release.created_by,
        created_at=release.created_at, **noted,
    )  # fmt: skip


def create_move(scene: Scene, items: list[ReadinessItem]) -> None:
    """Karim comes out two weeks sooner than was thought."""
    karim = scene.people["karim"]
    own = {row.kind.label: row for row in items if row.release.beneficiary_id == karim.pk}
    release = own[ROOF].release
    if not release.expected_on:
        return
    facts: dict[str, Any] = {
        "release": release, "previous_on": release.expected_on + timedelta(days=14), "release_on": release.expected_on,
        "noted_at": scene.moment(scene.day(-9), 10), "noted_by": release.created_by,
    }  # fmt: skip
    identity = own[IDENTITY]
    due = identity.due_on or scene.today
    rows = [ReleaseImpact(id=scene.uid(), item=identity, thing_on=due, reason=ImpactReason.TOO_SHORT, **facts)]
    meetings = Appointment.objects.filter(beneficiary=karim, starts_at__date__gt=release.expected_on, follow_up=None)
    rows += [
        ReleaseImpact(
            id=scene.uid(), appointment=row, thing_on=row.starts_at.date(), reason=ImpactReason.OUT_BY_THEN, **facts
        )
        for row in meetings.exclude(purpose="Jour de sortie")
    ]
    ReleaseImpact.objects.bulk_create(rows)


def create_news(scene: Scene) -> None:
    """Those who are out: the first moments noted, some answers unknown."""
    releases, news = [], []
    for key, days, noted in OUT:
        person = scene.people[key]
        by = person.lead_worker or person.created_by
        out = scene.day(-days)
        release = staged(scene, person, happened_on=out, noted_at=scene.moment(out, 17), noted_by=by)
        release.created_at = scene.moment(out, 9)
        releases.append(release)
        for rank, milestone in enumerate(Milestone):
            due = due_after(milestone, out)
            row = OutcomeCheckpoint(id=scene.uid(), release=release, milestone=milestone, due_on=due)
            if rank < noted:
                row.recorded_at, row.recorded_by = scene.moment(min(row.due_on, scene.day(-1)), 16), by
                row.source = Source.PERSON
                for question in QUESTIONS:
                    usual = Answer.NO if question == "back_in_custody" else Answer.YES
                    setattr(row, question, scene.dice.choice([usual, usual, Answer.UNKNOWN]))
            news.append(row)
    with own_dates(Release):
        Release.objects.bulk_create(releases)
    OutcomeCheckpoint.objects.bulk_create(news)
