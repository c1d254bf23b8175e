"""The doors that keep people safe read under lock: two acts of one instant come one after the other."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beneficiaries import merging
from beneficiaries.emergency import open_in_emergency
from beneficiaries.models.apart import apart_from
from beneficiaries.protection import exclude, keep_apart
from tests import factories as make

pytestmark = pytest.mark.django_db
LOCKED = re.compile(r'FOR UPDATE OF "(\w+)"')
READ = re.compile(r'FROM "beneficiaries_(nocontactlink|exclusion|emergencyaccess)"|UPDATE "beneficiaries_beneficiary"')


def locked_first(act):
    """The tables locked before the act reads who is kept apart, or writes."""
    with CaptureQueriesContext(connection) as asked:
        act()
    tables = []
    for query in asked.captured_queries:
        if READ.search(query["sql"]) and not LOCKED.search(query["sql"]):
            break
        tables += LOCKED.findall(query["sql"])
    return tables


def test_each_door_locks_before_it_reads(nord, sud, chloe):
    now, file = timezone.now(), "beneficiaries_beneficiary"
    one, two, three = make.BeneficiaryFactory.create_batch(3, team=nord)
    elsewhere = make.BeneficiaryFactory(team=sud)
    assert locked_first(lambda: apart_from(one)) == [file]
    assert locked_first(lambda: keep_apart(one, two, by=chloe, reason="Décision du juge")) == [file, file]
    assert locked_first(lambda: exclude(three, make.UserFactory(), by=chloe, reason="Voisins")) == [file]
    asked = {"by": chloe, "at": now, "reason": "Appel de l’hôpital cette nuit", "site": ""}
    assert locked_first(lambda: open_in_emergency(elsewhere, **asked)) == ["accounts_user"]
    kept, absorbed = make.BeneficiaryFactory.create_batch(2, team=nord)
    merged = {"by": chloe, "at": now, "choices": {}, "versions": (kept.version, absorbed.version)}
    assert locked_first(lambda: merging.merge(kept, absorbed, **merged)) == [file]
