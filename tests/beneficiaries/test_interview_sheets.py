"""Sheets on paper: initials and a code, that lead back to the person once, for whom may see them."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, FollowUp, InterviewSheet, JusticeStatus
from beneficiaries.models.interview_sheet import CODE, draw_code, read_code
from core.models import AuditAction, AuditEntry
from tests.beneficiaries.test_batch_entry import chosen, errors, morning
from tests.factories import BeneficiaryFactory, FollowUpFactory, InterviewSheetFactory, PrisonFactory

NEW, BATCH, PEOPLE = "beneficiaries:sheet-new", "beneficiaries:batch-new", "beneficiaries:batch-people"


@pytest.fixture
def tab(client_of, amina):
    return client_of(amina)


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    prison = PrisonFactory(name="Maison d’arrêt des Tilleuls")
    return BeneficiaryFactory(
        team=nord,
        lead_worker=amina,
        first_name="Karim",
        last_name="Benali",
        justice_status=JusticeStatus.IN_CUSTODY,
        prison=prison,
    )


@pytest.fixture
def sheet(karim, amina) -> InterviewSheet:
    return InterviewSheetFactory(beneficiary=karim, printed_by=amina)


def test_a_code_reads_however_it_is_written_and_is_never_a_name_or_a_date():
    code = draw_code()
    assert CODE.fullmatch(code)
    assert read_code(f" {code[:3].lower()}-{code[3:]} ") == code
    assert not any(read_code(text) for text in ("Karim", "2025-0143", "12 mars", "14/10/90", "K4M", "K4M7P", "O0I1B8"))


def test_the_sheets_of_a_set_are_prepared_once_and_each_print_is_journalled(tab, amina, karim, nord):
    sofia = BeneficiaryFactory(team=nord)
    form = {"people": [str(karim.pk), str(sofia.pk)], "submission": str(uuid.uuid4())}
    first, second = tab.post(reverse(NEW), form), tab.post(reverse(NEW), form)
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert InterviewSheet.objects.count() == 2
    tab.get(first.url)
    acts = AuditEntry.objects.filter(object_type="beneficiaries.interviewsheet", actor=amina)
    assert acts.filter(action=AuditAction.CREATED).count() == acts.filter(action=AuditAction.PRINTED).count() == 2


def test_the_paper_says_neither_the_name_nor_where_the_person_is(tab, sheet):
    html = tab.get(reverse("beneficiaries:sheet-run", args=[sheet.pk])).content.decode()
    paper = html[html.index('class="sheets"') : html.index("</main>")].lower()
    assert "k. b." in paper and sheet.spaced_code.lower() in paper
    hidden = ("benali", "karim", "tilleuls", "justice", "détention", "prison", "parloir", sheet.beneficiary.file_number)
    assert not [word for word in hidden if word in paper]


def test_a_prison_offers_the_people_held_there_ones_own_checked(tab, karim, nord):
    colleague = BeneficiaryFactory(team=nord, prison=karim.prison, justice_status=JusticeStatus.IN_CUSTODY)
    BeneficiaryFactory(team=nord)
    choices = tab.get(reverse(NEW), {"etablissement": karim.prison_id}).context["choice"].choices
    assert {(choice.person, choice.checked) for choice in choices} == {(karim, True), (colleague, False)}


def test_a_code_finds_the_person_and_is_used_once(tab, karim, sheet):
    found = tab.post(reverse(PEOPLE), {"q": sheet.spaced_code}).json()["people"]
    assert [(one["id"], one["sheet"]) for one in found] == [(str(karim.pk), sheet.code)]
    page = morning({"who": sheet.spaced_code, "topics": ["papers"], "note": "Carte à refaire"})
    first, second = tab.post(reverse(BATCH), page), tab.post(reverse(BATCH), page)
    assert first.status_code == second.status_code == 302, "sent twice, the code still is this page’s"
    sheet.refresh_from_db()
    assert sheet.used_at and sheet.follow_up == FollowUp.objects.get() and sheet.follow_up.beneficiary == karim
    again = tab.post(reverse(BATCH), morning({"who": sheet.code, "topics": ["papers"]}))
    assert "déjà saisie" in errors(again) and FollowUp.objects.count() == 1
    assert "déjà saisie" in tab.post(reverse(PEOPLE), {"q": sheet.code}).json()["message"]


def test_the_person_chosen_by_their_code_uses_the_sheet_too(tab, karim, sheet, nord):
    tab.post(reverse(BATCH), morning(chosen(karim, sheet=sheet.code)))
    sheet.refresh_from_db()
    assert sheet.follow_up == FollowUp.objects.get()
    other = InterviewSheetFactory(beneficiary=karim)
    tab.post(reverse(BATCH), morning(chosen(BeneficiaryFactory(team=nord), sheet=other.code)))
    other.refresh_from_db()
    assert other.used_at is None, "the sheet of somebody else is not used"


def test_an_old_sheet_says_so(tab, sheet):
    InterviewSheet.objects.update(printed_on=timezone.localdate() - dt.timedelta(days=46))
    assert "n’est plus valable" in errors(tab.post(reverse(BATCH), morning({"who": sheet.code, "topics": ["papers"]})))


def test_a_code_says_nothing_to_whoever_may_not_see_the_person(client_of, bruno, sheet):
    unknown = "K4K4K4" if sheet.code != "K4K4K4" else "K6K6K6"
    answers = [client_of(bruno).post(reverse(PEOPLE), {"q": code}).json() for code in (sheet.code, unknown)]
    assert answers[0] == answers[1] and not answers[0]["people"]


def test_the_database_refuses_a_second_code_a_blurred_code_and_a_use_without_a_follow_up(sheet, karim):
    for values in ({"code": sheet.code}, {"code": "O0O0O0"}, {"used_at": timezone.now()}, {"run": sheet.run}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InterviewSheetFactory(beneficiary=karim, **values)
    InterviewSheetFactory(beneficiary=karim, used_at=timezone.now(), follow_up=FollowUpFactory(beneficiary=karim))
