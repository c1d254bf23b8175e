"""Walls of the demonstration: case team, restricted file, exclusion, no-contact link, emergency access, layers."""

from datetime import timedelta

from beneficiaries.models import (
    Beneficiary,
    CaseTeamMember,
    EmergencyAccess,
    Exclusion,
    FollowUp,
    Layer,
    NoContactLink,
    Topic,
)
from programs.models import Enrolment
from reinsertion.demo.scene import Scene, own_dates

LAYERED = {Topic.HEALTH: Layer.HEALTH, Topic.FAMILY: Layer.FAMILY, Topic.JUSTICE: Layer.JUSTICE}
# One note in so many on such a topic alone is kept to those who need it.
ONE_IN = 3


def create_protection(scene: Scene) -> None:
    """A little of each, away from the people whose story is told on the first pages."""
    quiet = sorted(
        (person for key, person in scene.people.items() if key not in {"karim", "nadia", "le-grand", "awa"}),
        key=lambda person: person.file_number,
    )
    thomas = [person for person in quiet if person.lead_worker == scene.staff["thomas"] and not person.closed_at]
    hugo = [person for person in quiet if person.lead_worker == scene.staff["hugo"] and not person.closed_at]
    since, claire = scene.day(-20), scene.staff["claire"]
    CaseTeamMember.objects.create(
        beneficiary=thomas[0], user=scene.staff["fatou"], since=since, created_by=scene.staff["thomas"]
    )
    Beneficiary.objects.filter(pk=thomas[1].pk).update(is_restricted=True)
    with own_dates(Exclusion, NoContactLink):
        noted = scene.office_moment(since)
        Exclusion.objects.create(
            beneficiary=hugo[0], user=scene.staff["yasmine"], reason="Voisinage", created_by=claire, created_at=noted
        )
        one, other = sorted(strangers(thomas[2:], hugo[1:]), key=lambda person: person.pk)
        NoContactLink.objects.create(
            first=one, second=other, reason="Demande de la personne", created_by=claire, created_at=noted
        )
    with own_dates(NoContactLink):
        one, other = sorted(neighbours(thomas, hugo, apart={one, other}), key=lambda person: person.pk)
        NoContactLink.objects.create(
            first=one,
            second=other,
            reason="Dispute, noté après leur inscription",
            created_by=claire,
            created_at=scene.office_moment(scene.working_day(-1)),
        )
    starts_at = scene.office_moment(scene.working_day(-3))
    EmergencyAccess.objects.create(
        beneficiary=hugo[2],
        user=scene.staff["odile"],
        reason="Appel du greffe : sortie avancée à ce soir, personne de l’équipe n’est joignable.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    create_layers(scene)


def strangers(ones: list[Beneficiary], others: list[Beneficiary]) -> tuple[Beneficiary, Beneficiary]:
    """Two people who share no program."""
    programs = programs_of()
    return next(
        (one, other)
        for one in ones
        for other in others
        if not programs.get(one.pk, set()) & programs.get(other.pk, set())
    )


def neighbours(
    ones: list[Beneficiary], others: list[Beneficiary], *, apart: set[Beneficiary]
) -> tuple[Beneficiary, Beneficiary]:
    """Two people enrolled in one program, none of whom has a link yet."""
    programs = programs_of()
    return next(
        (one, other)
        for one in ones
        for other in others
        if not {one, other} & apart and programs.get(one.pk, set()) & programs.get(other.pk, set())
    )


def programs_of() -> dict[object, set[object]]:
    """The programs in which each person is enrolled now."""
    programs: dict[object, set[object]] = {}
    for person, program in Enrolment.objects.active().values_list("beneficiary", "program"):
        programs.setdefault(person, set()).add(program)
    return programs


def create_layers(scene: Scene) -> None:
    """Some notes on one sensitive topic alone are read by few."""
    for topic, layer in LAYERED.items():
        alone = [row.pk for row in scene.follow_ups if row.topics == [topic]]
        FollowUp.objects.filter(pk__in=alone[::ONE_IN]).exclude(confidential_note__isnull=False).update(layer=layer)
