"""Children and relatives: what the database refuses, who reads them, what is shown and what is journalled."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Association
from beneficiaries.age_limit import AgeLimit, age_words
from beneficiaries.models import Child, ParentalAuthority, Relative
from core.dates import months_later
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from tests.casework.desk import cost, shown
from tests.factories import (
    AssociationFactory,
    BeneficiaryFactory,
    CaseTeamMemberFactory,
    ChildFactory,
    ConsentFactory,
    ParentalAuthorityFactory,
    PickUpPersonFactory,
    RelativeFactory,
    SeparationStepFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
D = dt.date
CANARIES = ["Canarilina", "CANARI-CHEZ-QUI", "CANARI-PÈRE", "CANARI-INTERDIT", "CANARI-ÉTAPE", "CANARI-SŒUR"]


def url(name, record):
    return reverse(name, args=[record.pk])


@pytest.fixture
def mother(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, created_by=amina, address="7 rue des Ormes, Lille")


@pytest.fixture
def lina(mother, amina):
    """Forty days before the age limit, with something in every part."""
    birth = next(
        day
        for back in range(530, 560)
        if months_later(day := TODAY() - dt.timedelta(days=back) + dt.timedelta(days=40), 18)
        == TODAY() + dt.timedelta(days=40)
    )
    child = ChildFactory(
        beneficiary=mother,
        first_name="Canarilina",
        birth_date=birth,
        home="mother_child_unit",
        home_details="CANARI-CHEZ-QUI",
        unit_since=birth,
        has_allergy=True,
    )
    ParentalAuthorityFactory(child=child, holder=mother, name="", kind="mother")
    ParentalAuthorityFactory(child=child, name="CANARI-PÈRE", state="withdrawn")
    PickUpPersonFactory(child=child, name="CANARI-INTERDIT", is_allowed=False, details="ordonnance")
    SeparationStepFactory(child=child, text="CANARI-ÉTAPE")
    RelativeFactory(beneficiary=mother, name="CANARI-SŒUR", phone="+33199000177")
    return child


@pytest.fixture
def colleague(bruno, nord):
    """Of the mother’s team, and not her worker."""
    bruno.teams.set([nord])
    return bruno


MONTH_ENDS = [
    (D(2025, 1, 31), 18, D(2026, 7, 31)),
    (D(2025, 8, 31), 18, D(2027, 2, 28)),
    (D(2024, 2, 29), 18, D(2025, 8, 29)),
    (D(2024, 2, 29), 12, D(2025, 2, 28)),
    (D(2024, 8, 31), 18, D(2026, 2, 28)),
    (D(2022, 8, 31), 18, D(2024, 2, 29)),
    (D(2025, 12, 31), 2, D(2026, 2, 28)),
    (D(2025, 6, 15), 24, D(2027, 6, 15)),
]


@pytest.mark.parametrize(("birth", "months", "limit"), MONTH_ENDS)
def test_months_are_counted_to_the_last_day_of_a_short_one_here_and_in_the_database(birth, months, limit):
    assert months_later(birth, months) == limit
    settings = AssociationFactory(child_age_limit_months=months, child_age_limit_warnings=[0])
    child = ChildFactory(birth_date=birth, unit_since=birth)
    assert list(Child.objects.all().near_limit(limit - dt.timedelta(days=1), settings)) == []
    assert Child.objects.all().near_limit(limit, settings).get().limit_on == limit == child.age_limit(settings).on


@pytest.mark.parametrize(
    ("days", "near", "tone"),
    [(91, False, "info"), (90, True, "warning"), (31, True, "warning"), (30, True, "danger"), (-1, True, "danger")],
)
def test_the_countdown_gets_louder_at_each_warning(days, near, tone):
    limit = AgeLimit("Lina", TODAY() + dt.timedelta(days=days), 18, (90, 60, 30))
    assert (limit.is_near(TODAY()), limit.tone(TODAY())) == (near, tone)
    assert ("Lina a atteint" if days < 0 else "Lina atteint 18") in limit.words


@pytest.mark.parametrize(
    ("birth", "day", "words"),
    [
        (D(2025, 1, 31), D(2025, 2, 28), "0\u00a0mois"),
        (D(2024, 9, 5), D(2025, 11, 5), "14\u00a0mois"),
        (D(2019, 11, 6), D(2025, 11, 5), "5 ans"),
        (D(2026, 1, 1), D(2025, 11, 5), "à naître"),
    ],
)
def test_an_age_is_said_as_parents_say_it(birth, day, words):
    assert age_words(birth, day) == words


def test_the_countdown_stands_on_the_tab_the_file_and_the_day(lina, mother, amina, chloe, client_of):
    words = "Canarilina atteint 18\u00a0mois le"
    for user in (amina, chloe):
        for page in (
            url("casework:person-family", mother),
            url("casework:person-file", mother),
            reverse("casework:home"),
        ):
            text = shown(client_of(user).get(page)).replace("\u00a0", " ")
            assert words.replace("\u00a0", " ") in text and "dans 40 jours" in text, (user, page)


def test_the_association_sets_the_age_and_the_warnings(lina, amina, client_of):
    association = Association(child_age_limit_months=24)
    association.save()
    assert "Canarilina" not in shown(client_of(amina).get(reverse("casework:home")))
    association.child_age_limit_warnings = [365]
    association.save()
    assert "atteint 24" in shown(client_of(amina).get(reverse("casework:home")))


def test_a_child_who_left_the_unit_counts_down_no_more(lina, amina, client_of):
    lina.amend(by=amina, unit_left_on=TODAY())
    assert "Canarilina" not in shown(client_of(amina).get(reverse("casework:home")))


@pytest.mark.parametrize(
    ("factory", "broken"),
    [
        (ChildFactory, {"first_name": ""}),
        (ChildFactory, {"home": "moon"}),
        (ChildFactory, {"birth_date": D(1900, 1, 1)}),
        (ChildFactory, {"birth_date": None, "unit_since": D(2025, 1, 1)}),
        (ChildFactory, {"birth_date": D(2025, 2, 1), "unit_since": D(2025, 1, 1)}),
        (ChildFactory, {"unit_left_on": D(2025, 1, 1)}),
        (ChildFactory, {"removed_at": timezone.now()}),
        (ParentalAuthorityFactory, {"name": ""}),
        (ParentalAuthorityFactory, {"state": "none"}),
        (PickUpPersonFactory, {"is_allowed": False}),
        (PickUpPersonFactory, {"name": ""}),
        (SeparationStepFactory, {"done_at": timezone.now()}),
        (RelativeFactory, {"may_call": "never"}),
        (RelativeFactory, {"kinship": "cat"}),
        (RelativeFactory, {"name": ""}),
        (ConsentFactory, {"covers": []}),
        (ConsentFactory, {"recipient": ""}),
        (ConsentFactory, {"purpose": "sale"}),
        (ConsentFactory, {"covers": ["offence"]}),
        (ConsentFactory, {"given_on": D(2025, 1, 1), "ends_on": D(2026, 2, 1)}),
        (ConsentFactory, {"given_on": D(2025, 1, 2), "ends_on": D(2025, 1, 1)}),
    ],
)
def test_the_database_refuses_what_means_nothing_and_says_why(factory, broken):
    record = factory.build(**broken)
    with pytest.raises(ValidationError) as refusal:
        record.validate_constraints(exclude={"child", "beneficiary"} - {"beneficiary"})
    assert "Contrainte" not in str(refusal.value)
    with pytest.raises(IntegrityError):
        factory(**broken)


def test_the_same_parent_is_noted_once(lina, mother):
    with pytest.raises(IntegrityError):
        ParentalAuthorityFactory(child=lina, holder=mother)


PAGES = ["family", "file", "timeline", "history", "rights", "programs", "referrals"]


def test_a_colleague_of_the_team_reads_no_word_of_the_family(lina, mother, colleague, client_of):
    client = client_of(colleague)
    text = "".join(shown(client.get(url(f"casework:person-{page}", mother))) for page in PAGES)
    text += shown(client.get(reverse("casework:home")))
    assert [word for word in [*CANARIES, "18 mois", "Allergie", "99 00 01 77"] if word in text] == []
    assert "Famille\u00a0: réservé" in text or "Famille : réservé" in text
    relative = Relative.objects.get()
    for name, record in [
        ("casework:person-family-print", mother),
        ("beneficiaries:child-new", mother),
        ("beneficiaries:child-edit", lina),
        ("beneficiaries:relative-edit", relative),
    ]:
        assert client.get(url(name, record)).status_code == 404
    assert client.post(url("casework:relative-reveal", relative)).status_code == 404


@pytest.mark.parametrize("who", ["lead", "case team", "coordination"])
def test_who_accompanies_the_person_reads_the_family(who, lina, mother, amina, chloe, colleague, client_of):
    CaseTeamMemberFactory(beneficiary=mother, user=colleague)
    reader = {"lead": amina, "case team": colleague, "coordination": chloe}[who]
    text = shown(client_of(reader).get(url("casework:person-family", mother)))
    assert [word for word in CANARIES if word not in text] == []
    assert ("Allergie à signaler" in text) == (who != "coordination")


def test_the_coordination_neither_reads_nor_overwrites_the_allergy(lina, amina, chloe, client_of):
    page = client_of(chloe).get(url("beneficiaries:child-edit", lina))
    assert "has_allergy" not in page.context["form"].fields
    typed = {"first_name": "Lina", "birth_date": f"{lina.birth_date:%d/%m/%Y}", "home": "", "has_allergy": "false"}
    assert client_of(chloe).post(url("beneficiaries:child-edit", lina), typed).status_code == 302
    lina.refresh_from_db()
    assert (lina.first_name, lina.has_allergy) == ("Lina", True)
    lina.amend(by=amina, has_allergy=False)
    history = shown(client_of(chloe).get(url("casework:person-history", lina.beneficiary)))
    assert "prénom" in history and "llergie" not in history


class TestTwoParentsFollowed:
    """The mother’s file keeps the child; the father is followed by another team."""

    @pytest.fixture
    def father(self, sud, bruno, lina):
        father = BeneficiaryFactory(
            first_name="Perrin", team=sud, lead_worker=bruno, address="9 rue du Père, Roubaix", phone="+33199000188"
        )
        ParentalAuthorityFactory(child=lina, holder=father, name="", state="full", address_is_secret=True)
        return father

    def test_his_worker_learns_nothing_of_her_nor_of_the_child(self, father, mother, bruno, client_of):
        pages = [url(f"casework:person-{page}", father) for page in PAGES] + [reverse("casework:home")]
        text = "".join(client_of(bruno).get(page).content.decode() for page in pages)
        assert [word for word in [*CANARIES, "Ormes", mother.last_name, str(mother.pk)] if word in text] == []

    def test_her_worker_sees_a_parent_without_name_nor_address(self, father, mother, amina, client_of):
        text = client_of(amina).get(url("casework:person-family", mother)).content.decode()
        assert "nom connu de son équipe" in text
        assert [word for word in ["Perrin", "rue du Père", str(father.pk), "01 88"] if word in text] == []

    def test_who_sees_both_gets_no_address_on_his_page(self, father, mother, bruno, nord, client_of):
        CaseTeamMemberFactory(beneficiary=mother, user=bruno)
        text = client_of(bruno).get(url("casework:person-family", father)).content.decode()
        assert "Canarilina" in text and "ne jamais la donner" in text
        assert [word for word in ["CANARI-CHEZ-QUI", "Ormes", str(mother.pk)] if word in text] == []

    def test_a_file_out_of_reach_cannot_be_linked_nor_guessed(self, father, lina, amina, client_of):
        target = url("beneficiaries:parent-new", lina)
        typed = {"kind": "father", "state": "full"}
        answers = [
            shown(client_of(amina).post(target, {**typed, "file_number": number})).replace(number, "N")
            for number in (father.file_number, "1999-0000")
        ]
        assert "Aucun dossier de ce numéro" in answers[0] and answers[0] == answers[1]


def test_a_telephone_is_shown_on_request_and_the_journal_knows(lina, mother, amina, client_of):
    client, page = client_of(amina), url("casework:person-family", mother)
    forbidden = RelativeFactory(beneficiary=mother, may_call="never", call_reason="le juge", phone="+33199000199")
    text = shown(client.get(page))
    assert "01 99 00 01" not in text and "le juge" in text
    relative = Relative.objects.get(name="CANARI-SŒUR")
    answer = client.post(url("casework:relative-reveal", relative))
    assert "01 99 00 01 77" in shown(answer) and "01 99 00 01 99" not in shown(answer)
    assert url("casework:relative-reveal", forbidden) not in answer.content.decode()
    entry = AuditEntry.objects.get(object_type="beneficiaries.relative", action=AuditAction.OPENED)
    assert (entry.actor, entry.person_id, entry.fields) == (amina, mother.pk, ["phone"])


def test_a_child_is_noted_with_the_parent_once_even_clicked_twice(mother, amina, client_of):
    typed = {"first_name": "Lina", "birth_date": "12 mars 2025", "kind": "mother", "state": "full", "home": ""}
    for _click in range(2):
        answer = client_of(amina).post(url("beneficiaries:child-new", mother), typed)
        assert answer.url == url("casework:person-family", mother)
    child, parent = Child.objects.get(), ParentalAuthority.objects.get()
    assert (child.first_name, parent.child, parent.holder, parent.state) == ("Lina", child, mother, "full")
    created = AuditEntry.objects.filter(person_id=mother.pk, action=AuditAction.CREATED)
    assert created.count() == 2


def test_what_is_retired_stays_in_the_history_and_no_longer_changes(lina, mother, amina, client_of):
    relative, client = Relative.objects.get(), client_of(amina)
    stale = Relative.objects.get()
    for _click in range(2):
        assert client.post(url("beneficiaries:relative-remove", relative)).status_code == 302
    text = shown(client.get(url("casework:person-family", mother)))
    assert "Aucun proche noté" in text and "proche – CANARI-SŒUR retiré par" in text
    with pytest.raises(DomainError):
        stale.amend(by=amina, name="Autre")
    assert AuditEntry.objects.filter(object_type="beneficiaries.relative", fields=["removed_at"]).count() == 1
    assert client.get(url("beneficiaries:relative-edit", relative)).status_code == 404


def test_the_sheet_on_paper_holds_no_address_and_no_number_of_whom_one_does_not_call(lina, mother, amina, client_of):
    RelativeFactory(beneficiary=mother, may_call="ask", phone="+33199000155")
    text = shown(client_of(amina).get(url("casework:person-family-print", mother)))
    assert "CANARI-INTERDIT" in text and "01 99 00 01 77" in text
    assert [word for word in ["CANARI-CHEZ-QUI", "Ormes", "01 99 00 01 55"] if word in text] == []
    assert AuditEntry.objects.get(person_id=mother.pk).action == AuditAction.PRINTED


def test_the_pages_cost_the_same_for_one_child_and_for_eight(mother, amina, client_of):
    def fill(number):
        for _rank in range(number):
            other = BeneficiaryFactory(team=mother.team, lead_worker=amina)
            child = ChildFactory(beneficiary=mother, unit_since=TODAY() - dt.timedelta(days=9))
            ParentalAuthorityFactory(child=child, holder=other, name="")
            ParentalAuthorityFactory(child=ChildFactory(beneficiary=other), holder=mother)
            PickUpPersonFactory(child=child)
            SeparationStepFactory(child=child)
            RelativeFactory(beneficiary=mother)
            RelativeFactory(beneficiary=mother).remove(by=amina, at=timezone.now())
            ConsentFactory(beneficiary=mother)
            ConsentFactory(beneficiary=mother, is_refusal=True)

    pages = [url(f"casework:person-{page}", mother) for page in ("family", "rights", "file")]
    pages.append(reverse("casework:home"))
    fill(1)
    before = [cost(client_of(amina), page) for page in pages]
    fill(7)
    assert [cost(client_of(amina), page) for page in pages] == before
