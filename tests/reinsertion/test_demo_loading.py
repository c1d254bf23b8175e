"""The demo’s data: what it holds, what it must never hold, and when it refuses to load."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
import zeal
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Q

from accounts.models import Association, Team, User
from accounts.roles import Role
from beneficiaries.models import Alert, Beneficiary, Draft, FileCounter, FollowUp, FollowUpMode, Gender, Prison
from core.models import AuditEntry
from partners.models import Agreement, Contact, DirectoryImport, Domain, Employer, Grant, Organization, Post, Service
from programs.models import Enrolment, Place, PlaceKind, Program, ProgramKind, Session, Stay
from referrals.models import Referral, ReferralEvent, Status
from reinsertion import demo

TODAY = date(2031, 3, 12)  # a Wednesday, far from the day of the run
RESERVED = re.compile(r"^(\+33|0) ?(1 ?99 ?00|2 ?61 ?91|3 ?53 ?01|4 ?65 ?71|5 ?36 ?49|6 ?39 ?98)")
TEN = {"Karim B.", "Sofia L.", "Marc T.", "Nadia R.", "Awa D.", "Jean-Noël K.", "Tarek A.", "Élodie V.", "Moussa S."}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def le_seuil(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo as of TODAY, loaded once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert demo.load(TODAY)
        yield
        transaction.set_rollback(True)


def texts() -> list[tuple[str, str]]:
    """Every text of every row of our own apps, with the name of its column."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in {
            "accounts",
            "beneficiaries",
            "partners",
            "programs",
            "referrals",
            "core",
            "account",
        }:
            columns = [
                f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)
            ]
            for row in model._default_manager.values(*columns) if columns else []:
                found += [(name, str(value)) for name, value in row.items() if value]
    return found


def test_the_demo_holds_what_the_journeys_need(le_seuil: None) -> None:
    counts = {
        model: model.objects.count()
        for model in (Team, Prison, Beneficiary, FollowUp, Referral, Organization, Service, Session, Stay, Draft)
    }
    # The sessions of the psychologist follow the days of the week: as many as there are.
    counts[FollowUp] -= FollowUp.objects.filter(appointment__slot__isnull=False).count()
    assert counts == {
        Team: 2,
        Prison: 244,
        Beneficiary: 64,
        FollowUp: 1100,
        Referral: 95,
        Organization: 85 + 3,
        Service: 190,
        Session: 3 * 12 + 4,
        Stay: 60 + 3,
        Draft: 3,
    }
    assert {role for user in User.objects.all() for role in user.roles} == set(Role.values)
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == User.objects.count() >= 9
    association = Association.objects.get()
    assert (association.name, association.is_demo) == ("Le Seuil", True)
    assert Beneficiary.objects.filter(gender=Gender.FEMALE).count() == 26
    assert Prison.objects.filter(has_women_wing=True, has_mother_child_unit=True).exists()
    assert {domain for row in Service.objects.all() for domain in row.domains} == set(Domain.values)
    assert set(Referral.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Program.objects.values_list("kind", flat=True)) == set(ProgramKind.values)
    assert Counter(Place.objects.values_list("kind", flat=True)) == {PlaceKind.BED: 7, PlaceKind.CHILDCARE: 8}
    assert Organization.objects.filter(checked_on=None).count() == 3 + 2
    assert Organization.objects.values("insee_code").distinct().count() == 6
    assert Beneficiary.objects.filter(intake_on=None).count() == 12
    assert AuditEntry.objects.count() > 1500
    over, waiting = DirectoryImport.objects.order_by("created_at")
    assert over.state == "done" and over.counts["structures"]["created"] == 3
    assert over.counts["structures"]["refused"] == 1
    verdicts = sorted(waiting.lines.values_list("verdict", flat=True))
    assert verdicts == ["changed", "conflict", "error", "new", "unchanged"] and waiting.state == "review"


def test_the_ten_named_people_stand_where_the_journeys_take_them_up(le_seuil: None) -> None:
    people = {person.display_name: person for person in Beneficiary.objects.select_related("lead_worker", "prison")}
    assert people.keys() >= TEN | {"Le Grand"}
    karim = people["Karim B."]
    assert karim.expected_release_on == date(2031, 3, 14)  # the coming Friday
    assert str(karim.prison) == "MA des Tilleuls" and karim.age_on(TODAY) == 31
    assert Alert.objects.current(TODAY).filter(beneficiary=karim, text="Pas d’hébergement à la sortie").exists()
    assert not karim.stays.exists()
    waiting = people["Marc T."].referrals.get(status=Status.SENT)
    assert waiting.sent_at is not None and (TODAY - waiting.sent_at.date()).days == 18
    stay = people["Awa D."].stays.get(period__contains=TODAY)
    assert stay.place.name == "Lit 3" and stay.period.upper == TODAY + timedelta(days=5)
    assert people["Nadia R."].drafts.exists() and people["Nadia R."].last_contact_on == TODAY - timedelta(days=41)
    assert people["Élodie V."].follow_ups.filter(mode=FollowUpMode.NO_SHOW).exists()
    ines = User.objects.get(first_name="Inès")
    assert {people[name].lead_worker for name in TEN} == {ines}
    assert ines.appointments.filter(starts_at__date=TODAY).count() >= 4
    assert ines.tasks.due(TODAY - timedelta(days=1)).count() >= 3
    assert Draft.objects.filter(owner=ines, updated_at__date__lt=TODAY - timedelta(days=7)).count() == 2


