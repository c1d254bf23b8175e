"""No hour, site or bed changed afterwards brings together two people who must not meet, and no refusal says why."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import NoContactLink, apart
from core.errors import DomainError
from programs.models import Enrolment, Program, ProgramKind, Session, Stay
from programs.models import meeting as rules
from tests.factories import (
    BeneficiaryFactory,
    EnrolmentFactory,
    NoContactLinkFactory,
    PlaceFactory,
    ProgramFactory,
    SessionFactory,
    SiteFactory,
    StayFactory,
)

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TODAY = timezone.localdate()
START = timezone.make_aware(dt.datetime.combine(TODAY + 2 * DAY, dt.time(10)))
HOURS = (
    "Ce programme ne peut pas se réunir à ce site à cette heure. "
    "Choisissez une autre heure ou un autre lieu ; la coordination peut vous aider."
)
HERE = "Ce programme ne peut pas se tenir à ce site en ce moment. La coordination peut vous aider."
BED = "Cette place ne peut pas être à ce site en ce moment. La coordination peut vous aider."


class Scene:
    """Two people kept apart, in two programs of one site; theirs meets at ten in two days, ours not yet."""

    def __init__(self):
        self.one, self.other = BeneficiaryFactory(last_name="Alpha"), BeneficiaryFactory(last_name="Omega")
        self.link = NoContactLinkFactory(people=(self.one, self.other))
        self.site, self.elsewhere = SiteFactory(), SiteFactory()
        self.ours, self.theirs = (ProgramFactory(site=self.site, capacity=None) for _side in range(2))
        EnrolmentFactory(program=self.ours, beneficiary=self.one)
        EnrolmentFactory(program=self.theirs, beneficiary=self.other)
        self.their_hour = SessionFactory(program=self.theirs, starts_at=START, ends_at=START + HOUR)

    def hour(self, later, **fields):
        """A session of ours so many hours after theirs."""
        start = START + HOUR * later
        return SessionFactory(program=self.ours, starts_at=start, ends_at=start + HOUR, **fields)

    def site_page(self, program, *, site, rows=(), places=()):
        """What the page of a program sends."""
        typed = {"name": program.name, "kind": program.kind, "is_active": "on", "site": str(site.pk)}
        for prefix, records in (("sessions", rows), ("places", places)):
            typed |= {
                f"{prefix}-TOTAL_FORMS": len(records),
                f"{prefix}-INITIAL_FORMS": 0,
                f"{prefix}-MAX_NUM_FORMS": "",
            }
            for number, record in enumerate(records):
                typed |= {f"{prefix}-{number}-{name}": value for name, value in record.items()}
        typed["places-INITIAL_FORMS"] = len(places)
        return reverse("admin:programs_program_change", args=[program.pk]), typed


@pytest.fixture
def scene(db):
    return Scene()


def typed_hour(start, **more):
    """A session as the admin sends it."""
    ends, local = timezone.localtime(start + HOUR), timezone.localtime(start)
    return {
        "starts_at_0": local.strftime("%d/%m/%Y"),
        "starts_at_1": local.strftime("%H:%M"),
        "ends_at_0": ends.strftime("%d/%m/%Y"),
        "ends_at_1": ends.strftime("%H:%M"),
        **more,
    }


def post(client, url, typed):
    """Whether it was saved, and what the page says when it was not; nobody is named there."""
    answer = client.post(url, typed)
    assert answer.status_code in {200, 302}
    assert not any(name in answer.text for name in ("Alpha", "Omega"))
    return "" if answer.status_code == 302 else answer.text


def test_a_session_is_not_planned_moved_nor_taken_up_again_at_an_hour_when_they_would_meet(scene, chloe, client_of):
    client, add = client_of(chloe), reverse("admin:programs_session_add")
    program = {"program": str(scene.ours.pk)}
    assert HOURS in post(client, add, typed_hour(START + 2 * HOUR, **program)), "planned too near"
    assert post(client, add, typed_hour(START + 8 * HOUR, **program)) == ""
    planned = scene.ours.sessions.get()
    change = reverse("admin:programs_session_change", args=[planned.pk])
    assert HOURS in post(client, change, typed_hour(START, **program)), "moved"
    assert post(client, change, typed_hour(START, is_cancelled="on", **program)) == "", "a cancelled one meets nobody"
    assert HOURS in post(client, change, typed_hour(START, **program)), "taken up again"
    rows = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": str(planned.pk),
        "form-0-room": "",
        "_save": "x",
    }
    assert HOURS in post(
        client, f"{reverse('admin:programs_session_changelist')}?program__id__exact={scene.ours.pk}", rows
    )
    NoContactLink.objects.update(lifted_at=timezone.now(), lifted_by=chloe)
    assert post(client, change, typed_hour(START, **program)) == ""


def test_what_was_so_already_is_not_refused_at_each_change(scene, chloe, client_of):
    planned = scene.hour(1)
    change = reverse("admin:programs_session_change", args=[planned.pk])
    typed = typed_hour(planned.starts_at, program=str(scene.ours.pk), title="Bilan")
    assert post(client_of(chloe), change, typed) == ""


@pytest.mark.parametrize("guarded", [True, False])
def test_an_hour_typed_on_the_page_of_the_program_is_refused_and_would_be_saved_without_the_door(
    scene, chloe, client_of, monkeypatch, guarded
):
    if not guarded:
        monkeypatch.setattr("programs.admin_forms.crossing_sessions", lambda sessions, **more: set())
    client = client_of(chloe)
    url, typed = scene.site_page(scene.ours, site=scene.site, rows=[typed_hour(START + day * DAY) for day in (0, 1)])
    answer = post(client, url, typed)
    assert answer.count(HOURS) == guarded
    assert scene.ours.sessions.exists() is not guarded


def test_twelve_weeks_leave_aside_the_day_when_they_would_meet(scene, chloe, client_of):
    week = 7 * DAY
    SessionFactory(program=scene.theirs, starts_at=START + 3 * week, ends_at=START + 3 * week + HOUR)
    scene.their_hour.delete()
    first = scene.hour(0)
    chosen = {"action": "add_weekly", "_selected_action": [first.pk]}
    page = client_of(chloe).post(reverse("admin:programs_session_changelist"), chosen, follow=True).text
    assert "11 séances ajoutées." in page and HOURS in page
    assert not scene.ours.sessions.filter(starts_at=START + 3 * week).exists() and scene.ours.sessions.count() == 12


def test_the_door_costs_the_same_for_one_session_and_for_fifty(scene):
    costs = []
    for number in (1, 50):
        starts = [START + DAY * day for day in range(number)]
        with CaptureQueriesContext(connection) as asked:
            found = rules.crossing_sessions(
                [Session(program=scene.ours, starts_at=at, ends_at=at + HOUR) for at in starts]
            )
        assert len(found) == 1
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 10


def test_a_program_and_its_beds_do_not_move_to_where_they_would_meet(scene, chloe, client_of):
    client = client_of(chloe)
    Program.objects.filter(pk=scene.ours.pk).update(site=scene.elsewhere)
    scene.hour(1)
    assert HERE in post(client, *scene.site_page(scene.ours, site=scene.site))
    assert post(client, *scene.site_page(scene.ours, site=SiteFactory())) == ""
    house, third = ProgramFactory(kind=ProgramKind.SHELTER, site=scene.elsewhere), BeneficiaryFactory()
    NoContactLinkFactory(people=(third, scene.other))
    bed = PlaceFactory(program=house)
    StayFactory(place=bed, beneficiary=third)
    row = {"id": str(bed.pk), "name": bed.name, "kind": bed.kind, "site": str(scene.site.pk)}
    row |= {"turnaround_days": "0", "turnaround_minutes": "0", "is_active": "on"}
    assert BED in post(client, *scene.site_page(house, site=scene.elsewhere, places=[row]))
    assert (
        post(client, *scene.site_page(house, site=scene.elsewhere, places=[{**row, "site": str(SiteFactory().pk)}]))
        == ""
    )


def test_a_meeting_is_not_planned_on_a_night_of_the_other_nor_a_bed_given_beside_their_hours(scene, amina):
    bed = PlaceFactory(program=ProgramFactory(kind=ProgramKind.SHELTER, site=scene.elsewhere), site=scene.site)
    week = {"since": TODAY, "until": TODAY + 7 * DAY}
    with pytest.raises(DomainError), transaction.atomic():
        Stay.objects.book(bed, scene.one, by=amina, **week)
    StayFactory(place=bed, beneficiary=scene.one)
    late = Session(program=scene.theirs, starts_at=START + 3 * DAY, ends_at=START + 3 * DAY + HOUR)
    after = Session(program=scene.theirs, starts_at=START + 9 * DAY, ends_at=START + 9 * DAY + HOUR)
    assert rules.crossing_sessions([late, after]) == {late.pk}


def test_what_does_not_bring_them_together_is_allowed(scene):
    near = Session(program=scene.ours, starts_at=START, ends_at=START + HOUR)
    assert rules.crossing_sessions([near]) == {near.pk}
    assert rules.crossing_sessions([near], program_sites={scene.ours.pk: scene.elsewhere.pk}) == set(), "another site"
    scene.their_hour.starts_at, scene.their_hour.ends_at = START + 9 * HOUR, START + 10 * HOUR
    assert rules.crossing_sessions([near, scene.their_hour]) == set(), "both moved in one go"
    nobody = Session(program=ProgramFactory(site=scene.site), starts_at=START, ends_at=START + HOUR)
    assert rules.crossing_sessions([nobody]) == set()


def test_the_hour_and_the_site_of_one_page_are_read_together(scene, chloe, client_of):
    Program.objects.filter(pk=scene.ours.pk).update(site=scene.elsewhere)
    url, typed = scene.site_page(scene.ours, site=scene.site, rows=[typed_hour(START)])
    assert HOURS in post(client_of(chloe), url, typed)


def test_nobody_sleeps_beside_the_other_nor_where_they_come_at_unwritten_hours(scene, amina):
    bed = PlaceFactory(program=ProgramFactory(kind=ProgramKind.SHELTER, site=scene.site))
    scene.their_hour.delete()
    week = {"since": TODAY + 10 * DAY, "until": TODAY + 17 * DAY}
    for given in ("they come, nobody has written when", "they sleep in another house of the site"):
        with pytest.raises(DomainError), transaction.atomic():
            Stay.objects.book(bed, scene.one, by=amina, **week)
            pytest.fail(given)
        Enrolment.objects.filter(beneficiary=scene.other).delete()
        house = PlaceFactory(program=ProgramFactory(kind=ProgramKind.SHELTER, site=scene.site))
        StayFactory(place=house, beneficiary=scene.other, period=(week["since"], week["until"]))
        for place in (bed, house):
            SessionFactory(program=place.program, starts_at=START, ends_at=START + HOUR)


def at_once(*acts):
    """Do them in the same instant, each in its own transaction; what each says."""
    barrier, said = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(timeout=10)
            with transaction.atomic():
                said.append(act())
                time.sleep(0.5)
        except DomainError:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False])
def test_an_hour_planned_and_a_place_given_in_one_instant_do_not_bring_them_together(amina, monkeypatch, locked):
    scene = Scene()
    Enrolment.objects.filter(beneficiary=scene.one).delete()
    scene.hour(48)
    if not locked:
        monkeypatch.setattr(apart, "_wait_for_others", lambda: None)

    def plan():
        session = Session(program=scene.theirs, starts_at=START + 2 * DAY, ends_at=START + 2 * DAY + HOUR)
        if rules.crossing_sessions([session]):
            return "refused"
        session.save()
        return "done"

    def enrol():
        Enrolment.objects.enrol(scene.ours, scene.one, by=amina, on=TODAY)
        return "done"

    assert sorted(at_once(plan, enrol)) == (["done", "refused"] if locked else ["done", "done"])
