"""Figures of the referrals: each number is that of its list, small ones stay in the house, more rows cost no query."""

import csv
import datetime as dt
import random
import re
import statistics
from html import unescape
from io import StringIO

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from partners.models import DeclineReason, Domain
from referrals.figures import figures
from referrals.filters import ReferralFilter
from referrals.models import Referral, Status
from tests.factories import (
    BeneficiaryFactory,
    CommuneFactory,
    OrganizationFactory,
    ProgramFactory,
    ReferralEventFactory,
    ReferralFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
PAGE, EXPORT, LIST = (reverse(f"referrals:{name}") for name in ("figures", "figures-export", "list"))
LINK = re.compile(rf'href="{LIST}\?([^"]+)">([\d\u00a0\u202f]+)<')
DICE = random.Random(5)


def send(person, author, recipients, status, rank):
    """One referral in a status, sent some days ago, answered and received later."""
    sent = timezone.now() - dt.timedelta(days=DICE.randint(20, 130), hours=DICE.randint(0, 23))
    facts = {} if status == "draft" else {status: True, "sent_at": sent}
    referral = ReferralFactory(beneficiary=person, created_by=author, **recipients[rank % len(recipients)], **facts)
    if referral.replied_at:
        referral.replied_at = sent + dt.timedelta(hours=DICE.randint(1, 400))
    if referral.received_at or (status == "lost" and rank % 2):
        referral.received_at = referral.replied_at + dt.timedelta(days=DICE.randint(1, 30))
    if status == "declined":
        referral.decline_reason = DICE.choice(DeclineReason.values)
    referral.save()
    if status == "attending" or (status in {"completed", "lost"} and rank % 2):
        ReferralEventFactory(referral=referral, from_status="received", to_status="attending", by=author)
    return referral


@pytest.fixture
def sent(amina, bruno, nord, sud):
    """In every status, for people of two teams, to partners of several places and domains, and to a program."""
    CommuneFactory()
    services = [
        ServiceFactory(domains=[Domain.HOUSING, Domain.HEALTH]),
        ServiceFactory(domains=[], insee_code="", city=""),
        ServiceFactory(domains=[Domain.FAMILY], organization=OrganizationFactory(name="CANARI", is_sensitive=True)),
    ]
    recipients = [*({"service": one} for one in services), {"to_program": True, "program": ProgramFactory()}]
    people = {team: BeneficiaryFactory.create_batch(3, team=team, lead_worker=lead)
              for team, lead in ((nord, amina), (sud, bruno))}  # fmt: skip
    return [
        send(DICE.choice(people[team]), lead, recipients, status, rank)
        for team, lead, times in ((nord, amina, 5), (sud, bruno, 3))
        for status in Status.values
        for rank in range(times)
    ]


def lists_of(client, **asked):
    """Each link of the page to a list, with the number that it bears."""
    text = client.get(PAGE, {"du": "01/01/2020", "au": "31/12/2099", **asked}).text
    return [(unescape(query), int(re.sub(r"\D", "", words))) for query, words in LINK.findall(text)]


def test_each_figure_is_the_number_of_its_list(sent, chloe, client_of):
    client, seen = client_of(chloe), 0
    rows = Referral.objects.filter(pk__in=list(Referral.objects.visible_to(chloe).values_list("pk", flat=True)))
    for by in ("domaine", "structure", "departement", "equipe", "mois"):
        links = lists_of(client, par=by)
        assert links, by
        for query, number in links:
            asked = QueryDict(query)
            filters = ReferralFilter(asked, rows, request=None)
            assert filters.form.is_valid() and filters.qs.count() == number > 0, (by, query)
            assert {"etat", "du", "au"} <= set(asked), query
        seen += len(links)
    assert seen > 120
    for narrowed in ({"domaine": "health"}, {"departement": "59"}, {"structure": "programmes"}, {"commune": "aucun"}):
        query, number = lists_of(client, par="", **narrowed)[0]
        page = client.get(f"{LIST}?{query}").context["page"]
        assert page.paginator.count == number == len([1 for one in rows if one.sent_at and of(one, narrowed)])


def of(referral, narrowed):
    """Whether a referral is in the group, said without SQL."""
    service = referral.service
    if "structure" in narrowed:
        return service is None
    if "domaine" in narrowed:
        return service is not None and Domain.HEALTH in service.domains
    code = service.insee_code if service else ""
    return code == "59350" if "departement" in narrowed else not code


def test_the_figures_are_those_that_python_counts(sent, chloe, amina):
    year = (dt.date(2020, 1, 1), dt.date(2099, 12, 31))
    total, _lines = figures(Referral.objects.visible_to(chloe), "", days=year, shared=False)
    ours = [one for one in sent if one.created_by == amina and one.sent_at]
    numbers = {slug: number.count for slug, number in total.numbers.items()}
    assert numbers == {
        "envoyees": 60, "sans_reponse": 5, "a_l_etude": 10, "acceptees": 30, "refusees": 5, "sans_suite": 5,
        "retirees": 5, "repondues": 45, "recues": 17, "accompagnees": 9, "terminees": 5, "perdues": 5,
    }  # fmt: skip
    assert total.acceptance == "75\u00a0%"
    waits = [one.replied_at - one.sent_at for one in ours if one.replied_at]
    median = statistics.median(waits)
    assert total.delays["delai_reponse"][0] == pytest.approx(median, abs=dt.timedelta(seconds=1))
    nine = statistics.quantiles(waits, n=10, method="inclusive")[-1]
    assert total.delays["delai_reponse"][1] == pytest.approx(nine, abs=dt.timedelta(seconds=1))
    assert sum(number.count for number in total.reasons.values()) == 5


def follows(cells):
    """Whether a hidden number is what the others leave of their sum."""
    return [cell.words for cell in cells].count("caché") == 1


def test_small_numbers_are_hidden_from_a_director_and_from_whatever_leaves(sent, chloe, helene, client_of):
    asked = {"du": "01/01/2020", "au": "31/12/2099", "par": "structure"}
    for name in ("PETIT UN", "PETIT DEUX"):
        service = ServiceFactory(organization__name=name)
        ReferralFactory(service=service, beneficiary=sent[0].beneficiary, created_by=sent[0].created_by, sent=True)
    for client, data in ((client_of(helene), asked), (client_of(chloe), asked | {"version": "partage"})):
        page = client.get(PAGE, data)
        cells = [cell for table in page.context["tables"] for row in table.rows for cell in row.cells]
        told = [int(cell.words) for cell in cells if cell.words.isdigit()]
        assert "caché" in page.text and "CANARI" not in page.text and "PETIT" not in page.text
        assert told and not [number for number in told if 0 < number < 5]
        answers, _delays, after, _reasons = page.context["tables"]
        assert not [row.label for row in answers.rows if follows(row.cells[:-1])]
        sides = [zip(*(row.cells for row in table.rows), strict=True) for table in (answers, after)]
        columns = [column for side in sides for column in side]
        assert not [column[0].head for column in columns if follows(column)]
    assert "?etat=" not in client.get(PAGE, asked | {"version": "partage"}).text
    table = list(csv.DictReader(StringIO(client.get(EXPORT, asked).text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Partenaire"] for row in table].count("Ensemble") == 1 and len(table) == 6
    assert (table[-1]["Partenaire"], table[-1]["Envoyées"]) == ("Autres", "caché")
    assert table[0]["Première réponse : médiane"].endswith("jours")
    names = {one.beneficiary.display_name for one in sent}
    assert not names & {cell for row in table for cell in row.values()}


def test_the_figures_of_the_day_open_the_lists_that_they_count(sent, helene, client_of):
    ReferralFactory(beneficiary=sent[0].beneficiary, accepted=True)
    group = client_of(helene).get(reverse("casework:home")).context["figure_sets"][0]
    assert group.more_url == PAGE
    ours = [figure for figure in group.figures if figure.url.startswith(f"{LIST}?")]
    assert len(ours) == 2
    for figure in ours:
        asked = QueryDict(figure.url.partition("?")[2])
        assert ReferralFilter(asked, Referral.objects.visible_to(helene)).qs.count() == figure.value > 0


def test_the_page_costs_the_same_however_many_were_sent(sent, amina, nord, client_of, queries_of):
    client = client_of(amina)
    asked = {"du": "01/01/2020", "par": "structure"}
    before = queries_of(client, PAGE, asked)
    for status in ("accepted", "declined", "lapsed"):
        ReferralFactory.create_batch(6, beneficiary__team=nord, beneficiary__lead_worker=amina, **{status: True})
    assert queries_of(client, PAGE, asked) == before
    assert queries_of(client, EXPORT, asked) <= before


def test_a_period_is_read_and_an_absurd_one_is_said(amina, client_of):
    client = client_of(amina)
    assert "Aucune orientation envoyée sur cette période" in client.get(PAGE).text
    page = client.get(PAGE, {"du": "12/03/2026", "au": "01/03/2026"})
    assert "Ce jour vient avant le premier" in page.text
    for period in ("mois-dernier", "trimestre", "trimestre-dernier", "annee", "annee-derniere"):
        start, end = (client.get(PAGE, {"periode": period}).context[name] for name in ("start", "end"))
        assert start.day == 1 and (end + dt.timedelta(days=1)).day == 1
        assert (end - start).days in {"mois": {27, 28, 29, 30}, "trim": {89, 90, 91}, "anne": {364, 365}}[period[:4]]