def test_no_row_could_reach_a_real_person(le_seuil: None) -> None:
    rows = texts()
    mails = [value for name, value in rows if "email" in name]
    phones = [value for name, value in rows if name == "phone"]
    sites = [value for name, value in rows if name in {"website", "link"}]
    assert len(mails) > 150 and [mail for mail in mails if not mail.endswith("@exemple.test")] == []
    assert len(phones) > 250 and [phone for phone in phones if not RESERVED.match(phone)] == []
    assert [site for site in sites if not str(urlsplit(site).hostname).endswith(".exemple.test")] == []
    assert all("(fictif)" in name for name in Organization.objects.values_list("name", flat=True))
    assert Contact.objects.count() >= 80
    forbidden = re.compile(
        r"\b(délinquant|détenus?|condamn|crime|délit|vol\b|violence|stupéfiant|écrou)", re.IGNORECASE
    )
    told = [value for name, value in rows if name in {"summary", "text", "title", "message", "body", "purpose"}]
    assert [text for text in told if forbidden.search(text)] == []


def test_every_row_passes_its_own_validation(le_seuil: None) -> None:
    """bulk_create skips what a form would refuse; an editor who opens the row must be able to save it."""
    with zeal.zeal_ignore():
        for model in (
            Association,
            Agreement,
            Grant,
            Employer,
            Post,
            User,
            Beneficiary,
            Alert,
            Organization,
            Contact,
            Program,
            Place,
            Stay,
            Session,
            Enrolment,
        ):
            for row in model._default_manager.all():
                row.full_clean(exclude=["password"])
        for model in (FollowUp, Service, Referral):
            for row in model._default_manager.order_by("pk")[::7]:
                row.full_clean()


def test_nobody_sleeps_in_two_beds_and_dates_follow_each_other(le_seuil: None) -> None:
    stays = list(Stay.objects.order_by("beneficiary", "period").values_list("beneficiary", "period"))
    pairs = pairwise(stays)
    assert [pair for pair in pairs if pair[0][0] == pair[1][0] and pair[0][1].upper > pair[1][1].lower] == []
    assert Stay.objects.filter(period__contains=TODAY).count() == 7
    assert not FollowUp.objects.filter(happened_on__gt=TODAY).exists()
    assert not FollowUp.objects.filter(happened_on__lt=TODAY - timedelta(days=430)).exists()
    assert not Referral.objects.filter(
        Q(sent_at__lt=models.F("created_at")) | Q(replied_at__lt=models.F("sent_at"))
    ).exists()
    assert not ReferralEvent.objects.filter(at__date__gt=TODAY).exists()
    steps = Referral.objects.annotate(steps=Count("events")).values_list("status", "steps")
    assert set(steps) == {
        (Status.DRAFT, 0),
        (Status.SENT, 1),
        (Status.UNDER_STUDY, 2),
        (Status.WAITLISTED, 3),
        (Status.ACCEPTED, 2),
        (Status.APPOINTMENT, 2),
        (Status.RECEIVED, 3),
        (Status.ATTENDING, 4),
        (Status.COMPLETED, 4),
        (Status.LOST, 3),
        (Status.DECLINED, 2),
        (Status.LAPSED, 2),
        (Status.WITHDRAWN, 2),
    }
    assert not AuditEntry.objects.filter(at__date__gt=TODAY).exists()


def test_the_deliberate_dirt_is_there(le_seuil: None) -> None:
    names = [person.display_name for person in Beneficiary.objects.all()]
    assert any("’" in name for name in names) and any("-" in name for name in names)
    assert any(re.search("[\u0600-\u06ff]", name) for name in names)
    assert max(len(person.last_name) for person in Beneficiary.objects.all()) == 40
    assert sum(1 for name in names if " " not in name) >= 2
    assert {"Mohamed Lagrange", "Mohammed Lagrange", "Stéphanie Lemaître", "Stephanie Lemaitre"} <= set(names)


def test_two_loads_make_one(le_seuil: None) -> None:
    before = {model: model._default_manager.count() for model in apps.get_models() if model._meta.managed}
    assert demo.load(TODAY) is False
    assert {model: model._default_manager.count() for model in before} == before


def test_the_next_file_takes_the_next_number(le_seuil: None) -> None:
    lasts = {str(counter) for counter in FileCounter.objects.all()}
    numbers = set(Beneficiary.objects.values_list("file_number", flat=True))
    assert lasts <= numbers and FileCounter.next_number(TODAY.year) not in numbers
