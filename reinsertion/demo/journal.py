"""The journal of the demo: what its staff would have left in it by working."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models

from accounts.models import User
from beneficiaries.models import Beneficiary, FollowUp
from core.models import AuditAction, AuditEntry
from programs.models import Enrolment
from referrals.models import ReferralEvent, Status
from reinsertion.demo.scene import Scene, own_dates

OPENINGS = 400
ORIGINS = ["192.0.2.11", "192.0.2.12", "192.0.2.40", "198.51.100.7"]  # addresses kept for documentation


def create_journal(scene: Scene) -> None:
    """Write the entries in the order of their acts."""
    entries = [
        entry(scene, person.created_by, AuditAction.CREATED, person, person.pk, person.created_at)
        for person in scene.people.values()
    ]
    entries += [
        entry(scene, row.author, AuditAction.CREATED, row, row.beneficiary_id, row.created_at)
        for row in scene.follow_ups
    ]
    entries += [
        entry(scene, row.created_by, AuditAction.CREATED, row, row.beneficiary_id, row.created_at)
        for row in scene.referrals
    ]
    entries += [
        entry(
            scene, step.by, AuditAction.CHANGED, step.referral, step.referral.beneficiary_id, step.at, step_fields(step)
        )
        for step in ReferralEvent.objects.select_related("referral", "by")
        if step.by
    ]
    entries += [
        entry(scene, row.created_by, AuditAction.CREATED, row, row.beneficiary_id, row.created_at)
        for row in Enrolment.objects.select_related("created_by")
    ]
    entries += openings(scene) + release_dates(scene)
    with own_dates(AuditEntry):
        AuditEntry.objects.bulk_create(sorted(entries, key=lambda one: one.at), batch_size=1_000)


def step_fields(step: ReferralEvent) -> list[str]:
    """The fields that a change of status writes."""
    dated = {Status.SENT: ["sent_at", "sent_by"], Status.WITHDRAWN: ["withdrawn_at", "withdrawn_by"]}
    return ["status", *dated.get(Status(step.to_status), [])]


def openings(scene: Scene) -> list[AuditEntry]:
    """Files read over the last two months, by the lead worker mostly, each just before a piece of work."""
    recent = [row for row in scene.follow_ups if row.happened_on >= scene.day(-60)]
    rows = []
    for _ in range(OPENINGS):
        row: FollowUp = scene.dice.choice(recent)
        reader = scene.staff["lea"] if scene.dice.random() < 0.15 else row.author
        at = row.created_at - timedelta(minutes=scene.dice.randint(1, 240))
        rows.append(entry(scene, reader, AuditAction.OPENED, row.beneficiary, row.beneficiary_id, at))
    return rows


def release_dates(scene: Scene) -> list[AuditEntry]:
    """The release dates noted."""
    rows = []
    for person in scene.people.values():
        if person.release_date_noted_on:
            at = scene.moment(max(person.release_date_noted_on, person.created_at.date()), 16, 30)
            names = ["expected_release_on", "release_date_noted_on", "release_date_source"]
            rows.append(entry(scene, author(person), AuditAction.CHANGED, person, person.pk, at, names))
    return rows


def author(person: Beneficiary) -> User:
    """Who most likely changed the file."""
    return person.lead_worker or person.created_by


def entry(
    scene: Scene,
    actor: User,
    action: AuditAction,
    target: models.Model,
    person_id: UUID,
    at: datetime,
    fields: list[str] | None = None,
) -> AuditEntry:
    """One entry as core.audit.record would have written it."""
    return AuditEntry(
        at=at,
        actor=actor,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        person_id=person_id,
        fields=fields or [],
        origin=scene.dice.choice(ORIGINS),
    )
