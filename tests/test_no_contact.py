"""Two people who must not meet: for the workers of one, the other is nowhere, on no page and in no count."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import NoContactLink
from tests import factories as make
from tests.crawl import pages, visible_words

pytestmark = pytest.mark.django_db

FIRST, LAST = "Interdite", "Invisiblova"
# Rooms count who is there, nobody knows whom: a place taken is a place taken.
COUNTS_PLACES = re.compile(r"programs:|casework:person-programs|referrals:new")


@pytest.fixture
def other(world, nord, farid, amina):
    """Somebody of the same team, led by a colleague, with one of everything; linked to the world’s person."""
    colleague = make.UserFactory(first_name="Basile", last_name="Voisin", roles=["caseworker"], teams=[nord])
    today, now = timezone.localdate(), timezone.now()
    person = make.BeneficiaryFactory(
        first_name=FIRST,
        last_name=LAST,
        birth_date=dt.date(1994, 3, 2),
        phone="+33199000099",
        team=nord,
        lead_worker=colleague,
        expected_release_on=today + dt.timedelta(days=4),
    )
    make.FollowUpFactory(beneficiary=person, author=amina, summary=f"Note sur {LAST}")
    make.TaskFactory(beneficiary=person, assignee=amina, title=f"Rappeler {LAST}")
    make.AppointmentFactory(beneficiary=person, worker=amina, starts_at=now, purpose=f"Voir {LAST}")
    make.DraftFactory(owner=amina, beneficiary=person, payload={"summary": [LAST]})
    make.AlertFactory(beneficiary=person, text=f"Alerte {LAST}")
    make.EnrolmentFactory(program=world.program, beneficiary=person)
    make.StayFactory(beneficiary=person, place=make.PlaceFactory(program=world.program))
    make.ReferralFactory(
        sent=True, beneficiary=person, service=None, program=world.program, sent_at=now - dt.timedelta(days=20)
    )
    NoContactLink.objects.all().delete()
    return person


@pytest.fixture
def workers(world, amina, nord, client_of):
    """Whoever works for the world’s person: lead worker, who also runs the program, and case team."""
    world.program.staff.add(amina)
    member = make.UserFactory(first_name="Camille", roles=["caseworker"], teams=[nord])
    make.CaseTeamMemberFactory(beneficiary=world.person, user=member)
    return {"amina": client_of(amina), "camille": client_of(member)}


def named(read):
    """The pages that say something of the other."""
    return sorted(key for key, text in read.items() if LAST.lower() in text.lower() or FIRST.lower() in text.lower())


def test_the_other_is_nowhere(world, other, workers):
    words = f"{FIRST} {LAST}"
    assert len(named(pages(workers["amina"], world, "Ca", lists_only=True))) > 3, "without a link, the crawl finds them"
    make.NoContactLinkFactory(people=(world.person, other))
    file_url = reverse("casework:person-file", args=[other.pk])
    for who, client in workers.items():
        found = pages(client, world, words)
        answers = {key: text for key, text in found.items() if words not in text}  # the words searched are shown back
        assert named(answers) == [], who
        assert not any(str(other.pk) in text for text in found.values()), who
        assert client.get(file_url).status_code == 404


def test_a_link_keeps_the_workers_of_each_side_from_the_other(nord):
    leads = [make.UserFactory(roles=["caseworker"], teams=[nord]) for _side in range(2)]
    first, second = (make.BeneficiaryFactory(team=nord, lead_worker=lead) for lead in leads)
    make.NoContactLinkFactory(people=(first, second))
    seen = [set(type(first).objects.visible_to(lead)) for lead in leads]
    assert seen == [{first}, {second}]


def test_the_other_changes_no_count(world, other, workers):
    make.NoContactLinkFactory(people=(world.person, other))
    client = workers["amina"]
    linked = pages(client, world, "Ca", lists_only=True)
    vanish(other)
    without = pages(client, world, "Ca", lists_only=True)
    changed = [
        key
        for key in linked.keys() & without.keys()
        if not COUNTS_PLACES.search(key) and visible_words(linked[key]) != visible_words(without[key])
    ]
    assert changed == []


def vanish(person):
    """As if there had never been such a file."""
    type(person).objects.filter(pk=person.pk).update(
        team=make.TeamFactory(),
        lead_worker=None,
        first_name="Ailleurs",
        last_name="Personne",
        phone="",
        birth_date=None,
    )
    person.enrolments.all().delete()
    person.stays.all().delete()
    person.referrals.update(program=None, service=make.ServiceFactory())


def test_a_new_file_like_the_other_is_opened_without_a_word_of_them(world, other, workers):
    make.NoContactLinkFactory(people=(world.person, other))
    asked = {"last_name": LAST, "first_name": FIRST, "birth": "02/03/1994", "phone": "01 99 00 00 99"}
    for client in workers.values():
        page = client.post(reverse("beneficiaries:new"), asked).text
        assert other.file_number not in page and "Antenne Nord" not in page.partition("<main")[2].partition("<form")[0]
        assert 'name="step" value="create"' in page or "step" in page


def test_the_coordination_sees_both_until_it_works_for_one(world, other, chloe, client_of):
    make.NoContactLinkFactory(people=(world.person, other))
    client = client_of(chloe)
    assert client.get(reverse("casework:person-file", args=[other.pk])).status_code == 200
    assert world.person.file_number in client.get(reverse("beneficiaries:protections") + "?vue=contacts").text
    type(other).objects.filter(pk=other.pk).update(lead_worker=chloe)
    assert client.get(reverse("casework:person-file", args=[world.person.pk])).status_code == 404
    assert world.person.file_number not in client.get(reverse("beneficiaries:protections") + "?vue=contacts").text


def test_a_link_noted_between_two_already_together_tells_where_to_who_may_act_and_nothing_more(
    world, other, workers, chloe, ines_dpo, sud, client_of
):
    one, service = world.person, make.ServiceFactory(name="Accueil de jour")
    for person in (one, other):
        make.ReferralFactory(sent=True, beneficiary=person, service=service)
    soon = timezone.now() + dt.timedelta(days=1)
    for person, later, place in ((one, 0, "Antenne de Lille"), (other, 1, "antenne  de lille"), (other, 9, "Mairie")):
        make.AppointmentFactory(beneficiary=person, starts_at=soon + dt.timedelta(hours=later), place=place)
    form = {"number": one.file_number, "other": other.file_number, "reason": "Décision du juge"}
    type(other).objects.filter(pk=other.pk).update(lead_worker=make.UserFactory(roles=["caseworker"]))
    page = client_of(chloe).post(reverse("beneficiaries:no-contact-new"), form, follow=True).text
    assert page.lower().count("rendez-vous : antenne") == 2 and "Mairie" not in page
    there = f"Inscription : {world.program.name}"
    assert page.count(there) == page.count("Orientation vers Accueil de jour") == 2
    listed = {user: client_of(user).get(reverse("casework:crossings")).text for user in (chloe, ines_dpo)}
    assert listed[chloe].count(there) == 2
    assert one.file_number in listed[ines_dpo] and world.program.name not in listed[ines_dpo]
    type(other).objects.filter(pk=other.pk).update(team=sud)
    half = client_of(chloe).get(reverse("casework:crossings")).text
    assert half.count(there) == 1, "of a file of another team, nothing"
    for text in (page, half, *listed.values()):
        assert not any(name in text for name in (FIRST, LAST, one.last_name))
    assert workers["amina"].get(reverse("casework:crossings")).status_code == 403
    vanish(other)
    other.appointments.all().delete()
    assert "Aucun croisement connu." in client_of(chloe).get(reverse("casework:crossings")).text


def test_several_people_who_must_not_meet_are_not_noted_together(world, other, chloe, client_of):
    make.NoContactLinkFactory(people=(world.person, other))
    form = {
        "people": [str(world.person.pk), str(other.pk)],
        "when": "today",
        "mode": "interview",
        "topics": ["housing"],
        "summary": "Ensemble",
    }
    answer = client_of(chloe).post(reverse("beneficiaries:follow-up-new"), form)
    assert "Notez un suivi à part pour chacune de ces personnes." in answer.text
    assert not world.person.follow_ups.filter(summary="Ensemble").exists()
