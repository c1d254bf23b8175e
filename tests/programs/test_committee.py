"""Committees: an agenda that builds itself, one page for the whole meeting, minutes and figures that never change."""

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from programs.committee import agenda, content
from programs.models import CommitteeDecision, CommitteeMeeting
from programs.models.action_plan import AgendaItem
from tests.factories import (
    ActionPlanFactory,
    ActionPlanPartyFactory,
    AgendaItemFactory,
    CommitteeDecisionFactory,
    CommitteeMeetingFactory,
    CommitteeMemberFactory,
    IndicatorValueFactory,
    ObjectiveFactory,
    PlanActionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()


def on(offset):
    """So many days from today."""
    return TODAY + dt.timedelta(days=offset)


def day(offset):
    """A day as people type it."""
    return f"{on(offset):%d/%m/%Y}"


@pytest.fixture
def plan():
    """A plan with an action of each trouble, and one without any."""
    plan = ActionPlanFactory(protocol_ends_on=on(60))
    objective = ObjectiveFactory(plan=plan, number=1)

    def action(number, title, **facts):
        row = PlanActionFactory(objective=objective, number=number, title=title, **facts)
        return row

    IndicatorValueFactory(action=action(1, "En retard", ends_on=on(-2)))
    IndicatorValueFactory(action=action(2, "Dépassée", spent=10_001))
    IndicatorValueFactory(action=action(3, "Muette", starts_on=on(-200)), on=on(-150))
    IndicatorValueFactory(action=action(4, "Tranquille"))
    return plan


def said(answer):
    """What a page says, its no-break spaces as plain ones."""
    return answer.text.replace("\u00a0", " ")


def titles(meeting):
    """The agenda, in order."""
    return [item.title.replace("\u00a0", " ") for item in meeting.items.order_by("rank")]


def fields(page, **typed):
    """What the page of a committee holds, with what is typed by the end of each name."""
    sheet = page.context["sheet"]
    data = {bound.html_name: bound.value() or "" for form in sheet.forms for bound in form}
    for name, value in typed.items():
        [key] = [key for key in data if key.endswith(name.replace("__", "-"))]
        data[key] = value
    return {key: value for key, value in data.items() if not key.endswith("-done") or value}


def test_a_committee_from_its_agenda_to_the_opening_of_the_next(plan, client_of, chloe):
    client, url = client_of(chloe), reverse("programs:plan-step", args=[plan.program_id, "comite"])
    party = ActionPlanPartyFactory(plan=plan, name="Région fictive")
    past = client.post(url, {"on": day(-1), "chair": "Mme Plumette"})
    assert "Cette date est passée" in said(past)
    asked = {"on": day(0), "chair": "Mme Plumette", "parties": [party.pk], "names": "M. Canari, invité"}
    here = client.post(url, asked)["Location"]
    meeting = CommitteeMeeting.objects.get()
    assert [title.partition(" :")[0] for title in titles(meeting)] == [
        "Action 1.1 En retard", "Action 1.2 Dépassée", "Action 1.3 Muette", "Protocole",
    ]  # fmt: skip
    client.post(here, {"act": "enregistrer", "title": "Calendrier des comités"})
    twice = client.post(here, {"act": "enregistrer", "title": "Calendrier des comités"})
    assert "Ce point est déjà à l’ordre du jour." in said(twice) and 'value="Calendrier des comités"' in said(twice)
    last = meeting.items.order_by("rank").last()
    client.post(here, {"act": f"monter:{last.pk}"})
    assert titles(meeting)[-2] == "Calendrier des comités"
    assert "« Prévu »" in said(client.post(here, {"act": "ouvrir"}))
    client.post(here, {"act": "convoquer"})
    client.post(here, {"act": "ouvrir"})

    page = client.get(here)
    late, over = meeting.items.order_by("rank")[:2]
    wrong = fields(page, **{f"i-{late.pk.hex}-notes": "Deux ateliers de plus.", f"i-{late.pk.hex}-text": "Relancer"})
    refused = client.post(here, wrong | {"act": "enregistrer"})
    assert "Dites qui s’en charge." in said(refused) and "Deux ateliers de plus." in said(refused)
    assert said(refused).count("<title>Erreur") == 1 and not CommitteeDecision.objects.exists()
    given = {f"i-{late.pk.hex}-lead": f"p:{party.pk}", f"i-{late.pk.hex}-due_on": day(30),
             f"i-{late.pk.hex}-outcome": "treated", f"i-{over.pk.hex}-outcome": "postponed"}  # fmt: skip
    for _twice in range(2):
        answer = client.post(here, wrong | given | {"act": "clore"}, follow=True)
    assert "il manque la présence de 2 personne(s)" in said(answer), "closing without attendance is explained"
    assert meeting.items.get(pk=late.pk).notes == "Deux ateliers de plus.", "and the notes are kept"
    assert CommitteeDecision.objects.get().lead == "Région fictive", "sent twice, noted once"
    people = {f"m-{member.pk.hex}-presence": "present" for member in meeting.members.all()}
    closed = client.post(here, fields(client.get(here)) | people | {"act": "clore"}, follow=True)
    assert "3 points non traités sont reportés" in said(closed)

    soon = client.post(url, asked | {"on": day(60), "names": ""})["Location"]
    following = CommitteeMeeting.objects.exclude(pk=meeting.pk).get()
    opening = list(following.items.order_by("rank").values_list("kind", "cause"))
    assert opening == [
        ("postponed", "overspent"), ("postponed", "stale"), ("postponed", "free"), ("postponed", "protocol"),
        ("decision", "decision"), ("late", "late"),
    ]  # fmt: skip
    assert "Décision du" in said(client.get(soon))
    decision = CommitteeDecision.objects.get()
    client.post(reverse("programs:plan-part", args=["decisions", decision.pk, "faite"]))
    assert "réglé depuis" in said(client.get(soon))
    assert not agenda.missing(following, on(60))


def held(plan, by):
    """A committee of today, held, with somebody present and an item with notes."""
    meeting = CommitteeMeetingFactory(plan=plan, status="held")
    CommitteeMemberFactory(meeting=meeting, name="Mme Plumette, directrice", presence="present")
    CommitteeMemberFactory(meeting=meeting, name="M. Canari", presence="represented", represented_by="Mme Petit")
    item = AgendaItemFactory(meeting=meeting, title="Un point", notes="Ce qui a été dit.", outcome="treated")
    CommitteeDecisionFactory(meeting=meeting, item=item, text="Écrire à la Région", lead_staff=by)
    agenda.build(meeting, by=by, day=TODAY)
    return meeting


def test_what_a_committee_froze_never_changes(plan, chloe, client_of):
    meeting = held(plan, chloe)
    content.close(meeting, by=chloe, at=NOW)
    url = reverse("programs:committee-minutes", args=[meeting.pk])
    before = said(client_of(chloe).get(url))
    frozen = CommitteeMeeting.objects.get().frozen
    action = plan.objectives.get().actions.get(number=1)
    action.amend(by=chloe, title="Autre chose", spent=9_999, planned=1)
    action.measure(by=chloe, at=NOW, on=TODAY, value=1)
    plan.amend(by=chloe, name="Un autre nom")
    decision = meeting.decisions.get()
    decision.finish(by=chloe, at=NOW, on=TODAY)
    assert CommitteeMeeting.objects.get().frozen == frozen
    after = said(client_of(chloe).get(url))
    kept = [text[text.index("<h1") : text.index("</main>")] for text in (before, after)]
    assert kept[0] == kept[1] and "34 au" in kept[0] and "Autre chose" not in kept[0]
    meetings, items = CommitteeMeeting.objects.filter(pk=meeting.pk), AgendaItem.objects.filter(meeting=meeting)
    attempts = [
        lambda: meetings.update(frozen={"plan": "faux"}),
        lambda: meetings.update(status="held", frozen={}),
        lambda: meetings.delete(),
        lambda: items.update(notes="autre"),
        lambda: items.delete(),
        lambda: meeting.members.update(presence="absent", represented_by=""),
        lambda: CommitteeMemberFactory(meeting=meeting),
        lambda: CommitteeDecisionFactory(meeting=meeting),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(DomainError, match="son compte rendu ne change plus"):
        agenda.add_free(meeting, "Après coup", by=chloe)
    client_of(chloe).post(url)
    assert CommitteeMeeting.objects.get().sent_on == TODAY


def test_notes_of_two_writers_are_both_kept(plan, chloe, helene, client_of):
    meeting = held(plan, chloe)
    here, item = reverse("programs:committee", args=[meeting.pk]), meeting.items.get(title="Un point")
    first, second = (client_of(user).get(here) for user in (chloe, helene))
    name = f"i-{item.pk.hex}-notes"
    client_of(chloe).post(here, fields(first, **{name: "Notes de Chloé"}) | {"act": "enregistrer"})
    clash = client_of(helene).post(here, fields(second, **{name: "Notes d’Hélène"}) | {"act": "enregistrer"})
    assert "Quelqu’un a écrit ici entre-temps" in said(clash)
    assert "Notes de Chloé" in said(clash) and "Notes d’Hélène" in said(clash)
    item.refresh_from_db()
    assert item.notes == "Notes de Chloé"
    client_of(helene).post(here, fields(clash, **{name: "Chloé et Hélène"}) | {"act": "enregistrer"})
    item.refresh_from_db()
    assert item.notes == "Chloé et Hélène"


def test_the_minutes_leave_as_a_tagged_pdf_and_as_a_text(plan, chloe, client_of):
    meeting = held(plan, chloe)
    party = ActionPlanPartyFactory(plan=plan, email="region@exemple.test")
    CommitteeMemberFactory(meeting=meeting, party=party, name="", presence="excused")
    content.close(meeting, by=chloe, at=NOW)
    url, client = reverse("programs:committee-minutes", args=[meeting.pk]), client_of(chloe)
    pdf = pikepdf.open(io.BytesIO(client.get(f"{url}?format=pdf").content))
    assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang == "fr-FR"
    assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx([595.28, 841.89], abs=0.1), "A4"
    answer = client.get(f"{url}?format=odt")
    assert answer["Content-Disposition"].endswith(f'"compte-rendu-{TODAY:%Y-%m-%d}.odt"')
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    text = " ".join(ET.fromstring(archive.read("content.xml")).itertext())
    for words in ("Écrire à la Région", "Ce qui a été dit.", "M. Canari, par Mme Petit", "budget dépassé", "Total"):
        assert words in text
    assert 'href="mailto:region@exemple.test?subject=' in said(client.get(url))


def test_a_committee_is_never_held_before_its_day_nor_without_anybody(plan, chloe):
    meeting = CommitteeMeetingFactory(plan=plan, on=on(3))
    with pytest.raises(DomainError, match="Personne n’est attendu"):
        meeting.convene(by=chloe, at=NOW, day=TODAY)
    CommitteeMemberFactory(meeting=meeting, presence="absent")
    meeting.convene(by=chloe, at=NOW, day=TODAY)
    with pytest.raises(DomainError, match="ouvrez-le ce jour-là"):
        meeting.open(by=chloe, at=NOW, day=TODAY)
    meeting.open(by=chloe, at=NOW, day=on(3))
    with pytest.raises(DomainError, match="un comité sans personne s’annule"):
        content.close(meeting, by=chloe, at=NOW)
    other = CommitteeMeetingFactory(plan=plan, on=on(5))
    with pytest.raises(DomainError, match="Dites pourquoi"):
        other.cancel(by=chloe, at=NOW, reason="")
    other.cancel(by=chloe, at=NOW, reason="Grève des transports")
    assert CommitteeMeetingFactory(plan=plan, on=on(5)), "a committee cancelled leaves its day"


def test_the_page_of_a_committee_costs_the_same_whatever_its_agenda(plan, chloe, client_of, queries_of):
    meeting = held(plan, chloe)
    here, client = reverse("programs:committee", args=[meeting.pk]), client_of(chloe)
    before = queries_of(client, here)
    for item in AgendaItemFactory.create_batch(3, meeting=meeting):
        CommitteeDecisionFactory(meeting=meeting, item=item, lead_staff=chloe)
        CommitteeMemberFactory(meeting=meeting, party=ActionPlanPartyFactory(plan=plan), name="")
    assert queries_of(client, here) == before
