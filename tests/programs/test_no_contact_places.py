"""No program, session, site or bed brings together two people who must not meet, even at the same instant."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import apart
from core.errors import DomainError
from programs.models import Enrolment, EnrolmentStatus, ProgramKind, Stay
from programs.models.enrolment import EnrolmentQuerySet
from tests.factories import (
    BeneficiaryFactory,
    EnrolmentFactory,
    NoContactLinkFactory,
    PlaceFactory,
    ProgramFactory,
    ReferralFactory,
    SessionFactory,
    SiteFactory,
    StayFactory,
)

TODAY = timezone.localdate()
NO_PLACE = "Ce programme n’a pas de place pour cette personne en ce moment."


def pair():
    """Two people kept apart."""
    people = BeneficiaryFactory(), BeneficiaryFactory()
    NoContactLinkFactory(people=people)
    return people


def refused(program, person, user):
    """The words of the refusal, or nothing when the person is enrolled."""
    try:
        with transaction.atomic():
            Enrolment.objects.enrol(program, person, by=user, on=TODAY)
    except DomainError as error:
        return str(error)
    return ""


@pytest.mark.django_db
def test_the_refusal_reads_as_a_full_program_does(amina, nord, client_of):
    one, other = pair()
    type(one).objects.filter(pk=one.pk).update(team=nord, lead_worker=amina)
    free, full = (
        EnrolmentFactory(beneficiary=other, program__capacity=None).program,
        EnrolmentFactory(program__capacity=1).program,
    )
    client, answers = client_of(amina), []
    for program in (free, full):
        url = f"{reverse('programs:enrol', args=[program.pk])}?personne={one.pk}"
        shown = client.get(url).text.replace(program.name, "").replace(str(program.pk), "")
        answer = client.post(url, {"started_on": "hier"})
        assert answer.status_code == 422 or "Erreur" in answer.text
        assert NO_PLACE in answer.text and other.last_name not in answer.text
        answers.append((len(shown), answer.text.count("place")))
    assert answers[0] == answers[1]


@pytest.mark.django_db
def test_a_program_promises_no_place_that_it_would_refuse_and_says_it_as_when_it_is_full(amina):
    one, other = pair()
    free, full = (EnrolmentFactory(beneficiary=other, program__capacity=number).program for number in (None, 1))
    asked = [(free, one), (full, BeneficiaryFactory())]
    for program, person in asked:
        referral = ReferralFactory(sent=True, to_program=True, program=program, beneficiary=person)
        with pytest.raises(DomainError, match=NO_PLACE), transaction.atomic():
            referral.accept(by=amina, at=timezone.now())
    welcome = ReferralFactory(sent=True, to_program=True, program=free)
    welcome.accept(by=amina, at=timezone.now())
    inside = ReferralFactory(sent=True, to_program=True, program=full, beneficiary=other)
    inside.accept(by=amina, at=timezone.now())
    assert {welcome.status, inside.status} == {"accepted"}


@pytest.mark.django_db
def test_the_place_is_open_again_once_the_other_has_left_or_the_link_is_lifted(amina):
    one, other = pair()
    program = ProgramFactory(capacity=None)
    enrolment = Enrolment.objects.enrol(program, other, by=amina, on=TODAY)
    assert refused(program, one, amina) == NO_PLACE
    enrolment.end(status=EnrolmentStatus.COMPLETED, reason="", by=amina, on=TODAY)
    assert refused(program, one, amina) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "expected"), [(1, NO_PLACE), (8, "")])
def test_programs_of_one_site_keep_two_hours_between_them(amina, hours, expected):
    one, other = pair()
    site, start = SiteFactory(), timezone.now() + dt.timedelta(days=2)
    theirs, ours = ProgramFactory(site=site, capacity=None), ProgramFactory(site=site, capacity=None)
    hour = dt.timedelta(hours=1)
    SessionFactory(program=theirs, starts_at=start, ends_at=start + hour)
    SessionFactory(program=ours, starts_at=start + hour * (hours + 1), ends_at=start + hour * (hours + 2))
    EnrolmentFactory(program=theirs, beneficiary=other)
    assert refused(ours, one, amina) == expected


@pytest.mark.django_db
def test_no_bed_of_the_same_house_on_the_same_nights(amina):
    one, other = pair()
    house = ProgramFactory(kind=ProgramKind.SHELTER, capacity=None)
    beds = PlaceFactory.create_batch(2, program=house)
    week = dt.timedelta(days=7)
    Stay.objects.book(beds[0], other, by=amina, since=TODAY, until=TODAY + week)
    taken = "Cette place est déjà prise sur une partie de ces dates."
    for bed, person in ((beds[0], BeneficiaryFactory()), (beds[1], one)):
        with pytest.raises(DomainError, match=taken), transaction.atomic():
            Stay.objects.book(bed, person, by=amina, since=TODAY + week / 2, until=TODAY + 2 * week)
    assert Stay.objects.book(beds[1], one, by=amina, since=TODAY + 2 * week, until=TODAY + 3 * week)
    assert refused(house, one, amina) == NO_PLACE, "they stay in the house tonight"


@pytest.fixture
def slow_create(monkeypatch):
    """Leave the other thread the time to look between this one’s look and its writing."""
    create = EnrolmentQuerySet.create

    def later(rows, **fields):
        time.sleep(0.5)
        return create(rows, **fields)

    monkeypatch.setattr(EnrolmentQuerySet, "create", later)


def both_enrol_at_once(user):
    """Two people kept apart, two programs of one site that meet at the same hour, one instant."""
    one, other = pair()
    site, start = SiteFactory(), timezone.now() + dt.timedelta(days=2)
    programs = [ProgramFactory(site=site, capacity=None) for _number in range(2)]
    for program in programs:
        SessionFactory(program=program, starts_at=start, ends_at=start + dt.timedelta(hours=1))
    barrier, answers = threading.Barrier(2), []

    def enrol(program, person):
        try:
            barrier.wait(timeout=10)
            answers.append(refused(program, person, user))
        finally:
            connection.close()

    threads = [threading.Thread(target=enrol, args=both) for both in zip(programs, (one, other), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_two_enrolments_of_one_instant_do_not_bring_them_together(amina, slow_create):
    assert both_enrol_at_once(amina) == ["", NO_PLACE]
    assert Enrolment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_meet(amina, slow_create, monkeypatch):
    links = apart.NoContactLink.objects
    monkeypatch.setattr("programs.models.meeting.apart_from", lambda person: links.current().others(person.pk))
    assert both_enrol_at_once(amina) == ["", ""]
    assert Enrolment.objects.count() == 2


@pytest.mark.django_db
def test_a_stay_that_was_cancelled_keeps_nobody_away(amina):
    one, other = pair()
    stay = StayFactory(beneficiary=other)
    program = stay.place.program
    assert refused(program, one, amina) == NO_PLACE
    Stay.objects.filter(pk=stay.pk).update(status="cancelled")
    assert refused(program, one, amina) == ""
