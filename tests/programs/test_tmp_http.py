import collections, time
import pytest
from django.urls import reverse
from tests.factories import BeneficiaryFactory, PlaceFactory, ProgramFactory
from tests.programs.test_bed_race import at_once, TODAY, WEEK
@pytest.mark.django_db(transaction=True)
def test_http(chloe, nord, client_of):
    people = BeneficiaryFactory.create_batch(50, team=nord)
    clients = [client_of(chloe) for _ in people]
    house = ProgramFactory(kind="shelter")
    places = PlaceFactory.create_batch(3, program=house)
    data = {"since": f"{TODAY:%d/%m/%Y}", "until": f"{TODAY+WEEK:%d/%m/%Y}", "turnaround_days": 0}
    def act(c, place, person):
        return lambda: c.post(f"{reverse('programs:stay-new', args=[place.pk])}?personne={person.pk}", data)
    t = time.time()
    said = at_once(*[[act(c, place, p) for c, p in zip(clients, people)] for place in places])
    print("seconds", time.time() - t)
    for place, answers in zip(places, said):
        codes = collections.Counter(getattr(a, "status_code", repr(a)) for a in answers)
        clean = sum("Prochaine date libre" in a.text for a in answers if getattr(a, "status_code", 0) == 200)
        busy = sum("en ce moment" in a.text for a in answers if getattr(a, "status_code", 0) == 200)
        print("HTTP", codes, "clean refusals", clean, "busy", busy, "stays", place.stays.count())
