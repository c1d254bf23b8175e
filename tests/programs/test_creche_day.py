"""The day of a crèche: what its team reads, the gate, the ratio, and what a sheet costs."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import JusticeStatus
from core.models import AuditEntry
from programs.models import CareRule, ChildBooking
from tests.factories import (
    BeneficiaryFactory,
    CareCardFactory,
    CareRuleFactory,
    CareShiftFactory,
    CareWorkerFactory,
    ChildBookingFactory,
    ChildFactory,
    CrecheFactory,
    CribFactory,
    ParentalAuthorityFactory,
    PickUpPersonFactory,
    PrisonFactory,
)
from tests.factories.programs_childcare import hours

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def creche(gilles):
    return CareRuleFactory(program=CrecheFactory(staff=[gilles])).program


@pytest.fixture
def host(gilles, client_of):
    return client_of(gilles)


def parent():
    held = {"justice_status": JusticeStatus.IN_CUSTODY, "prison": PrisonFactory(city="Canariville")}
    return BeneficiaryFactory(first_name="Sofia", last_name="Canarinom", nickname="Canarisurnom", **held)


def coming(creche, *, walks=None, **more):
    """A child of today, whose mother holds her whole authority."""
    child = ChildFactory(beneficiary=parent())
    ParentalAuthorityFactory(child=child, holder=child.beneficiary, name="", kind="mother", state="full")
    CareCardFactory(child=child, walks=walks, instructions="Sans lait")
    told = {"period": hours(TODAY, 0, 23), "reason_note": "Canariraison", **more}
    return ChildBookingFactory(place=CribFactory(program=creche), child=child, **told)


def sheet(client, creche, **asked):
    return client.get(reverse("programs:creche", args=[creche.pk]), asked)


def tap(client, booking, act, **told):
    return client.post(reverse("programs:child-booking-tap", args=[booking.pk, act]), told, follow=True)


def test_the_team_reads_the_children_booked_and_nothing_of_their_parents(creche, host, gilles, bruno, client_of):
    booking, elsewhere = coming(creche), ChildBookingFactory()
    pages = [
        sheet(host, creche), sheet(host, creche, vue="papier"),
        host.get(reverse("programs:child-booking", args=[booking.pk])),
        host.get(reverse("programs:creche-week", args=[creche.pk])),
        host.get(reverse("programs:creche-week", args=[creche.pk]), {"vue": "reservations", "statut": "confirmed"}),
        host.get(reverse("programs:child-booking-step", args=[booking.pk, "consignes"])),
    ]  # fmt: skip
    for page in pages:
        assert page.status_code == 200 and "Canari" not in page.text
        assert booking.beneficiary.file_number not in page.text and elsewhere.child.first_name not in page.text
        assert booking.child.first_name in page.text
    assert "Sans lait" in pages[0].text and "Sofia C., Mère" in pages[1].text
    read = AuditEntry.objects.filter(actor=gilles, object_id=str(booking.pk), person_id=booking.beneficiary_id)
    assert read.count() == len(pages), "each reading is one entry"
    stranger = sheet(client_of(bruno), creche).text
    assert booking.child.first_name not in stranger and "1 autre enfant est attendu" in stranger.replace("\u00a0", " ")
    assert "Arrivé<" not in stranger


def test_nobody_but_who_may_takes_a_child_and_a_refusal_is_kept(creche, host):
    booking = coming(creche)
    child = booking.child
    withdrawn = ParentalAuthorityFactory(child=child, name="Rui Lambert", state="withdrawn")
    visits = ParentalAuthorityFactory(child=child, name="Ana Pinto", kind="other", state="supervised")
    again = PickUpPersonFactory(child=child, name="rui LAMBERT")
    never = PickUpPersonFactory(child=child, name="Eric Vidal", is_allowed=False, details="Canarijugement")
    tap(host, booking, "arrivee", hour="0h01")
    page = sheet(host, creche).text
    assert page.count("Parti avec") == 1 and "Canarijugement" not in page
    refused = [f"parent-{withdrawn.pk}", f"parent-{visits.pk}", f"personne-{again.pk}", f"personne-{never.pk}", "autre"]
    for key in refused:
        assert "ne peut pas partir avec l’enfant" in tap(host, booking, "depart", who=key, name="Inconnu").text
    assert "Dites qui vient" in tap(host, booking, "depart").text
    booking.refresh_from_db()
    assert booking.status == "arrived" and booking.events.filter(act="gate_refused").count() == len(refused)
    mother = child.parents.get(holder=child.beneficiary)
    assert "ne peut pas partir" not in tap(host, booking, "depart", who=f"parent-{mother.pk}").text
    booking.refresh_from_db()
    assert booking.status == "departed" and booking.taken_by == "Sofia C., Mère"
    mother.state = "withdrawn"
    mother.save()
    url = reverse("programs:child-booking-step", args=[booking.pk, "corriger-depart"])
    told = {"on": timezone.localtime().strftime("%H:%M"), "who": f"parent-{mother.pk}"}
    assert "ne peut pas partir avec l’enfant" in host.post(url, told).text


def test_arrivals_meals_walks_the_team_and_the_ratio_of_the_day(creche, host):
    CareRule.objects.filter(program=creche).update(minimum_from=4)
    rows = [coming(creche, walks=None) for _number in range(5)]
    rows[0].status = "provisional"
    rows[0].save()
    for row in rows:
        tap(host, row, "arrivee", hour="0h00")
    assert set(ChildBooking.objects.values_list("status", flat=True)) == {"arrived"}
    assert re.search(r"2\u00a0adultes requis, 0\u00a0présents?\u00a0: non conforme", sheet(host, creche).text)
    workers = [CareWorkerFactory(program=creche) for _number in range(2)]
    url, told = reverse("programs:creche-team", args=[creche.pk]), {"jour": TODAY.isoformat()}
    for worker in workers:
        told |= {f"la-{worker.pk}": "on", f"de-{worker.pk}": "0h", f"a-{worker.pk}": "23h59"}
    assert "finit après avoir commencé" in host.post(url, told | {f"a-{workers[0].pk}": "0h"}, follow=True).text
    assert (
        f"Écrivez les heures de\u00a0: {workers[0]}"
        in host.post(url, told | {f"a-{workers[0].pk}": "x"}, follow=True).text
    )
    page = host.post(url, told, follow=True)
    assert "2\u00a0présents\u00a0: conforme (calculé à" in page.text and "R. 2324-46-4" in page.text
    halves = page.context["sheet"].half_hours
    assert len(halves) == 48 and halves[0].children == 5
    assert "0 repas" in page.text.replace("\u00a0", " ") and "1 repas" in tap(host, rows[0], "repas").text.replace(
        "\u00a0", " "
    )
    tap(host, rows[0], "marche")
    assert sheet(host, creche).context["sheet"].ratio.walking == 1
    assert tap(host, rows[0], "arrivee", hour="9h").status_code == 200
    part = host.post(reverse("programs:child-booking-tap", args=[rows[0].pk, "repas"]), headers={"hx-request": "true"})
    assert part.text.lstrip().startswith('<div id="sheet"') and "0 repas" in part.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("told", "walking", "not_walking", "needed"),
    [
        ({}, 0, 0, 0), ({}, 1, 0, 2), ({}, 8, 5, 2), ({}, 8, 6, 3), ({}, 16, 0, 2), ({}, 17, 0, 3), ({}, 0, 11, 3),
        ({"kind": "single"}, 7, 6, 3), ({"kind": "single"}, 6, 6, 2), ({"minimum_from": 4}, 3, 0, 1),
        ({"minimum_from": 4}, 4, 0, 2), ({"kind": "single", "per_adult": 3}, 5, 5, 4), ({"minimum_adults": 3}, 1, 1, 3),
    ],
)  # fmt: skip
def test_the_rule_says_how_many_adults(told, walking, not_walking, needed):
    assert CareRule(**told).adults_needed(walking, not_walking) == needed


def test_a_sheet_costs_the_same_for_three_children_and_for_twenty(creche, host, queries_of):
    url = reverse("programs:creche", args=[creche.pk])
    for _number in range(3):
        coming(creche, walks=True)
        CareShiftFactory(worker=CareWorkerFactory(program=creche), starts_at=dt.time(0), ends_at=dt.time(23))
    few = queries_of(host, url)
    for _number in range(17):
        coming(creche, walks=False)
        CareShiftFactory(worker=CareWorkerFactory(program=creche), starts_at=dt.time(0), ends_at=dt.time(23))
    assert queries_of(host, url) == few <= 20
    week = reverse("programs:creche-week", args=[creche.pk])
    assert queries_of(host, week) <= 18
